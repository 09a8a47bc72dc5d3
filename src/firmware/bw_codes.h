/*
 * Activations: unsigned codes of 2, 4 or 8 bits, NHWC with channels innermost, packed along the whole tensor without gaps, the first code in the
 * least significant bits of the first byte. Neither tensors nor rows need any alignment: a run of codes is a byte address and the
 * index of its first code from there, so that the rows of a 5×5×3 tensor at 2 bits may start within a byte. Rows whose first code's
 * index is a multiple of 4 (every row when width·channels is) run at full speed.
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

/* Four codes, one a byte of `four`, to an index that is a multiple of 4 (any index at 8 bits). */
BW_INLINE void bw_put_four(uint8_t *bytes, uint32_t index, uint32_t bits, uint32_t four) {
  if (bits == 8) {
    bw_store_four(bytes + index, four);
  } else if (bits == 4) {
    const uint32_t pairs = four | four >> 4;
    bw_store_two(bytes + (index >> 1), (pairs & 0xffu) | (pairs >> 8 & 0xff00u));
  } else {
    const uint32_t pairs = four | four >> 6;
    bytes[index >> 2] = (uint8_t)((pairs & 0x0fu) | (pairs >> 12 & 0xf0u));
  }
}

/* `count` codes to one byte each, and back; the inverse leaves the neighbours of the run alone. */
void bw_unpack(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, uint8_t *codes);
void bw_pack(uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, const uint8_t *codes);

/* `count` codes as they are, between runs that do not overlap. */
void bw_copy(bw_codes from, bw_codes_out to, uint32_t count, uint32_t bits);
void bw_fill(bw_codes_out to, uint32_t count, uint32_t bits, uint32_t code);

BW_END_DECLS

#endif
