/* SPDX-License-Identifier: MIT-0 */
/*
 * Rows that never end: what outlives a hop. States are renewed in place; zero bytes, or the code of zero in rows, is
 * what they begin with.
 */
#ifndef BW_ENDLESS_H
#define BW_ENDLESS_H

#include "bw_codes.h"

BW_BEGIN_DECLS

/* The latest `rows` rows of a tensor, of which `fresh` ones are new. No scratch. */
typedef struct {
  uint32_t row_codes; /* width·channels */
  uint16_t rows, fresh;
  uint16_t skipped; /* so many rows of all lie in front of the beginning and become `fill` */
  uint16_t ends;    /* so do those behind so many rows of all; 0: it never ends */
  uint8_t bits, fill;
} bw_kept_rows;

/*
 * `out` becomes the rows of `held` without as many of the oldest as are new, and these behind them; it may be `held`
 * itself. `counter` has the rows until now, as far as they are told apart, 16 bits with the low byte first; NULL where all
 * are alike.
 */
void bw_keep_rows(const bw_kept_rows *layer, const uint8_t *fresh, const uint8_t *held, uint8_t *out, uint8_t *counter);

/*
 * The average of the latest `rows` rows over their columns, `fresh` of them new: y = zy + floor((Σ (x − zx)·m + 2^(n−1)) / 2^n).
 * `sums` holds, low bytes first, Σ (x − zx) over the columns by row (a ring) and channel, in 16 bits, or of rows with one
 * column modulo 256 in 8; from the next multiple of 4 bytes on the total of each channel in 32 bits; then in 16 bits which
 * row is the oldest. No scratch.
 */
typedef struct {
  int32_t multiplier; /* m, which merges 1/(rows·columns) */
  uint16_t rows, fresh, columns, channels;
  bw_format in, out;
  uint8_t shift; /* n, 17 … 62 */
} bw_moving_average;

void bw_moving_average_rows(const bw_moving_average *layer, const uint8_t *fresh, uint8_t *sums, uint8_t *out);

BW_END_DECLS

#endif
