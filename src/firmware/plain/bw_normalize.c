/* SPDX-License-Identifier: MIT-0 */
#include "bw_normalize.h"

void bw_normalize_codes(const bw_normalization *layer, bw_codes in, bw_codes_out out, uint32_t spans) {
  const uint32_t channels = layer->channels;
  const uint32_t inner = layer->inner;
  const uint32_t elements = layer->pixels * inner;
  const int32_t zero = layer->centred != 0 ? 0 : layer->in.zero_point;
  const int32_t largest = (int32_t)bw_max_code(layer->out.bits);
  const uint64_t epsilon = (uint64_t)layer->epsilon_high << 32 | layer->epsilon_low;
  const int64_t half = (int64_t)1 << (layer->shift - 1);

  for (; spans > 0; spans--) {
    for (uint32_t group = 0; group < channels; group += inner) {
      int32_t sum = 0;
      uint64_t squares = 0;
      for (uint32_t pixel = 0; pixel < layer->pixels; pixel++) {
        const uint32_t first = in.first + pixel * channels + group;
        for (uint32_t i = 0; i < inner; i++) {
          const int32_t code = (int32_t)bw_get_code(in.bytes, first + i, layer->in.bits) - zero;
          sum += code;
          squares += (uint32_t)(code * code);
        }
      }
      if (layer->centred == 0) sum = 0;
      const bw_inverse_root inverse =
          bw_inverse_root_of(elements * squares - (uint64_t)((int64_t)sum * sum) + epsilon);
      const int32_t places = 15 - inverse.h;

      for (uint32_t pixel = 0; pixel < layer->pixels; pixel++) {
        const uint32_t from = in.first + pixel * channels + group;
        const uint32_t to = out.first + pixel * channels + group;
        for (uint32_t i = 0; i < inner; i++) {
          const int32_t code = (int32_t)bw_get_code(in.bytes, from + i, layer->in.bits) - zero;
          const int64_t deviation = (int64_t)elements * code - sum;
          const int32_t normalized = bw_scaled_down(deviation * inverse.reciprocal, places);
          const int64_t scaled = (int64_t)normalized * layer->multipliers[group + i] +
                                 (int64_t)layer->offsets[group + i] * 65536 + half;
          const int64_t y = layer->out.zero_point + (scaled >> layer->shift);
          bw_put_code(out.bytes, to + i, layer->out.bits, (uint32_t)(y < 0 ? 0 : y > largest ? largest : y));
        }
      }
    }
    in.first += layer->pixels * channels;
    out.first += layer->pixels * channels;
  }
}
