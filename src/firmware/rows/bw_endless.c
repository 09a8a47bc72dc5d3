/* SPDX-License-Identifier: MIT-0 */
#include "bw_endless.h"

BW_INLINE uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* `count` codes from code `first` of `from` on to the beginning of `to`, which may be `from` itself. */
static void move_up(const uint8_t *from, uint32_t first, uint8_t *to, uint32_t count, uint32_t bits) {
  if ((first * bits & 7u) == 0) {
    memmove(to, from + (first * bits >> 3), (count * bits + 7u) >> 3);
    return;
  }
  for (uint32_t done = 0; done < count; done += BW_CHUNK) {
    uint8_t codes[BW_CHUNK];
    const uint32_t here = least(count - done, BW_CHUNK);
    bw_unpack(from, first + done, here, bits, codes);
    bw_pack(to, done, here, bits, codes);
  }
}

void bw_keep_rows(const bw_kept_rows *layer, const uint8_t *fresh, const uint8_t *held, uint8_t *out, uint8_t *counter) {
  const uint32_t added = layer->fresh * layer->row_codes;
  const uint32_t kept = (uint32_t)(layer->rows - layer->fresh) * layer->row_codes;
  const bw_codes from = {fresh, 0};
  bw_codes_out to = {out, kept};
  move_up(held, added, out, kept, layer->bits);
  bw_copy(from, to, added, layer->bits);
  if (counter != NULL) {
    const uint32_t all = layer->ends > 0 ? layer->ends : layer->skipped;
    uint32_t count = bw_load_two(counter);
    for (uint32_t y = 0; y < layer->fresh; y++, to.first += layer->row_codes) {
      const int behind = layer->ends > 0 && count == all;
      if (count < layer->skipped || behind) bw_fill(to, layer->row_codes, layer->bits, layer->fill);
      if (count < all) count++;
    }
    bw_store_two(counter, count);
  }
}

void bw_moving_average_rows(const bw_moving_average *average, const uint8_t *fresh, uint8_t *sums, uint8_t *out) {
  const bw_moving_average layer = *average;
  const uint32_t channels = layer.channels;
  const uint32_t size = layer.columns == 1 ? 1 : 2;
  const int32_t zero = layer.in.zero_point;
  uint8_t *totals = sums + ((layer.rows * channels * size + 3u) & ~3u);
  uint8_t *oldest = totals + 4 * channels;
  const uint32_t stored = bw_load_two(oldest);
  const uint32_t first = stored < layer.rows ? stored : 0;
  uint32_t place = first;
  for (uint32_t channel = 0; channel < channels; channel += BW_CHUNK) {
    const uint32_t here = least(channels - channel, BW_CHUNK);
    uint32_t all[BW_CHUNK];
    uint8_t codes[BW_CHUNK];
    for (uint32_t c = 0; c < here; c++) all[c] = bw_load_four(totals + 4 * (channel + c));
    place = first;
    for (uint32_t row = 0; row < layer.fresh; row++) {
      uint8_t *kept = sums + size * (place * channels + channel);
      int32_t row_sums[BW_CHUNK];
      for (uint32_t c = 0; c < here; c++) row_sums[c] = -zero * (int32_t)layer.columns;
      for (uint32_t x = 0; x < layer.columns; x++) {
        bw_unpack(fresh, (row * layer.columns + x) * channels + channel, here, layer.in.bits, codes);
        for (uint32_t c = 0; c < here; c++) row_sums[c] += codes[c];
      }
      for (uint32_t c = 0; c < here; c++, kept += size) {
        if (size == 1) {
          all[c] += (uint32_t)(row_sums[c] - ((int32_t)((*kept + (uint32_t)zero) & 255u) - zero));
          *kept = (uint8_t)((uint32_t)row_sums[c] & 255u);
        } else {
          all[c] += (uint32_t)(row_sums[c] - ((int32_t)(bw_load_two(kept) ^ 0x8000u) - 0x8000));
          bw_store_two(kept, (uint32_t)row_sums[c] & 0xffffu);
        }
      }
      place = place + 1 == layer.rows ? 0 : place + 1;
    }
    for (uint32_t c = 0; c < here; c++) {
      bw_store_four(totals + 4 * (channel + c), all[c]);
      codes[c] = (uint8_t)bw_requantize((int32_t)all[c], layer.multiplier, layer.shift, layer.out.zero_point);
    }
    bw_pack(out, channel, here, layer.out.bits, codes);
  }
  bw_store_two(oldest, place);
}
