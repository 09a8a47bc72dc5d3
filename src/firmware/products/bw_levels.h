/* SPDX-License-Identifier: MIT-0 */
/*
 * Convolutions of one group, and fully connected layers, whose weights lie on levels: a code of 4 or 3 bits is an index into
 * a table of the layer's own, whole numbers of 0 … 255 of which the first is 0. The rest is bw_convolution.h: a level counts
 * as a weight's code there, its channel's zero point included.
 */
#ifndef BW_LEVELS_H
#define BW_LEVELS_H

#include "bw_convolution.h"

BW_BEGIN_DECLS

typedef struct {
  bw_convolution convolution; /* `dot` of levels; of a plain width where `table` is NULL */
  const uint8_t *table;       /* by code */
} bw_levels;

/*
 * Scratch, aligned to 4 bytes: the levels of all pairs of codes, which are written anew for every row, and what the
 * convolution needs behind them, on a multiple of 16 bytes.
 */
#define BW_LEVELS_SCRATCH_BYTES (4 * 256 + 12)

/* bw_convolution_row, of an image's rows at once where the window takes them as one. */
void bw_levels_row(const bw_levels *layer, const bw_codes *rows, bw_codes_out out, void *scratch);

BW_END_DECLS

#endif
