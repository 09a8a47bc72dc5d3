/* SPDX-License-Identifier: MIT-0 */
#include "bw_convolution.h"

#if BW_MVE
#include <arm_mve.h>
#endif

/* What is the same for all blocks of output channels of one convolution group. */
typedef struct {
  const bw_product *product;
  const bw_dot *dot;
  const uint32_t *weights; /* of the group */
  const uint32_t *x;
  uint32_t words;    /* per output channel */
  uint32_t channel;  /* first of the group */
  uint32_t channels; /* of the group */
  uint32_t step;     /* codes from one pixel to the next */
  bw_format format;
  uint8_t *out;
  uint32_t index; /* of the first pixel's first channel of the group */
} block_row;

/* The code of one channel at one pixel, at most 255. */
BW_INLINE uint32_t finish_one(const block_row *row, uint32_t channel, int32_t dot, uint32_t sum) {
  const bw_product *product = row->product;
  const uint32_t at = row->channel + channel;
  const int32_t centred = bw_multiply_subtract(product->weight_zeros[at], sum, dot);
  const int32_t acc = bw_multiply_add(centred, product->unit, product->biases[at]);
  return bw_requantize(acc, product->multipliers[at], product->shift, row->format.zero_point);
}

/* Four codes of `pixels` pixels, a byte each, clamped to 255 only. */
BW_INLINE void store_fours(const block_row *row, uint32_t channel, const uint8_t *fours, uint32_t pixels) {
  uint32_t index = row->index + channel;
  if (row->format.bits < 8) {
    bw_put_narrow_fours(row->out, index, row->step, row->format.bits, fours, pixels);
  } else {
    for (uint32_t p = 0; p < pixels; p++, index += row->step) memcpy(row->out + index, fours + 4 * p, 4);
  }
}

BW_INLINE int32_t one_dot(const block_row *row, const uint32_t *weights, uint32_t channels, uint32_t pixel, uint32_t pixels) {
#if BW_MVE
  return row->dot->one_by_one(weights, channels, row->x, pixel, pixels, row->words);
#else
  return row->dot->one_by_one(weights, channels, row->x + pixel, pixels, row->words);
#endif
}

/* The channels beyond the last block of four, one at a time. */
static BW_NOINLINE void remaining_channels(const block_row *row, uint32_t done, const uint32_t *sums, uint32_t pixels) {
  const uint32_t remaining = row->channels - done;
  const uint32_t limit = bw_max_code(row->format.bits);
  for (uint32_t c = 0; c < remaining; c++) {
    const uint32_t *weights = row->weights + done * row->words + c;
    for (uint32_t p = 0; p < pixels; p++) {
      const int32_t dot = one_dot(row, weights, remaining, p, pixels);
      const uint32_t code = finish_one(row, done + c, dot, sums[p]);
      bw_put_code(row->out, row->index + p * row->step + done + c, row->format.bits, code < limit ? code : limit);
    }
  }
}

#if BW_SPEED

#if BW_MVE

/* Four channels at one pixel in the fast form, from `at` on; VRMULH is floor((a·b + 2^31) / 2^32). */
BW_INLINE void put_fast(const bw_product *product, uint32_t at, const int32_t *dots, uint32_t sum, int32_t zero,
                        uint8_t *out) {
  const uint32x4_t weight_zeros = vldrbq_u32(product->weight_zeros + at);
  const uint32x4_t dot = vreinterpretq_u32_s32(vldrwq_s32(dots));
  const uint32x4_t centred = vmlaq_n_u32(dot, weight_zeros, 0u - sum);
  const uint32x4_t bias = vreinterpretq_u32_s32(vldrwq_s32(product->biases + at));
  const int32x4_t acc = vreinterpretq_s32_u32(vmlaq_n_u32(bias, centred, product->unit));
  const int32x4_t code = vaddq_n_s32(vrmulhq_s32(acc, vldrwq_s32(product->multipliers + at)), zero);
  const uint32x4_t low = vreinterpretq_u32_s32(vminq_s32(vmaxq_s32(code, vdupq_n_s32(0)), vdupq_n_s32(255)));
  vstrbq_u32(out, low);
}

#else

/* Four channels at one pixel in the fast form, from `at` on. */
BW_INLINE uint32_t finish_fast(const bw_product *product, uint32_t at, const int32_t *dots, uint32_t sum, int32_t zero) {
  const uint32_t weight_zeros = bw_load_four(product->weight_zeros + at);
  const int32_t *biases = product->biases + at;
  const int32_t *multipliers = product->multipliers + at;
  const uint32_t unit = product->unit;
  uint32_t four = 0;
  for (unsigned c = 0; c < 4; c++) {
    const int32_t centred = bw_multiply_subtract(weight_zeros >> 8 * c & 255u, sum, dots[c]);
    const int32_t acc = bw_multiply_add(centred, unit, biases[c]);
    four |= bw_clamp_byte(bw_high_word(acc, multipliers[c], zero)) << 8 * c;
  }
  return four;
}

BW_INLINE void put_fast(const bw_product *product, uint32_t at, const int32_t *dots, uint32_t sum, int32_t zero,
                        uint8_t *out) {
  bw_store_four(out, finish_fast(product, at, dots, sum, zero));
}

#endif

#endif

/* All output channels of a group at one pixel. */
static BW_NOINLINE void one_pixel(const block_row *row, uint32_t sum) {
  const uint32_t *weights = row->weights;
  uint32_t done = 0;
#if BW_SPEED
  const int32_t zero = row->format.zero_point;
  const int fast = row->product->shift == 32 && row->format.bits == 8;
  for (; fast && done + 4 <= row->channels; done += 4) {
    int32_t dots[4];
    row->dot->four_by_one(weights, row->x, row->words, dots);
    weights += 4 * row->words;
    put_fast(row->product, row->channel + done, dots, sum, zero, row->out + row->index + done);
  }
#endif
  for (; done + 4 <= row->channels; done += 4) {
    int32_t dots[4];
    uint8_t fours[4];
    row->dot->four_by_one(weights, row->x, row->words, dots);
    weights += 4 * row->words;
    for (uint32_t c = 0; c < 4; c++) fours[c] = (uint8_t)finish_one(row, done + c, dots[c], sum);
    store_fours(row, done, fours, 1);
  }
  if (done < row->channels) remaining_channels(row, done, &sum, 1);
}

#if BW_MVE

/* All output channels of a group at two pixels, in the fast form: n = 32. */
static BW_NOINLINE void two_pixels(const block_row *row, bw_finish *finish, const uint32_t *sums) {
  const bw_product *product = row->product;
  const uint32_t *weights = row->weights;
  const uint32_t words = row->words;
  const uint32_t bits = row->format.bits;
  const int whole_bytes = bits == 8;
  uint8_t fours[8];
  uint32_t done = 0;
  finish->biases = product->biases + row->channel;
  finish->multipliers = product->multipliers + row->channel;
  finish->weight_zeros = product->weight_zeros + row->channel;
  finish->out = whole_bytes ? row->out + row->index : fours;
  finish->step = whole_bytes ? row->step : 4;
  /* What is narrower than a byte goes out block by block. */
  const uint32_t blocks = whole_bytes ? row->channels / 4 : 1;
  finish->sums[0] = 0u - sums[0];
  finish->sums[1] = 0u - sums[1];
  while (done + 4 <= row->channels) {
    finish->blocks = blocks;
    row->dot->by_two(weights, row->x, words, finish);
    weights += 4 * blocks * words;
    if (!whole_bytes) {
      finish->out = fours;
      bw_put_narrow_fours(row->out, row->index + done, row->step, bits, fours, 2);
    }
    done += 4 * blocks;
  }
  if (done < row->channels) remaining_channels(row, done, sums, 2);
}

#else

/* All output channels of a group at three pixels, in the fast form: n = 32. */
static BW_NOINLINE void three_pixels(const block_row *row, bw_finish *finish) {
  const bw_product *product = row->product;
  void (*const by_three)(const uint32_t *, const uint32_t *, uint32_t, bw_finish *) = row->dot->by_three;
  const uint32_t *weights = row->weights;
  const uint32_t words = row->words;
  const uint32_t bits = row->format.bits;
  const int whole_bytes = bits == 8;
  uint8_t fours[12];
  uint32_t done = 0;
  finish->biases = product->biases + row->channel;
  finish->multipliers = product->multipliers + row->channel;
  finish->weight_zeros = product->weight_zeros + row->channel;
  finish->out = whole_bytes ? row->out + row->index : fours;
  finish->step = whole_bytes ? row->step : 4;
  for (; done + 4 <= row->channels; done += 4) {
    by_three(weights, row->x, words, finish);
    if (BW_AT_ONCE < 4) by_three(weights + 2, row->x, words, finish);
    weights += 4 * words;
    if (!whole_bytes) {
      finish->out = fours;
      bw_put_narrow_fours(row->out, row->index + done, row->step, bits, fours, 3);
    }
  }
  if (done < row->channels) remaining_channels(row, done, finish->sums, 3);
}

#endif

/* Which output columns see nothing but pixels of the image, through taps that are neighbours. */
typedef struct {
  uint32_t from, to;
} columns;

static columns whole_columns(const bw_convolution *layer, const bw_codes *rows) {
  const bw_window *window = &layer->window;
  const uint32_t stride = window->stride_x;
  const uint32_t extent = (uint32_t)window->in_width + window->pad_left;
  columns inside = {0, 0};
  if (layer->groups > 1 || window->dilation_x > 1 || extent < window->kernel_width) return inside;
  for (uint32_t i = 0; i < window->kernel_height; i++) {
    if (rows[i].bytes == NULL) return inside;
  }
  inside.from = (window->pad_left + stride - 1) / stride;
  inside.to = (extent - window->kernel_width) / stride + 1;
  if (inside.to > window->out_width) inside.to = window->out_width;
  return inside;
}

void bw_convolution_row(const bw_convolution *layer, const bw_codes *rows, bw_codes_out out, void *scratch) {
  const bw_window *window = &layer->window;
  const bw_product *product = &layer->product;
  const uint32_t height = window->kernel_height;
  const uint32_t row_length = window->kernel_width * (uint32_t)(window->in_channels / layer->groups);
  const uint32_t length = height * row_length;
  const uint32_t lanes = bw_lane_codes(product->weight_bits);
  const columns inside = whole_columns(layer, rows);
  uint32_t *x = (uint32_t *)scratch;
  block_row row;
  bw_finish finish;
  row.product = product;
  row.dot = layer->dot;
  row.x = x;
  row.words = (length + lanes - 1) / lanes;
  row.channels = (uint32_t)(window->out_channels / layer->groups);
  row.step = window->out_channels;
  row.format = layer->out;
  row.out = out.bytes;
  finish.unit = product->unit;
  finish.zero = layer->out.zero_point;
#if BW_MVE
  /* Behind the ordered inputs those of one pixel as they come. Beyond the last input weights are 0, and so must be what is summed up with them. */
  const uint32_t padded = row.words * lanes;
  const uint32_t at_once = window->out_width < 3 || product->shift != 32 ? 1 : 2;
  uint8_t *const codes = (uint8_t *)scratch + at_once * padded;
  uint32_t sums[2];
  /* Whole words of weights in each row, and whole fours of them where rows are more than one, are taken from where they are. */
  const int in_place = layer->in.bits == 8 && row_length % (height == 1 ? lanes : 4 * lanes) == 0;
  memset(codes, 0, padded);
  for (uint32_t group = 0; group < layer->groups; group++) {
    uint32_t pixels = at_once;
    row.channel = group * row.channels;
    row.weights = product->weights + row.channel * row.words;
    row.index = out.first + row.channel;
    for (uint32_t column = 0; column < window->out_width; column += pixels) {
      if (column + 2 > window->out_width) pixels = 1;
      for (uint32_t p = 0; p < pixels; p++) {
        const uint32_t at = column + p;
        const uint32_t offset = (at * window->stride_x - window->pad_left) * window->in_channels;
        const int inside_here = at >= inside.from && at < inside.to;
        if (inside_here && in_place) {
          sums[p] = 0;
          for (uint32_t i = 0; i < height; i++) {
            uint8_t *const to = (uint8_t *)scratch + i * pixels * row_length;
            sums[p] += bw_arrange(layer->dot->order, rows[i].bytes + rows[i].first + offset, row_length / lanes, to, p, pixels);
          }
          continue;
        }
        if (inside_here) {
          layer->gather->whole(rows, height, offset, row_length, (uint32_t *)(void *)codes, 1);
        } else {
          layer->gather->any(layer, rows, at, group, (uint32_t *)(void *)codes, 1);
        }
        sums[p] = bw_arrange(layer->dot->order, codes, row.words, x, p, pixels);
      }
      if (pixels == 1) {
        one_pixel(&row, sums[0]);
      } else {
        two_pixels(&row, &finish, sums);
      }
      row.index += pixels * row.step;
    }
  }
#else
  /* Where the last weight word has lanes to spare its codes are 0, so the inputs there only need to be defined. */
  const uint32_t used = (length + 1) / 2;
  const uint32_t spare_bytes = 4 * (row.words * (lanes / 2) - used);
  /* Layers without the fast form are rare: code of their own for three pixels would be in every firmware for nothing. */
  const uint32_t at_once = window->out_width < 3 || product->shift != 32 ? 1 : 3;
  for (uint32_t group = 0; group < layer->groups; group++) {
    uint32_t pixels = at_once;
    row.channel = group * row.channels;
    row.weights = product->weights + row.channel * row.words;
    row.index = out.first + row.channel;
    memset(x + pixels * used, 0, pixels * spare_bytes);
    for (uint32_t column = 0; column < window->out_width; column += pixels) {
      if (pixels == 3 && column + 3 > window->out_width) {
        pixels = 1;
        memset(x + used, 0, spare_bytes);
      }
      for (uint32_t p = 0; p < pixels; p++) {
        const uint32_t at = column + p;
        if (at >= inside.from && at < inside.to) {
          const uint32_t offset = (at * window->stride_x - window->pad_left) * window->in_channels;
          finish.sums[p] = layer->gather->whole(rows, height, offset, row_length, x + p, pixels);
        } else {
          finish.sums[p] = layer->gather->any(layer, rows, at, group, x + p, pixels);
        }
      }
      if (pixels == 1) {
        one_pixel(&row, finish.sums[0]);
      } else {
        three_pixels(&row, &finish);
      }
      row.index += pixels * row.step;
    }
  }
#endif
}
