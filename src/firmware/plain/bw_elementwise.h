/* SPDX-License-Identifier: MIT-0 */
/*
 * Layers that compute each code from the codes at its own place: sum, product, table, parametric rectifier, change of
 * scale.
 *
 * Every function takes a run of `count` codes that begins at channel 0 of a pixel. The output may be one of the
 * full-sized inputs itself where both have the same width: codes are read before codes at the same place are written,
 * and never again.
 */
#ifndef BW_ELEMENTWISE_H
#define BW_ELEMENTWISE_H

#include "bw_codes.h"

BW_BEGIN_DECLS

/*
 * y = zy + floor(((a − za)·ma + (b − zb)·mb + 2^(n−1)) / 2^n), one rounding. `narrow`: n ≤ 31 and the numerator is
 * proven to fit 32 bits; then it is a·ma + b·mb + offset with offset = 2^(n−1) − za·ma − zb·mb, which may wrap.
 */
typedef struct {
  int32_t multiplier_a, multiplier_b; /* the sign of a subtraction is in mb */
  int32_t offset;
  uint32_t period; /* b has this many codes and is repeated; 0: b is full-sized */
  bw_format a, b, out;
  uint8_t shift; /* n, 1 … 62 */
  uint8_t narrow;
} bw_sum;

void bw_sum_codes(const bw_sum *layer, bw_codes a, bw_codes b, bw_codes_out out, uint32_t count);

/* y = zy + floor(((a − za)·(b − zb)·m + 2^(n−1)) / 2^n). */
typedef struct {
  const int32_t *multipliers; /* m, one or one a channel */
  uint32_t channels;          /* how many */
  uint32_t period;            /* as in bw_sum */
  bw_format a, b, out;
  uint8_t shift; /* n, 17 … 62 */
} bw_multiplication;

void bw_multiply_codes(const bw_multiplication *layer, bw_codes a, bw_codes b, bw_codes_out out, uint32_t count);

/* y = table[x]; 2^in_bits entries. */
typedef struct {
  const uint8_t *table;
  uint8_t in_bits, out_bits;
} bw_lookup;

void bw_lookup_codes(const bw_lookup *layer, bw_codes in, bw_codes_out out, uint32_t count);

/* y = zy + floor(((x − zx)·m + 2^(n−1)) / 2^n). */
typedef struct {
  const int32_t *multipliers; /* m where x ≥ zx, one or one a channel */
  const int32_t *negative;    /* m where x < zx, as many; NULL: the same */
  uint32_t channels;          /* how many */
  bw_format in, out;
  uint8_t shift; /* n, 17 … 62 */
} bw_rescale;

void bw_rescale_codes(const bw_rescale *layer, bw_codes in, bw_codes_out out, uint32_t count);

BW_END_DECLS

#endif
