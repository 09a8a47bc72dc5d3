/* SPDX-License-Identifier: MIT-0 */
/*
 * The numbers of a layer with weights, and the step from its sums to codes.
 *
 *   acc = 2^sum_shift · Σ (w − zw)(x − zx) + bias
 *   y = zy + floor((acc·m + 2^(n−1)) / 2^n) clamped to the output's codes,
 *
 * computed with the zero points hoisted: Σ (w − zw)(x − zx) = Σ w·x − zw·Σx − zx·Σw + K·zw·zx. Σx is shared by all
 * output channels of a pixel and the last two terms are constants, which the generator adds to the bias: `biases` below
 * are bias + 2^sum_shift·(K·zw·zx − zx·Σw). Taps outside the image count as x = zx.
 *
 * Where n < 32 and every acc·2^(32−n) is proven to fit 32 bits, the generator multiplies bias and sum by 2^(32−n) and
 * states n = 32, for which requantization is one instruction. Such a bias wraps modulo 2^32 like every intermediate
 * value here; only acc itself must fit.
 */
#ifndef BW_PRODUCT_H
#define BW_PRODUCT_H

#include "bw_codes.h"

BW_BEGIN_DECLS

typedef struct {
  const uint32_t *weights;    /* as bw_dot.h says */
  const int32_t *biases;      /* by output channel, like the next two */
  const int32_t *multipliers; /* m */
  const uint8_t *weight_zeros;
  uint32_t unit; /* 2^sum_shift */
  uint8_t shift; /* n, 17 … 62 */
  uint8_t weight_bits;
} bw_product;

/*
 * A window over an image, in elements: how convolutions and pools walk. Rows and columns outside the image count as
 * padding.
 */
typedef struct {
  uint16_t in_height, in_width, in_channels;
  uint16_t out_height, out_width, out_channels;
  uint16_t kernel_height, kernel_width;
  uint16_t stride_y, stride_x;
  uint16_t dilation_y, dilation_x;
  uint16_t pad_top, pad_left;
} bw_window;

BW_END_DECLS

#endif
