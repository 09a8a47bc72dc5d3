/* SPDX-License-Identifier: MIT-0 */
#include "bw_wide.h"

void bw_wide_sum_codes(const bw_sum *sum, bw_codes a, bw_codes b, bw_codes_out out, uint32_t count) {
  const bw_sum layer = *sum;
  const int32_t a_zero = bw_wide_zero(layer.a);
  const int32_t b_zero = bw_wide_zero(layer.b);
  const int32_t zero = bw_wide_zero(layer.out);
  const int64_t half = (int64_t)1 << (layer.shift - 1);
  for (uint32_t i = 0, j = 0; i < count; i++) {
    const int64_t numerator = (int64_t)(bw_wide_get(a, i, layer.a.bits) - a_zero) * layer.multiplier_a +
                              (int64_t)(bw_wide_get(b, j, layer.b.bits) - b_zero) * layer.multiplier_b + half;
    bw_wide_put(out, i, layer.out.bits, (numerator >> layer.shift) + zero);
    if (++j == layer.period) j = 0;
  }
}

void bw_wide_multiply_codes(const bw_multiplication *multiplication, bw_codes a, bw_codes b, bw_codes_out out,
                            uint32_t count) {
  const bw_multiplication layer = *multiplication;
  const int32_t a_zero = bw_wide_zero(layer.a);
  const int32_t b_zero = bw_wide_zero(layer.b);
  const int32_t zero = bw_wide_zero(layer.out);
  uint32_t channel = 0;
  for (uint32_t i = 0, j = 0; i < count; i++) {
    const int64_t product =
        (int64_t)(bw_wide_get(a, i, layer.a.bits) - a_zero) * (bw_wide_get(b, j, layer.b.bits) - b_zero);
    bw_wide_put(out, i, layer.out.bits, bw_wide_scaled(product, layer.multipliers[channel], layer.shift) + zero);
    if (++channel == layer.channels) channel = 0;
    if (++j == layer.period) j = 0;
  }
}

void bw_wide_rescale_codes(const bw_rescale *rescale, bw_codes in, bw_codes_out out, uint32_t count) {
  const bw_rescale layer = *rescale;
  const int32_t *negative = layer.negative == NULL ? layer.multipliers : layer.negative;
  const int32_t in_zero = bw_wide_zero(layer.in);
  const int32_t zero = bw_wide_zero(layer.out);
  uint32_t channel = 0;
  for (uint32_t i = 0; i < count; i++) {
    const int32_t difference = bw_wide_get(in, i, layer.in.bits) - in_zero;
    const int32_t multiplier = difference < 0 ? negative[channel] : layer.multipliers[channel];
    bw_wide_put(out, i, layer.out.bits, bw_wide_scaled(difference, multiplier, layer.shift) + zero);
    if (++channel == layer.channels) channel = 0;
  }
}

/* The point at or in front of a distance; `places` says how far the next one lies, 2^places. */
BW_INLINE uint32_t point_at(uint32_t distance, uint32_t octave, uint32_t *places) {
  uint32_t k = 0;
  while (distance >> k >= (uint32_t)2 << octave) k++;
  *places = k;
  return (k << octave) + (distance >> k);
}

void bw_wide_lookup_codes(const bw_wide_lookup *lookup, bw_codes in, bw_codes_out out, uint32_t count) {
  const bw_wide_lookup layer = *lookup;
  const int32_t zero = bw_wide_zero(layer.in);
  const uint32_t octave = zero == 0 ? 7 : 6;
  const uint32_t down = 16u - layer.out_bits;
  const int32_t half = down == 0 ? 0 : (int32_t)1 << (down - 1);
  uint32_t places;
  const uint16_t *below = layer.table + point_at(65535u - (uint32_t)zero, octave, &places) + 2;
  for (uint32_t i = 0; i < count; i++) {
    const int32_t code = bw_wide_get(in, i, layer.in.bits);
    if (layer.in.bits != 16) {
      bw_wide_put(out, i, layer.out_bits, layer.table[code]);
      continue;
    }
    const uint32_t distance = (uint32_t)(code < zero ? zero - code : code - zero);
    const uint16_t *point = (code < zero ? below : layer.table) + point_at(distance, octave, &places);
    const int32_t rest = (int32_t)(distance & (((uint32_t)1 << places) - 1u));
    const int32_t rounding = places == 0 ? 0 : (int32_t)1 << (places - 1u);
    const int32_t value = point[0] + ((((int32_t)point[1] - point[0]) * rest + rounding) >> places);
    bw_wide_put(out, i, layer.out_bits, (value + half) >> down);
  }
}

void bw_wide_join_codes(const bw_join *join, bw_codes in, bw_codes_out out) {
  const bw_join input = *join;
  const bw_rescale *rescale = input.rescale;
  const uint32_t in_bits = rescale == NULL ? input.bits : rescale->in.bits;
  const uint32_t out_bits = rescale == NULL ? input.bits : rescale->out.bits;
  for (uint32_t i = 0; i < input.repeats; i++) {
    if (rescale != NULL) {
      bw_wide_rescale_codes(rescale, in, out, input.run);
    } else {
      bw_copy(in, out, input.bits == 16 ? 2u * input.run : input.run, input.bits == 16 ? 8 : input.bits);
    }
    in.first += in_bits == 16 ? 2u * input.run : input.run;
    out.first += out_bits == 16 ? 2u * input.step : input.step;
  }
}

static void fill_codes(bw_codes_out out, uint32_t from, uint32_t count, uint32_t code) {
  for (uint32_t i = 0; i < count; i++) bw_wide_put(out, from + i, 16, (int64_t)code);
}

void bw_wide_pad_row(const bw_wide_padding *padding, bw_codes row, bw_codes_out out) {
  const bw_wide_padding layer = *padding;
  const uint32_t channels = (uint32_t)layer.channels_before + layer.in_channels + layer.channels_after;
  const uint32_t width = (uint32_t)layer.left + layer.in_width + layer.right;
  fill_codes(out, 0, width * channels, layer.fill);
  for (uint32_t x = 0; row.bytes != NULL && x < layer.in_width; x++) {
    const uint32_t to = (layer.left + x) * channels + layer.channels_before;
    memcpy(out.bytes + out.first + 2u * to, row.bytes + row.first + 2u * x * layer.in_channels, 2u * layer.in_channels);
  }
}

/* The column under kernel column `j` of an output column; whether it lies inside the image, the caller asks. */
BW_INLINE int32_t column_under(const bw_window *window, uint32_t column, uint32_t j) {
  return (int32_t)(column * window->stride_x + j * window->dilation_x) - (int32_t)window->pad_left;
}

void bw_wide_max_pool_row(const bw_max_pool *layer, const bw_codes *rows, bw_codes_out out) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  for (uint32_t column = 0; column < window->out_width; column++) {
    for (uint32_t c = 0; c < channels; c++) {
      int32_t largest = -1;
      for (uint32_t i = 0; i < window->kernel_height; i++) {
        if (rows[i].bytes == NULL) continue;
        for (uint32_t j = 0; j < window->kernel_width; j++) {
          const int32_t x = column_under(window, column, j);
          if (x < 0 || x >= (int32_t)window->in_width) continue;
          const int32_t code = bw_wide_get(rows[i], (uint32_t)x * channels + c, 16);
          if (code > largest) largest = code;
        }
      }
      bw_wide_put(out, column * channels + c, 16, largest < 0 ? (int32_t)layer->fill * 256 : largest);
    }
  }
}

void bw_wide_average_pool_row(const bw_average_pool *layer, const bw_codes *rows, uint32_t y, bw_codes_out out) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  const int32_t in_zero = bw_wide_zero(layer->in);
  const int32_t zero = bw_wide_zero(layer->out);
  const int32_t top = (int32_t)(y * window->stride_y) - (int32_t)window->pad_top;
  const uint32_t counts_padding = layer->counted_height > 0;
  for (uint32_t column = 0; column < window->out_width; column++) {
    for (uint32_t c = 0; c < channels; c++) {
      int64_t sum = 0;
      uint32_t count = 0;
      for (uint32_t i = 0; i < window->kernel_height; i++) {
        const int32_t row = top + (int32_t)(i * window->dilation_y);
        for (uint32_t j = 0; j < window->kernel_width; j++) {
          const int32_t x = column_under(window, column, j);
          const uint32_t inside = rows[i].bytes != NULL && x >= 0 && x < (int32_t)window->in_width;
          if (inside) sum += bw_wide_get(rows[i], (uint32_t)x * channels + c, layer->in.bits) - in_zero;
          count += counts_padding ? row < (int32_t)layer->counted_height && x < (int32_t)layer->counted_width : inside;
        }
      }
      const int32_t multiplier = count == 0 ? 0 : layer->multipliers[count - layer->least_count];
      bw_wide_put(out, column * channels + c, layer->out.bits, bw_wide_scaled(sum, multiplier, layer->shift) + zero);
    }
  }
}

void bw_wide_normalize_codes(const bw_normalization *layer, bw_codes in, bw_codes_out out, uint32_t spans) {
  const uint32_t channels = layer->channels;
  const uint32_t inner = layer->inner;
  const uint32_t elements = layer->pixels * inner;
  const int32_t in_zero = layer->centred != 0 ? 0 : bw_wide_zero(layer->in);
  const int32_t zero = bw_wide_zero(layer->out);
  const uint64_t epsilon = (uint64_t)layer->epsilon_high << 32 | layer->epsilon_low;
  const int64_t half = (int64_t)1 << (layer->shift - 1);
  for (uint32_t span = 0; span < spans; span++) {
    for (uint32_t group = 0; group < channels; group += inner) {
      const uint32_t first = span * layer->pixels * channels + group;
      int64_t sum = 0;
      uint64_t squares = 0;
      for (uint32_t pixel = 0; pixel < layer->pixels; pixel++) {
        for (uint32_t i = 0; i < inner; i++) {
          const int64_t code = bw_wide_get(in, first + pixel * channels + i, layer->in.bits) - in_zero;
          sum += code;
          squares += (uint64_t)(code * code);
        }
      }
      if (layer->centred == 0) sum = 0;
      const bw_inverse_root inverse = bw_inverse_root_of(elements * squares - (uint64_t)(sum * sum) + epsilon);
      const int32_t places = 15 - inverse.h;
      for (uint32_t pixel = 0; pixel < layer->pixels; pixel++) {
        for (uint32_t i = 0; i < inner; i++) {
          const uint32_t at = first + pixel * channels + i;
          const int64_t code = bw_wide_get(in, at, layer->in.bits) - in_zero;
          const int32_t normalized = bw_scaled_down(((int64_t)elements * code - sum) * inverse.reciprocal, places);
          const int64_t scaled = (int64_t)normalized * layer->multipliers[group + i] +
                                 (int64_t)layer->offsets[group + i] * 65536 + half;
          bw_wide_put(out, at, layer->out.bits, zero + (scaled >> layer->shift));
        }
      }
    }
  }
}
