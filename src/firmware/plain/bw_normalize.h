/* SPDX-License-Identifier: MIT-0 */
/*
 * Normalization of groups of values: layer, RMS, instance and group normalization. Integers alone, so that every target
 * computes the same codes.
 */
#ifndef BW_NORMALIZE_H
#define BW_NORMALIZE_H

#include "bw_codes.h"

BW_BEGIN_DECLS

/*
 * Of the N codes q of a group: d = N·q − Σq and V = N·Σq² − (Σq)², or without a mean to subtract d = N·(q − zx) and
 * V = N·Σ(q − zx)². With n = d / √max(1, V + epsilon) in units of 2^-16,
 *   y = zy + floor((n·multiplier + offset·2^16 + 2^(shift − 1)) / 2^shift).
 */
typedef struct {
  const int32_t *multipliers; /* one a channel */
  const int32_t *offsets;     /* one a channel */
  uint32_t epsilon_low, epsilon_high;
  uint32_t pixels; /* that are normalized together: 1, or all of the image */
  uint16_t channels;
  uint16_t inner; /* channels of a group */
  bw_format in, out;
  uint8_t shift; /* 17 … 62 */
  uint8_t centred;
} bw_normalization;

/* 1/√value = reciprocal · 2^(h − 31), reciprocal from 2^15 to 2^16. */
typedef struct {
  uint32_t reciprocal;
  int32_t h;
} bw_inverse_root;

BW_INLINE bw_inverse_root bw_inverse_root_of(uint64_t value) {
  bw_inverse_root inverse;
  if (value == 0) value = 1;

  /* 4^h brings the value to 31 or 32 bits. */
  inverse.h = 0;
  for (; value >> 32 != 0; value >>= 2) inverse.h--;
  uint32_t scaled = (uint32_t)value;
  for (; scaled < 0x40000000u; scaled <<= 2) inverse.h++;

  /* The root, bit by bit; half-way goes up. */
  uint32_t root = 0;
  uint32_t rest = scaled;
  for (uint32_t bit = 0x40000000u; bit != 0; bit >>= 2) {
    const uint32_t tried = root + bit;
    root >>= 1;
    if (rest >= tried) {
      rest -= tried;
      root += bit;
    }
  }
  if (rest > root) root++;
  inverse.reciprocal = (0x80000000u + (root >> 1)) / root;
  return inverse;
}

/* value / 2^places, half up; places may be negative. */
BW_INLINE int32_t bw_scaled_down(int64_t value, int32_t places) {
  if (places > 0) return (int32_t)((value + ((int64_t)1 << (places - 1))) >> places);
  return (int32_t)(value * ((int64_t)1 << -places));
}

/* `spans` times the layer's pixels, one after another. The output may be the input itself where both have one width. */
void bw_normalize_codes(const bw_normalization *layer, bw_codes in, bw_codes_out out, uint32_t spans);

BW_END_DECLS

#endif
