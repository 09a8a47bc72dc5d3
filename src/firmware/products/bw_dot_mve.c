/* SPDX-License-Identifier: MIT-0 */
/* Dot products with vectors of integers (Helium). The words of weights are those of bw_dot.h; four of a channel fill a vector. */
#include "bw_dot.h"

#if BW_MVE

#include <arm_mve.h>

uint32_t bw_arrange(const bw_order *order, const uint8_t *codes, uint32_t words, void *x, uint32_t pixel,
                    uint32_t pixels) {
  const uint8x16_t pattern = vldrbq_u8(order->pattern);
  const uint16x8_t lone = vldrhq_u16(order->lone);
  const uint32_t step = order->step;
  uint8_t *to = (uint8_t *)x;
  uint32_t sum = 0;
  for (; words >= 4; words -= 4, codes += 4u * order->codes) {
    const uint8_t *from = codes;
    for (uint32_t vector = order->vectors; vector > 0; vector--, from += step, to += 16 * pixels) {
      const uint8x16_t inputs = vldrbq_gather_offset_u8(from, pattern);
      vstrbq_u8(to + 16 * pixel, inputs);
      sum = vaddvaq_u8(sum, inputs);
    }
    if (order->has_lone) {
      const uint16x8_t inputs = vldrbq_gather_offset_u16(codes, lone);
      vstrbq_u16(to + 8 * pixel, inputs);
      sum = vaddvaq_u16(sum, inputs);
      to += 8 * pixels;
    }
  }
  if (words > 0) {
    const mve_pred16_t some = vctp32q(words);
    const uint8_t *from = codes;
    const uint32_t size = 4 * words;
    for (uint32_t vector = order->vectors; vector > 0; vector--, from += step, to += size * pixels) {
      const uint8x16_t inputs = vldrbq_gather_offset_z_u8(from, pattern, some);
      vstrbq_p_u8(to + size * pixel, inputs, some);
      sum = vaddvaq_u8(sum, inputs);
    }
    if (order->has_lone) {
      const uint16x8_t inputs = vldrbq_gather_offset_z_u16(codes, lone, some);
      vstrbq_p_u16(to + size / 2 * pixel, inputs, some);
      sum = vaddvaq_u16(sum, inputs);
    }
  }
  return sum;
}

/*
 * One channel at one pixel, for what the loops below leave over. A macro's BODY takes four words of weights in `w` and says TIMES of each vector that it makes
 * of them, and at last LONE of the halfwords.
 */
#define TIMES(VECTOR)                                                                              \
  acc = vmladavaq_u8(acc, VECTOR, vldrbq_z_u8(at + size * pixel, some));                           \
  at += size * pixels
#define LONE(HALVES)                                                                               \
  acc = vmladavaq_u16(acc, HALVES, vldrbq_z_u16(at + size / 2 * pixel, some));                     \
  at += size / 2 * pixels
#define HALVES_OF(VECTOR) vreinterpretq_u16_u8(VECTOR)
#define BYTES_OF(VECTOR) vreinterpretq_u8_u16(VECTOR)
/* The codes at the bottom of each halfword, and above them, as bytes. */
#define TWO_LANES(VECTOR, BITS)                                                                    \
  vandq_u8(BYTES_OF(vsliq_n_u16(HALVES_OF(VECTOR), vshrq_n_u16(HALVES_OF(VECTOR), BITS), 8)), vdupq_n_u8((1u << BITS) - 1u))

#define BODY_8 TIMES(w);
#define BODY_5                                 \
  TIMES(TWO_LANES(w, 5));                      \
  LONE(vshrq_n_u16(HALVES_OF(w), 10));
#define BODY_4                                 \
  TIMES(vandq_u8(w, vdupq_n_u8(15)));          \
  TIMES(vshrq_n_u8(w, 4));
#define BODY_3                                 \
  TIMES(TWO_LANES(w, 3));                      \
  w = BYTES_OF(vshrq_n_u16(HALVES_OF(w), 6));  \
  TIMES(TWO_LANES(w, 3));                      \
  LONE(vshrq_n_u16(HALVES_OF(w), 6));
#define BODY_2                                              \
  TIMES(vandq_u8(w, vdupq_n_u8(3)));                        \
  TIMES(vandq_u8(vshrq_n_u8(w, 2), vdupq_n_u8(3)));         \
  TIMES(vandq_u8(vshrq_n_u8(w, 4), vdupq_n_u8(3)));         \
  TIMES(vshrq_n_u8(w, 6));

/* Levels by code from the table in front of the inputs; where a lane has no word its inputs are 0. */
#define LEVELS(CODES) vldrbq_gather_offset_u8(table, CODES)
#define BODY_LEVELS_4                                  \
  TIMES(LEVELS(vandq_u8(w, vdupq_n_u8(15))));          \
  TIMES(LEVELS(vshrq_n_u8(w, 4)));
#define WORDS_OF(VECTOR) vreinterpretq_u32_u8(VECTOR)
#define AND_WORDS(VECTOR, MASK) vandq_u32(VECTOR, vdupq_n_u32(MASK))
/* Codes 0, 3, 5 and 8 of the ten of a word, and 1, 4, 6 and 9 of one that was shifted by a code. */
#define FOUR_CODES(WORDS)                                                                                \
  vreinterpretq_u8_u32(vorrq_u32(AND_WORDS(WORDS, 0x07000007u),                                          \
                                 vorrq_u32(AND_WORDS(vshrq_n_u32(WORDS, 1), 0x00000700u),                \
                                           AND_WORDS(vshlq_n_u32(WORDS, 1), 0x00070000u))))
/* 2 and 7 */
#define TWO_CODES(WORDS)                                                                                 \
  vreinterpretq_u16_u32(vorrq_u32(AND_WORDS(vshrq_n_u32(WORDS, 6), 0x00000007u),                         \
                                  AND_WORDS(vshrq_n_u32(WORDS, 5), 0x00070000u)))
#define BODY_LEVELS_3                                       \
  TIMES(LEVELS(FOUR_CODES(WORDS_OF(w))));                   \
  TIMES(LEVELS(FOUR_CODES(vshrq_n_u32(WORDS_OF(w), 3))));   \
  LONE(vldrbq_gather_offset_u16(table, TWO_CODES(WORDS_OF(w))));

#define DEFINE_ONE_BY_ONE(NAME, BODY)                                                                                 \
  static int32_t one_by_one_##NAME(const uint32_t *weights, uint32_t channels, const void *x, uint32_t pixel,    \
                                   uint32_t pixels, uint32_t words) {                                                \
    const uint32x4_t places = vmulq_n_u32(vidupq_n_u32(0, 1), channels);                                             \
    const uint8_t *const table = (const uint8_t *)x - 16;                                                            \
    const uint8_t *at = (const uint8_t *)x;                                                                          \
    uint32_t acc = 0;                                                                                                \
    (void)table;                                                                                                     \
    for (uint32_t done = 0; done < words; done += 4, weights += 4 * channels) {                                      \
      const uint32_t left = words - done;                                                                            \
      const uint32_t size = left < 4 ? 4 * left : 16;                                                                \
      const mve_pred16_t some = vctp32q(left);                                                                       \
      uint8x16_t w = vreinterpretq_u8_u32(vldrwq_gather_shifted_offset_z_u32(weights, places, some));                \
      BODY                                                                                                           \
    }                                                                                                                \
    return (int32_t)acc;                                                                                             \
  }

/*
 * The loops in which all the time goes, in assembly: compilers run out of registers, since sums must lie in even ones. r0, r2, r4, r6 the sums of four
 * channels at the first pixel, r8, r10, r12, lr those of the second; r5 the weights, r1 the inputs, r3 the bw_finish or where sums go, r7 the fours of words
 * and r9 the words behind them; q0–q3 the words of four channels, q4 and q5 inputs, q6 a mask, q7 codes. VLD4 brings the interleaved words of a channel
 * together. Words beyond the last four are loaded one vector a channel, others of which are 0.
 */
#define NAKED __attribute__((naked))
#define SPLIT "lsrs r7, r2, #2\n and r9, r2, #3\n"
#define ZERO_ONE "movs r0, #0\n movs r2, #0\n movs r4, #0\n movs r6, #0\n"
#define ZERO_TWO ZERO_ONE "mov r8, #0\n mov r10, #0\n mov r12, #0\n mov lr, #0\n"
#define FOUR_WORDS                     \
  "vld40.32 {q0, q1, q2, q3}, [r5]\n"  \
  "vld41.32 {q0, q1, q2, q3}, [r5]\n"  \
  "vld42.32 {q0, q1, q2, q3}, [r5]\n"  \
  "vld43.32 {q0, q1, q2, q3}, [r5]!\n"
/* The last words, and r5 behind them. */
#define LAST_WORDS                                                          \
  "mov r7, r0\n movs r0, #0\n vidup.u32 q7, r0, #4\n mov r0, r7\n"          \
  "vshl.i32 q7, q7, #2\n vadd.i32 q7, q7, r5\n add r5, r5, r9, lsl #4\n"    \
  "vctp.32 r9\n"                                                            \
  "vpstttt\n"                                                               \
  "vldrwt.u32 q0, [q7]\n vldrwt.u32 q1, [q7, #4]\n vldrwt.u32 q2, [q7, #8]\n vldrwt.u32 q3, [q7, #12]\n"
#define LOAD_ONE "vldrb.u8 q4, [r1], #16\n"
#define LOAD_TWO "vldrb.u8 q4, [r1], #16\n vldrb.u8 q5, [r1], #16\n"
#define LOAD_ONE_LONE "vldrb.u16 q4, [r1], #8\n"
#define LOAD_TWO_LONE "vldrb.u16 q4, [r1], #8\n vldrb.u16 q5, [r1], #8\n"
#define LAST_ONE "vpst\n vldrbt.u8 q4, [r1]\n add r1, r1, r9, lsl #2\n"
#define LAST_TWO LAST_ONE "vpst\n vldrbt.u8 q5, [r1]\n add r1, r1, r9, lsl #2\n"
#define LAST_ONE_LONE "vpst\n vldrbt.u16 q4, [r1]\n add r1, r1, r9, lsl #1\n"
#define LAST_TWO_LONE LAST_ONE_LONE "vpst\n vldrbt.u16 q5, [r1]\n add r1, r1, r9, lsl #1\n"

#define ADD_ONE(SUM, OTHER, W, TYPE) "vmladava." TYPE " " SUM ", " W ", q4\n"
#define ADD_TWO(SUM, OTHER, W, TYPE) ADD_ONE(SUM, OTHER, W, TYPE) "vmladava." TYPE " " OTHER ", " W ", q5\n"
/* Of each channel: OF makes of its words (first argument) what is multiplied (by ADD). */
#define CHANNELS(ADD, OF)                                                                          \
  OF(ADD, "q0", "r0", "r8") OF(ADD, "q1", "r2", "r10") OF(ADD, "q2", "r4", "r12") OF(ADD, "q3", "r6", "lr")
#define WHOLE(ADD, Q, SUM, OTHER) ADD(SUM, OTHER, Q, "u8")
#define MASKED(ADD, Q, SUM, OTHER) "vand q7, " Q ", q6\n" ADD(SUM, OTHER, "q7", "u8")
#define SHIFTED_2(ADD, Q, SUM, OTHER) "vshr.u8 q7, " Q ", #2\n vand q7, q7, q6\n" ADD(SUM, OTHER, "q7", "u8")
#define SHIFTED_4(ADD, Q, SUM, OTHER) "vshr.u8 q7, " Q ", #4\n vand q7, q7, q6\n" ADD(SUM, OTHER, "q7", "u8")
#define TOP_4(ADD, Q, SUM, OTHER) "vshr.u8 " Q ", " Q ", #4\n" ADD(SUM, OTHER, Q, "u8")
#define TOP_6(ADD, Q, SUM, OTHER) "vshr.u8 " Q ", " Q ", #6\n" ADD(SUM, OTHER, Q, "u8")
#define LANES_5(ADD, Q, SUM, OTHER)                                                                \
  "vmov q7, " Q "\n vshrnt.i16 q7, " Q ", #5\n vand q7, q7, q6\n" ADD(SUM, OTHER, "q7", "u8")
#define LONE_5(ADD, Q, SUM, OTHER) "vshr.u16 " Q ", " Q ", #10\n" ADD(SUM, OTHER, Q, "u16")
#define LANES_3(ADD, Q, SUM, OTHER)                                                                \
  "vmov q7, " Q "\n vshrnt.i16 q7, " Q ", #3\n vand q7, q7, q6\n" ADD(SUM, OTHER, "q7", "u8")
#define NEXT_3(ADD, Q, SUM, OTHER) "vshr.u16 " Q ", " Q ", #6\n" LANES_3(ADD, Q, SUM, OTHER)
#define LONE_3(ADD, Q, SUM, OTHER) "vshr.u16 " Q ", " Q ", #6\n" ADD(SUM, OTHER, Q, "u16")

#define PRODUCTS_8(LOAD, LOAD_HALVES, ADD) LOAD CHANNELS(ADD, WHOLE)
#define PRODUCTS_5(LOAD, LOAD_HALVES, ADD) LOAD CHANNELS(ADD, LANES_5) LOAD_HALVES CHANNELS(ADD, LONE_5)
#define PRODUCTS_4(LOAD, LOAD_HALVES, ADD) LOAD CHANNELS(ADD, MASKED) LOAD CHANNELS(ADD, TOP_4)
#define PRODUCTS_3(LOAD, LOAD_HALVES, ADD)                                                         \
  LOAD CHANNELS(ADD, LANES_3) LOAD CHANNELS(ADD, NEXT_3) LOAD_HALVES CHANNELS(ADD, LONE_3)
#define PRODUCTS_2(LOAD, LOAD_HALVES, ADD)                                                         \
  LOAD CHANNELS(ADD, MASKED) LOAD CHANNELS(ADD, SHIFTED_2) LOAD CHANNELS(ADD, SHIFTED_4) LOAD CHANNELS(ADD, TOP_6)
#define MASK_8 ""
#define MASK_5 "vmov.i8 q6, #31\n"
#define MASK_4 "vmov.i8 q6, #15\n"
#define MASK_3 "vmov.i8 q6, #7\n"
#define MASK_2 "vmov.i8 q6, #3\n"

#define LOOP(PRODUCTS, LOAD, LOAD_HALVES, LAST, LAST_HALVES, ADD)  \
  "cmp r7, #0\n"                                                   \
  "beq 2f\n"                                                       \
  "1:\n" FOUR_WORDS PRODUCTS(LOAD, LOAD_HALVES, ADD)               \
  "subs r7, r7, #1\n"                                              \
  "bne 1b\n"                                                       \
  "2:\n"                                                           \
  "cmp r9, #0\n"                                                   \
  "beq 3f\n"                                                       \
  LAST_WORDS PRODUCTS(LAST, LAST_HALVES, ADD)                      \
  "3:\n"

/*
 * r3 the bw_finish; q0 and q1 the sums of the two pixels. Fields by offset; checked below. Leaves whether there are more blocks in the flags. VRMULH is
 * floor((a·b + 2^31) / 2^32), and what is narrowed saturates twice: to 16 bits without sign, then to 8.
 */
void bw_finish_two(void);
/* Reached by a call that compilers do not see. */
NAKED __attribute__((used)) void bw_finish_two(void) {
  __asm__(
      "ldmia r3, {r0, r1, r2, r4, r5, r6, r7, r8, r9, r10}\n"
      "vldrw.u32 q3, [r0], #16\n"
      "vldrw.u32 q4, [r1], #16\n"
      "vldrb.u32 q2, [r2], #4\n"
      "vmla.u32 q0, q2, r6\n"
      "vmla.u32 q1, q2, r7\n"
      "vmul.i32 q0, q0, r4\n"
      "vadd.i32 q0, q0, q3\n"
      "vmla.u32 q3, q1, r4\n"
      "vrmulh.s32 q0, q0, q4\n"
      "vrmulh.s32 q3, q3, q4\n"
      "vadd.i32 q0, q0, r5\n"
      "vadd.i32 q3, q3, r5\n"
      "vqmovunb.s32 q0, q0\n"
      "vqmovunb.s32 q3, q3\n"
      "vqmovnb.u16 q0, q0\n"
      "vqmovnb.u16 q3, q3\n"
      "mov r4, r8\n"
      "add r5, r8, r9\n"
      "add r8, r8, #4\n"
      "vstrb.32 q0, [r4]\n"
      "vstrb.32 q3, [r5]\n"
      "stmia r3, {r0, r1, r2}\n"
      "str r8, [r3, #28]\n"
      "subs r10, r10, #1\n"
      "str r10, [r3, #36]\n"
      "bx lr\n");
}

#define CHECK_OFFSET(FIELD, OFFSET) typedef char check_##FIELD[offsetof(bw_finish, FIELD) == OFFSET ? 1 : -1]
CHECK_OFFSET(biases, 0);
CHECK_OFFSET(multipliers, 4);
CHECK_OFFSET(weight_zeros, 8);
CHECK_OFFSET(unit, 12);
CHECK_OFFSET(zero, 16);
CHECK_OFFSET(sums, 20);
CHECK_OFFSET(out, 28);
CHECK_OFFSET(step, 32);
CHECK_OFFSET(blocks, 36);

#define DEFINE_LOOPS(BITS)                                                                                            \
  NAKED static void by_two_##BITS(BW_UNUSED const uint32_t *weights, BW_UNUSED const void *x,                    \
                                  BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {                           \
    __asm__(                                                                                                          \
        "push {r3-r11, lr}\n"                                                                                         \
        "vpush {d8-d15}\n"                                                                                            \
        "push {r1, r2}\n"                                                                                             \
        "mov r5, r0\n" MASK_##BITS                                                                                    \
        "5:\n" SPLIT ZERO_TWO                                                                                         \
        LOOP(PRODUCTS_##BITS, LOAD_TWO, LOAD_TWO_LONE, LAST_TWO, LAST_TWO_LONE, ADD_TWO)                              \
        "vmov d0, r0, r2\n vmov d1, r4, r6\n vmov d2, r8, r10\n vmov d3, r12, lr\n"                                   \
        "mov r11, r5\n"                                                                                               \
        "bl bw_finish_two\n"                                                                                          \
        "mov r5, r11\n"                                                                                               \
        "ldrd r1, r2, [sp]\n"                                                                                         \
        "bne 5b\n"                                                                                                    \
        "add sp, #8\n"                                                                                                \
        "vpop {d8-d15}\n"                                                                                             \
        "pop {r3-r11, pc}\n");                                                                                        \
  }                                                                                                                   \
  NAKED static void four_by_one_##BITS(BW_UNUSED const uint32_t *weights, BW_UNUSED const void *x,               \
                                       BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {                           \
    __asm__(                                                                                                          \
        "push {r3-r9, lr}\n"                                                                                          \
        "vpush {d8-d15}\n"                                                                                            \
        "mov r5, r0\n" MASK_##BITS SPLIT ZERO_ONE                                                                     \
        LOOP(PRODUCTS_##BITS, LOAD_ONE, LOAD_ONE_LONE, LAST_ONE, LAST_ONE_LONE, ADD_ONE)                              \
        "strd r0, r2, [r3]\n strd r4, r6, [r3, #8]\n"                                                                 \
        "vpop {d8-d15}\n"                                                                                             \
        "pop {r3-r9, pc}\n");                                                                                         \
  }

/* The same from single products. */
#define DEFINE_FROM_SINGLES(NAME)                                                                                     \
  static void four_by_one_##NAME(const uint32_t *weights, const void *x, uint32_t words, int32_t *acc) {         \
    for (uint32_t c = 0; c < 4; c++) acc[c] = one_by_one_##NAME(weights + c, 4, x, 0, 1, words);                     \
  }                                                                                                                   \
  static void by_two_##NAME(const uint32_t *weights, const void *x, uint32_t words, bw_finish *finish) {         \
    for (; finish->blocks > 0; finish->blocks--, weights += 4 * words) {                                              \
      for (uint32_t c = 0; c < 4; c++) {                                                                              \
        const uint32_t weight_zero = *finish->weight_zeros++;                                                         \
        const int32_t bias = *finish->biases++;                                                                       \
        const int32_t multiplier = *finish->multipliers++;                                                            \
        uint8_t *out = finish->out++;                                                                                 \
        for (uint32_t p = 0; p < 2; p++, out += finish->step) {                                                       \
          const int32_t dot = one_by_one_##NAME(weights + c, 4, x, p, 2, words);                                      \
          const int32_t centred = bw_multiply_add((int32_t)weight_zero, finish->sums[p], dot);                        \
          const int32_t acc = bw_multiply_add(centred, finish->unit, bias);                                           \
          *out = (uint8_t)bw_clamp_byte(bw_high_word(acc, multiplier, finish->zero));                                 \
        }                                                                                                             \
      }                                                                                                               \
    }                                                                                                                 \
  }

#define FOUR_TIMES(A, B, C, D, STEP)                                                                                  \
  {A, B, C, D, A + STEP, B + STEP, C + STEP, D + STEP, A + 2 * STEP, B + 2 * STEP, C + 2 * STEP, D + 2 * STEP,        \
   A + 3 * STEP, B + 3 * STEP, C + 3 * STEP, D + 3 * STEP}
#define FOUR_PAIRS(A, B, STEP) {A, B, A + STEP, B + STEP, A + 2 * STEP, B + 2 * STEP, A + 3 * STEP, B + 3 * STEP}
static const bw_order order_8 = {FOUR_TIMES(0, 2, 1, 3, 4), {0}, 1, 0, 0, 4};
static const bw_order order_5 = {FOUR_TIMES(0, 2, 1, 3, 6), FOUR_PAIRS(4, 5, 6), 1, 0, 1, 6};
static const bw_order order_4 = {FOUR_TIMES(0, 4, 1, 5, 8), {0}, 2, 2, 0, 8};
static const bw_order order_3 = {FOUR_TIMES(0, 2, 1, 3, 10), FOUR_PAIRS(8, 9, 10), 2, 4, 1, 10};
static const bw_order order_2 = {FOUR_TIMES(0, 8, 1, 9, 16), {0}, 4, 2, 0, 16};
static const bw_order order_levels_4 = {FOUR_TIMES(0, 2, 4, 6, 8), {0}, 2, 1, 0, 8};
static const bw_order order_levels_3 = {FOUR_TIMES(0, 3, 5, 8, 10), FOUR_PAIRS(2, 7, 10), 2, 1, 1, 10};

#define DEFINE_DOT(NAME) \
  const bw_dot bw_dot_##NAME = {four_by_one_##NAME, by_two_##NAME, one_by_one_##NAME, &order_##NAME};
#define DEFINE_WIDTH(BITS)              \
  DEFINE_ONE_BY_ONE(BITS, BODY_##BITS)  \
  DEFINE_LOOPS(BITS)                    \
  DEFINE_DOT(BITS)
#define DEFINE_LEVELS(NAME, BODY)       \
  DEFINE_ONE_BY_ONE(NAME, BODY)         \
  DEFINE_FROM_SINGLES(NAME)             \
  DEFINE_DOT(NAME)

DEFINE_WIDTH(8)
DEFINE_WIDTH(5)
DEFINE_WIDTH(4)
DEFINE_WIDTH(3)
DEFINE_WIDTH(2)
DEFINE_LEVELS(levels_4, BODY_LEVELS_4)
DEFINE_LEVELS(levels_3, BODY_LEVELS_3)

#endif
