/* SPDX-License-Identifier: MIT-0 */
#include "bw_dot.h"

#define MASK_8 0x00ff00ffu
#define MASK_4 0x000f000fu
#define MASK_2 0x00030003u

BW_INLINE int32_t pair_product(uint32_t a, uint32_t b, int32_t acc) {
#if BW_DSP
  return bw_smlad(a, b, acc);
#else
  return acc + (int32_t)((a & 0xffffu) * (b & 0xffffu) + (a >> 16) * (b >> 16));
#endif
}

BW_INLINE int32_t one_by_one(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride,
                             uint32_t words, unsigned bits, uint32_t mask) {
  int32_t acc = 0;
  for (uint32_t i = 0; i < words; i++) {
    const uint32_t word = *weights;
    weights += channels;
    for (unsigned shift = 0; shift < 16; shift += bits) {
      acc = pair_product(word >> shift & mask, *x, acc);
      x += stride;
    }
  }
  return acc;
}

#define DEFINE_ONE_BY_ONE(BITS)                                                                              \
  static int32_t one_by_one_##BITS(const uint32_t *weights, uint32_t channels, const uint32_t *x,            \
                                   uint32_t stride, uint32_t words) {                                        \
    return one_by_one(weights, channels, x, stride, words, BITS, MASK_##BITS);                               \
  }

DEFINE_ONE_BY_ONE(8)
DEFINE_ONE_BY_ONE(4)
DEFINE_ONE_BY_ONE(2)

#if BW_DSP

/*
 * The two loops in which all the time goes. They need every register there is, so compilers spill; hence assembly, as
 * whole functions. Sums, activations and weights stay in registers; pointers that are needed once a weight word wait on
 * the stack where a mask takes their place.
 *
 * two_by_three: r2–r7 sums, r8–r10 one lane pair of three pixels, r11 and r12 a weight word of each channel, lr the
 * unpacked pair, r1 the activations. 9 instructions for 12 products, and at most five more a weight word.
 */
#define NAKED __attribute__((naked))

#define ZERO_SIX_SUMS "movs r2, #0\n movs r3, #0\n movs r4, #0\n movs r5, #0\n movs r6, #0\n movs r7, #0\n"
#define ADD_FIRST "smlad r2, lr, r8, r2\n smlad r3, lr, r9, r3\n smlad r4, lr, r10, r4\n"
#define ADD_SECOND "smlad r5, lr, r8, r5\n smlad r6, lr, r9, r6\n smlad r7, lr, r10, r7\n"
#define TWO_BY_THREE(FIRST, SECOND) "ldmia r1!, {r8, r9, r10}\n" FIRST ADD_FIRST SECOND ADD_SECOND
#define EIGHT_2X3                                        \
  "ldrd r11, r12, [r0], #16\n"                           \
  TWO_BY_THREE("uxtb16 lr, r11\n", "uxtb16 lr, r12\n")   \
  TWO_BY_THREE("uxtb16 lr, r11, ror #8\n", "uxtb16 lr, r12, ror #8\n")

#define LEAVE_2X3   \
  "add sp, #8\n"    \
  "pop {r0}\n"      \
  "b bw_finish_six\n"

/* r0 the bw_finish, r2–r7 the sums, the caller's registers on the stack. Fields by offset; checked below. */
void bw_finish_six(void);
/* Reached by a jump alone, which compilers do not see. */
NAKED __attribute__((used)) void bw_finish_six(void) {
  __asm__(
      "ldr r1, [r0, #8]\n" /* weight_zeros */
      "ldrb r11, [r1], #1\n"
      "ldrb r12, [r1], #1\n"
      "str r1, [r0, #8]\n"
      "add lr, r0, #20\n" /* sums */
      "ldmia lr, {r8, r9, r10}\n"
      "mls r2, r11, r8, r2\n mls r3, r11, r9, r3\n mls r4, r11, r10, r4\n"
      "mls r5, r12, r8, r5\n mls r6, r12, r9, r6\n mls r7, r12, r10, r7\n"
      "ldr r1, [r0, #0]\n" /* biases */
      "ldrd r8, r9, [r1], #8\n"
      "str r1, [r0, #0]\n"
      "ldrd r10, lr, [r0, #12]\n" /* unit, zero */
      "mla r2, r2, r10, r8\n mla r3, r3, r10, r8\n mla r4, r4, r10, r8\n"
      "mla r5, r5, r10, r9\n mla r6, r6, r10, r9\n mla r7, r7, r10, r9\n"
      "ldr r1, [r0, #4]\n" /* multipliers */
      "ldrd r8, r9, [r1], #8\n"
      "str r1, [r0, #4]\n"
      "smmlar r2, r2, r8, lr\n smmlar r3, r3, r8, lr\n smmlar r4, r4, r8, lr\n"
      "smmlar r5, r5, r9, lr\n smmlar r6, r6, r9, lr\n smmlar r7, r7, r9, lr\n"
      "usat r2, #8, r2\n usat r3, #8, r3\n usat r4, #8, r4\n"
      "usat r5, #8, r5\n usat r6, #8, r6\n usat r7, #8, r7\n"
      "orr r2, r2, r5, lsl #8\n orr r3, r3, r6, lsl #8\n orr r4, r4, r7, lsl #8\n"
      "ldrd r8, r9, [r0, #32]\n" /* out, step */
      "strh r2, [r8]\n"
      "strh r3, [r8, r9]\n"
      "strh r4, [r8, r9, lsl #1]\n"
      "add r8, r8, #2\n"
      "str r8, [r0, #32]\n"
      "pop {r4-r11, pc}\n");
}

#define CHECK_OFFSET(FIELD, OFFSET) typedef char check_##FIELD[offsetof(bw_finish, FIELD) == OFFSET ? 1 : -1]
CHECK_OFFSET(biases, 0);
CHECK_OFFSET(multipliers, 4);
CHECK_OFFSET(weight_zeros, 8);
CHECK_OFFSET(unit, 12);
CHECK_OFFSET(zero, 16);
CHECK_OFFSET(sums, 20);
CHECK_OFFSET(out, 32);
CHECK_OFFSET(step, 36);

NAKED static void two_by_three_8(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                 BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(
      "push {r3-r11, lr}\n"
      "add lr, r0, r2, lsl #4\n" /* end of the block's weights */
      "push {r2, lr}\n"
      ZERO_SIX_SUMS
      "ldr lr, [sp]\n"
      "tst lr, #1\n"
      "bne 2f\n"
      "1:\n" EIGHT_2X3
      "2:\n" EIGHT_2X3
      "ldr lr, [sp, #4]\n"
      "cmp r0, lr\n"
      "bne 1b\n"
      LEAVE_2X3);
}

/* [sp] next weights, [sp, #4] their end, r0 the mask. */
#define ENTER_MASKED_2X3(MASK)       \
  "push {r3-r11, lr}\n"              \
  "add r3, r0, r2, lsl #4\n"         \
  "push {r0, r3}\n"                  \
  "mov lr, r0\n"                     \
  "mov r0, #" MASK "\n"              \
  ZERO_SIX_SUMS                      \
  "1:\n"                             \
  "ldrd r11, r12, [lr], #16\n"       \
  "str lr, [sp]\n"
#define LEAVE_MASKED_2X3     \
  "ldrd lr, r11, [sp]\n"     \
  "cmp lr, r11\n"            \
  "bne 1b\n"                 \
  LEAVE_2X3
#define MASKED_2X3(SHIFT) \
  TWO_BY_THREE("and lr, r0, r11, lsr #" SHIFT "\n", "and lr, r0, r12, lsr #" SHIFT "\n")
#define FIRST_2X3 TWO_BY_THREE("and lr, r0, r11\n", "and lr, r0, r12\n")

NAKED static void two_by_three_4(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                 BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_MASKED_2X3("0x000f000f") FIRST_2X3 MASKED_2X3("4") MASKED_2X3("8") MASKED_2X3("12") LEAVE_MASKED_2X3);
}

NAKED static void two_by_three_2(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                 BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_MASKED_2X3("0x00030003") FIRST_2X3 MASKED_2X3("2") MASKED_2X3("4") MASKED_2X3("6") MASKED_2X3("8")
              MASKED_2X3("10") MASKED_2X3("12") MASKED_2X3("14") LEAVE_MASKED_2X3);
}

/*
 * four_by_one: r4–r7 sums, r8–r11 a weight word of each channel, r2 and r3 two lane pairs of the pixel, r12 the
 * unpacked pair, r1 the activations, r0 the weights, lr the mask or, at 8 bits, the end of the weights. 17 instructions
 * for 16 products, and at most four more a weight word.
 */
#define ZERO_FOUR_SUMS "movs r4, #0\n movs r5, #0\n movs r6, #0\n movs r7, #0\n"
#define EIGHT_OF(WORD, ROTATED, X, SUM) "uxtb16 r12, " WORD ROTATED "\n smlad " SUM ", r12, " X ", " SUM "\n"
#define EIGHT_PAIR(ROTATED, X)                                                           \
  EIGHT_OF("r8", ROTATED, X, "r4") EIGHT_OF("r9", ROTATED, X, "r5")                      \
  EIGHT_OF("r10", ROTATED, X, "r6") EIGHT_OF("r11", ROTATED, X, "r7")
#define EIGHT_4X1 "ldmia r0!, {r8-r11}\n ldmia r1!, {r2, r3}\n" EIGHT_PAIR("", "r2") EIGHT_PAIR(", ror #8", "r3")

NAKED static void four_by_one_8(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(
      "push {r3-r11, lr}\n"
      "add lr, r0, r2, lsl #4\n"
      ZERO_FOUR_SUMS
      "tst r2, #1\n"
      "bne 2f\n"
      "1:\n" EIGHT_4X1
      "2:\n" EIGHT_4X1
      "cmp r0, lr\n"
      "bne 1b\n"
      "pop {r3}\n"
      "stmia r3, {r4-r7}\n"
      "pop {r4-r11, pc}\n");
}

#define ENTER_MASKED_4X1(MASK)      \
  "push {r3-r11, lr}\n"             \
  "add r2, r0, r2, lsl #4\n"        \
  "push {r2}\n"                     \
  "mov lr, #" MASK "\n"             \
  ZERO_FOUR_SUMS                    \
  "1:\n"                            \
  "ldmia r0!, {r8-r11}\n"
#define LEAVE_MASKED_4X1     \
  "ldr r12, [sp]\n"          \
  "cmp r0, r12\n"            \
  "bne 1b\n"                 \
  "add sp, #4\n"             \
  "pop {r3}\n"               \
  "stmia r3, {r4-r7}\n"      \
  "pop {r4-r11, pc}\n"
#define MASKED_OF(WORD, SHIFTED, X, SUM) "and r12, lr, " WORD SHIFTED "\n smlad " SUM ", r12, " X ", " SUM "\n"
#define MASKED_PAIR(SHIFTED, X)                                                            \
  MASKED_OF("r8", SHIFTED, X, "r4") MASKED_OF("r9", SHIFTED, X, "r5")                      \
  MASKED_OF("r10", SHIFTED, X, "r6") MASKED_OF("r11", SHIFTED, X, "r7")
#define MASKED_4X1(FIRST, SECOND) "ldmia r1!, {r2, r3}\n" MASKED_PAIR(FIRST, "r2") MASKED_PAIR(SECOND, "r3")

NAKED static void four_by_one_4(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_MASKED_4X1("0x000f000f") MASKED_4X1("", ", lsr #4") MASKED_4X1(", lsr #8", ", lsr #12")
              LEAVE_MASKED_4X1);
}

NAKED static void four_by_one_2(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_MASKED_4X1("0x00030003") MASKED_4X1("", ", lsr #2") MASKED_4X1(", lsr #4", ", lsr #6")
              MASKED_4X1(", lsr #8", ", lsr #10") MASKED_4X1(", lsr #12", ", lsr #14") LEAVE_MASKED_4X1);
}

#else

BW_INLINE void four_by_one(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc, unsigned bits,
                           uint32_t mask) {
  int32_t a = 0, b = 0, c = 0, d = 0;
  for (uint32_t i = 0; i < words; i++) {
    for (unsigned shift = 0; shift < 16; shift += bits) {
      const uint32_t pair = *x++;
      a = pair_product(weights[0] >> shift & mask, pair, a);
      b = pair_product(weights[1] >> shift & mask, pair, b);
      c = pair_product(weights[2] >> shift & mask, pair, c);
      d = pair_product(weights[3] >> shift & mask, pair, d);
    }
    weights += 4;
  }
  acc[0] = a;
  acc[1] = b;
  acc[2] = c;
  acc[3] = d;
}

static void finish_six(bw_finish *finish, const int32_t *sums) {
  for (unsigned c = 0; c < 2; c++) {
    const uint32_t weight_zero = *finish->weight_zeros++;
    const int32_t bias = *finish->biases++;
    const int32_t multiplier = *finish->multipliers++;
    uint8_t *out = finish->out++;
    for (unsigned p = 0; p < 3; p++) {
      const int32_t centred = bw_multiply_subtract(weight_zero, finish->sums[p], sums[3 * c + p]);
      const int32_t acc = bw_multiply_add(centred, finish->unit, bias);
      *out = (uint8_t)bw_clamp_byte(bw_high_word(acc, multiplier, finish->zero));
      if (p < 2) out += finish->step;
    }
  }
}

BW_INLINE void two_by_three(const uint32_t *weights, const uint32_t *x, uint32_t words, bw_finish *finish,
                            unsigned bits, uint32_t mask) {
  int32_t sums[6] = {0, 0, 0, 0, 0, 0};
  for (uint32_t i = 0; i < words; i++) {
    for (unsigned shift = 0; shift < 16; shift += bits) {
      const uint32_t first = weights[0] >> shift & mask;
      const uint32_t second = weights[1] >> shift & mask;
      for (unsigned p = 0; p < 3; p++) {
        sums[p] = pair_product(first, x[p], sums[p]);
        sums[3 + p] = pair_product(second, x[p], sums[3 + p]);
      }
      x += 3;
    }
    if (i + 1 < words) weights += 4;
  }
  finish_six(finish, sums);
}

#define DEFINE_BLOCKS(BITS)                                                                                         \
  static void four_by_one_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc) {        \
    four_by_one(weights, x, words, acc, BITS, MASK_##BITS);                                                         \
  }                                                                                                                 \
  static void two_by_three_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words, bw_finish *finish) {  \
    two_by_three(weights, x, words, finish, BITS, MASK_##BITS);                                                     \
  }

DEFINE_BLOCKS(8)
DEFINE_BLOCKS(4)
DEFINE_BLOCKS(2)

#endif

const bw_dot bw_dot_8 = {four_by_one_8, two_by_three_8, one_by_one_8};
const bw_dot bw_dot_4 = {four_by_one_4, two_by_three_4, one_by_one_4};
const bw_dot bw_dot_2 = {four_by_one_2, two_by_three_2, one_by_one_2};
