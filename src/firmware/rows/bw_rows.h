/* SPDX-License-Identifier: MIT-0 */
/*
 * Where the rows of a tensor lie. A tensor is held whole, packed along its extent without gaps (bw_codes.h), or as a
 * ring of its latest rows, each of which begins on a byte. Kernels see rows alone, so one function that computes a row
 * serves both. Tensors are told by their place in the arena, which so may be the caller's.
 */
#ifndef BW_ROWS_H
#define BW_ROWS_H

#include "bw_product.h"

BW_BEGIN_DECLS

typedef struct {
  uint32_t offset;    /* of row 0 in the arena, bytes */
  uint32_t row_codes; /* width·channels */
  uint32_t ring;      /* rows held; row y lies at (y mod ring)·row_bytes. 0: all of them */
  uint32_t row_bytes; /* of a ring */
} bw_tensor;

/* Row `y` of a ring of several rows. */
uint8_t *bw_ring_row(uint8_t *arena, const bw_tensor *tensor, uint32_t y);

BW_INLINE bw_codes_out bw_row_out(uint8_t *arena, const bw_tensor *tensor, uint32_t y) {
  bw_codes_out row;
  row.bytes = tensor->ring > 1 ? bw_ring_row(arena, tensor, y) : arena + tensor->offset;
  row.first = tensor->ring > 0 ? 0 : y * tensor->row_codes;
  return row;
}

BW_INLINE bw_codes bw_row(uint8_t *arena, const bw_tensor *tensor, uint32_t y) {
  const bw_codes_out place = bw_row_out(arena, tensor, y);
  bw_codes row;
  row.bytes = place.bytes;
  row.first = place.first;
  return row;
}

/* The place `codes` further on. */
BW_INLINE bw_codes_out bw_codes_after(bw_codes_out run, uint32_t codes) {
  run.first += codes;
  return run;
}

/* Row `y`, or a row of no bytes where the image has none. */
BW_INLINE bw_codes bw_row_inside(uint8_t *arena, const bw_tensor *tensor, int32_t y, uint32_t height) {
  bw_codes row = {NULL, 0};
  if (y >= 0 && (uint32_t)y < height) row = bw_row(arena, tensor, (uint32_t)y);
  return row;
}

/* As bw_window_rows, for every window. */
void bw_find_rows(const bw_window *window, uint8_t *arena, const bw_tensor *tensor, uint32_t y, bw_codes *rows);

/*
 * The rows under the kernel rows of output row `y`: rows[i] under kernel row i. `rows` has kernel_height entries. Windows
 * and tensors are constants, so a compiler keeps what a single row takes, or a call: no layer has a loop of its own.
 */
BW_INLINE void bw_window_rows(const bw_window *window, uint8_t *arena, const bw_tensor *tensor, uint32_t y,
                              bw_codes *rows) {
  const uint32_t last = (window->out_height - 1u) * window->stride_y;
  if (window->kernel_height == 1 && window->pad_top == 0 && last < window->in_height) {
    rows[0] = bw_row(arena, tensor, y * window->stride_y);
  } else {
    bw_find_rows(window, arena, tensor, y, rows);
  }
}

/*
 * With BW_TRACE defined, whoever links the model receives every row once it is computed: `count` codes of `bits` bits
 * (32: floats) from code `first` of `bytes` on, row `y` of the layer at `step` of the execution order.
 */
#ifdef BW_TRACE
void bw_trace_row(uint32_t step, uint32_t y, const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits);
#define BW_TRACE_ROW(step, y, row, count, bits) bw_trace_row(step, y, (row).bytes, (row).first, count, bits)
#else
#define BW_TRACE_ROW(step, y, row, count, bits) ((void)0)
#endif

BW_END_DECLS

#endif
