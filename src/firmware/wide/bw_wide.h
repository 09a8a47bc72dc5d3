/* SPDX-License-Identifier: MIT-0 */
/*
 * Layers around codes of 16 bits, beside others of 8 bits and fewer: sum, product, table, change of scale, padding, pools, normalization.
 *
 * A code of 16 bits lies in memory as an int16, the code less 2^15, at an even address. A run of them has bytes, not codes, in front: `first` is
 * even. Their zero points are multiples of 256, and a bw_format states how many. What moves codes as they are sees bytes.
 *
 * Sums have 64 bits. Every function takes operands of any width, 16 or fewer, and computes what its neighbour for 8 bits does.
 */
#ifndef BW_WIDE_H
#define BW_WIDE_H

#include "bw_move.h"
#include "bw_normalize.h"
#include "bw_pool.h"

BW_BEGIN_DECLS

#define BW_WIDE_OFFSET 32768

BW_INLINE int32_t bw_wide_zero(bw_format format) {
  return format.bits == 16 ? (int32_t)format.zero_point * 256 : format.zero_point;
}

/* Code i of a run. */
BW_INLINE int32_t bw_wide_get(bw_codes run, uint32_t i, uint32_t bits) {
  if (bits == 16) return ((const int16_t *)(const void *)(run.bytes + run.first))[i] + BW_WIDE_OFFSET;
  return (int32_t)bw_get_code(run.bytes, run.first + i, bits);
}

/* The code nearest to a number. */
BW_INLINE void bw_wide_put(bw_codes_out run, uint32_t i, uint32_t bits, int64_t code) {
  const int64_t most = (int64_t)bw_max_code(bits);
  const int32_t kept = (int32_t)(code < 0 ? 0 : code > most ? most : code);
  if (bits == 16) {
    ((int16_t *)(void *)(run.bytes + run.first))[i] = (int16_t)(kept - BW_WIDE_OFFSET);
  } else {
    bw_put_code(run.bytes, run.first + i, bits, (uint32_t)kept);
  }
}

/* floor((acc·multiplier + 2^(shift−1)) / 2^shift), |acc| below 2^47, 17 ≤ shift ≤ 62. */
BW_INLINE int64_t bw_wide_scaled(int64_t acc, int32_t multiplier, unsigned shift) {
  const int64_t whole = acc * (multiplier >> 16) + (acc * (multiplier & 0xffff) >> 16);
  return (whole + ((int64_t)1 << (shift - 17))) >> (shift - 16);
}

void bw_wide_sum_codes(const bw_sum *layer, bw_codes a, bw_codes b, bw_codes_out out, uint32_t count);
void bw_wide_multiply_codes(const bw_multiplication *layer, bw_codes a, bw_codes b, bw_codes_out out, uint32_t count);
void bw_wide_rescale_codes(const bw_rescale *layer, bw_codes in, bw_codes_out out, uint32_t count);

/*
 * Of 8 bits and fewer, y = table[x]. Of 16 bits, with the distance d = |x − zx| and P points an octave, 128 where zx is 0, else 64: points lie at d = 0,
 * 1 … P − 1 and (P + i)·2^k, i from 0 to P − 1; first those for x ≥ zx, then those for x < zx; between two points
 *   v = from + floor(((to − from)·rest + 2^(k−1)) / 2^k),
 * and y = floor((v + 2^(15−bits)) / 2^(16−bits)), at most the output's largest code.
 */
typedef struct {
  const uint16_t *table;
  bw_format in;
  uint8_t out_bits;
} bw_wide_lookup;

void bw_wide_lookup_codes(const bw_wide_lookup *layer, bw_codes in, bw_codes_out out, uint32_t count);

/* As bw_join_codes; `bits` of a copy may be 16. */
void bw_wide_join_codes(const bw_join *input, bw_codes in, bw_codes_out out);

/* A row outside the input (NULL bytes) is all `fill`. */
typedef struct {
  uint16_t in_width, in_channels;
  uint16_t left, right, channels_before, channels_after;
  uint16_t fill;
} bw_wide_padding;

void bw_wide_pad_row(const bw_wide_padding *layer, bw_codes row, bw_codes_out out);

/* `fill` counts 256. */
void bw_wide_max_pool_row(const bw_max_pool *layer, const bw_codes *rows, bw_codes_out out);
void bw_wide_average_pool_row(const bw_average_pool *layer, const bw_codes *rows, uint32_t y, bw_codes_out out);

/* At most 2^14 values are normalized together. */
void bw_wide_normalize_codes(const bw_normalization *layer, bw_codes in, bw_codes_out out, uint32_t spans);

BW_END_DECLS

#endif
