/* SPDX-License-Identifier: MIT-0 */
#include "bw_pool.h"

/* The window of one output column: kernel columns from … to lie inside the image. */
typedef struct {
  int32_t left;
  uint32_t from, to;
} span;

static span span_of(const bw_window *window, uint32_t column) {
  span s = {(int32_t)(column * window->stride_x) - (int32_t)window->pad_left, 0, window->kernel_width};
  const int32_t dilation = window->dilation_x;
  while (s.from < s.to && s.left + (int32_t)s.from * dilation < 0) s.from++;
  while (s.to > s.from && s.left + (int32_t)(s.to - 1) * dilation >= (int32_t)window->in_width) s.to--;
  return s;
}

/* The index, within its row, of the first channel under kernel column `j`. */
BW_INLINE uint32_t index_of(const bw_window *window, span s, uint32_t j) {
  return (uint32_t)(s.left + (int32_t)(j * window->dilation_x)) * window->in_channels;
}

BW_INLINE uint32_t chunk_of(uint32_t channels, uint32_t done) {
  return channels - done < BW_CHUNK ? channels - done : BW_CHUNK;
}

void bw_max_pool_row(const bw_max_pool *layer, const bw_codes *rows, bw_codes_out out) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  for (uint32_t column = 0; column < window->out_width; column++) {
    const span s = span_of(window, column);
    for (uint32_t channel = 0; channel < channels; channel += BW_CHUNK) {
      const uint32_t here = chunk_of(channels, channel);
      uint8_t largest[BW_CHUNK];
      int empty = 1;
      memset(largest, layer->fill, sizeof largest);
      for (uint32_t i = 0; i < window->kernel_height; i++) {
        if (rows[i].bytes == NULL) continue;
        for (uint32_t j = s.from; j < s.to; j++) {
          uint8_t codes[BW_CHUNK];
          const uint32_t index = rows[i].first + index_of(window, s, j) + channel;
          bw_unpack(rows[i].bytes, index, here, layer->bits, empty ? largest : codes);
          for (uint32_t c = 0; !empty && c < here; c++) {
            if (codes[c] > largest[c]) largest[c] = codes[c];
          }
          empty = 0;
        }
      }
      bw_pack(out.bytes, out.first + column * channels + channel, here, layer->bits, largest);
    }
  }
}

/* Taps along one axis before `end`; those in front of the image count. */
static uint32_t counted(int32_t first, uint32_t taps, uint32_t dilation, uint32_t end) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < taps; i++) {
    if (first + (int32_t)(i * dilation) < (int32_t)end) count++;
  }
  return count;
}

#if BW_DSP && BW_SPEED

/* So many codes have a sum of 16 bits. */
#define MOST_TAPS 257u

/* The sums of four channels, bytes `index` codes into each row, over `width` columns that lie `step` codes apart. */
static void sum_fours(const bw_codes *rows, uint32_t height, uint32_t index, uint32_t width, uint32_t step,
                      int32_t *sums) {
  uint32_t even = 0, odd = 0;
  for (; height > 0; height--, rows++) {
    if (rows->bytes == NULL) continue;
    const uint8_t *from = rows->bytes + rows->first + index;
    for (uint32_t j = width; j > 0; j--, from += step) {
      const uint32_t four = bw_load_four(from);
      even = bw_add_even_bytes(even, four);
      odd = bw_add_odd_bytes(odd, four);
    }
  }
  sums[0] += (int32_t)(even & 0xffffu);
  sums[1] += (int32_t)(odd & 0xffffu);
  sums[2] += (int32_t)(even >> 16);
  sums[3] += (int32_t)(odd >> 16);
}

#endif

void bw_average_pool_row(const bw_average_pool *layer, const bw_codes *rows, uint32_t y, bw_codes_out out) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  const int32_t zero = layer->in.zero_point;
  const int32_t top = (int32_t)(y * window->stride_y) - (int32_t)window->pad_top;
  uint32_t height = 0;
  if (layer->counted_height > 0) {
    height = counted(top, window->kernel_height, window->dilation_y, layer->counted_height);
  } else {
    for (uint32_t i = 0; i < window->kernel_height; i++) height += rows[i].bytes != NULL;
  }
  for (uint32_t column = 0; column < window->out_width; column++) {
    const span s = span_of(window, column);
    const uint32_t width =
        layer->counted_height > 0
            ? counted(s.left, window->kernel_width, window->dilation_x, layer->counted_width)
            : s.to - s.from;
    const uint32_t count = height * width;
    const int32_t multiplier = count == 0 ? 0 : layer->multipliers[count - layer->least_count];
    for (uint32_t channel = 0; channel < channels; channel += BW_CHUNK) {
      const uint32_t here = chunk_of(channels, channel);
      uint8_t codes[BW_CHUNK];
      int32_t sums[BW_CHUNK];
      uint32_t done = 0;
      uint32_t rows_done = 0;
      memset(sums, 0, sizeof sums);
#if BW_DSP && BW_SPEED
      if (layer->in.bits == 8 && (uint32_t)window->kernel_height * window->kernel_width <= MOST_TAPS) {
        const uint32_t first = index_of(window, s, s.from) + channel;
        const uint32_t step = (uint32_t)window->dilation_x * channels;
        int32_t base = 0;
        for (uint32_t i = 0; i < window->kernel_height; i++) base -= rows[i].bytes == NULL ? 0 : zero;
        base *= (int32_t)(s.to - s.from);
        for (; done + 4 <= here; done += 4) {
          for (uint32_t c = 0; c < 4; c++) sums[done + c] = base;
          sum_fours(rows, window->kernel_height, first + done, s.to - s.from, step, sums + done);
        }
        if (done == here) rows_done = window->kernel_height;
      }
#endif
      for (uint32_t i = rows_done; i < window->kernel_height; i++) {
        if (rows[i].bytes == NULL) continue;
        for (uint32_t j = s.from; j < s.to; j++) {
          bw_unpack(rows[i].bytes, rows[i].first + index_of(window, s, j) + channel, here, layer->in.bits, codes);
          for (uint32_t c = done; c < here; c++) sums[c] += codes[c] - zero;
        }
      }
      for (uint32_t c = 0; c < here; c++) {
        codes[c] = (uint8_t)bw_requantize(sums[c], multiplier, layer->shift, layer->out.zero_point);
      }
      bw_pack(out.bytes, out.first + column * channels + channel, here, layer->out.bits, codes);
    }
  }
}
