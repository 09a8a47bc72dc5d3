/* SPDX-License-Identifier: MIT-0 */
#include "bw_dot.h"

#if !BW_MVE /* whose own are in bw_dot_mve.c */

#define MASK_8 0x00ff00ffu
#define MASK_5 0x001f001fu
#define MASK_4 0x000f000fu
#define MASK_3 0x00070007u
#define MASK_2 0x00030003u

/* The table of pairs in front of the inputs of pixels that lie beside each other, four at most. */
BW_INLINE const uint32_t *level_table(const uint32_t *x, unsigned bits) {
  return x - ((uintptr_t)x >> 2 & 3u) - bw_level_pairs(bits);
}

#if BW_DSP

BW_INLINE int32_t levels_one_by_one(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride,
                                    uint32_t words, unsigned bits) {
  const uint32_t *const table = level_table(x, bits);
  int32_t acc = 0;
  for (uint32_t i = 0; i < words; i++) {
    const uint32_t word = *weights;
    weights += channels;
    for (unsigned pair = 0; pair < 16 / bits; pair++) {
      acc = bw_smlad(table[word >> 2 * bits * pair & (bw_level_pairs(bits) - 1)], *x, acc);
      x += stride;
    }
  }
  return acc;
}

BW_INLINE int32_t one_by_one(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride,
                             uint32_t words, unsigned bits, uint32_t mask) {
  int32_t acc = 0;
  for (uint32_t i = 0; i < words; i++) {
    const uint32_t word = *weights;
    weights += channels;
    for (unsigned shift = 0; shift + bits <= 16; shift += bits) {
      acc = bw_smlad(word >> shift & mask, *x, acc);
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
DEFINE_ONE_BY_ONE(5)
DEFINE_ONE_BY_ONE(4)
DEFINE_ONE_BY_ONE(3)
DEFINE_ONE_BY_ONE(2)

/*
 * The two loops in which all the time goes. They need every register there is, so compilers spill; hence assembly, as
 * whole functions. Sums, activations and weights stay in registers; pointers that are needed once a weight word wait on
 * the stack where a mask takes their place.
 *
 * by_three: r2–r7 sums, r8–r10 one lane pair of three pixels, r11 and r12 a weight word of each channel, lr the
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

NAKED static void by_three_8(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
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

NAKED static void by_three_5(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                             BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_MASKED_2X3("0x001f001f") FIRST_2X3 MASKED_2X3("5") MASKED_2X3("10") LEAVE_MASKED_2X3);
}

NAKED static void by_three_4(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                             BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_MASKED_2X3("0x000f000f") FIRST_2X3 MASKED_2X3("4") MASKED_2X3("8") MASKED_2X3("12") LEAVE_MASKED_2X3);
}

NAKED static void by_three_3(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                             BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_MASKED_2X3("0x00070007") FIRST_2X3 MASKED_2X3("3") MASKED_2X3("6") MASKED_2X3("9") MASKED_2X3("12")
              LEAVE_MASKED_2X3);
}

NAKED static void by_three_2(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                             BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_MASKED_2X3("0x00030003") FIRST_2X3 MASKED_2X3("2") MASKED_2X3("4") MASKED_2X3("6") MASKED_2X3("8")
              MASKED_2X3("10") MASKED_2X3("12") MASKED_2X3("14") LEAVE_MASKED_2X3);
}

/*
 * Levels: the table of pairs, which ends where the activations begin, takes the mask's place in r0, and a pair of codes is
 * its index: 11 instructions for 12 products.
 */
#define ENTER_LEVELS_2X3(TABLE_BYTES) \
  "push {r3-r11, lr}\n"               \
  "add r3, r0, r2, lsl #4\n"          \
  "push {r0, r3}\n"                   \
  "mov lr, r0\n"                      \
  "sub r0, r1, #" TABLE_BYTES "\n"    \
  ZERO_SIX_SUMS                       \
  "1:\n"                              \
  "ldrd r11, r12, [lr], #16\n"        \
  "str lr, [sp]\n"
#define LEVELS_OF(WORD, FROM, BITS) "ubfx lr, " WORD ", #" FROM ", #" BITS "\n ldr lr, [r0, lr, lsl #2]\n"
#define LEVELS_2X3(FROM, BITS) TWO_BY_THREE(LEVELS_OF("r11", FROM, BITS), LEVELS_OF("r12", FROM, BITS))

NAKED static void levels_by_three_4(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                    BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_LEVELS_2X3("1024") LEVELS_2X3("0", "8") LEVELS_2X3("8", "8") LEVELS_2X3("16", "8") LEVELS_2X3("24", "8")
              LEAVE_MASKED_2X3);
}

NAKED static void levels_by_three_3(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                    BW_UNUSED uint32_t words, BW_UNUSED bw_finish *finish) {
  __asm__(ENTER_LEVELS_2X3("256") LEVELS_2X3("0", "6") LEVELS_2X3("6", "6") LEVELS_2X3("12", "6") LEVELS_2X3("18", "6")
              LEVELS_2X3("24", "6") LEAVE_MASKED_2X3);
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

/* A lane pair that has no neighbour. */
#define LAST_4X1(SHIFTED) "ldr r2, [r1], #4\n" MASKED_PAIR(SHIFTED, "r2")

NAKED static void four_by_one_5(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_MASKED_4X1("0x001f001f") MASKED_4X1("", ", lsr #5") LAST_4X1(", lsr #10") LEAVE_MASKED_4X1);
}

NAKED static void four_by_one_4(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_MASKED_4X1("0x000f000f") MASKED_4X1("", ", lsr #4") MASKED_4X1(", lsr #8", ", lsr #12")
              LEAVE_MASKED_4X1);
}

NAKED static void four_by_one_3(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_MASKED_4X1("0x00070007") MASKED_4X1("", ", lsr #3") MASKED_4X1(", lsr #6", ", lsr #9")
              LAST_4X1(", lsr #12") LEAVE_MASKED_4X1);
}

NAKED static void four_by_one_2(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_MASKED_4X1("0x00030003") MASKED_4X1("", ", lsr #2") MASKED_4X1(", lsr #4", ", lsr #6")
              MASKED_4X1(", lsr #8", ", lsr #10") MASKED_4X1(", lsr #12", ", lsr #14") LEAVE_MASKED_4X1);
}

#define ENTER_LEVELS_4X1(TABLE_BYTES) \
  "push {r3-r11, lr}\n"               \
  "add r2, r0, r2, lsl #4\n"          \
  "push {r2}\n"                       \
  "sub lr, r1, #" TABLE_BYTES "\n"    \
  ZERO_FOUR_SUMS                      \
  "1:\n"                              \
  "ldmia r0!, {r8-r11}\n"
#define LEVEL_OF(WORD, FROM, BITS, X, SUM) \
  "ubfx r12, " WORD ", #" FROM ", #" BITS "\n ldr r12, [lr, r12, lsl #2]\n smlad " SUM ", r12, " X ", " SUM "\n"
#define LEVEL_PAIR(FROM, BITS, X)                                                            \
  LEVEL_OF("r8", FROM, BITS, X, "r4") LEVEL_OF("r9", FROM, BITS, X, "r5")                    \
  LEVEL_OF("r10", FROM, BITS, X, "r6") LEVEL_OF("r11", FROM, BITS, X, "r7")
#define LEVELS_4X1(FIRST, SECOND, BITS) \
  "ldmia r1!, {r2, r3}\n" LEVEL_PAIR(FIRST, BITS, "r2") LEVEL_PAIR(SECOND, BITS, "r3")

NAKED static void levels_four_by_one_4(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                       BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_LEVELS_4X1("1024") LEVELS_4X1("0", "8", "8") LEVELS_4X1("16", "24", "8") LEAVE_MASKED_4X1);
}

NAKED static void levels_four_by_one_3(BW_UNUSED const uint32_t *weights, BW_UNUSED const uint32_t *x,
                                       BW_UNUSED uint32_t words, BW_UNUSED int32_t *acc) {
  __asm__(ENTER_LEVELS_4X1("256") LEVELS_4X1("0", "6", "6") LEVELS_4X1("12", "18", "6")
              "ldr r2, [r1], #4\n" LEVEL_PAIR("24", "6", "r2") LEAVE_MASKED_4X1);
}

#else

/*
 * Two products in one ordinary multiplication, for weights of fewer than 8 bits: the activations of a pair lie swapped,
 * so
 *   (w0 + 2^16·w1)·(x1 + 2^16·x0) = w0·x1 + 2^16·(w0·x0 + w1·x1)   modulo 2^32.
 * Such products may be added up as long as no half of the sum overflows; then its upper half is a dot product. With
 * activations of 8 bits that is for one word of weights at 5 bits, two at 4, three at 3 and five at 2:
 * 3·2·31·255 = 47430, 8·2·15·255 = 61200, 15·2·7·255 = 53550, 40·2·3·255 = 61200.
 *
 * Weights of 8 bits are multiplied one by one, each half of a pair with a byte of the word.
 */
BW_INLINE uint32_t words_at_once(unsigned bits) { return bits == 5 ? 1 : bits == 4 ? 2 : bits == 3 ? 3 : 5; }

/*
 * Compilers load ahead and add up in trees until they run out of registers, and a mask that they know is an operand of
 * its own in each instruction. So sums settle in a register one by one, and a pair is done when the next begins.
 */
#if defined(__GNUC__)
#define SETTLE(value) __asm__("" : "+r"(value))
#define PAIR_DONE() __asm__("" : : : "memory")
#else
#define SETTLE(value) ((void)0)
#define PAIR_DONE() ((void)0)
#endif
#if defined(__GNUC__) && !defined(__clang__) && !defined(__OPTIMIZE_SIZE__)
#define UNROLLED _Pragma("GCC unroll 8")
#else
#define UNROLLED
#endif

BW_INLINE uint32_t byte_of(const uint32_t *word, unsigned i) { return ((const uint8_t *)word)[BW_BYTE(i)]; }

/* Sums of one channel at three pixels. */
typedef struct {
  uint32_t a, b, c;
} three;

/* With registers for it once: else compilers for size load the same again for a second channel. */
BW_INLINE three loaded(uint32_t a, uint32_t b, uint32_t c) {
  three x = {a, b, c};
  if (BW_AT_ONCE == 4) SETTLE(x.a);
  if (BW_AT_ONCE == 4) SETTLE(x.b);
  if (BW_AT_ONCE == 4) SETTLE(x.c);
  return x;
}

BW_INLINE three add_products(three sums, uint32_t w, three x) {
  sums.a += w * x.a;
  SETTLE(sums.a);
  sums.b += w * x.b;
  SETTLE(sums.b);
  sums.c += w * x.c;
  SETTLE(sums.c);
  return sums;
}

BW_INLINE three add_upper_halves(three sums, three products) {
  sums.a += products.a >> 16;
  sums.b += products.b >> 16;
  sums.c += products.c >> 16;
  return sums;
}

BW_INLINE void store_sums(int32_t *to, three sums) {
  to[0] = (int32_t)sums.a;
  to[1] = (int32_t)sums.b;
  to[2] = (int32_t)sums.c;
}

/* One or two of four interleaved channels at three pixels. */
BW_INLINE void narrow_by_three(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *sums,
                               unsigned channels, unsigned bits, uint32_t mask) {
  const three zero = {0, 0, 0};
  three first = zero, second = zero;
  SETTLE(mask);
  while (words > 0) {
    three a = zero, b = zero;
    uint32_t here = words < words_at_once(bits) ? words : words_at_once(bits);
    words -= here;
    for (; here > 0; here--) {
      const uint32_t word = weights[0];
      const uint32_t next = channels == 2 ? weights[1] : 0;
      UNROLLED for (unsigned shift = 0; shift + bits <= 16; shift += bits) {
        const three pairs = loaded(x[0], x[1], x[2]);
        a = add_products(a, word >> shift & mask, pairs);
        if (channels == 2) b = add_products(b, next >> shift & mask, pairs);
        x += 3;
        PAIR_DONE();
      }
      weights += 4;
    }
    first = add_upper_halves(first, a);
    if (channels == 2) second = add_upper_halves(second, b);
  }
  store_sums(sums, first);
  if (channels == 2) store_sums(sums + 3, second);
}

/* One, two or four of them. */
BW_INLINE void bytes_by_three(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *sums,
                              unsigned channels) {
  const three zero = {0, 0, 0};
  three a = zero, b = zero, c = zero, d = zero;
  for (; words > 0; words--) {
    UNROLLED for (unsigned pair = 0; pair < 2; pair++) {
      const three even = loaded(byte_of(x, 2), byte_of(x + 1, 2), byte_of(x + 2, 2));
      a = add_products(a, byte_of(weights, pair), even);
      if (channels >= 2) b = add_products(b, byte_of(weights + 1, pair), even);
      if (channels == 4) c = add_products(c, byte_of(weights + 2, pair), even);
      if (channels == 4) d = add_products(d, byte_of(weights + 3, pair), even);
      PAIR_DONE();
      const three odd = loaded(byte_of(x, 0), byte_of(x + 1, 0), byte_of(x + 2, 0));
      a = add_products(a, byte_of(weights, pair + 2), odd);
      if (channels >= 2) b = add_products(b, byte_of(weights + 1, pair + 2), odd);
      if (channels == 4) c = add_products(c, byte_of(weights + 2, pair + 2), odd);
      if (channels == 4) d = add_products(d, byte_of(weights + 3, pair + 2), odd);
      PAIR_DONE();
      x += 3;
    }
    weights += 4;
  }
  store_sums(sums, a);
  if (channels >= 2) store_sums(sums + 3, b);
  if (channels == 4) store_sums(sums + 6, c);
  if (channels == 4) store_sums(sums + 9, d);
}

/* Two of four interleaved channels at one pixel. */
BW_INLINE void narrow_by_one(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc, unsigned bits,
                             uint32_t mask) {
  uint32_t first = 0, second = 0;
  SETTLE(mask);
  while (words > 0) {
    uint32_t a = 0, b = 0;
    uint32_t here = words < words_at_once(bits) ? words : words_at_once(bits);
    words -= here;
    for (; here > 0; here--) {
      const uint32_t word = weights[0], next = weights[1];
      UNROLLED for (unsigned shift = 0; shift + bits <= 16; shift += bits) {
        const uint32_t pair = *x++;
        a += (word >> shift & mask) * pair;
        SETTLE(a);
        b += (next >> shift & mask) * pair;
        SETTLE(b);
        PAIR_DONE();
      }
      weights += 4;
    }
    first += a >> 16;
    second += b >> 16;
  }
  acc[0] = (int32_t)first;
  acc[1] = (int32_t)second;
}

/* Of four channels at one pixel. */
typedef struct {
  uint32_t a, b, c, d;
} four;

/* Byte `i` of the word of each channel. */
BW_INLINE four add_bytes_times(four sums, const uint32_t *weights, unsigned i, uint32_t x) {
  sums.a += byte_of(weights, i) * x;
  SETTLE(sums.a);
  sums.b += byte_of(weights + 1, i) * x;
  SETTLE(sums.b);
  sums.c += byte_of(weights + 2, i) * x;
  SETTLE(sums.c);
  sums.d += byte_of(weights + 3, i) * x;
  SETTLE(sums.d);
  return sums;
}

static void four_by_one_8(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc) {
  four sums = {0, 0, 0, 0};
  for (const uint32_t *const end = x + 2 * words; x != end; x += 2, weights += 4) {
    UNROLLED for (unsigned pair = 0; pair < 2; pair++) {
      sums = add_bytes_times(sums, weights, pair, byte_of(x + pair, 2));
      PAIR_DONE();
      sums = add_bytes_times(sums, weights, pair + 2, byte_of(x + pair, 0));
      PAIR_DONE();
    }
  }
  acc[0] = (int32_t)sums.a;
  acc[1] = (int32_t)sums.b;
  acc[2] = (int32_t)sums.c;
  acc[3] = (int32_t)sums.d;
}

static int32_t one_by_one_8(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride,
                            uint32_t words) {
  uint32_t sum = 0;
  for (; words > 0; words--, weights += channels) {
    for (unsigned pair = 0; pair < 2; pair++, x += stride) {
      sum += byte_of(weights, pair) * byte_of(x, 2) + byte_of(weights, pair + 2) * byte_of(x, 0);
    }
  }
  return (int32_t)sum;
}

BW_INLINE int32_t one_by_one(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride,
                             uint32_t words, unsigned bits, uint32_t mask) {
  uint32_t sum = 0;
  for (; words > 0; words--, weights += channels) {
    uint32_t products = 0;
    for (unsigned shift = 0; shift + bits <= 16; shift += bits, x += stride) products += (*weights >> shift & mask) * *x;
    sum += products >> 16;
  }
  return (int32_t)sum;
}

static BW_NOINLINE void finish_block(bw_finish *finish, const int32_t *sums) {
  for (unsigned c = 0; c < BW_AT_ONCE; c++) {
    const uint32_t weight_zero = *finish->weight_zeros++;
    const int32_t bias = *finish->biases++;
    const int32_t multiplier = *finish->multipliers++;
    uint8_t *out = finish->out++;
    for (unsigned p = 0; p < 3; p++) {
      const int32_t centred = bw_multiply_subtract(weight_zero, finish->sums[p], *sums++);
      const int32_t acc = bw_multiply_add(centred, finish->unit, bias);
      *out = (uint8_t)bw_clamp_byte(bw_high_word(acc, multiplier, finish->zero));
      if (p < 2) out += finish->step;
    }
  }
}

#define BY_THREE_8(CHANNELS) bytes_by_three(weights, x, words, sums, CHANNELS)
#define BY_THREE_5(CHANNELS) narrow_by_three(weights, x, words, sums, CHANNELS, 5, MASK_5)
#define BY_THREE_4(CHANNELS) narrow_by_three(weights, x, words, sums, CHANNELS, 4, MASK_4)
#define BY_THREE_3(CHANNELS) narrow_by_three(weights, x, words, sums, CHANNELS, 3, MASK_3)
#define BY_THREE_2(CHANNELS) narrow_by_three(weights, x, words, sums, CHANNELS, 2, MASK_2)

/* In one go, or in two where registers do not suffice for that. */
#define DEFINE_WHOLE(BITS)                                                                                          \
  static void by_three_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words, bw_finish *finish) {      \
    int32_t sums[3 * BW_AT_ONCE];                                                                                   \
    BY_THREE_##BITS(BW_AT_ONCE);                                                                                    \
    finish_block(finish, sums);                                                                                     \
  }
#define DEFINE_IN_HALVES(BITS)                                                                                      \
  static BW_NOINLINE void part_by_three_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words,          \
                                               int32_t *sums) {                                                     \
    BY_THREE_##BITS(BW_AT_ONCE / 2);                                                                                \
  }                                                                                                                 \
  static void by_three_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words, bw_finish *finish) {      \
    int32_t sums[3 * BW_AT_ONCE];                                                                                   \
    part_by_three_##BITS(weights, x, words, sums);                                                                  \
    part_by_three_##BITS(weights + BW_AT_ONCE / 2, x, words, sums + 3 * BW_AT_ONCE / 2);                            \
    finish_block(finish, sums);                                                                                     \
  }

/* Levels take a byte each, as weights of 8 bits do, and come from the table of pairs. */
BW_INLINE const uint32_t *levels_at(const uint32_t *table, uint32_t word, unsigned pair, unsigned bits) {
  return table + (word >> 2 * bits * pair & (bw_level_pairs(bits) - 1));
}

/* One or two of four interleaved channels at three pixels. */
BW_INLINE void levels_by_three(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *sums,
                               unsigned channels, unsigned bits) {
  const uint32_t *const table = level_table(x, bits);
  const three zero = {0, 0, 0};
  three a = zero, b = zero;
  for (; words > 0; words--) {
    for (unsigned pair = 0; pair < 16 / bits; pair++) {
      const uint32_t *const first = levels_at(table, weights[0], pair, bits);
      const uint32_t *const second = channels == 2 ? levels_at(table, weights[1], pair, bits) : first;
      const three even = loaded(byte_of(x, 2), byte_of(x + 1, 2), byte_of(x + 2, 2));
      a = add_products(a, byte_of(first, 0), even);
      if (channels == 2) b = add_products(b, byte_of(second, 0), even);
      PAIR_DONE();
      const three odd = loaded(byte_of(x, 0), byte_of(x + 1, 0), byte_of(x + 2, 0));
      a = add_products(a, byte_of(first, 2), odd);
      if (channels == 2) b = add_products(b, byte_of(second, 2), odd);
      PAIR_DONE();
      x += 3;
    }
    weights += 4;
  }
  store_sums(sums, a);
  if (channels == 2) store_sums(sums + 3, b);
}

BW_INLINE int32_t levels_one_by_one(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride,
                                    uint32_t words, unsigned bits) {
  const uint32_t *const table = level_table(x, bits);
  uint32_t sum = 0;
  for (; words > 0; words--, weights += channels) {
    for (unsigned pair = 0; pair < 16 / bits; pair++, x += stride) {
      const uint32_t *const levels = levels_at(table, *weights, pair, bits);
      sum += byte_of(levels, 0) * byte_of(x, 2) + byte_of(levels, 2) * byte_of(x, 0);
    }
  }
  return (int32_t)sum;
}

/* Channel by channel where registers are few, else two at a time. */
#define LEVELS_TOGETHER (BW_FEW_REGISTERS ? 1u : 2u)
#define DEFINE_LEVELS(BITS)                                                                                         \
  static BW_NOINLINE void part_levels_by_three_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words,   \
                                                      int32_t *sums) {                                              \
    levels_by_three(weights, x, words, sums, LEVELS_TOGETHER, BITS);                                                \
  }                                                                                                                 \
  static void levels_by_three_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words,                    \
                                     bw_finish *finish) {                                                           \
    int32_t sums[3 * BW_AT_ONCE];                                                                                   \
    for (unsigned c = 0; c < BW_AT_ONCE; c += LEVELS_TOGETHER)                                                      \
      part_levels_by_three_##BITS(weights + c, x, words, sums + 3 * c);                                             \
    finish_block(finish, sums);                                                                                     \
  }                                                                                                                 \
  static void levels_four_by_one_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc) { \
    for (unsigned c = 0; c < 4; c++) acc[c] = levels_one_by_one(weights + c, 4, x, 1, words, BITS);                 \
  }

#if BW_FEW_REGISTERS
DEFINE_IN_HALVES(8)
#else
DEFINE_WHOLE(8)
#endif
#if BW_FEW_REGISTERS || BW_AT_ONCE == 4
DEFINE_IN_HALVES(5)
DEFINE_IN_HALVES(4)
DEFINE_IN_HALVES(3)
DEFINE_IN_HALVES(2)
#else
DEFINE_WHOLE(5)
DEFINE_WHOLE(4)
DEFINE_WHOLE(3)
DEFINE_WHOLE(2)
#endif

#define DEFINE_NARROW(BITS)                                                                                        \
  static BW_NOINLINE void two_by_one_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words,            \
                                            int32_t *acc) {                                                        \
    narrow_by_one(weights, x, words, acc, BITS, MASK_##BITS);                                                      \
  }                                                                                                                \
  static void four_by_one_##BITS(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc) {       \
    two_by_one_##BITS(weights, x, words, acc);                                                                     \
    two_by_one_##BITS(weights + 2, x, words, acc + 2);                                                             \
  }                                                                                                                \
  static int32_t one_by_one_##BITS(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride, \
                                   uint32_t words) {                                                               \
    return one_by_one(weights, channels, x, stride, words, BITS, MASK_##BITS);                                     \
  }

DEFINE_NARROW(5)
DEFINE_NARROW(4)
DEFINE_NARROW(3)
DEFINE_NARROW(2)
DEFINE_LEVELS(4)
DEFINE_LEVELS(3)

#endif

#define DEFINE_LEVELS_ONE_BY_ONE(BITS)                                                                \
  static int32_t levels_one_by_one_##BITS(const uint32_t *weights, uint32_t channels, const uint32_t *x, \
                                          uint32_t stride, uint32_t words) {                             \
    return levels_one_by_one(weights, channels, x, stride, words, BITS);                                 \
  }

DEFINE_LEVELS_ONE_BY_ONE(4)
DEFINE_LEVELS_ONE_BY_ONE(3)

const bw_dot bw_dot_8 = {four_by_one_8, by_three_8, one_by_one_8};
const bw_dot bw_dot_5 = {four_by_one_5, by_three_5, one_by_one_5};
const bw_dot bw_dot_4 = {four_by_one_4, by_three_4, one_by_one_4};
const bw_dot bw_dot_3 = {four_by_one_3, by_three_3, one_by_one_3};
const bw_dot bw_dot_2 = {four_by_one_2, by_three_2, one_by_one_2};
const bw_dot bw_dot_levels_4 = {levels_four_by_one_4, levels_by_three_4, levels_one_by_one_4};
const bw_dot bw_dot_levels_3 = {levels_four_by_one_3, levels_by_three_3, levels_one_by_one_3};

#endif
