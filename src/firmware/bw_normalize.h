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

/* `spans` times the layer's pixels, one after another. The output may be the input itself where both have one width. */
void bw_normalize_codes(const bw_normalization *layer, bw_codes in, bw_codes_out out, uint32_t spans);

BW_END_DECLS

#endif
