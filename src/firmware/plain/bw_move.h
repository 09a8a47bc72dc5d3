/* SPDX-License-Identifier: MIT-0 */
/*
 * Layers that move codes without arithmetic: concatenation (with a change of scale where an input needs one), slice,
 * padding, resize by repetition, transposition. Codes keep their width. bw_copy and bw_fill of bw_codes.h do the work.
 */
#ifndef BW_MOVE_H
#define BW_MOVE_H

#include "bw_elementwise.h"

BW_BEGIN_DECLS

/*
 * One input of a concatenation: `repeats` runs of `run` codes, one behind the other in the input and `step` codes apart
 * in the output. `rescale` brings them to the output's scale; NULL: copied.
 */
typedef struct {
  const bw_rescale *rescale;
  uint32_t run, repeats, step;
  uint8_t bits; /* of the copy */
} bw_join;

void bw_join_codes(const bw_join *input, bw_codes in, bw_codes_out out);

/* Output pixel x, channel c is input pixel start_x + x·step_x, channel start_channel + c·step_channel of the row. */
typedef struct {
  uint16_t in_channels, out_width, out_channels;
  uint16_t start_x, step_x, start_channel, step_channel;
  uint8_t bits;
} bw_slice;

void bw_slice_row(const bw_slice *layer, bw_codes row, bw_codes_out out);

/* A row outside the input (NULL bytes) is all `fill`. */
typedef struct {
  uint16_t in_width, in_channels;
  uint16_t left, right, channels_before, channels_after;
  uint8_t bits, fill;
} bw_padding;

void bw_pad_row(const bw_padding *layer, bw_codes row, bw_codes_out out);

/* Output pixel x is input pixel columns[x] of the row; which row that is the caller looks up in the same way. */
typedef struct {
  const uint16_t *columns;
  uint16_t out_width, channels;
  uint8_t bits;
} bw_resize;

void bw_resize_row(const bw_resize *layer, bw_codes row, bw_codes_out out);

/* Output axis i has sizes[i] entries that lie strides[i] codes apart in the input. Any rank from 1 to 8. */
typedef struct {
  const uint32_t *sizes, *strides;
  uint8_t rank, bits;
} bw_transpose;

void bw_transpose_codes(const bw_transpose *layer, const uint8_t *in, uint8_t *out);

BW_END_DECLS

#endif
