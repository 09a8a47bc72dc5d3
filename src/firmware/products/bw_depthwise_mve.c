/* SPDX-License-Identifier: MIT-0 */
/*
 * Depthwise convolution with vectors of integers (Helium): four channels are the lanes of a vector. Products are made of all bits, since those of a window
 * leave 16 bits; three pixels share each weight that is loaded.
 */
#include "bw_depthwise.h"
#include "bw_dot.h"

#if BW_MVE

#include <arm_mve.h>

/* Pixels that share a weight. */
#define TOGETHER 3u
/* Rows of the kernel that are told apart at once; higher ones are computed code by code. */
#define MOST_ROWS 16u

/* A row of the kernel inside the image: the first pixel's four channels, and their weights less zero points, four halfwords a tap. */
typedef struct {
  const uint8_t *x;
  const int16_t *weights;
} kernel_row;

/* Four channels of a row of output. */
typedef struct {
  const bw_depthwise *layer;
  const kernel_row *rows;
  uint32_t height;
  int32x4_t outside; /* the share in the sums of rows outside the image */
  uint32_t channel;
  uint32_t step; /* bytes from a pixel of the input to the next */
  uint32_t whole, whole_to; /* output columns that see nothing but the image */
} four;

/* The codes of four channels. */
BW_INLINE int32x4_t codes_of(const uint8_t *x, unsigned bits) {
  if (bits == 8) return vreinterpretq_s32_u32(vldrbq_u32(x));
  const int32x4_t shifts = vmulq_n_s32(vreinterpretq_s32_u32(vidupq_n_u32(0, 1)), -(int32_t)bits);
  const uint32x4_t all = vdupq_n_u32(bits == 4 ? bw_load_two(x) : *x);
  return vreinterpretq_s32_u32(vandq_u32(vshlq_u32(all, shifts), vdupq_n_u32(bw_max_code(bits))));
}

/* What taps outside `from` … `to` of each row come to, as zero points. */
static BW_NOINLINE int32x4_t beside(const four *f, uint32_t from, uint32_t to) {
  const uint32_t width = f->layer->window.kernel_width;
  int32x4_t sum = vdupq_n_s32(0);
  for (uint32_t i = 0; i < f->height; i++) {
    const int16_t *w = f->rows[i].weights;
    for (uint32_t j = 0; j < from; j++) sum = vaddq_s32(sum, vldrhq_s32(w + 4 * j));
    for (uint32_t j = to; j < width; j++) sum = vaddq_s32(sum, vldrhq_s32(w + 4 * j));
  }
  return vmulq_n_s32(sum, f->layer->in.zero_point);
}

/* Σ (w − zw)·x of one pixel, which sees taps `from` … `to`. `x`: bytes from a row's x to tap 0, which may lie before the row. */
BW_INLINE int32x4_t one_sum(const four *f, uint32_t x, uint32_t from, uint32_t to, unsigned bits) {
  const uint32_t width = f->layer->window.kernel_width;
  const uint32_t next = f->layer->window.dilation_x * f->step;
  int32x4_t sum = f->outside;
  if (to - from < width && f->layer->in.zero_point > 0) sum = vaddq_s32(sum, beside(f, from, to));
  for (uint32_t i = 0; i < f->height; i++) {
    const int16_t *w = f->rows[i].weights + 4 * from;
    const uint8_t *at = (const uint8_t *)((uintptr_t)f->rows[i].x + x + from * next);
    for (uint32_t j = to - from; j > 0; j--, w += 4, at += next)
      sum = vaddq_s32(sum, vmulq_s32(codes_of(at, bits), vldrhq_s32(w)));
  }
  return sum;
}

#define ADD(SUM, CODES, WEIGHTS) SUM = vaddq_s32(SUM, vmulq_s32(CODES, WEIGHTS))

/* The same of three pixels that see nothing but the image; `stride` bytes from one to the next. */
BW_INLINE void three_sums(const four *f, uint32_t offset, uint32_t stride, unsigned bits, int32x4_t *sums) {
  const uint32_t width = f->layer->window.kernel_width;
  const uint32_t next = f->layer->window.dilation_x * f->step;
  int32x4_t a = f->outside, b = a, c = a;
  for (uint32_t i = 0; i < f->height; i++) {
    const int16_t *w = f->rows[i].weights;
    const uint8_t *x = f->rows[i].x + offset;
    for (uint32_t j = width; j > 0; j--, w += 4, x += next) {
      const int32x4_t weight = vldrhq_s32(w);
      ADD(a, codes_of(x, bits), weight);
      ADD(b, codes_of(x + stride, bits), weight);
      ADD(c, codes_of(x + 2 * stride, bits), weight);
    }
  }
  sums[0] = a, sums[1] = b, sums[2] = c;
}

/* Codes of four channels in the fast form, clamped to 255 only; VRMULH is floor((a·b + 2^31) / 2^32). */
BW_INLINE void put_fast(int32x4_t sum, int32x4_t bias, int32x4_t multiplier, uint32_t unit, int32_t zero, uint8_t *out) {
  const int32x4_t acc = vmlaq_n_s32(bias, sum, (int32_t)unit);
  const int32x4_t code = vaddq_n_s32(vrmulhq_s32(acc, multiplier), zero);
  const uint16x8_t half = vqmovunbq_s32(vreinterpretq_u16_s32(code), code);
  const uint8x16_t byte = vqmovnbq_u16(vreinterpretq_u8_u16(half), half);
  vstrbq_u32(out, vreinterpretq_u32_u8(byte));
}

static BW_NOINLINE void put_any(const four *f, int32x4_t sum, uint8_t *out) {
  const bw_product *product = &f->layer->product;
  int32_t sums[4];
  vstrwq_s32(sums, sum);
  for (uint32_t c = 0; c < 4; c++) {
    const int32_t acc = bw_multiply_add(sums[c], product->unit, product->biases[f->channel + c]);
    out[c] = (uint8_t)bw_requantize(acc, product->multipliers[f->channel + c], product->shift, f->layer->out.zero_point);
  }
}

#if BW_SPEED

/* Groups of three pixels under kernels of three columns that see nothing but the image. Requantization at shift 32. */
typedef struct {
  const kernel_row *rows;
  uint32_t height; /* at least 1 */
  uint32_t offset; /* bytes from a row's x to tap 0 of the first pixel */
  uint32_t advance; /* to the first pixel of the next group */
  uint32_t groups;  /* at least 1 */
  uint8_t *out;     /* one code a byte */
  uint32_t out_step;
  const int32_t *biases, *multipliers;
  uint32_t unit;
  int32_t zero;
  uint32_t next, stride; /* bytes from tap to tap, from pixel to pixel */
  int32_t sums[3][4];    /* what the pixels of each group begin with: the share of what lies outside the image */
} three_run;

#define CHECK_OFFSET(FIELD, OFFSET) typedef char check_##FIELD[offsetof(three_run, FIELD) == OFFSET ? 1 : -1]
CHECK_OFFSET(rows, 0);
CHECK_OFFSET(height, 4);
CHECK_OFFSET(offset, 8);
CHECK_OFFSET(advance, 12);
CHECK_OFFSET(groups, 16);
CHECK_OFFSET(out, 20);
CHECK_OFFSET(out_step, 24);
CHECK_OFFSET(biases, 28);
CHECK_OFFSET(multipliers, 32);
CHECK_OFFSET(unit, 36);
CHECK_OFFSET(zero, 40);
CHECK_OFFSET(next, 44);
CHECK_OFFSET(stride, 48);
CHECK_OFFSET(sums, 52);

/*
 * In assembly, because compilers run out of vectors. r0 the run, r1 and r2 the rows and how many are left, r3 inputs, r4 weights and then other pixels' inputs,
 * r5 the offset, r6 next, r7 the output and r8 its step, r9 the unit, r10 the zero point, r11 the groups, r12 the stride; q0–q2 sums, q3–q5 a row of weights.
 */
#define ADD_CODES(SUM, WEIGHT) "vmul.i32 q7, q6, " WEIGHT "\n vadd.i32 " SUM ", " SUM ", q7\n"
#define NEXT_CODES "add r3, r3, r6\n vldrb.u32 q6, [r3]\n"
/* Neighbours share what they see; at the edges the first pixel lacks its first tap, or the last its last one. */
#define SHARED_MIDDLE                                                                  \
  NEXT_CODES ADD_CODES("q0", "q4") ADD_CODES("q1", "q3")                               \
  NEXT_CODES ADD_CODES("q0", "q5") ADD_CODES("q1", "q4") ADD_CODES("q2", "q3")         \
  NEXT_CODES ADD_CODES("q1", "q5") ADD_CODES("q2", "q4")
#define SHARED_FIRST "vldrb.u32 q6, [r3]\n" ADD_CODES("q0", "q3")
#define SHARED_LAST NEXT_CODES ADD_CODES("q2", "q5")
#define OWN_FIRST "vldrb.u32 q6, [r3]\n" ADD_CODES("q0", "q3")
#define OWN_MIDDLE                                                                     \
  "add r4, r3, r12\n vldrb.u32 q6, [r4]\n" ADD_CODES("q1", "q3")                       \
  "add r4, r4, r12\n vldrb.u32 q6, [r4]\n" ADD_CODES("q2", "q3")                       \
  NEXT_CODES ADD_CODES("q0", "q4")                                                     \
  "add r4, r3, r12\n vldrb.u32 q6, [r4]\n" ADD_CODES("q1", "q4")                       \
  "add r4, r4, r12\n vldrb.u32 q6, [r4]\n" ADD_CODES("q2", "q4")                       \
  NEXT_CODES ADD_CODES("q0", "q5")                                                     \
  "add r4, r3, r12\n vldrb.u32 q6, [r4]\n" ADD_CODES("q1", "q5")
#define OWN_LAST "add r4, r4, r12\n vldrb.u32 q6, [r4]\n" ADD_CODES("q2", "q5")
#define PUT_CODES(SUM)                                                                  \
  "vmov q5, q3\n vmla.u32 q5, " SUM ", r9\n vrmulh.s32 q5, q5, q4\n vadd.i32 q5, q5, r10\n" \
  "vqmovunb.s32 q5, q5\n vqmovnb.u16 q5, q5\n vstrb.32 q5, [r7]\n add r7, r7, r8\n"
#define THREE_RUN(ROW)                                                                  \
  "push {r3-r11, lr}\n"                                                                 \
  "vpush {d8-d15}\n"                                                                    \
  "ldr r5, [r0, #8]\n"                                                                  \
  "ldrd r11, r7, [r0, #16]\n"                                                           \
  "ldr r8, [r0, #24]\n"                                                                 \
  "ldrd r9, r10, [r0, #36]\n"                                                           \
  "ldrd r6, r12, [r0, #44]\n"                                                           \
  "1:\n"                                                                                \
  "vldrw.u32 q0, [r0, #52]\n vldrw.u32 q1, [r0, #68]\n vldrw.u32 q2, [r0, #84]\n"        \
  "ldrd r1, r2, [r0]\n"                                                                 \
  "2:\n"                                                                                \
  "ldrd r3, r4, [r1], #8\n"                                                             \
  "add r3, r3, r5\n"                                                                    \
  "vldrh.s32 q3, [r4]\n vldrh.s32 q4, [r4, #8]\n vldrh.s32 q5, [r4, #16]\n" ROW        \
  "subs r2, r2, #1\n"                                                                   \
  "bne 2b\n"                                                                            \
  "ldrd r1, r2, [r0, #28]\n"                                                            \
  "vldrw.u32 q3, [r1]\n vldrw.u32 q4, [r2]\n"                                           \
  PUT_CODES("q0") PUT_CODES("q1") PUT_CODES("q2")                                       \
  "ldr r3, [r0, #12]\n"                                                                 \
  "add r5, r5, r3\n"                                                                    \
  "subs r11, r11, #1\n"                                                                 \
  "bne 1b\n"                                                                            \
  "vpop {d8-d15}\n"                                                                     \
  "pop {r3-r11, pc}\n"

#define DEFINE_RUN(NAME, ROW) \
  __attribute__((naked)) static void NAME(BW_UNUSED const three_run *run) { __asm__(THREE_RUN(ROW)); }

DEFINE_RUN(shared_left, SHARED_MIDDLE SHARED_LAST)
DEFINE_RUN(shared_whole, SHARED_FIRST SHARED_MIDDLE SHARED_LAST)
DEFINE_RUN(shared_right, SHARED_FIRST SHARED_MIDDLE)
DEFINE_RUN(own_left, OWN_MIDDLE OWN_LAST)
DEFINE_RUN(own_whole, OWN_FIRST OWN_MIDDLE OWN_LAST)
DEFINE_RUN(own_right, OWN_FIRST OWN_MIDDLE)

/* Neighbouring groups of a row. */
typedef struct {
  void (*run)(const three_run *);
  uint32_t column, groups;
  uint32_t lacks; /* the column of the kernel that an edge takes away: 0 or 2; 1: none */
} segment;

#define MOST_SEGMENTS 4u

/* The segments of a row, of which a last one may be some of the pixels before once more; 0 where edges take away more than a tap, or a row is too short. */
static uint32_t segments_of(const four *f, segment *segments) {
  const bw_depthwise *layer = f->layer;
  const bw_window *window = &layer->window;
  const uint32_t width = window->out_width;
  const uint32_t dilation = window->dilation_x;
  const int shared = window->stride_x == dilation;
  const uint32_t beyond = (width - 1u) * window->stride_x + dilation; /* the last pixel's second tap */
  const int is_left = f->whole == 1 && window->pad_left <= dilation;
  const int is_right = f->whole_to + 1 == width && beyond < (uint32_t)window->in_width + window->pad_left;
  uint32_t count = 0;
  uint32_t column = 0;
  if (layer->product.shift != 32 || layer->in.bits != 8 || window->kernel_width != 3) return 0;
  if (f->height == 0 || width < TOGETHER + 1u || f->whole + TOGETHER > f->whole_to) return 0;
  if ((f->whole != 0 && !is_left) || (f->whole_to != width && !is_right)) return 0;
  if (is_left) {
    const segment left = {shared ? shared_left : own_left, 0, 1, 0};
    segments[count++] = left;
    column = TOGETHER;
  }
  if (column + TOGETHER <= f->whole_to) {
    const segment whole = {shared ? shared_whole : own_whole, column, (f->whole_to - column) / TOGETHER, 1};
    segments[count++] = whole;
    column += TOGETHER * whole.groups;
  }
  if (column < width) {
    const segment last = {shared ? shared_whole : own_whole, width - TOGETHER, 1, 1};
    const segment right = {shared ? shared_right : own_right, width - TOGETHER, 1, 2};
    segments[count++] = is_right ? right : last;
  }
  return count;
}

/* Four channels of a row, segment by segment. */
static void four_by_segments(const four *f, bw_codes_out to, const segment *segments, uint32_t count, three_run *run) {
  const bw_window *window = &f->layer->window;
  const uint32_t zero = f->layer->in.zero_point;
  uint8_t *const out = to.bytes + to.first + f->channel;
  run->biases = f->layer->product.biases + f->channel;
  run->multipliers = f->layer->product.multipliers + f->channel;
  for (; count > 0; count--, segments++) {
    run->groups = segments->groups;
    run->offset = (segments->column * window->stride_x - window->pad_left) * f->step;
    run->out = out + segments->column * window->in_channels;
    vstrwq_s32(run->sums[0], f->outside);
    vstrwq_s32(run->sums[1], f->outside);
    vstrwq_s32(run->sums[2], f->outside);
    if (segments->lacks != 1 && zero > 0) {
      int32x4_t sum = vdupq_n_s32(0);
      for (uint32_t i = 0; i < f->height; i++)
        sum = vaddq_s32(sum, vldrhq_s32(f->rows[i].weights + 4 * segments->lacks));
      vstrwq_s32(run->sums[segments->lacks], vmlaq_n_s32(f->outside, sum, (int32_t)zero));
    }
    if (f->layer->out.bits == 8) {
      segments->run(run);
      continue;
    }
    uint8_t fours[4 * TOGETHER];
    const uint32_t channels = window->in_channels;
    uint32_t index = to.first + f->channel + segments->column * channels;
    run->groups = 1;
    run->out = fours;
    for (uint32_t group = segments->groups; group > 0; group--, index += TOGETHER * channels, run->offset += run->advance) {
      segments->run(run);
      bw_put_narrow_fours(to.bytes, index, channels, f->layer->out.bits, fours, TOGETHER);
    }
  }
}

#endif

/* One pixel, anywhere, or three that see nothing but the image. */
BW_INLINE void some_pixels(const four *f, bw_codes_out to, uint32_t column, uint32_t pixels, unsigned bits) {
  const bw_depthwise *layer = f->layer;
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t channels = window->in_channels;
  const uint32_t unit = product->unit;
  const int32_t zero = layer->out.zero_point;
  const int whole_bytes = layer->out.bits == 8;
  const uint32_t out_step = whole_bytes ? channels : 4;
  const int32_t dilation = window->dilation_x;
  const int32x4_t bias = vldrwq_s32(product->biases + f->channel);
  const int32x4_t multiplier = vldrwq_s32(product->multipliers + f->channel);
  const uint32_t index = to.first + f->channel + column * channels;
  const int32_t left = (int32_t)(column * window->stride_x) - (int32_t)window->pad_left;
  const uint32_t x = (uint32_t)left * f->step;
  uint8_t fours[4 * TOGETHER];
  uint8_t *const out = whole_bytes ? to.bytes + index : fours;
  if (pixels == TOGETHER) {
    int32x4_t sums[TOGETHER];
    three_sums(f, x, window->stride_x * f->step, bits, sums);
    put_fast(sums[0], bias, multiplier, unit, zero, out);
    put_fast(sums[1], bias, multiplier, unit, zero, out + out_step);
    put_fast(sums[2], bias, multiplier, unit, zero, out + 2 * out_step);
  } else {
    uint32_t from = 0, end = window->kernel_width;
    while (from < end && left + (int32_t)from * dilation < 0) from++;
    while (end > from && left + (int32_t)(end - 1) * dilation >= (int32_t)window->in_width) end--;
    const int32x4_t sum = one_sum(f, x, from, end, bits);
    if (product->shift == 32) {
      put_fast(sum, bias, multiplier, unit, zero, out);
    } else {
      put_any(f, sum, out);
    }
  }
  if (!whole_bytes) bw_put_narrow_fours(to.bytes, index, channels, layer->out.bits, fours, pixels);
}

/* All pixels of a row: those that see nothing but the image by threes, the last of which may be some of those before once more. */
typedef void pixels_function(const four *f, bw_codes_out to, uint32_t column, uint32_t pixels);

BW_INLINE void four_channels(const four *f, bw_codes_out to, pixels_function *pixels) {
  const bw_depthwise *layer = f->layer;
  const bw_window *window = &layer->window;
  const uint32_t width = window->out_width;
  const int together = layer->product.shift == 32 && f->whole + TOGETHER <= f->whole_to;
  const uint32_t whole = together ? f->whole : width;
  const uint32_t whole_to = together ? f->whole_to : width;
  uint32_t column = 0;
  for (; column < whole; column++) pixels(f, to, column, 1);
  while (column < whole_to) {
    if (column + TOGETHER > whole_to) column = whole_to - TOGETHER;
    pixels(f, to, column, TOGETHER);
    column += TOGETHER;
  }
  for (; column < width; column++) pixels(f, to, column, 1);
}

/* Less zero points, in the order of the kernel's rows; words hold it column by column. */
static BW_NOINLINE bw_lanes unpack(const bw_depthwise *layer, uint32_t channel, bw_lanes at, int16_t *weights) {
  const uint32_t bits = layer->product.weight_bits;
  const uint32_t mask = bw_max_code(bits) * 0x00010001u;
  const uint32_t width = layer->window.kernel_width;
  const uint32_t height = layer->window.kernel_height;
  const int32x4_t zeros = vreinterpretq_s32_u32(vldrbq_u32(layer->product.weight_zeros + channel));
  for (uint32_t j = 0; j < width; j++) {
    int16_t *to = weights + 4 * j;
    for (uint32_t i = 0; i < height; i++, to += 4 * width) {
      uint32_t word;
      if (bits == 8) {
        vstrhq_s32(to, vsubq_s32(vreinterpretq_s32_u32(vldrbq_u32((const uint8_t *)at.word++)), zeros));
        continue;
      } else {
        word = *at.word >> at.shift & mask;
        at = bw_next_lanes(at, bits);
        word |= (*at.word >> at.shift & mask) << 8;
        at = bw_next_lanes(at, bits);
      }
      vstrhq_s32(to, vsubq_s32(vreinterpretq_s32_u32(vldrbq_u32((const uint8_t *)&word)), zeros));
    }
  }
  return at;
}

#define DEFINE_FOUR(BITS)                                                                    \
  static BW_NOINLINE void pixels_##BITS(const four *f, bw_codes_out to, uint32_t column, uint32_t pixels) { \
    some_pixels(f, to, column, pixels, BITS);                                                \
  }                                                                                          \
  static void four_##BITS(const void *channels, bw_codes_out out) {                          \
    const four f = *(const four *)channels; /* stores of codes do not change it */           \
    four_channels(&f, out, pixels_##BITS);                                                            \
  }                                                                                          \
  const bw_depthwise_taps bw_depthwise_taps_##BITS = {four_##BITS};

DEFINE_FOUR(8)
DEFINE_FOUR(4)
DEFINE_FOUR(2)

uint32_t bw_depthwise_fours(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out, void *scratch) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels & ~3u;
  const uint32_t bits = layer->in.bits;
  const int16_t *const weights = (const int16_t *)scratch;
  kernel_row inside[MOST_ROWS];
  four f;
  bw_lanes at = {layer->product.weights, 0};
  if (window->kernel_height > MOST_ROWS) return 0;
  f.layer = layer;
  f.rows = inside;
  f.height = 0;
  f.step = window->in_channels * bits / 8u;
  const uint32_t extent = (uint32_t)window->in_width + window->pad_left;
  const uint32_t reach = (window->kernel_width - 1u) * window->dilation_x + 1u;
  f.whole = (window->pad_left + window->stride_x - 1u) / window->stride_x;
  f.whole_to = extent < reach ? 0 : (extent - reach) / window->stride_x + 1u;
  if (f.whole_to > window->out_width) f.whole_to = window->out_width;
  if (f.whole > f.whole_to) f.whole = f.whole_to;
  for (uint32_t i = 0; i < window->kernel_height; i++) {
    if (rows[i].bytes == NULL) continue;
    inside[f.height].x = rows[i].bytes + (rows[i].first * bits >> 3);
    inside[f.height++].weights = weights + 4 * i * window->kernel_width;
  }
#if BW_SPEED
  segment segments[MOST_SEGMENTS];
  const uint32_t count = segments_of(&f, segments);
  three_run run;
  run.rows = inside;
  run.height = f.height;
  run.next = window->dilation_x * f.step;
  run.stride = window->stride_x * f.step;
  run.advance = TOGETHER * run.stride;
  run.out_step = layer->out.bits == 8 ? window->in_channels : 4;
  run.unit = layer->product.unit;
  run.zero = layer->out.zero_point;
#endif
  for (f.channel = 0; f.channel < channels; f.channel += 4) {
    at = unpack(layer, f.channel, at, (int16_t *)scratch);
    f.outside = vdupq_n_s32(0);
    if (f.height < window->kernel_height && layer->in.zero_point > 0) {
      const int16_t *w = weights;
      for (uint32_t i = 0; i < window->kernel_height; i++) {
        for (uint32_t j = 0; j < window->kernel_width; j++, w += 4) {
          if (rows[i].bytes == NULL) f.outside = vaddq_s32(f.outside, vldrhq_s32(w));
        }
      }
      f.outside = vmulq_n_s32(f.outside, layer->in.zero_point);
    }
#if BW_SPEED
    if (count > 0) {
      four_by_segments(&f, out, segments, count, &run);
    } else {
      layer->taps->fours(&f, out);
    }
#else
    layer->taps->fours(&f, out);
#endif
    for (uint32_t i = 0; i < f.height; i++) inside[i].x += bits / 2;
  }
  return channels;
}

#endif
