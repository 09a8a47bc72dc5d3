/* SPDX-License-Identifier: MIT-0 */
/*
 * Activations: unsigned codes of 2, 4 or 8 bits, NHWC with channels innermost, packed along the whole tensor without
 * gaps, the first code in the least significant bits of the first byte. Neither tensors nor rows need any alignment: a
 * run of codes is a byte address and the index of its first code from there, so that the rows of a 5×5×3 tensor at 2
 * bits may start within a byte. Rows whose first code's index is a multiple of 4 (every row when width·channels is) run
 * at full speed.
 *
 * Bits of the last byte beyond the last code keep what they held.
 */
#ifndef BW_CODES_H
#define BW_CODES_H

#include "bw_target.h"

BW_BEGIN_DECLS

/* Code i of the run is code first + i of `bytes`. `bytes` is NULL for a row that lies outside the image. */
typedef struct {
  const uint8_t *bytes;
  uint32_t first;
} bw_codes;

typedef struct {
  uint8_t *bytes;
  uint32_t first;
} bw_codes_out;

/* real = scale·(code − zero_point); the scale is nobody's business here. */
typedef struct {
  uint8_t bits;
  uint8_t zero_point;
} bw_format;

/* Codes a kernel handles at once where it goes through bytes on the stack. */
#define BW_CHUNK 32u

BW_INLINE uint32_t bw_max_code(uint32_t bits) { return (1u << bits) - 1u; }

BW_INLINE uint32_t bw_get_code(const uint8_t *bytes, uint32_t index, uint32_t bits) {
  const uint32_t bit = index * bits;
  return (uint32_t)bytes[bit >> 3] >> (bit & 7u) & bw_max_code(bits);
}

BW_INLINE void bw_put_code(uint8_t *bytes, uint32_t index, uint32_t bits, uint32_t code) {
  const uint32_t bit = index * bits;
  const uint32_t kept = bytes[bit >> 3] & ~(bw_max_code(bits) << (bit & 7u));
  bytes[bit >> 3] = (uint8_t)(kept | code << (bit & 7u));
}

/*
 * Four codes of each of `pixels` pixels, a byte each, to indices that lie `step` apart, at 4 or 2 bits. Codes above the
 * width's largest become that: bytes come here clamped to 255.
 */
BW_INLINE void bw_put_narrow_fours(uint8_t *bytes, uint32_t index, uint32_t step, uint32_t bits, const uint8_t *fours,
                                   uint32_t pixels) {
  if (((index | step) & 3u) != 0) {
    const uint32_t limits = bw_max_code(bits) * 0x01010101u;
    for (; pixels > 0; pixels--, index += step, fours += 4) {
      const uint32_t four = bw_least_bytes(bw_load_four(fours), limits);
      for (uint32_t c = 0; c < 4; c++) bw_put_code(bytes, index + c, bits, four >> 8 * c & 255u);
    }
  } else if (bits == 4) {
    uint8_t *to = bytes + (index >> 1);
    for (; pixels > 0; pixels--, fours += 4, to += step >> 1) {
      const uint32_t four = bw_least_bytes(bw_load_four(fours), 0x0f0f0f0fu);
      const uint32_t twos = four | four >> 4; /* in bytes 0 and 2 */
      bw_store_two(to, (twos & 0xffu) | (twos >> 8 & 0xff00u));
    }
  } else {
    uint8_t *to = bytes + (index >> 2);
    for (; pixels > 0; pixels--, fours += 4, to += step >> 2) {
      const uint32_t four = bw_least_bytes(bw_load_four(fours), 0x03030303u);
      const uint32_t twos = four | four >> 6; /* in the low halves of bytes 0 and 2 */
      *to = (uint8_t)((twos & 0x0fu) | (twos >> 12 & 0xf0u));
    }
  }
}

/* `count` codes to one byte each. */
void bw_unpack(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, uint8_t *codes);

/* And back. Bytes above the width's largest code become that; the neighbours of the run stay what they are. */
void bw_pack(uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, const uint8_t *codes);

/* `count` codes as they are, between runs that do not overlap. */
void bw_copy(bw_codes from, bw_codes_out to, uint32_t count, uint32_t bits);
void bw_fill(bw_codes_out to, uint32_t count, uint32_t bits, uint32_t code);

BW_END_DECLS

#endif
