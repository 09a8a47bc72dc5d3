/* SPDX-License-Identifier: MIT-0 */
#include "bw_depthwise.h"

#include "bw_dot.h"

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

const bw_depthwise_taps bw_depthwise_taps_8 = {add_8, run_8};
const bw_depthwise_taps bw_depthwise_taps_4 = {add_4, run_4};
const bw_depthwise_taps bw_depthwise_taps_2 = {add_2, run_2};

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

/* w − zw of the four channels from `channel` on. The weights of a tap never straddle a word. */
static void unpack_weights(const table *t, uint32_t channel) {
  const bw_window *window = &t->layer->window;
  const bw_product *product = &t->layer->product;
  const uint32_t bits = product->weight_bits;
  const uint32_t height = window->kernel_height;
  const uint32_t mask = bw_max_code(bits) * 0x00010001u;
  const uint8_t *zeros = product->weight_zeros + channel;
  const uint32_t even_zeros = (uint32_t)zeros[0] | (uint32_t)zeros[2] << 16;
  const uint32_t odd_zeros = (uint32_t)zeros[1] | (uint32_t)zeros[3] << 16;
  const uint32_t first = channel * height * window->kernel_width * bits; /* in bits */
  const uint32_t *words = product->weights + (first >> 5);
  uint32_t shift = (first & 31u) / 2;
  bw_tap *inside = t->taps;
  bw_tap *outside = t->outside;
  for (uint32_t j = 0; j < window->kernel_width; j++) {
    const bw_codes *row = t->rows;
    for (uint32_t i = 0; i < height; i++, row++) {
      bw_tap *tap = row->bytes == NULL ? outside++ : inside++;
      const uint32_t pairs = *words >> shift;
      tap->even = bw_subtract_halves(pairs & mask, even_zeros);
      tap->odd = bw_subtract_halves(pairs >> bits & mask, odd_zeros);
      shift += 2 * bits;
      words += shift >> 4;
      shift &= 15u;
    }
  }
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

/* Any channel at any alignment, code by code. `count` channels of the block that begins at `block`. */
static BW_NOINLINE void single_channels(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out,
                                        uint32_t block, uint32_t count) {
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t taps = (uint32_t)window->kernel_height * window->kernel_width;
  const uint32_t limit = bw_max_code(layer->out.bits);
  for (uint32_t c = 0; c < count; c++) {
    const uint32_t channel = block + c;
    /* Where the channel lies in a tap of its block: c, c+2, c+1, c+3 when there are four. */
    const uint32_t place = count == 4 ? (c >> 1 | (c & 1u) << 1) : c;
    for (uint32_t column = 0; column < window->out_width; column++) {
      const int32_t left = (int32_t)(column * window->stride_x) - (int32_t)window->pad_left;
      int32_t dot = 0;
      for (uint32_t t = 0; t < taps; t++) {
        const uint32_t i = t / window->kernel_width;
        const int32_t at = left + (int32_t)(t % window->kernel_width * window->dilation_x);
        const int inside = rows[i].bytes != NULL && at >= 0 && at < (int32_t)window->in_width;
        const uint32_t index = rows[i].first + (uint32_t)at * window->in_channels + channel;
        const uint32_t x = inside ? bw_get_code(rows[i].bytes, index, layer->in.bits) : layer->in.zero_point;
        const uint32_t stored = (t % window->kernel_width * window->kernel_height + i) * count + place;
        const uint32_t w = bw_lane_code(product->weights, block * taps + stored, product->weight_bits);
        dot += ((int32_t)w - (int32_t)product->weight_zeros[channel]) * (int32_t)x;
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
  uint32_t height = 0;
  int whole_bytes = bits == 8 || (channels & 3u) == 0;
  for (uint32_t i = 0; i < window->kernel_height; i++) {
    if (rows[i].bytes == NULL) continue;
    height++;
    if (bits < 8 && (rows[i].first & 3u) != 0) whole_bytes = 0;
  }
  uint32_t channel = 0;
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
    point_taps(&t);
    for (; channel + 4 <= channels; channel += 4) {
      unpack_weights(&t, channel);
      for (uint32_t column = 0; column < t.whole; column++) any_pixel(&t, channel, column);
      if (t.whole < t.whole_to) whole_pixels(&t, channel);
      for (uint32_t column = t.whole_to; column < window->out_width; column++) any_pixel(&t, channel, column);
      for (bw_tap *tap = t.taps; tap < t.outside; tap++) tap->x += bits / 2; /* the next four channels */
    }
  }
  for (; channel < channels; channel += 4) {
    single_channels(layer, rows, out, channel, channels - channel < 4 ? channels - channel : 4);
  }
}
