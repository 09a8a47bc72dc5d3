/* SPDX-License-Identifier: MIT-0 */
/*
 * Convolution: any kernel, stride, padding, dilation and number of groups; 1×1 convolutions and fully connected layers
 * are the same function (a vector is one pixel of K channels under a 1×1 kernel). Depthwise layers have their own:
 * bw_depthwise.h.
 *
 * One output row from pointers to its kernel_height input rows: a layer is a loop over rows, a stream of layers the
 * same over ring buffers. Each pixel's inputs are gathered once as halfwords, or bytes, and shared by all output
 * channels; three pixels, or two, share each unpacked weight.
 */
#ifndef BW_CONVOLUTION_H
#define BW_CONVOLUTION_H

#include "bw_dot.h"
#include "bw_product.h"

BW_BEGIN_DECLS

typedef struct bw_convolution bw_convolution;

/*
 * Gathering the inputs of one output pixel as halfword pairs, `stride` words apart, for the dot products; both return
 * the sum of the codes; with vectors as bytes, one behind the other, and 0. A pair for each width of the input; the linker leaves out those that no layer points to.
 */
typedef struct {
  /* `length` neighbouring codes from `offset` on in each of the `height` rows, all of which are there. */
  uint32_t (*whole)(const bw_codes *rows, uint32_t height, uint32_t offset, uint32_t length, uint32_t *x,
                    uint32_t stride);
  /* Any window: at the borders, dilated, of a group. */
  uint32_t (*any)(const bw_convolution *layer, const bw_codes *rows, uint32_t column, uint32_t group, uint32_t *x,
                  uint32_t stride);
} bw_gather;

extern const bw_gather bw_gather_8;
extern const bw_gather bw_gather_4;
extern const bw_gather bw_gather_2;

struct bw_convolution {
  bw_window window;
  bw_product product;
  uint16_t groups;
  bw_format in, out;
  const bw_dot *dot; /* of the weights' width */
  const bw_gather *gather; /* of the input's width */
};

/*
 * Scratch, aligned to 4 bytes: the gathered inputs of three pixels (of one where a row has fewer than three), in whole
 * weight words; with vectors those of two, as bytes, and what is brought into their order.
 * @param per_channel weights of one output channel
 */
BW_INLINE size_t bw_convolution_scratch_bytes(size_t per_channel, size_t weight_bits, size_t out_width) {
  const size_t lanes = bw_lane_codes((uint32_t)weight_bits);
  const size_t padded = (per_channel + lanes - 1) / lanes * lanes;
  return 2 * padded * (out_width < 3 ? 1 : 3);
}

/* Writes the out_width·out_channels codes of one row. `scratch` as above; input, output and scratch do not overlap. */
void bw_convolution_row(const bw_convolution *layer, const bw_codes *rows, bw_codes_out out, void *scratch);

BW_END_DECLS

#endif
