/* SPDX-License-Identifier: MIT-0 */
/*
 * What the target offers. One source serves every core: the few primitives below have a portable C form and a form for
 * cores with the DSP extension (Cortex-M4, M7, M33 with DSP), which is chosen by the compiler's feature macro. Both
 * compute the same integers.
 *
 * The DSP form loads and stores words and halfwords of activations at any address: unaligned access must not trap
 * (CCR.UNALIGN_TRP is 0 after reset) and activations must lie in normal memory, as RAM and FLASH are.
 *
 * Define BW_DSP as 0 or 1 to override the choice; 1 needs a compiler that understands GNU inline assembly.
 *
 * Assumed of every compiler: two's complement, and right shifts of negative numbers that keep the sign.
 */
#ifndef BW_TARGET_H
#define BW_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef BW_DSP
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && defined(__GNUC__)
#define BW_DSP 1
#else
#define BW_DSP 0
#endif
#endif

/*
 * Whether there are vectors of integers (Helium: Cortex-M52, M55, M85), beside the DSP extension. Whatever starts the processor must have switched
 * them on like a floating-point unit (CPACR). Define it as 0 to do without; 1 needs a compiler that understands GNU inline assembly.
 */
#ifndef BW_MVE
#if defined(__ARM_FEATURE_MVE) && BW_DSP && !(defined(__ARM_BIG_ENDIAN) && __ARM_BIG_ENDIAN)
#define BW_MVE 1
#else
#define BW_MVE 0
#endif
#endif

/* Whether the processor multiplies 32 bits by 32 to 64; Cortex-M0, M0+ and M1 do not. Define it as 0 or 1 to override that. */
#ifndef BW_LONG_MULTIPLY
#if defined(__ARM_ARCH_6M__)
#define BW_LONG_MULTIPLY 0
#else
#define BW_LONG_MULTIPLY 1
#endif
#endif

/* Whether most instructions reach eight registers alone, as those of Cortex-M0, M0+, M1 and M23. */
#ifndef BW_FEW_REGISTERS
#if defined(__thumb__) && !defined(__thumb2__)
#define BW_FEW_REGISTERS 1
#else
#define BW_FEW_REGISTERS 0
#endif
#endif

/* Whether loops may have forms of their own for speed: not where code is to be small. Define it as 0 or 1 to override that. */
#ifndef BW_SPEED
#ifdef __OPTIMIZE_SIZE__
#define BW_SPEED 0
#else
#define BW_SPEED 1
#endif
#endif

/* Byte `i` of a word in memory, counted from the least significant. */
#ifndef BW_BIG_ENDIAN
#if defined(__BYTE_ORDER__) && defined(__ORDER_BIG_ENDIAN__)
#define BW_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#else
#define BW_BIG_ENDIAN 0
#endif
#endif
#define BW_BYTE(i) (BW_BIG_ENDIAN ? 3u - (i) : (i))

#if defined(__GNUC__)
#define BW_INLINE static inline __attribute__((always_inline))
#define BW_NOINLINE __attribute__((noinline))
#define BW_UNUSED __attribute__((unused))
#define BW_ALIGNED(bytes) __attribute__((aligned(bytes)))
#else
#define BW_INLINE static inline
#define BW_NOINLINE
#define BW_UNUSED
#define BW_ALIGNED(bytes) /* define it as your compiler writes it, if uint8_t arrays are not aligned to 4 bytes anyway */
#endif

#ifdef __cplusplus
#define BW_BEGIN_DECLS extern "C" {
#define BW_END_DECLS }
#else
#define BW_BEGIN_DECLS
#define BW_END_DECLS
#endif

/* a·b + c and c − a·b, wrapping like the processor's own: intermediate values may leave 32 bits, final ones do not. */
BW_INLINE int32_t bw_multiply_add(int32_t a, uint32_t b, int32_t c) {
  return (int32_t)((uint32_t)a * b + (uint32_t)c);
}

BW_INLINE int32_t bw_multiply_subtract(uint32_t a, uint32_t b, int32_t c) {
  return (int32_t)((uint32_t)c - a * b);
}

#if BW_DSP

/* acc + low(a)·low(b) + high(a)·high(b), halfwords signed. */
BW_INLINE int32_t bw_smlad(uint32_t a, uint32_t b, int32_t acc) {
  int32_t sum;
  __asm__("smlad %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(acc));
  return sum;
}

/* Bytes 0 and 2, or 1 and 3, as halfwords. */
BW_INLINE uint32_t bw_even_bytes(uint32_t four) {
  uint32_t pair;
  __asm__("uxtb16 %0, %1" : "=r"(pair) : "r"(four));
  return pair;
}

BW_INLINE uint32_t bw_odd_bytes(uint32_t four) {
  uint32_t pair;
  __asm__("uxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(four));
  return pair;
}

/* pair + those halfwords, halfword by halfword. */
BW_INLINE uint32_t bw_add_even_bytes(uint32_t pair, uint32_t four) {
  uint32_t sum;
  __asm__("uxtab16 %0, %1, %2" : "=r"(sum) : "r"(pair), "r"(four));
  return sum;
}

BW_INLINE uint32_t bw_add_odd_bytes(uint32_t pair, uint32_t four) {
  uint32_t sum;
  __asm__("uxtab16 %0, %1, %2, ror #8" : "=r"(sum) : "r"(pair), "r"(four));
  return sum;
}

/* (low(a), low(b)) and (high(a), high(b)). */
BW_INLINE uint32_t bw_low_halves(uint32_t a, uint32_t b) {
  uint32_t pair;
  __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(pair) : "r"(a), "r"(b));
  return pair;
}

BW_INLINE uint32_t bw_high_halves(uint32_t a, uint32_t b) {
  uint32_t pair;
  __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(pair) : "r"(b), "r"(a));
  return pair;
}

/* acc + low(a)·low(b) and acc + high(a)·high(b). */
BW_INLINE int32_t bw_multiply_low(uint32_t a, uint32_t b, int32_t acc) {
  int32_t sum;
  __asm__("smlabb %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(acc));
  return sum;
}

BW_INLINE int32_t bw_multiply_high(uint32_t a, uint32_t b, int32_t acc) {
  int32_t sum;
  __asm__("smlatt %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(acc));
  return sum;
}

/* Halfword by halfword. */
BW_INLINE uint32_t bw_subtract_halves(uint32_t a, uint32_t b) {
  uint32_t pair;
  __asm__("ssub16 %0, %1, %2" : "=r"(pair) : "r"(a), "r"(b));
  return pair;
}

/* sum + the four bytes. */
BW_INLINE uint32_t bw_add_bytes(uint32_t four, uint32_t sum) {
  uint32_t result;
  __asm__("usada8 %0, %1, %2, %3" : "=r"(result) : "r"(four), "r"(0), "r"(sum));
  return result;
}

/* Each byte of `four`, but at most the same byte of `limits`. */
BW_INLINE uint32_t bw_least_bytes(uint32_t four, uint32_t limits) {
  uint32_t result;
  __asm__("usub8 %0, %1, %2\n\tsel %0, %2, %1" : "=&r"(result) : "r"(four), "r"(limits) : "cc");
  return result;
}

/* offset + floor((acc·multiplier + 2^31) / 2^32): one SMMLAR. */
BW_INLINE int32_t bw_high_word(int32_t acc, int32_t multiplier, int32_t offset) {
  int32_t result;
  __asm__("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(acc), "r"(multiplier), "r"(offset));
  return result;
}

/* clamp(value, 0, 255). */
BW_INLINE uint32_t bw_clamp_byte(int32_t value) {
  uint32_t result;
  __asm__("usat %0, #8, %1" : "=r"(result) : "r"(value));
  return result;
}

/* Four bytes, the first in the least significant place, at any address. */
BW_INLINE uint32_t bw_load_four(const uint8_t *bytes) {
  uint32_t four;
  memcpy(&four, bytes, 4);
  return four;
}

BW_INLINE void bw_store_four(uint8_t *bytes, uint32_t four) { memcpy(bytes, &four, 4); }

BW_INLINE uint32_t bw_load_two(const uint8_t *bytes) {
  uint16_t two;
  memcpy(&two, bytes, 2);
  return two;
}

BW_INLINE void bw_store_two(uint8_t *bytes, uint32_t value) {
  const uint16_t two = (uint16_t)value;
  memcpy(bytes, &two, 2);
}

#else

BW_INLINE int32_t bw_signed_half(uint32_t half) { return (int32_t)((half & 0xffffu) ^ 0x8000u) - 0x8000; }

BW_INLINE int32_t bw_multiply_low(uint32_t a, uint32_t b, int32_t acc) {
  return acc + bw_signed_half(a) * bw_signed_half(b);
}

BW_INLINE int32_t bw_multiply_high(uint32_t a, uint32_t b, int32_t acc) {
  return acc + bw_signed_half(a >> 16) * bw_signed_half(b >> 16);
}

BW_INLINE uint32_t bw_subtract_halves(uint32_t a, uint32_t b) {
  return ((a - b) & 0xffffu) | ((a >> 16) - (b >> 16)) << 16;
}

BW_INLINE uint32_t bw_even_bytes(uint32_t four) { return four & 0x00ff00ffu; }

BW_INLINE uint32_t bw_odd_bytes(uint32_t four) { return four >> 8 & 0x00ff00ffu; }

BW_INLINE uint32_t bw_least_bytes(uint32_t four, uint32_t limits) {
  uint32_t result = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    const uint32_t value = (four >> shift) & 255u;
    const uint32_t limit = (limits >> shift) & 255u;
    result |= (value < limit ? value : limit) << shift;
  }
  return result;
}

#if BW_LONG_MULTIPLY

BW_INLINE int32_t bw_high_word(int32_t acc, int32_t multiplier, int32_t offset) {
  const int64_t product = (int64_t)acc * multiplier;
  return offset + (int32_t)(product >> 32) + (int32_t)((uint32_t)product >> 31);
}

#else

/* From four products of halfwords: a library's function for all 64 bits takes more than twice as many instructions. */
BW_INLINE int32_t bw_high_word(int32_t acc, int32_t multiplier, int32_t offset) {
  const int32_t a = acc >> 16, m = multiplier >> 16;
  const uint32_t low_a = (uint32_t)acc & 0xffffu, low_m = (uint32_t)multiplier & 0xffffu;
  const int32_t upper = a * (int32_t)low_m + (int32_t)(low_a * low_m >> 16);
  const int32_t middle = (int32_t)low_a * m + (upper & 0xffff);
  return offset + a * m + (upper >> 16) + (((middle >> 15) + 1) >> 1);
}

#endif

#if defined(__ARM_FEATURE_SAT) && defined(__GNUC__)

/* Cortex-M3 saturates all the same. */
BW_INLINE uint32_t bw_clamp_byte(int32_t value) {
  uint32_t result;
  __asm__("usat %0, #8, %1" : "=r"(result) : "r"(value));
  return result;
}

#else

BW_INLINE uint32_t bw_clamp_byte(int32_t value) {
  if ((uint32_t)value <= 255u) return (uint32_t)value;
  return value < 0 ? 0u : 255u;
}

#endif

BW_INLINE uint32_t bw_load_two(const uint8_t *bytes) { return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8; }

BW_INLINE uint32_t bw_load_four(const uint8_t *bytes) { return bw_load_two(bytes) | bw_load_two(bytes + 2) << 16; }

BW_INLINE void bw_store_two(uint8_t *bytes, uint32_t value) {
  bytes[0] = (uint8_t)(value & 255u);
  bytes[1] = (uint8_t)(value >> 8 & 255u);
}

BW_INLINE void bw_store_four(uint8_t *bytes, uint32_t four) {
  bw_store_two(bytes, four & 0xffffu);
  bw_store_two(bytes + 2, four >> 16);
}

#endif

/*
 * offset + floor((acc·multiplier + 2^(shift−1)) / 2^shift), clamped to 0 … 255. 17 ≤ shift ≤ 62. The only clamp before
 * a code is narrowed to its width. The quotient may need 46 bits, hence the comparisons at 64.
 */
BW_INLINE uint32_t bw_requantize(int32_t acc, int32_t multiplier, unsigned shift, int32_t offset) {
  if (shift == 32) return bw_clamp_byte(bw_high_word(acc, multiplier, offset));
  const int64_t rounded = (((int64_t)acc * multiplier + (INT64_C(1) << (shift - 1))) >> shift) + offset;
  return rounded < 0 ? 0u : rounded > 255 ? 255u : (uint32_t)rounded;
}

#endif
