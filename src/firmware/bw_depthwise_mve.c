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

/* Four channels of a row of output, and their weights less zero points, row by row of the kernel, four halfwords a tap. */
typedef struct {
  const bw_depthwise *layer;
  const int16_t *weights;
  uint32_t height;      /* rows of the kernel inside the image */
  const uint8_t **from; /* their first pixel's four channels */
  const uint8_t *which; /* the row of the kernel that each is */
  int32x4_t outside;    /* the other rows' share in the sums */
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
    const int16_t *w = f->weights + 4 * width * f->which[i];
    for (uint32_t j = 0; j < width; j++, w += 4) {
      if (j < from || j >= to) sum = vaddq_s32(sum, vldrhq_s32(w));
    }
  }
  return vmulq_n_s32(sum, f->layer->in.zero_point);
}

/* Σ (w − zw)·x of one pixel, which sees taps `from` … `to`. `x`: bytes from f->from to tap 0, which may lie before the row. */
BW_INLINE int32x4_t one_sum(const four *f, uint32_t x, uint32_t from, uint32_t to, unsigned bits) {
  const uint32_t width = f->layer->window.kernel_width;
  const uint32_t next = f->layer->window.dilation_x * f->step;
  int32x4_t sum = f->outside;
  if (to - from < width && f->layer->in.zero_point > 0) sum = vaddq_s32(sum, beside(f, from, to));
  for (uint32_t i = 0; i < f->height; i++) {
    const int16_t *w = f->weights + 4 * (width * f->which[i] + from);
    const uint8_t *at = (const uint8_t *)((uintptr_t)f->from[i] + x + from * next);
    for (uint32_t j = to - from; j > 0; j--, w += 4, at += next)
      sum = vaddq_s32(sum, vmulq_s32(codes_of(at, bits), vldrhq_s32(w)));
  }
  return sum;
}

#define ADD(SUM, CODES, WEIGHTS) SUM = vaddq_s32(SUM, vmulq_s32(CODES, WEIGHTS))

/*
 * A row of three taps under three neighbours, which share what they see: five loads of inputs instead of nine. In assembly because compilers run out of
 * vectors by moving loads forward. What it reads nobody writes in the same function.
 */
#define STEP_X "add %[x], %[x], %[next]\n vldrb.u32 %q[codes], [%[x]]\n"
#define SHARED(SUM, WEIGHT) "vmul.i32 %q[product], %q[codes], %q[" WEIGHT "]\n vadd.i32 %q[" SUM "], %q[" SUM "], %q[product]\n"
#define ADD_SHARED(A, B, C, W, X, NEXT)                                                                                   \
  do {                                                                                                                    \
    int32x4_t w0, w1, w2, codes, product;                                                                                 \
    __asm__("vldrh.s32 %q[w0], [%[w]]\n vldrh.s32 %q[w1], [%[w], #8]\n vldrh.s32 %q[w2], [%[w], #16]\n"                   \
            "vldrb.u32 %q[codes], [%[x]]\n" SHARED("a", "w0")                                                             \
            STEP_X SHARED("a", "w1") SHARED("b", "w0")                                                                    \
            STEP_X SHARED("a", "w2") SHARED("b", "w1") SHARED("c", "w0")                                                  \
            STEP_X SHARED("b", "w2") SHARED("c", "w1")                                                                    \
            STEP_X SHARED("c", "w2")                                                                                      \
            : [a] "+w"(A), [b] "+w"(B), [c] "+w"(C), [w0] "=&w"(w0), [w1] "=&w"(w1), [w2] "=&w"(w2),                      \
              [codes] "=&w"(codes), [product] "=&w"(product), [x] "+l"(X)                                                 \
            : [w] "l"(W), [next] "r"(NEXT));                                                                              \
  } while (0)

/* The same of three pixels that see nothing but the image; `stride` bytes from one to the next. */
BW_INLINE void three_sums(const four *f, uint32_t offset, uint32_t stride, unsigned bits, int32x4_t *sums) {
  const uint32_t width = f->layer->window.kernel_width;
  const uint32_t next = f->layer->window.dilation_x * f->step;
  const uint8_t **from = f->from;
  const uint8_t *which = f->which;
  int32x4_t a = f->outside, b = a, c = a;
  for (uint32_t i = f->height; i > 0; i--) {
    const int16_t *w = f->weights + 4 * width * *which++;
    const uint8_t *x = *from++ + offset;
    uint32_t j = width;
#if BW_SPEED
    if (bits == 8 && j == 3 && stride == next) {
      ADD_SHARED(a, b, c, w, x, next);
      continue;
    }
#endif
    for (; j > 0; j--, w += 4, x += next) {
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

/* All pixels of a row. */
BW_INLINE void four_channels(const four *f, bw_codes_out to, unsigned bits) {
  const bw_depthwise *layer = f->layer;
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t channels = window->in_channels;
  const uint32_t stride = window->stride_x * f->step;
  const uint32_t unit = product->unit;
  const int32_t zero = layer->out.zero_point;
  const uint32_t width = window->out_width;
  const int fast = product->shift == 32;
  const int whole_bytes = layer->out.bits == 8;
  const uint32_t out_step = whole_bytes ? channels : 4;
  const int32_t dilation = window->dilation_x;
  const int32_t extent = (int32_t)window->in_width;
  const int32x4_t bias = vldrwq_s32(product->biases + f->channel);
  const int32x4_t multiplier = vldrwq_s32(product->multipliers + f->channel);
  uint8_t fours[4 * TOGETHER];
  for (uint32_t column = 0; column < width;) {
    uint32_t pixels = 1;
    if (fast && column >= f->whole && column < f->whole_to && f->whole_to - f->whole >= TOGETHER) {
      /* The last three may be some of those before once more. */
      if (column + TOGETHER > f->whole_to) column = f->whole_to - TOGETHER;
      pixels = TOGETHER;
    }
    const uint32_t index = to.first + f->channel + column * channels;
    uint8_t *const out = whole_bytes ? to.bytes + index : fours;
    const int32_t left = (int32_t)(column * window->stride_x) - (int32_t)window->pad_left;
    const uint32_t x = (uint32_t)left * f->step;
    if (pixels == TOGETHER) {
      int32x4_t sums[TOGETHER];
      three_sums(f, x, stride, bits, sums);
      put_fast(sums[0], bias, multiplier, unit, zero, out);
      put_fast(sums[1], bias, multiplier, unit, zero, out + out_step);
      put_fast(sums[2], bias, multiplier, unit, zero, out + 2 * out_step);
    } else {
      uint32_t from = 0, end = window->kernel_width;
      while (from < end && left + (int32_t)from * dilation < 0) from++;
      while (end > from && left + (int32_t)(end - 1) * dilation >= extent) end--;
      const int32x4_t sum = one_sum(f, x, from, end, bits);
      if (fast) {
        put_fast(sum, bias, multiplier, unit, zero, out);
      } else {
        put_any(f, sum, out);
      }
    }
    if (!whole_bytes) bw_put_narrow_fours(to.bytes, index, channels, layer->out.bits, fours, pixels);
    column += pixels;
  }
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
  static void four_##BITS(const void *channels, bw_codes_out out) {                          \
    const four f = *(const four *)channels; /* stores of codes do not change it */           \
    four_channels(&f, out, BITS);                                                            \
  }                                                                                          \
  const bw_depthwise_taps bw_depthwise_taps_##BITS = {four_##BITS};

DEFINE_FOUR(8)
DEFINE_FOUR(4)
DEFINE_FOUR(2)

/* Rows of the kernel that are told apart at once; higher ones are computed code by code. */
#define MOST_ROWS 16u

uint32_t bw_depthwise_fours(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out, void *scratch) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels & ~3u;
  const uint32_t bits = layer->in.bits;
  const uint8_t *from[MOST_ROWS];
  uint8_t which[MOST_ROWS];
  four f;
  bw_lanes at = {layer->product.weights, 0};
  if (window->kernel_height > MOST_ROWS) return 0;
  f.layer = layer;
  f.weights = (const int16_t *)scratch;
  f.height = 0;
  f.from = from;
  f.which = which;
  f.step = window->in_channels * bits / 8u;
  const uint32_t extent = (uint32_t)window->in_width + window->pad_left;
  const uint32_t reach = (window->kernel_width - 1u) * window->dilation_x + 1u;
  f.whole = (window->pad_left + window->stride_x - 1u) / window->stride_x;
  f.whole_to = extent < reach ? 0 : (extent - reach) / window->stride_x + 1u;
  if (f.whole_to > window->out_width) f.whole_to = window->out_width;
  if (f.whole > f.whole_to) f.whole = f.whole_to;
  for (uint32_t i = 0; i < window->kernel_height; i++) {
    if (rows[i].bytes == NULL) continue;
    from[f.height] = rows[i].bytes + (rows[i].first * bits >> 3);
    which[f.height++] = (uint8_t)i;
  }
  for (f.channel = 0; f.channel < channels; f.channel += 4) {
    at = unpack(layer, f.channel, at, (int16_t *)scratch);
    f.outside = vdupq_n_s32(0);
    if (f.height < window->kernel_height && layer->in.zero_point > 0) {
      const int16_t *w = f.weights;
      for (uint32_t i = 0; i < window->kernel_height; i++) {
        for (uint32_t j = 0; j < window->kernel_width; j++, w += 4) {
          if (rows[i].bytes == NULL) f.outside = vaddq_s32(f.outside, vldrhq_s32(w));
        }
      }
      f.outside = vmulq_n_s32(f.outside, layer->in.zero_point);
    }
    layer->taps->fours(&f, out);
    for (uint32_t i = 0; i < f.height; i++) from[i] += bits / 2;
  }
  return channels;
}

#endif
