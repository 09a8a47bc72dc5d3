/* SPDX-License-Identifier: MIT-0 */
/*
 * Convolutions and fully connected layers around codes of 16 bits (bw_wide.h), of any kernel, stride, padding, dilation and number of groups; depthwise
 * ones are as many groups as channels. Weights are packed as for 8 bits, and multiplied by the same functions (bw_dot.h).
 *
 *   acc = unit·Σ (w − zw)(x − zx) + bias,   y = zy + floor((acc·m + 2^(n−1)) / 2^n).
 *
 * With the DSP extension, and no vectors, a code of 16 bits is multiplied as it lies in memory, x − 2^15, where 32 bits are proven to hold Σ w·(x − 2^15). Else, where
 * `split` is 1 and on all other cores, its bytes are two sums, Σ w·low and Σ w·high, which 32 bits hold each. acc has 64 bits.
 */
#ifndef BW_WIDE_CONVOLUTION_H
#define BW_WIDE_CONVOLUTION_H

#include "bw_dot.h"
#include "bw_wide.h"

BW_BEGIN_DECLS

typedef struct {
  bw_window window;
  bw_product product;   /* its biases are those above */
  const int32_t *sums;  /* Σ (w − zw), by output channel */
  const bw_dot *dot;    /* of the weights' width */
  uint16_t groups;
  bw_format in, out;
  uint8_t split;
} bw_wide_convolution;

/* Writes the out_width·out_channels codes of one row. `scratch`: the inputs of a pixel twice, as halfwords in whole words of weights; aligned to 4 bytes. */
void bw_wide_convolution_row(const bw_wide_convolution *layer, const bw_codes *rows, bw_codes_out out, void *scratch);

BW_END_DECLS

#endif
