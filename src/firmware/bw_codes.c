#include "bw_codes.h"

void bw_unpack(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, uint8_t *codes) {
  if (bits == 8) {
    memcpy(codes, bytes + first, count);
    return;
  }
  const uint32_t mask = bw_max_code(bits);
  uint32_t bit = first * bits;
  const uint8_t *at = bytes + (bit >> 3);
  bit &= 7u;
  while (count > 0) {
    uint32_t rest = (uint32_t)*at++ >> bit;
    for (; bit < 8 && count > 0; bit += bits, count--) {
      *codes++ = (uint8_t)(rest & mask);
      rest >>= bits;
    }
    bit = 0;
  }
}

void bw_pack(uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits, const uint8_t *codes) {
  if (bits == 8) {
    memcpy(bytes + first, codes, count);
    return;
  }
  uint32_t bit = first * bits;
  uint8_t *at = bytes + (bit >> 3);
  bit &= 7u;
  while (count > 0) {
    const uint32_t from = bit;
    uint32_t byte = 0;
    for (; bit < 8 && count > 0; bit += bits, count--) byte |= (uint32_t)*codes++ << bit;
    const uint32_t written = (0xffu >> (8u - bit)) & ~((1u << from) - 1u);
    *at = (uint8_t)((*at & ~written) | byte);
    at++;
    bit = 0;
  }
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
