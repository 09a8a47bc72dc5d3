/* SPDX-License-Identifier: MIT-0 */
#include "bw_softmax.h"

#define ONE 0x80000000u /* of a mantissa, whose last place is 2^-31 */

static uint32_t high_word(uint32_t a, uint32_t b) { return (uint32_t)((uint64_t)a * b >> 32); }

/* 2^x as a mantissa, x = fraction / 2^32: the polynomial of the seventh degree with the least relative error, 2^-34. */
static uint32_t power_of_two(uint32_t fraction) {
  uint32_t sum = 46022u;
  sum = 308748u + high_word(sum, fraction);
  sum = 2881712u + high_word(sum, fraction);
  sum = 20646516u + high_word(sum, fraction);
  sum = 119196129u + high_word(sum, fraction);
  sum = 515882277u + high_word(sum, fraction);
  sum = 1488522244u + high_word(sum, fraction);
  return ONE + high_word(sum, fraction); /* no carry leaves the word: the coefficients' sum is 2^31 */
}

/* A code so far below the largest has 2^-exponent of its probability; in units of 2^-32. */
static uint64_t exponent_at(const bw_softmax *layer, uint32_t distance) {
  return (uint64_t)layer->fraction * distance + ((uint64_t)(layer->whole * distance) << 32);
}

static uint32_t round_up(uint64_t exponent) { return (uint32_t)((exponent + 0xffffffffu) >> 32); }

/* floor((2^63 - 1) / divisor), divisor ≥ 2^31, bit by bit: a library's division of 64 bits is larger than all of this. */
static uint32_t reciprocal(uint32_t divisor) {
  uint32_t rest = 0x7fffffffu;
  uint32_t quotient = 0;
  for (uint32_t bit = 0; bit < 32; bit++) {
    const uint32_t carry = rest >> 31;
    rest = rest << 1 | 1u;
    quotient <<= 1;
    if (carry != 0 || rest >= divisor) {
      rest -= divisor;
      quotient |= 1u;
    }
  }
  return quotient;
}

void bw_softmax_codes(const bw_softmax *layer, bw_codes in, float *out, uint32_t pixels) {
  const uint32_t channels = layer->channels;
  for (; pixels > 0; pixels--, in.first += channels, out += channels) {
    uint32_t largest = 0;
    for (uint32_t c = 0; c < channels; c++) {
      const uint32_t code = bw_get_code(in.bytes, in.first + c, layer->bits);
      if (code > largest) largest = code;
    }

    /*
     * Powers are mantissa / 2^31 · 2^-down; mantissas wait where the probabilities will be. Their total, in units of 2^-47,
     * has room for 2^16 channels.
     */
    uint64_t total = 0;
    for (uint32_t c = 0; c < channels; c++) {
      const uint64_t exponent = exponent_at(layer, largest - bw_get_code(in.bytes, in.first + c, layer->bits));
      const uint32_t down = round_up(exponent);
      const uint32_t mantissa = power_of_two(0u - (uint32_t)exponent);
      if (down < 48) total += ((uint64_t)mantissa << 16) >> down;
      memcpy(&out[c], &mantissa, sizeof mantissa);
    }

    /* total = high / 2^31 · 2^up; the largest code alone gives 1. */
    uint32_t high = (uint32_t)(total >> 32);
    uint32_t low = (uint32_t)total;
    int32_t up = 16;
    for (; high < ONE; up--) {
      high = high << 1 | low >> 31;
      low <<= 1;
    }
    const uint32_t inverse = reciprocal(high);

    for (uint32_t c = 0; c < channels; c++) {
      const uint64_t exponent = exponent_at(layer, largest - bw_get_code(in.bytes, in.first + c, layer->bits));
      int32_t power = -(int32_t)round_up(exponent) - up;
      uint32_t mantissa;
      memcpy(&mantissa, &out[c], sizeof mantissa);
      mantissa = high_word(mantissa, inverse);
      if (mantissa < ONE) {
        mantissa <<= 1;
        power--;
      }
      /* To 24 bits, half up; the first of them counts as one of the exponent's. */
      const uint32_t rounded = (mantissa >> 8) + (mantissa >> 7 & 1u);
      const uint32_t bits = power < -126 ? 0u : ((uint32_t)(power + 126) << 23) + rounded;
      memcpy(&out[c], &bits, sizeof bits);
    }
  }
}
