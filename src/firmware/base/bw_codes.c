/* SPDX-License-Identifier: MIT-0 */
#include "bw_codes.h"

/* Four codes narrower than a byte, from where a multiple of four begins, to a byte each. */
BW_INLINE uint32_t four_bytes(const uint8_t *bytes, uint32_t index, uint32_t bits) {
  if (bits == 4) {
    const uint32_t four = bw_load_two(bytes + (index >> 1));
    const uint32_t twos = (four | four << 8) & 0x00ff00ffu;
    return (twos | twos << 4) & 0x0f0f0f0fu;
  }
  const uint32_t four = bytes[index >> 2];
  const uint32_t twos = (four | four << 12) & 0x000f000fu;
  return (twos | twos << 6) & 0x03030303u;
}

void bw_unpack(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, uint8_t *codes) {
  if (bits == 8) {
    memcpy(codes, bytes + first, count);
    return;
  }
  if ((first & 3u) == 0) {
    for (; count >= 4; count -= 4, first += 4, codes += 4) bw_store_four(codes, four_bytes(bytes, first, bits));
  }
  for (; count > 0; count--, first++) *codes++ = (uint8_t)bw_get_code(bytes, first, bits);
}

void bw_pack(uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, const uint8_t *codes) {
  if (bits == 8) {
    memcpy(bytes + first, codes, count);
    return;
  }
  if ((first & 3u) == 0) {
    const uint32_t fours = count / 4;
    bw_put_narrow_fours(bytes, first, 4, bits, codes, fours);
    first += 4 * fours;
    codes += 4 * fours;
    count -= 4 * fours;
  }
  const uint32_t limit = bw_max_code(bits);
  for (; count > 0; count--, first++, codes++) bw_put_code(bytes, first, bits, *codes < limit ? *codes : limit);
}

void bw_copy(bw_codes from, bw_codes_out to, uint32_t count, uint32_t bits) {
  const uint32_t aligned = 8u / bits - 1u;
  uint32_t done = 0;
  if (((from.first | to.first) & aligned) == 0) {
    done = count & ~aligned;
    memcpy(to.bytes + (to.first * bits >> 3), from.bytes + (from.first * bits >> 3), done * bits >> 3);
  }
  while (done < count) {
    uint8_t codes[BW_CHUNK];
    const uint32_t here = count - done < BW_CHUNK ? count - done : BW_CHUNK;
    bw_unpack(from.bytes, from.first + done, here, bits, codes);
    bw_pack(to.bytes, to.first + done, here, bits, codes);
    done += here;
  }
}

void bw_fill(bw_codes_out to, uint32_t count, uint32_t bits, uint32_t code) {
  uint8_t codes[BW_CHUNK];
  memset(codes, (int)code, sizeof codes);
  for (uint32_t done = 0; done < count; done += BW_CHUNK) {
    bw_pack(to.bytes, to.first + done, count - done < BW_CHUNK ? count - done : BW_CHUNK, bits, codes);
  }
}
