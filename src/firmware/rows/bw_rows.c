/* SPDX-License-Identifier: MIT-0 */
#include "bw_rows.h"

uint8_t *bw_ring_row(uint8_t *arena, const bw_tensor *tensor, uint32_t y) {
  return arena + tensor->offset + y % tensor->ring * tensor->row_bytes;
}

void bw_find_rows(const bw_window *window, uint8_t *arena, const bw_tensor *tensor, uint32_t y, bw_codes *rows) {
  int32_t row = (int32_t)(y * window->stride_y) - (int32_t)window->pad_top;
  for (uint32_t i = 0; i < window->kernel_height; i++, row += window->dilation_y) {
    rows[i] = bw_row_inside(arena, tensor, row, window->in_height);
  }
}
