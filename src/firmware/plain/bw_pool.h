/* SPDX-License-Identifier: MIT-0 */
/*
 * Pooling. Windows see only what lies inside the image: a maximum ignores padding, a sum takes it as zero. One output
 * row from pointers to its kernel_height input rows. No scratch.
 */
#ifndef BW_POOL_H
#define BW_POOL_H

#include "bw_product.h"

BW_BEGIN_DECLS

/* Input and output share their format. */
typedef struct {
  bw_window window; /* out_channels = in_channels */
  uint8_t bits;
  uint8_t fill; /* the code of a window without any pixel */
} bw_max_pool;

void bw_max_pool_row(const bw_max_pool *layer, const bw_codes *rows, bw_codes_out out);

/*
 * y = zy + floor((Σ (x − zx)·m + 2^(n−1)) / 2^n), m by the number of pixels that the window counts; zy if it counts
 * none.
 */
typedef struct {
  bw_window window;           /* out_channels = in_channels */
  const int32_t *multipliers; /* m for windows that count `least_count`, `least_count` + 1, … */
  uint16_t least_count;
  /* 0: count pixels inside the image; else taps in rows and columns before these, padding in front included. */
  uint16_t counted_height, counted_width;
  bw_format in, out;
  uint8_t shift; /* n, 17 … 62 */
} bw_average_pool;

/* `y` is the output row's index, which decides how much padding its windows count. */
void bw_average_pool_row(const bw_average_pool *layer, const bw_codes *rows, uint32_t y, bw_codes_out out);

BW_END_DECLS

#endif
