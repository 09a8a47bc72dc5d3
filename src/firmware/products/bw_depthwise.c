/* SPDX-License-Identifier: MIT-0 */
#include "bw_depthwise.h"

#include "bw_dot.h"

#if !BW_MVE /* whose own loops are in bw_depthwise_mve.c */

/* Codes 0 and 2, and 1 and 3, of the four at `x`. */
typedef struct {
  uint32_t even, odd;
} halves;

BW_INLINE void add_four(const bw_tap *tap, halves x, int32_t *sums) {
  sums[0] = bw_multiply_low(x.even, tap->even, sums[0]);
  sums[1] = bw_multiply_low(x.odd, tap->odd, sums[1]);
  sums[2] = bw_multiply_high(x.even, tap->even, sums[2]);
  sums[3] = bw_multiply_high(x.odd, tap->odd, sums[3]);
}

#if BW_DSP

BW_INLINE halves load_8(const uint8_t *x) {
  const uint32_t four = bw_load_four(x);
  const halves pair = {bw_even_bytes(four), bw_odd_bytes(four)};
  return pair;
}

BW_INLINE halves load_4(const uint8_t *x) {
  const uint32_t four = bw_load_two(x);
  const uint32_t spread = four | four << 8;
  const halves pair = {spread & 0x000f000fu, spread >> 4 & 0x000f000fu};
  return pair;
}

BW_INLINE halves load_2(const uint8_t *x) {
  const uint32_t four = *x;
  const uint32_t spread = four | four << 12;
  const halves pair = {spread & 0x00030003u, spread >> 2 & 0x00030003u};
  return pair;
}

#define DEFINE_ADD(BITS)                                                                              \
  static void add_##BITS(const bw_tap *taps, uint32_t count, uint32_t offset, int32_t *sums) {        \
    int32_t local[4] = {sums[0], sums[1], sums[2], sums[3]};                                          \
    for (; count > 0; count--, taps++) add_four(taps, load_##BITS((const uint8_t *)(taps->x + offset)), local); \
    memcpy(sums, local, sizeof local);                                                                \
  }

#else

/* Code by code: without the extension a product takes no less than a load and a multiplication of its own. */
#define CODES_8(X) const uint32_t x0 = (X)[0], x1 = (X)[1], x2 = (X)[2], x3 = (X)[3]
#define CODES_4(X)                        \
  const uint32_t low = (X)[0], high = (X)[1]; \
  const uint32_t x0 = low & 15u, x1 = low >> 4, x2 = high & 15u, x3 = high >> 4
#define CODES_2(X)               \
  const uint32_t four = *(X); \
  const uint32_t x0 = four & 3u, x1 = four >> 2 & 3u, x2 = four >> 4 & 3u, x3 = four >> 6
#define DEFINE_ADD(BITS)                                                                       \
  static void add_##BITS(const bw_tap *taps, uint32_t count, uint32_t offset, int32_t *sums) { \
    int32_t a = sums[0], b = sums[1], c = sums[2], d = sums[3];                                \
    for (; count > 0; count--, taps++) {                                                       \
      const uint8_t *x = (const uint8_t *)(taps->x + offset);                                  \
      const uint32_t even = taps->even, odd = taps->odd;                                       \
      CODES_##BITS(x);                                                                         \
      a += bw_signed_half(even) * (int32_t)x0;                                                 \
      b += bw_signed_half(odd) * (int32_t)x1;                                                  \
      c += ((int32_t)even >> 16) * (int32_t)x2;                                                \
      d += ((int32_t)odd >> 16) * (int32_t)x3;                                                 \
    }                                                                                          \
    sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;                                        \
  }

#endif

DEFINE_ADD(8)
DEFINE_ADD(4)
DEFINE_ADD(2)

/* The taps that lie outside the image: x = zero. */
static BW_NOINLINE void add_outside(const bw_tap *taps, uint32_t count, uint32_t zero, int32_t *sums) {
  const halves x = {zero | zero << 16, zero | zero << 16};
  for (; count > 0; count--, taps++) add_four(taps, x, sums);
}

#if BW_DSP

/*
 * The loop that matters, with every register in use: r0 the next tap, r1 the offset, r2 the last tap's end, r3 the
 * output, r4–r6 a tap, r7 and r12 its inputs, r8–r11 the sums, lr the run. Eight instructions for four products, of
 * which one loads all of a tap; compilers load a table entry in three.
 */
#define ONE_TAP(LOAD)                \
  "ldmia r0!, {r4, r5, r6}\n" LOAD   \
  "smlabb r8, r7, r5, r8\n"          \
  "smlabb r9, r12, r6, r9\n"         \
  "smlatt r10, r7, r5, r10\n"        \
  "smlatt r11, r12, r6, r11\n"
#define RUN(LOAD)                                                           \
  "push {r4-r11, lr}\n"                                                     \
  "mov lr, r0\n"                                                            \
  "ldrd r2, r0, [lr, #4]\n" /* taps_end, pixels */                          \
  "push {r0}\n"                                                             \
  "ldr r1, [lr, #12]\n"                                                     \
  "ldr r3, [lr, #24]\n"                                                     \
  "1:\n"                                                                    \
  "ldr r0, [lr]\n" /* taps */                                               \
  "mov r8, #0\n mov r9, #0\n mov r10, #0\n mov r11, #0\n"                   \
  "cmp r0, r2\n"                                                            \
  "beq 3f\n"                                                                \
  "2:\n" ONE_TAP(LOAD) ONE_TAP(LOAD) ONE_TAP(LOAD)                          \
  "cmp r0, r2\n"                                                            \
  "bne 2b\n"                                                                \
  "3:\n"                                                                    \
  "ldrd r4, r5, [lr, #28]\n" /* unit, zero */                               \
  "ldrd r6, r7, [lr, #36]\n" /* biases */                                   \
  "mla r8, r8, r4, r6\n mla r9, r9, r4, r7\n"                              \
  "ldrd r6, r7, [lr, #44]\n"                                                \
  "mla r10, r10, r4, r6\n mla r11, r11, r4, r7\n"                          \
  "ldrd r6, r7, [lr, #52]\n" /* multipliers */                              \
  "smmlar r8, r8, r6, r5\n smmlar r9, r9, r7, r5\n"                        \
  "ldrd r6, r7, [lr, #60]\n"                                                \
  "smmlar r10, r10, r6, r5\n smmlar r11, r11, r7, r5\n"                    \
  "usat r8, #8, r8\n usat r9, #8, r9\n usat r10, #8, r10\n usat r11, #8, r11\n" \
  "orr r8, r8, r9, lsl #8\n orr r10, r10, r11, lsl #8\n orr r8, r8, r10, lsl #16\n" \
  "str r8, [r3]\n"                                                          \
  "ldrd r6, r7, [lr, #16]\n" /* offset_step, out_step */                    \
  "ldr r0, [sp]\n"                                                          \
  "add r1, r1, r6\n"                                                        \
  "add r3, r3, r7\n"                                                        \
  "subs r0, r0, #1\n"                                                       \
  "str r0, [sp]\n"                                                          \
  "bne 1b\n"                                                                \
  "pop {r0}\n"                                                              \
  "pop {r4-r11, pc}\n"

#define CHECK_OFFSET(FIELD, OFFSET) typedef char check_##FIELD[offsetof(bw_depthwise_run, FIELD) == OFFSET ? 1 : -1]
CHECK_OFFSET(taps, 0);
CHECK_OFFSET(taps_end, 4);
CHECK_OFFSET(pixels, 8);
CHECK_OFFSET(offset, 12);
CHECK_OFFSET(offset_step, 16);
CHECK_OFFSET(out_step, 20);
CHECK_OFFSET(out, 24);
CHECK_OFFSET(unit, 28);
CHECK_OFFSET(zero, 32);
CHECK_OFFSET(biases, 36);
CHECK_OFFSET(multipliers, 52);

__attribute__((naked)) static void run_8(BW_UNUSED const bw_depthwise_run *run) {
  __asm__(RUN("ldr r7, [r4, r1]\n uxtb16 r12, r7, ror #8\n uxtb16 r7, r7\n"));
}

__attribute__((naked)) static void run_4(BW_UNUSED const bw_depthwise_run *run) {
  __asm__(RUN("ldrh r7, [r4, r1]\n orr r7, r7, r7, lsl #8\n lsr r12, r7, #4\n"
              "and r12, r12, #0x000f000f\n and r7, r7, #0x000f000f\n"));
}

__attribute__((naked)) static void run_2(BW_UNUSED const bw_depthwise_run *run) {
  __asm__(RUN("ldrb r7, [r4, r1]\n orr r7, r7, r7, lsl #12\n lsr r12, r7, #2\n"
              "and r12, r12, #0x00030003\n and r7, r7, #0x00030003\n"));
}

#if BW_COLUMNS

/*
 * 3×3 windows at stride 1, two columns of four channels at a time, whence two pixels. r0 walks through the channels and
 * then stands behind them; r1 and r2 the codes of the two pixels, r3 the unit, lr the zero point. First the columns'
 * codes, as halfwords on the stack: of each channel the two upper rows of the first column (to [sp, #12]), the same of
 * the second ([sp, #16]), and the lowest row of both ([sp, #32]); the first channel's stay in r2, r7 and r8.
 *
 * Then channel by channel: r4 and r5 the sums of the two pixels that are finished, r6 and r12 of those that begin, r6,
 * r7 and r8 the halfwords, r9–r11 weights, bias and multiplier. 148 instructions for 72 products.
 */
#define SPREAD_FOURS(FIRST, SECOND, AT, NEXT)               \
  "uxtb16 r5, " FIRST ", ror #8\n str r5, [sp, #" AT "]\n" \
  "uxtb16 r4, " SECOND "\n uxtb16 r5, " SECOND ", ror #8\n strd r4, r5, [sp, #" NEXT "]\n"
#define THREE_SUMS(UPPER)                                                                 \
  "ldmia r0!, {r9, r10, r11}\n"                                                           \
  "smlad r4, " UPPER ", r11, r4\n smlad r5, " UPPER ", r10, r5\n smlad r5, r7, r11, r5\n" \
  "smuad r12, r7, r9\n smuad r6, " UPPER ", r9\n smlad r6, r7, r10, r6\n"                 \
  "ldrd r9, r10, [r0], #8\n" /* last */                                                   \
  "smlabt r4, r8, r10, r4\n smlad r5, r8, r10, r5\n smlad r6, r8, r9, r6\n"               \
  "smlatb r12, r8, r9, r12\n"                                                             \
  "strd r6, r12, [r0], #8\n" /* sums */                                                   \
  "ldrd r9, r10, [r0], #8\n" /* bias, multiplier */                                       \
  "mla r4, r4, r3, r9\n mla r5, r5, r3, r9\n"                                             \
  "smmlar r4, r4, r10, lr\n smmlar r5, r5, r10, lr\n"
#define THREE_CHANNEL(UPPER, NEXT, LOWEST, PLACE)                                    \
  "ldrd r4, r5, [r0, #20]\n"                                                         \
  "ldr r6, [sp, #" UPPER "]\n ldr r7, [sp, #" NEXT "]\n ldr r8, [sp, #" LOWEST "]\n" \
  THREE_SUMS("r6")                                                                   \
  "usat r4, #8, r4\n usat r5, #8, r5\n"                                              \
  "orr r1, r1, r4, lsl #" PLACE "\n orr r2, r2, r5, lsl #" PLACE "\n"
#define THREE(LOAD)                                              \
  "push {r4-r11, lr}\n"                                          \
  "sub sp, #52\n"                                                \
  "add r0, r0, #144\n"                                           \
  "ldrd r3, lr, [r0, #48]\n" /* unit, zero */                    \
  "1:\n"                                                         \
  "ldmia r0, {r6-r11}\n" /* rows, offset, limit, step */         \
  "cmp r9, r10\n"                                                \
  "bhs 6f\n"                                                     \
  LOAD("r4", "r6") LOAD("r5", "r7") LOAD("r12", "r8")            \
  "2:\n"                                                         \
  "add r9, r9, r11\n"                                            \
  "pkhbt r1, r4, r5, lsl #16\n pkhtb r2, r5, r4, asr #16\n"      \
  SPREAD_FOURS("r1", "r2", "4", "8") "uxtb16 r2, r1\n"            \
  "cmp r9, r10\n"                                                \
  "bhs 7f\n"                                                     \
  LOAD("r4", "r6") LOAD("r5", "r7") LOAD("r1", "r8")             \
  "3:\n"                                                         \
  "add r9, r9, r11\n"                                            \
  "str r9, [r0, #12]\n"                                          \
  "pkhbt r6, r4, r5, lsl #16\n pkhtb r7, r5, r4, asr #16\n"      \
  SPREAD_FOURS("r6", "r7", "20", "24") "uxtb16 r7, r6\n"          \
  "pkhbt r6, r12, r1, lsl #16\n pkhtb r8, r1, r12, asr #16\n"    \
  SPREAD_FOURS("r6", "r8", "36", "40") "uxtb16 r8, r6\n"          \
  "sub r0, r0, #144\n"                                           \
  "ldrd r4, r5, [r0, #20]\n"                                     \
  THREE_SUMS("r2")                                               \
  "usat r1, #8, r4\n usat r2, #8, r5\n"                          \
  THREE_CHANNEL("4", "20", "36", "8")                            \
  THREE_CHANNEL("8", "24", "40", "16")                           \
  THREE_CHANNEL("12", "28", "44", "24")                          \
  "add r9, r0, #24\n"                                            \
  "ldmia r9, {r4-r8}\n" /* out, left, gap, advance, out_step */  \
  "str r1, [r4]\n"                                               \
  "subs r5, r5, #1\n"                                            \
  "beq 4f\n"                                                     \
  "str r2, [r4, r6]\n"                                           \
  "add r4, r4, r7\n"                                             \
  "add r10, r8, r8\n"                                            \
  "subs r5, r5, #1\n"                                            \
  "stmia r9, {r4, r5, r8, r10}\n"                                \
  "bne 1b\n"                                                     \
  "4:\n"                                                         \
  "add sp, #52\n"                                                \
  "pop {r4-r11, pc}\n"                                           \
  "6:\n"                                                         \
  "ldr r4, [r0, #44]\n mov r5, r4\n mov r12, r4\n" /* outside */ \
  "b 2b\n"                                                       \
  "7:\n"                                                         \
  "ldr r4, [r0, #44]\n mov r5, r4\n mov r1, r4\n"                \
  "b 3b\n"

#define CHECK_THREE(FIELD, OFFSET) \
  typedef char check_three_##FIELD[offsetof(bw_depthwise_three, FIELD) == 144 + (OFFSET) ? 1 : -1]
CHECK_THREE(rows, 0);
CHECK_THREE(offset, 12);
CHECK_THREE(limit, 16);
CHECK_THREE(step, 20);
CHECK_THREE(out, 24);
CHECK_THREE(left, 28);
CHECK_THREE(gap, 32);
CHECK_THREE(advance, 36);
CHECK_THREE(out_step, 40);
CHECK_THREE(outside, 44);
CHECK_THREE(unit, 48);
CHECK_THREE(zero, 52);

#define FOUR_OF_8(TO, ROW) "ldr " TO ", [" ROW ", r9]\n"
#define FOUR_OF_4(TO, ROW)                                                                              \
  "ldrh " TO ", [" ROW ", r9]\n orr " TO ", " TO ", " TO ", lsl #8\n and " TO ", " TO ", #0x00ff00ff\n" \
  "orr " TO ", " TO ", " TO ", lsl #4\n and " TO ", " TO ", #0x0f0f0f0f\n"
#define FOUR_OF_2(TO, ROW)                                                                               \
  "ldrb " TO ", [" ROW ", r9]\n orr " TO ", " TO ", " TO ", lsl #12\n and " TO ", " TO ", #0x000f000f\n" \
  "orr " TO ", " TO ", " TO ", lsl #6\n and " TO ", " TO ", #0x03030303\n"

#define DEFINE_THREE(BITS)                                                             \
  __attribute__((naked)) static void three_##BITS(BW_UNUSED bw_depthwise_three *run) { \
    __asm__(THREE(FOUR_OF_##BITS));                                                    \
  }

DEFINE_THREE(8)
DEFINE_THREE(4)
DEFINE_THREE(2)

#endif

#else

/* The codes of four channels, from their sums. */
static void finish_four(const bw_depthwise_run *run, const int32_t *sums, uint8_t *out) {
  for (uint32_t c = 0; c < 4; c++) {
    const int32_t acc = bw_multiply_add(sums[c], run->unit, run->biases[c]);
    out[c] = (uint8_t)bw_clamp_byte(bw_high_word(acc, run->multipliers[c], run->zero));
  }
}

#define DEFINE_RUN(BITS)                                                                     \
  static void run_##BITS(const bw_depthwise_run *run) {                                      \
    uint32_t offset = run->offset;                                                           \
    uint8_t *out = run->out;                                                                 \
    for (uint32_t left = run->pixels; left > 0; left--) {                                    \
      int32_t sums[4] = {0, 0, 0, 0};                                                        \
      add_##BITS(run->taps, (uint32_t)(run->taps_end - run->taps), offset, sums);            \
      finish_four(run, sums, out);                                                           \
      offset += run->offset_step;                                                            \
      if (left > 1) out += run->out_step;                                                    \
    }                                                                                        \
  }

DEFINE_RUN(8)
DEFINE_RUN(4)
DEFINE_RUN(2)

#endif

#if BW_COLUMNS
const bw_depthwise_taps bw_depthwise_taps_8 = {add_8, run_8, three_8};
const bw_depthwise_taps bw_depthwise_taps_4 = {add_4, run_4, three_4};
const bw_depthwise_taps bw_depthwise_taps_2 = {add_2, run_2, three_2};
#else
const bw_depthwise_taps bw_depthwise_taps_8 = {add_8, run_8};
const bw_depthwise_taps bw_depthwise_taps_4 = {add_4, run_4};
const bw_depthwise_taps bw_depthwise_taps_2 = {add_2, run_2};
#endif

/*
 * One row and its table: the taps of kernel rows inside the image, column by column, and from `outside` on those of
 * rows outside it.
 */
typedef struct {
  const bw_depthwise *layer;
  const bw_codes *rows;
  bw_codes_out out;
  bw_tap *taps;
  bw_tap *outside;
  uint32_t height;      /* kernel rows inside the image */
  uint32_t whole;       /* columns from `whole` to `whole_to` have every kernel column inside it */
  uint32_t whole_to;
} table;

/* Addresses of the taps of channel 0. Between the two parts of the table there is room for two taps without weight. */
static void point_taps(const table *t) {
  const bw_window *window = &t->layer->window;
  const uint32_t bits = t->layer->in.bits;
  bw_tap *tap = t->taps;
  for (uint32_t j = 0; j < window->kernel_width; j++) {
    const int32_t at = (int32_t)(j * window->dilation_x) - (int32_t)window->pad_left;
    const int32_t bytes = at * (int32_t)(window->in_channels * bits) / 8;
    for (uint32_t i = 0; i < window->kernel_height; i++) {
      const bw_codes row = t->rows[i];
      if (row.bytes != NULL) tap++->x = (uintptr_t)row.bytes + (row.first * bits >> 3) + (uintptr_t)(intptr_t)bytes;
    }
  }
  for (; tap < t->outside; tap++) {
    tap->x = t->taps->x;
    tap->even = 0;
    tap->odd = 0;
  }
}

/* w − zw of the four channels from `channel` on, whose codes begin at `at`. Answers where those of the next begin. */
static bw_lanes unpack_weights(const table *t, uint32_t channel, bw_lanes at) {
  const bw_window *window = &t->layer->window;
  const bw_product *product = &t->layer->product;
  const uint32_t bits = product->weight_bits;
  const uint32_t height = window->kernel_height;
  const uint32_t mask = bw_max_code(bits) * 0x00010001u;
  const uint8_t *zeros = product->weight_zeros + channel;
  const uint32_t even_zeros = (uint32_t)zeros[0] | (uint32_t)zeros[2] << 16;
  const uint32_t odd_zeros = (uint32_t)zeros[1] | (uint32_t)zeros[3] << 16;
  bw_tap *inside = t->taps;
  bw_tap *outside = t->outside;
  for (uint32_t j = 0; j < window->kernel_width; j++) {
    const bw_codes *row = t->rows;
    for (uint32_t i = 0; i < height; i++, row++) {
      bw_tap *tap = row->bytes == NULL ? outside++ : inside++;
      tap->even = bw_subtract_halves(*at.word >> at.shift & mask, even_zeros);
      at = bw_next_lanes(at, bits);
      tap->odd = bw_subtract_halves(*at.word >> at.shift & mask, odd_zeros);
      at = bw_next_lanes(at, bits);
    }
  }
  return at;
}

/* Four channels of one pixel, wherever it lies and whatever the shift. */
static BW_NOINLINE void any_pixel(const table *t, uint32_t channel, uint32_t column) {
  const bw_depthwise *layer = t->layer;
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const int32_t left = (int32_t)(column * window->stride_x) - (int32_t)window->pad_left;
  const int32_t dilation = window->dilation_x;
  const uint32_t width = window->kernel_width;
  const uint32_t channels = window->in_channels;
  const uint32_t height = t->height;
  const uint32_t zero = layer->in.zero_point;
  /* Kernel columns from … to lie inside the image. */
  uint32_t from = 0;
  uint32_t to = width;
  while (from < to && left + (int32_t)from * dilation < 0) from++;
  while (to > from && left + (int32_t)(to - 1) * dilation >= (int32_t)window->in_width) to--;
  int32_t sums[4] = {0, 0, 0, 0};
  if (zero != 0) {
    add_outside(t->taps, height * from, zero, sums);
    add_outside(t->taps + height * to, height * (width - to), zero, sums);
    add_outside(t->outside, (window->kernel_height - height) * width, zero, sums);
  }
  layer->taps->add(t->taps + height * from, height * (to - from),
                   column * window->stride_x * channels * layer->in.bits / 8u, sums);
  uint8_t fours[4];
  for (uint32_t c = 0; c < 4; c++) {
    const int32_t acc = bw_multiply_add(sums[c], product->unit, product->biases[channel + c]);
    fours[c] =
        (uint8_t)bw_requantize(acc, product->multipliers[channel + c], product->shift, layer->out.zero_point);
  }
  const uint32_t index = t->out.first + column * channels + channel;
  if (layer->out.bits < 8) {
    bw_put_narrow_fours(t->out.bytes, index, channels, layer->out.bits, fours, 1);
  } else {
    memcpy(t->out.bytes + index, fours, 4);
  }
}

/* Four channels of the columns that see every kernel column, at shift 32. */
static void whole_pixels(const table *t, uint32_t channel) {
  const bw_depthwise *layer = t->layer;
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t channels = window->in_channels;
  const uint32_t bits = layer->out.bits;
  const uint32_t pixels = t->whole_to - t->whole;
  uint32_t index = t->out.first + t->whole * channels + channel;
  bw_depthwise_run run;
  run.taps = t->taps;
  run.taps_end = t->outside;
  run.offset_step = window->stride_x * channels * layer->in.bits / 8u;
  run.offset = t->whole * run.offset_step;
  run.unit = product->unit;
  run.zero = layer->out.zero_point;
  memcpy(run.biases, product->biases + channel, sizeof run.biases);
  memcpy(run.multipliers, product->multipliers + channel, sizeof run.multipliers);
  if (t->height < window->kernel_height && layer->in.zero_point != 0) {
    int32_t sums[4] = {0, 0, 0, 0};
    add_outside(t->outside, (window->kernel_height - t->height) * window->kernel_width, layer->in.zero_point, sums);
    for (uint32_t c = 0; c < 4; c++) run.biases[c] = bw_multiply_add(sums[c], run.unit, run.biases[c]);
  }
  if (bits == 8) {
    run.pixels = pixels;
    run.out = t->out.bytes + index;
    run.out_step = channels;
    layer->taps->run(&run);
    return;
  }
  for (uint32_t done = 0; done < pixels; done += run.pixels) {
    uint8_t fours[4 * 8];
    run.pixels = pixels - done < 8 ? pixels - done : 8;
    run.out = fours;
    run.out_step = 4;
    layer->taps->run(&run);
    run.offset += run.pixels * run.offset_step;
    bw_put_narrow_fours(t->out.bytes, index, channels, bits, fours, run.pixels);
    index += run.pixels * channels;
  }
}

#if BW_COLUMNS

#define PIXELS_AT_ONCE 8u

/* Where a loop's turns are few and rarely taken, code is dearer than they. */
#if defined(__clang__)
#define NOT_UNROLLED _Pragma("clang loop unroll(disable)")
#else
#define NOT_UNROLLED _Pragma("GCC unroll 1")
#endif

/*
 * w − zw of four channels in the order of that loop, from the stored codes that begin `shift` bits up in the halves of
 * the first word. r0 the channels, r1 the next word, r2 the taps that r7 still holds, lr those of a whole word, r3 the
 * width, r4 its mask, r5 and r6 the zero points. The lowest row's weights wait where the sums of a channel will be.
 */
#define UNPACK_TAP(EVEN, ODD)                                                      \
  "subs r2, r2, #1\n itt mi\n ldrmi r7, [r1], #4\n submi r2, lr, #1\n"             \
  "and " EVEN ", r4, r7\n lsr r7, r7, r3\n and " ODD ", r4, r7\n lsr r7, r7, r3\n" \
  "ssub16 " EVEN ", " EVEN ", r5\n ssub16 " ODD ", " ODD ", r6\n"
#define STORE_UPPER(FIRST, SECOND, THIRD, FOURTH)              \
  "pkhbt r12, r8, r10, lsl #16\n str r12, [r0, #" FIRST "]\n"  \
  "pkhbt r12, r9, r11, lsl #16\n str r12, [r0, #" SECOND "]\n" \
  "pkhtb r12, r10, r8, asr #16\n str r12, [r0, #" THIRD "]\n"  \
  "pkhtb r12, r11, r9, asr #16\n str r12, [r0, #" FOURTH "]\n"
#define UNPACK_COLUMN(FIRST, SECOND, THIRD, FOURTH, LOWEST)                                        \
  UNPACK_TAP("r8", "r9") UNPACK_TAP("r10", "r11") STORE_UPPER(FIRST, SECOND, THIRD, FOURTH)        \
  UNPACK_TAP("r8", "r9") "strd r8, r9, [r0, #" LOWEST "]\n"
#define PAIR_LOWEST                                                                                  \
  "ldrd r2, r3, [r0, #20]\n"                                                                         \
  "ldrd r4, r5, [r0, #56]\n"                                                                         \
  "pkhbt r6, r2, r4, lsl #16\n pkhbt r7, r4, r8, lsl #16\n strd r6, r7, [r0, #12]\n"                \
  "pkhbt r6, r3, r5, lsl #16\n pkhbt r7, r5, r9, lsl #16\n strd r6, r7, [r0, #48]\n"                \
  "pkhtb r6, r4, r2, asr #16\n pkhtb r7, r8, r4, asr #16\n strd r6, r7, [r0, #84]\n"                \
  "pkhtb r6, r5, r3, asr #16\n pkhtb r7, r9, r5, asr #16\n strd r6, r7, [r0, #120]\n"

__attribute__((naked)) static void unpack_three(BW_UNUSED bw_three_taps *to, BW_UNUSED const uint32_t *words,
                                                BW_UNUSED uint32_t shift, BW_UNUSED uint32_t bits,
                                                BW_UNUSED uint32_t zeros) {
  __asm__(
      "push {r4-r11, lr}\n"
      "ldr r7, [sp, #36]\n" /* zeros */
      "uxtb16 r5, r7\n uxtb16 r6, r7, ror #8\n"
      "ldr r7, [r1], #4\n"
      "lsr r7, r7, r2\n"
      "mov lr, #8\n udiv lr, lr, r3\n"
      "rsb r2, r2, #16\n lsr r2, r2, #1\n udiv r2, r2, r3\n"
      "mov r4, #1\n lsl r4, r4, r3\n sub r4, r4, #1\n orr r4, r4, r4, lsl #16\n"
      UNPACK_COLUMN("0", "36", "72", "108", "20")
      UNPACK_COLUMN("4", "40", "76", "112", "56")
      UNPACK_COLUMN("8", "44", "80", "116", "92")
      PAIR_LOWEST
      "pop {r4-r11, pc}\n");
}

/* The same of weights of 8 bits, whose taps are a word each, with biases and multipliers. */
#define BYTES_COLUMN(FIRST, SECOND, THIRD, FOURTH, LOWEST)                                        \
  "ldmia r1!, {r2, r4, r7}\n"                                                                     \
  "uxtb16 r8, r2\n uxtb16 r9, r2, ror #8\n uxtb16 r10, r4\n uxtb16 r11, r4, ror #8\n"           \
  "ssub16 r8, r8, r5\n ssub16 r9, r9, r6\n ssub16 r10, r10, r5\n ssub16 r11, r11, r6\n"         \
  STORE_UPPER(FIRST, SECOND, THIRD, FOURTH)                                                       \
  "uxtb16 r8, r7\n uxtb16 r9, r7, ror #8\n ssub16 r8, r8, r5\n ssub16 r9, r9, r6\n"             \
  "strd r8, r9, [r0, #" LOWEST "]\n"

__attribute__((naked)) static void load_bytes_three(BW_UNUSED bw_three_taps *to, BW_UNUSED const uint32_t *words,
                                                    BW_UNUSED uint32_t zeros, BW_UNUSED const int32_t *biases,
                                                    BW_UNUSED const int32_t *multipliers) {
  __asm__(
      "push {r3-r11, lr}\n"
      "uxtb16 r5, r2\n uxtb16 r6, r2, ror #8\n"
      BYTES_COLUMN("0", "36", "72", "108", "20")
      BYTES_COLUMN("4", "40", "76", "112", "56")
      BYTES_COLUMN("8", "44", "80", "116", "92")
      PAIR_LOWEST
      "pop {r2}\n ldr r3, [sp, #36]\n" /* biases, multipliers */
      "ldmia r2, {r4-r7}\n ldmia r3, {r8-r11}\n"
      "strd r4, r8, [r0, #28]\n strd r5, r9, [r0, #64]\n"
      "strd r6, r10, [r0, #100]\n strd r7, r11, [r0, #136]\n"
      "pop {r4-r11, pc}\n");
}

/* At 5 and 3 bits a tap may straddle two words: its codes are brought to 8 bits first, two lane pairs a word. */
static BW_NOINLINE void unpack_straddling(bw_three_taps *to, bw_lanes at, uint32_t bits, uint32_t zeros) {
  const uint32_t mask = bw_max_code(bits) * 0x00010001u;
  uint32_t wide[9];
  NOT_UNROLLED for (uint32_t tap = 0; tap < 9; tap++) {
    const uint32_t even = *at.word >> at.shift & mask;
    at = bw_next_lanes(at, bits);
    wide[tap] = even | (*at.word >> at.shift & mask) << 8;
    at = bw_next_lanes(at, bits);
  }
  unpack_three(to, wide, 0, 8, zeros);
}

/* The taps of four channels. */
BW_INLINE void load_three(const bw_product *product, uint32_t channel, bw_three_taps *to) {
  const uint32_t bits = product->weight_bits;
  const bw_lanes at = bw_lanes_at(product->weights, channel / 2u * 9u, bits);
  const uint32_t zeros = bw_load_four(product->weight_zeros + channel);
  const int32_t *biases = product->biases + channel;
  const int32_t *multipliers = product->multipliers + channel;
  if (bits == 8) {
    load_bytes_three(to, at.word, zeros, biases, multipliers);
    return;
  }
  if ((bits & (bits - 1u)) != 0) {
    unpack_straddling(to, at, bits, zeros);
  } else {
    unpack_three(to, at.word, at.shift, bits, zeros);
  }
  for (uint32_t c = 0; c < 4; c++) {
    to[c].bias = biases[c];
    to[c].multiplier = multipliers[c];
  }
}

/* Kernel row `i` lies outside the image: its taps move into the biases. */
static BW_NOINLINE void drop_row(bw_depthwise_three *run, uint32_t i, uint32_t zero) {
  for (bw_three_taps *taps = run->channels; taps < run->channels + 4; taps++) {
    int32_t sum = 0;
    if (i == 2) {
      sum = bw_multiply_high(1u << 16, taps->last[1], bw_smlad(0x00010001u, taps->last[0], 0));
      taps->last[0] = taps->last[1] = 0;
    } else {
      for (uint32_t j = 0; j < 3; j++) {
        sum = bw_smlad(i == 0 ? 1u : 1u << 16, taps->columns[j], sum);
        taps->columns[j] &= i == 0 ? 0xffff0000u : 0xffffu;
      }
    }
    taps->bias = bw_multiply_add(sum * (int32_t)zero, run->unit, taps->bias);
  }
}

/*
 * Of the two pixels in front of the first one that sees column 0 in its leftmost tap, what lies outside the image: they
 * see columns 0 and 1, or 0 alone, under their other taps.
 */
BW_INLINE void begin_sums(bw_three_taps *taps, uint32_t zeros) {
  for (uint32_t c = 0; c < 4; c++, taps++) {
    if (zeros == 0) {
      taps->sums[0] = taps->sums[1] = 0;
      continue;
    }
    const int32_t first = bw_smlad(zeros, taps->columns[0], 0);
    taps->sums[0] = bw_smlad(zeros, taps->last[0], bw_smlad(zeros, taps->columns[1], first));
    taps->sums[1] = bw_multiply_low(zeros, taps->last[0], first);
  }
}

/* The output in pieces where its codes are narrower than a byte. */
static BW_NOINLINE void narrow_three(const bw_depthwise *layer, bw_codes_out to, bw_depthwise_three *run) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  const uint32_t width = window->out_width;
  uint8_t fours[4 * PIXELS_AT_ONCE];
  uint32_t index = to.first;
  uint32_t pixels;
  for (uint32_t done = 0; done < width; done += pixels, index += pixels * channels) {
    pixels = width - done < PIXELS_AT_ONCE ? width - done : PIXELS_AT_ONCE;
    if (done > 0) {
      run->offset = (done - window->pad_left) * run->step;
      run->gap = run->advance = 0;
      run->left = 2;
    }
    run->out = fours;
    run->left += pixels;
    layer->taps->three(run);
    bw_put_narrow_fours(to.bytes, index, channels, layer->out.bits, fours, pixels);
  }
}

/* A row of 3×3 windows at stride 1: as many channels as there are fours of. */
static BW_NOINLINE void three_row(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out, uint32_t channels) {
  const bw_window *window = &layer->window;
  const uint32_t zeros = layer->in.zero_point * 0x00010001u;
  const int narrow = layer->out.bits < 8;
  /* Pixels that the first two columns finish although they lie in front of the first one wanted. */
  const uint32_t before = 2u - window->pad_left;
  const bw_codes present = rows[0].bytes != NULL ? rows[0] : rows[1].bytes != NULL ? rows[1] : rows[2];
  bw_depthwise_three here;
  bw_depthwise_three *const run = &here;
  for (uint32_t i = 0; i < 3; i++) {
    const bw_codes row = rows[i].bytes != NULL ? rows[i] : present; /* whose weights will be 0 */
    run->rows[i] = row.bytes + (row.first * layer->in.bits >> 3);
  }
  run->step = window->in_channels * (uint32_t)layer->in.bits / 8u;
  run->limit = window->in_width * run->step;
  run->out_step = narrow ? 4 : window->in_channels;
  run->outside = zeros * 0x101u;
  run->unit = layer->product.unit;
  run->zero = layer->out.zero_point;
  for (uint32_t channel = 0; channel < channels; channel += 4) {
    load_three(&layer->product, channel, run->channels);
    for (uint32_t i = 0; i < 3; i++) {
      if (rows[i].bytes == NULL) drop_row(run, i, layer->in.zero_point);
    }
    begin_sums(run->channels, zeros);
    run->offset = 0;
    run->gap = before == 0 ? run->out_step : 0;
    run->advance = (2 - before) * run->out_step;
    run->left = before;
    if (narrow) {
      const bw_codes_out to = {out.bytes, out.first + channel};
      narrow_three(layer, to, run);
    } else {
      run->out = out.bytes + out.first + channel;
      run->left += window->out_width;
      layer->taps->three(run);
    }
    for (uint32_t i = 0; i < 3; i++) run->rows[i] += layer->in.bits / 2;
  }
}

#endif

#endif

/* Any channel at any alignment, code by code. `count` channels of the block that begins at `block`. */
static BW_NOINLINE void single_channels(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out,
                                        uint32_t block, uint32_t count) {
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t taps = (uint32_t)window->kernel_height * window->kernel_width;
  const uint32_t bits = product->weight_bits;
  const bw_lanes first = bw_lanes_at(product->weights, block / 2u * taps, bits);
  const uint32_t limit = bw_max_code(layer->out.bits);
  for (uint32_t c = 0; c < count; c++) {
    const uint32_t channel = block + c;
    /* Where the channel lies in a tap of its block: c, c+2, c+1, c+3 when there are four. */
    const uint32_t place = count == 4 ? (c >> 1 | (c & 1u) << 1) : c;
    for (uint32_t column = 0; column < window->out_width; column++) {
      const int32_t left = (int32_t)(column * window->stride_x) - (int32_t)window->pad_left;
      int32_t dot = 0;
      bw_lanes lanes = first;
      uint32_t code_at = place; /* counted from the pair that `lanes` points to */
      for (uint32_t j = 0; j < window->kernel_width; j++) {
        const int32_t at = left + (int32_t)(j * window->dilation_x);
        for (uint32_t i = 0; i < window->kernel_height; i++, code_at += count) {
          for (; code_at > 1; code_at -= 2) lanes = bw_next_lanes(lanes, bits);
          const int inside = rows[i].bytes != NULL && at >= 0 && at < (int32_t)window->in_width;
          const uint32_t index = rows[i].first + (uint32_t)at * window->in_channels + channel;
          const uint32_t x = inside ? bw_get_code(rows[i].bytes, index, layer->in.bits) : layer->in.zero_point;
          const uint32_t w = *lanes.word >> (lanes.shift + 16u * code_at) & bw_max_code(bits);
          dot += ((int32_t)w - (int32_t)product->weight_zeros[channel]) * (int32_t)x;
        }
      }
      const int32_t acc = bw_multiply_add(dot, product->unit, product->biases[channel]);
      const uint32_t code =
          bw_requantize(acc, product->multipliers[channel], product->shift, layer->out.zero_point);
      bw_put_code(out.bytes, out.first + column * window->in_channels + channel, layer->out.bits,
                  code < limit ? code : limit);
    }
  }
}

void bw_depthwise_row(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out, void *scratch) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  const uint32_t bits = layer->in.bits;
#if !BW_MVE
  uint32_t height = 0;
#endif
  int whole_bytes = bits == 8 || (channels & 3u) == 0;
  for (uint32_t i = 0; i < window->kernel_height; i++) {
    if (rows[i].bytes == NULL) continue;
#if !BW_MVE
    height++;
#endif
    if (bits < 8 && (rows[i].first & 3u) != 0) whole_bytes = 0;
  }
  uint32_t channel = 0;
#if BW_MVE
  if (whole_bytes) channel = bw_depthwise_fours(layer, rows, out, scratch);
#else
#if BW_COLUMNS
  const int three = window->kernel_height == 3 && window->kernel_width == 3 && window->stride_x == 1 &&
                    window->dilation_x == 1 && window->pad_left <= 2;
  if (three && whole_bytes && height > 0 && layer->product.shift == 32) {
    channel = channels & ~3u;
    three_row(layer, rows, out, channel);
    whole_bytes = 0;
  }
#endif
  if (whole_bytes) {
    const uint32_t inside = height * window->kernel_width;
    const uint32_t extent = (uint32_t)window->in_width + window->pad_left;
    const uint32_t reach = (window->kernel_width - 1u) * window->dilation_x + 1u;
    table t = {layer, rows, out, (bw_tap *)scratch, NULL, height, 0, 0};
    t.outside = t.taps + (inside + 2) / 3 * 3;
    if (extent >= reach && layer->product.shift == 32) {
      t.whole = (window->pad_left + window->stride_x - 1u) / window->stride_x;
      t.whole_to = (extent - reach) / window->stride_x + 1u;
      if (t.whole_to > window->out_width) t.whole_to = window->out_width;
      if (t.whole > t.whole_to) t.whole = t.whole_to;
    }
    bw_lanes weights = {layer->product.weights, 0};
    point_taps(&t);
    for (; channel + 4 <= channels; channel += 4) {
      weights = unpack_weights(&t, channel, weights);
      for (uint32_t column = 0; column < t.whole; column++) any_pixel(&t, channel, column);
      if (t.whole < t.whole_to) whole_pixels(&t, channel);
      for (uint32_t column = t.whole_to; column < window->out_width; column++) any_pixel(&t, channel, column);
      for (bw_tap *tap = t.taps; tap < t.outside; tap++) tap->x += bits / 2; /* the next four channels */
    }
  }
#endif
  for (; channel < channels; channel += 4) {
    single_channels(layer, rows, out, channel, channels - channel < 4 ? channels - channel : 4);
  }
}
