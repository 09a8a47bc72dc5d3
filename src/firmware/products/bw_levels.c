/* SPDX-License-Identifier: MIT-0 */
#include "bw_levels.h"

void bw_levels_row(const bw_levels *layer, const bw_codes *rows, bw_codes_out out, void *scratch) {
  const uint32_t bits = layer->convolution.product.weight_bits;
  const uint8_t *const table = layer->table;
  uint32_t *x = (uint32_t *)scratch + 256;
  x += (0u - ((uintptr_t)x >> 2)) & 3u;
  if (table != NULL) {
    const uint32_t codes = (uint32_t)1 << bits;
#if BW_MVE
    memcpy((uint8_t *)x - 16, table, codes);
#else
    uint32_t *pair = x - bw_level_pairs(bits);
    for (uint32_t odd = 0; odd < codes; odd++) {
      const uint32_t high = (uint32_t)table[odd] << 16;
      for (uint32_t even = 0; even < codes; even++) *pair++ = high | table[even];
    }
#endif
  }
  bw_convolution_row(&layer->convolution, rows, out, x);
}
