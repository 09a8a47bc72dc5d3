/* SPDX-License-Identifier: MIT-0 */
#include "bw_elementwise.h"

BW_INLINE uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/*
 * The next codes of a full-sized operand, or of one that repeats; in the second case a chunk ends where the period
 * does.
 */
static uint32_t chunk(uint32_t done, uint32_t count, uint32_t period) {
  const uint32_t here = least(count - done, BW_CHUNK);
  return period == 0 ? here : least(here, period - done % period);
}

/*
 * Layers are copied to locals below: stores of bytes may otherwise change them as far as the compiler knows, and every
 * field would be read again for every code. bw_pack clamps to widths below 8.
 */

#if BW_DSP && BW_SPEED

/* Byte `i` of what a code of each operand comes to, in 32 bits. */
BW_INLINE uint32_t narrow_byte(const bw_sum *layer, uint32_t left, uint32_t right, unsigned i) {
  const uint32_t a = left >> 8 * i & 255u;
  const uint32_t b = right >> 8 * i & 255u;
  const int32_t numerator = bw_multiply_add(layer->multiplier_a, a, bw_multiply_add(layer->multiplier_b, b, layer->offset));
  return bw_clamp_byte((numerator >> layer->shift) + layer->out.zero_point) << 8 * i;
}

/* Fours of bytes of two operands without a period, as far as there are four; how many codes. */
static uint32_t sum_narrow_fours(const bw_sum *sum, const uint8_t *a, const uint8_t *b, uint8_t *out, uint32_t count) {
  const bw_sum layer = *sum;
  const uint32_t whole = count & ~3u;
  for (const uint8_t *end = a + whole; a != end; a += 4, b += 4, out += 4) {
    const uint32_t left = bw_load_four(a);
    const uint32_t right = bw_load_four(b);
    const uint32_t low = narrow_byte(&layer, left, right, 0) | narrow_byte(&layer, left, right, 1);
    bw_store_four(out, low | narrow_byte(&layer, left, right, 2) | narrow_byte(&layer, left, right, 3));
  }
  return whole;
}

#endif

void bw_sum_codes(const bw_sum *sum, bw_codes a, bw_codes b, bw_codes_out out, uint32_t count) {
  const bw_sum layer = *sum;
  const int32_t zero = layer.out.zero_point;
  uint8_t left[BW_CHUNK];
  uint8_t right[BW_CHUNK];
  uint32_t done = 0;
#if BW_DSP && BW_SPEED
  if (layer.narrow && layer.period == 0 && layer.a.bits == 8 && layer.b.bits == 8 && layer.out.bits == 8) {
    done = sum_narrow_fours(sum, a.bytes + a.first, b.bytes + b.first, out.bytes + out.first, count);
  }
#endif
  while (done < count) {
    const uint32_t here = chunk(done, count, layer.period);
    bw_unpack(a.bytes, a.first + done, here, layer.a.bits, left);
    bw_unpack(b.bytes, b.first + (layer.period == 0 ? done : done % layer.period), here, layer.b.bits, right);
    if (layer.narrow) {
      const uint32_t ma = (uint32_t)layer.multiplier_a;
      const uint32_t mb = (uint32_t)layer.multiplier_b;
      for (uint32_t i = 0; i < here; i++) {
        const int32_t numerator = bw_multiply_add(left[i], ma, bw_multiply_add(right[i], mb, layer.offset));
        left[i] = (uint8_t)bw_clamp_byte((numerator >> layer.shift) + zero);
      }
    } else {
      const int64_t half = INT64_C(1) << (layer.shift - 1);
      for (uint32_t i = 0; i < here; i++) {
        const int64_t numerator = (int64_t)(left[i] - layer.a.zero_point) * layer.multiplier_a +
                                  (int64_t)(right[i] - layer.b.zero_point) * layer.multiplier_b + half;
        const int64_t code = (numerator >> layer.shift) + zero;
        left[i] = (uint8_t)(code < 0 ? 0 : code > 255 ? 255 : code);
      }
    }
    bw_pack(out.bytes, out.first + done, here, layer.out.bits, left);
    done += here;
  }
}

void bw_multiply_codes(const bw_multiplication *multiplication, bw_codes a, bw_codes b, bw_codes_out out,
                       uint32_t count) {
  const bw_multiplication layer = *multiplication;
  const int32_t a_zero = layer.a.zero_point;
  const int32_t b_zero = layer.b.zero_point;
  const int32_t zero = layer.out.zero_point;
  uint8_t left[BW_CHUNK];
  uint8_t right[BW_CHUNK];
  uint32_t channel = 0;
  for (uint32_t done = 0; done < count;) {
    const uint32_t here = chunk(done, count, layer.period);
    bw_unpack(a.bytes, a.first + done, here, layer.a.bits, left);
    bw_unpack(b.bytes, b.first + (layer.period == 0 ? done : done % layer.period), here, layer.b.bits, right);
    for (uint32_t i = 0; i < here; i++) {
      const int32_t product = (left[i] - a_zero) * (right[i] - b_zero);
      left[i] = (uint8_t)bw_requantize(product, layer.multipliers[channel], layer.shift, zero);
      if (++channel == layer.channels) channel = 0;
    }
    bw_pack(out.bytes, out.first + done, here, layer.out.bits, left);
    done += here;
  }
}

void bw_lookup_codes(const bw_lookup *lookup, bw_codes in, bw_codes_out out, uint32_t count) {
  const bw_lookup layer = *lookup;
  uint8_t codes[BW_CHUNK];
  for (uint32_t done = 0; done < count; done += BW_CHUNK) {
    const uint32_t here = least(count - done, BW_CHUNK);
    bw_unpack(in.bytes, in.first + done, here, layer.in_bits, codes);
    for (uint32_t i = 0; i < here; i++) codes[i] = layer.table[codes[i]];
    bw_pack(out.bytes, out.first + done, here, layer.out_bits, codes);
  }
}

void bw_rescale_codes(const bw_rescale *rescale, bw_codes in, bw_codes_out out, uint32_t count) {
  const bw_rescale layer = *rescale;
  const int32_t *negative = layer.negative == NULL ? layer.multipliers : layer.negative;
  const int32_t in_zero = layer.in.zero_point;
  const int32_t zero = layer.out.zero_point;
  uint8_t codes[BW_CHUNK];
  uint32_t channel = 0;
  for (uint32_t done = 0; done < count; done += BW_CHUNK) {
    const uint32_t here = least(count - done, BW_CHUNK);
    bw_unpack(in.bytes, in.first + done, here, layer.in.bits, codes);
    for (uint32_t i = 0; i < here; i++) {
      const int32_t difference = codes[i] - in_zero;
      const int32_t multiplier = difference < 0 ? negative[channel] : layer.multipliers[channel];
      codes[i] = (uint8_t)bw_requantize(difference, multiplier, layer.shift, zero);
      if (++channel == layer.channels) channel = 0;
    }
    bw_pack(out.bytes, out.first + done, here, layer.out.bits, codes);
  }
}
