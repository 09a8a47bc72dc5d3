/* SPDX-License-Identifier: MIT-0 */
#include "bw_wide_convolution.h"

/* Output channels whose words are interleaved. */
#define BLOCK 4u

#if BW_MVE
typedef uint8_t operand; /* one behind the other, to be brought into the order of the weights */
#else
typedef uint32_t operand; /* pairs of halfwords */
#endif

/* A pixel's inputs of a group. */
typedef struct {
  uint32_t split; /* whether codes are two bytes */
  int32_t base;   /* what they are less */
  operand *low;   /* all of a code, or its lower byte */
  operand *high;  /* its upper byte */
  int64_t sum;
} bw_gathered;

#if BW_MVE

BW_INLINE void put_half(operand *bytes, uint32_t i, uint32_t byte) { bytes[i] = (uint8_t)byte; }

#else

BW_INLINE void put_half(operand *pairs, uint32_t i, uint32_t half) {
  const unsigned shift = bw_half_shift(i);
  pairs[i >> 1] = (pairs[i >> 1] & ~(0xffffu << shift)) | (half & 0xffffu) << shift;
}

#endif

/* Codes less `base`; what lies outside the image counts as the zero point. */
static void gather(const bw_wide_convolution *layer, const bw_codes *rows, uint32_t column, uint32_t group,
                   bw_gathered *x) {
  const bw_window *window = &layer->window;
  const uint32_t count = (uint32_t)window->in_channels / layer->groups;
  const int32_t base = x->base;
  const int32_t zero = bw_wide_zero(layer->in) - base;
  uint32_t k = 0;
  x->sum = 0;
  for (uint32_t i = 0; i < window->kernel_height; i++) {
    for (uint32_t j = 0; j < window->kernel_width; j++) {
      const int32_t at = (int32_t)(column * window->stride_x + j * window->dilation_x) - (int32_t)window->pad_left;
      const uint32_t inside = rows[i].bytes != NULL && at >= 0 && at < (int32_t)window->in_width;
      const uint32_t first = inside ? (uint32_t)at * window->in_channels + group * count : 0;
      for (uint32_t c = 0; c < count; c++, k++) {
        const int32_t code = inside ? bw_wide_get(rows[i], first + c, layer->in.bits) - base : zero;
        x->sum += code;
        put_half(x->low, k, x->split ? (uint32_t)code & 255u : (uint32_t)code);
        if (x->split) put_half(x->high, k, (uint32_t)(code >> 8));
      }
    }
  }
}

/* Σ w·x of `count` channels of a block. */
static void multiply(const bw_dot *dot, const uint32_t *weights, const operand *x, uint32_t words, uint32_t count,
                     int32_t *sums) {
  if (count == BLOCK) {
    dot->four_by_one(weights, x, words, sums);
  } else {
#if BW_MVE
    for (uint32_t c = 0; c < count; c++) sums[c] = dot->one_by_one(weights + c, count, x, 0, 1, words);
#else
    for (uint32_t c = 0; c < count; c++) sums[c] = dot->one_by_one(weights + c, count, x, 1, words);
#endif
  }
}

void bw_wide_convolution_row(const bw_wide_convolution *layer, const bw_codes *rows, bw_codes_out out, void *scratch) {
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t channels = window->out_channels;
  const uint32_t own = channels / layer->groups;
  const uint32_t length =
      (uint32_t)window->kernel_height * window->kernel_width * ((uint32_t)window->in_channels / layer->groups);
  const uint32_t lanes = bw_lane_codes(product->weight_bits);
  const uint32_t words = (length + lanes - 1u) / lanes;
  const uint32_t halves = words * lanes;
  const uint32_t is_wide = layer->in.bits == 16;
  const uint32_t split = is_wide && (layer->split || !BW_DSP || BW_MVE);
  const int32_t base = is_wide && !split ? BW_WIDE_OFFSET : 0;
  const int64_t in_zero = bw_wide_zero(layer->in) - base;
  const int32_t zero = bw_wide_zero(layer->out);
  operand *const low_x = (operand *)scratch;
  operand *const high_x = low_x + (BW_MVE ? halves : halves / 2u);
  bw_gathered x = {split, base, low_x, high_x, 0};
#if BW_MVE
  /* In the order of the weights, behind them as they come. */
  uint8_t *const low_bytes = low_x + (split ? 2u : 1u) * halves;
  uint8_t *const high_bytes = low_bytes + halves;
#else
  const operand *const low_bytes = low_x, *const high_bytes = high_x;
#endif
  memset(scratch, 0, split ? 4u * halves : 2u * halves);
  for (uint32_t column = 0; column < window->out_width; column++) {
    for (uint32_t group = 0; group < layer->groups; group++) {
      gather(layer, rows, column, group, &x);
#if BW_MVE
      bw_arrange(layer->dot->order, x.low, words, low_bytes, 0, 1);
      if (split) bw_arrange(layer->dot->order, x.high, words, high_bytes, 0, 1);
#endif
      for (uint32_t done = 0; done < own; done += BLOCK) {
        const uint32_t count = own - done < BLOCK ? own - done : BLOCK;
        const uint32_t first = group * own + done;
        const uint32_t *weights = product->weights + first * words;
        int32_t low[BLOCK], high[BLOCK] = {0, 0, 0, 0};
        multiply(layer->dot, weights, low_bytes, words, count, low);
        if (split) multiply(layer->dot, weights, high_bytes, words, count, high);
        for (uint32_t c = 0; c < count; c++) {
          const uint32_t channel = first + c;
          const int64_t sum = (int64_t)high[c] * 256 + low[c] - product->weight_zeros[channel] * x.sum -
                              in_zero * layer->sums[channel];
          const int64_t acc = product->biases[channel] + (int64_t)product->unit * sum;
          const int64_t scaled = bw_wide_scaled(acc, product->multipliers[channel], product->shift);
          bw_wide_put(out, column * channels + channel, layer->out.bits, scaled + zero);
        }
      }
    }
  }
}
