/* SPDX-License-Identifier: MIT-0 */
/*
 * Gathers the inputs of one output pixel: with vectors as bytes, one behind the other; else as halfwords, two a word: input k in word (k/2)·stride, in the half that bw_dot.h
 * says. A run of codes is written in ascending order of k; an even one clears
 * the other half of its word.
 */
#include "bw_convolution.h"

/* Writes `count` codes from k on and returns their sum. */
typedef uint32_t expand_run(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                            uint32_t stride);

#if BW_MVE

#include <arm_mve.h>

/* Bytes as they are. Sums are made where they are brought into the order of the weights. */
static BW_NOINLINE uint32_t expand_8(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                                     uint32_t stride) {
  const uint8_t *from = bytes + first;
  uint8_t *to = (uint8_t *)words + k;
  (void)stride;
  for (; count >= 16; count -= 16, from += 16, to += 16) vstrbq_u8(to, vldrbq_u8(from));
  if (count > 0) {
    const mve_pred16_t some = vctp8q(count);
    vstrbq_p_u8(to, vldrbq_z_u8(from, some), some);
  }
  return 0;
}

BW_INLINE uint32_t expand_narrow(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                                 uint32_t bits) {
  uint8_t *to = (uint8_t *)words + k;
  if ((first & 3u) == 0) {
    const uint8_t *from = bytes + (first * bits >> 3);
    if (bits == 4) {
      for (; count >= 16; count -= 16, first += 16, from += 8, to += 16) {
        const uint16x8_t twos = vldrbq_u16(from);
        const uint16x8_t spread = vorrq_u16(twos, vshlq_n_u16(twos, 4));
        vstrbq_u8(to, vandq_u8(vreinterpretq_u8_u16(spread), vdupq_n_u8(15)));
      }
    } else {
      for (; count >= 16; count -= 16, first += 16, from += 4, to += 16) {
        const uint32x4_t fours = vldrbq_u32(from);
        const uint32x4_t twos = vandq_u32(vorrq_u32(fours, vshlq_n_u32(fours, 12)), vdupq_n_u32(0x000f000fu));
        const uint32x4_t spread = vorrq_u32(twos, vshlq_n_u32(twos, 6));
        vstrbq_u8(to, vandq_u8(vreinterpretq_u8_u32(spread), vdupq_n_u8(3)));
      }
    }
  }
  bw_unpack(bytes, first, count, bits, to);
  return 0;
}

static BW_NOINLINE uint32_t expand_4(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                                     uint32_t stride) {
  (void)stride;
  return expand_narrow(bytes, first, count, words, k, 4);
}

static BW_NOINLINE uint32_t expand_2(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                                     uint32_t stride) {
  (void)stride;
  return expand_narrow(bytes, first, count, words, k, 2);
}

static BW_NOINLINE uint32_t expand_fill(uint32_t code, uint32_t count, uint32_t *words, uint32_t k, uint32_t stride) {
  (void)stride;
  memset((uint8_t *)words + k, (int)code, count);
  return 0;
}

static uint32_t whole_8(const bw_codes *rows, uint32_t height, uint32_t offset, uint32_t length, uint32_t *x,
                        uint32_t stride) {
  for (uint32_t i = 0; i < height; i++) expand_8(rows[i].bytes, rows[i].first + offset, length, x, i * length, stride);
  return 0;
}

#else

BW_INLINE uint32_t pair_of(uint32_t even, uint32_t odd) { return even << BW_EVEN_SHIFT | odd << BW_ODD_SHIFT; }

/* The pair of narrow codes that begins at bit `at`. */
BW_INLINE uint32_t spread(uint32_t codes, unsigned at, unsigned bits) {
  const uint32_t mask = (1u << bits) - 1u;
  const uint32_t low = codes >> (BW_EVEN_SHIFT == 0 ? at : at + bits);
  const uint32_t high = codes << (16 - (BW_EVEN_SHIFT == 0 ? at + bits : at));
  return (low | high) & (mask | mask << 16);
}

/* Any run, one code at a time: what the wide loops below cannot take. */
static BW_NOINLINE uint32_t expand_singly(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words,
                                          uint32_t k, uint32_t stride, uint32_t bits) {
  uint32_t sum = 0;
  uint32_t *to = words + (k >> 1) * stride;
  for (uint32_t i = 0; i < count; i++, k++) {
    const uint32_t code = bw_get_code(bytes, first + i, bits);
    sum += code;
    if (k & 1u) {
      *to |= code << BW_ODD_SHIFT;
      to += stride;
    } else {
      *to = code << BW_EVEN_SHIFT;
    }
  }
  return sum;
}

#if BW_DSP && BW_SPEED

/* Two pairs of neighbouring bytes; the sum goes on. */
BW_INLINE uint32_t two_pairs(const uint8_t *from, uint32_t *x, uint32_t stride, uint32_t sum) {
  const uint32_t four = bw_load_four(from);
  const uint32_t even_bytes = bw_even_bytes(four);
  const uint32_t odd_bytes = bw_odd_bytes(four);
  x[0] = bw_low_halves(even_bytes, odd_bytes);
  x[stride] = bw_high_halves(even_bytes, odd_bytes);
  return bw_add_bytes(four, sum);
}

/* Three rows of nine bytes, 3×3 windows over three channels: with rows so short the loops below take longer than the bytes. */
static uint32_t three_nines(const bw_codes *rows, uint32_t offset, uint32_t *x, uint32_t stride) {
  const uint8_t *upper = rows[0].bytes + rows[0].first + offset;
  const uint8_t *middle = rows[1].bytes + rows[1].first + offset;
  const uint8_t *lower = rows[2].bytes + rows[2].first + offset;
  const uint32_t ends = (uint32_t)upper[8] + middle[0] + lower[8];
  uint32_t sum = two_pairs(upper, x, stride, ends);
  x += 2 * stride;
  sum = two_pairs(upper + 4, x, stride, sum);
  x += 2 * stride;
  *x = pair_of(upper[8], middle[0]);
  x += stride;
  sum = two_pairs(middle + 1, x, stride, sum);
  x += 2 * stride;
  sum = two_pairs(middle + 5, x, stride, sum);
  x += 2 * stride;
  sum = two_pairs(lower, x, stride, sum);
  x += 2 * stride;
  sum = two_pairs(lower + 4, x, stride, sum);
  x[2 * stride] = pair_of(lower[8], 0);
  return sum;
}

#endif

/*
 * Bytes of neighbouring taps, row after row. Odd lengths leave a code over at the end of a row, which waits for the
 * first of the next: every word is written once, and everything stays in registers.
 */
static uint32_t whole_8(const bw_codes *rows, uint32_t height, uint32_t offset, uint32_t length, uint32_t *x,
                        uint32_t stride) {
#if BW_DSP && BW_SPEED
  if (height == 3 && length == 9) return three_nines(rows, offset, x, stride);
#endif
  uint32_t sum = 0;
  uint32_t over = 0;
  int odd = 0;
  for (; height > 0; height--, rows++) {
    const uint8_t *from = rows->bytes + rows->first + offset;
    uint32_t count = length;
    if (odd) {
      const uint32_t code = *from++;
      *x = pair_of(over, code);
      x += stride;
      sum += code;
      count--;
      odd = 0;
    }
    for (; count >= 4; count -= 4) {
#if BW_DSP
      const uint32_t four = bw_load_four(from);
      const uint32_t even_bytes = bw_even_bytes(four);
      const uint32_t odd_bytes = bw_odd_bytes(four);
      x[0] = bw_low_halves(even_bytes, odd_bytes);
      x[stride] = bw_high_halves(even_bytes, odd_bytes);
      sum = bw_add_bytes(four, sum);
#else
      x[0] = pair_of(from[0], from[1]);
      x[stride] = pair_of(from[2], from[3]);
      sum += (uint32_t)from[0] + from[1] + from[2] + from[3];
#endif
      x += 2 * stride;
      from += 4;
    }
    if (count & 2u) {
      const uint32_t low = *from++;
      const uint32_t high = *from++;
      *x = pair_of(low, high);
      x += stride;
      sum += low + high;
    }
    if (count & 1u) {
      over = *from;
      sum += over;
      odd = 1;
    }
  }
  if (odd) *x = pair_of(over, 0);
  return sum;
}

BW_INLINE uint32_t expand_8(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                            uint32_t stride) {
  const bw_codes row = {bytes, first};
  if (k & 1u) return expand_singly(bytes, first, count, words, k, stride, 8);
  return whole_8(&row, 1, 0, count, words + (k >> 1) * stride, stride);
}

BW_INLINE uint32_t add_halves(uint32_t pair, uint32_t sum) {
#if BW_DSP
  return (uint32_t)bw_smlad(pair, 0x00010001u, (int32_t)sum);
#else
  return sum + (pair & 0xffffu) + (pair >> 16);
#endif
}

BW_INLINE uint32_t expand_4(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                            uint32_t stride) {
  if ((first | k | count) & 1u) return expand_singly(bytes, first, count, words, k, stride, 4);
  const uint8_t *from = bytes + (first >> 1);
  uint32_t *to = words + (k >> 1) * stride;
  uint32_t sum = 0;
  if (count & 2u) {
    const uint32_t two = *from++;
    *to = spread(two, 0, 4);
    sum = add_halves(*to, sum);
    to += stride;
  }
  for (uint32_t fours = count >> 2; fours > 0; fours--) {
    const uint32_t four = bw_load_two(from);
    const uint32_t pair = spread(four, 0, 4);
    const uint32_t next = spread(four, 8, 4);
    from += 2;
    *to = pair;
    to += stride;
    *to = next;
    to += stride;
    sum = add_halves(pair + next, sum);
  }
  return sum;
}

BW_INLINE uint32_t expand_2(const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t *words, uint32_t k,
                            uint32_t stride) {
  if (((first | count) & 3u) | (k & 1u)) return expand_singly(bytes, first, count, words, k, stride, 2);
  const uint8_t *from = bytes + (first >> 2);
  uint32_t *to = words + (k >> 1) * stride;
  uint32_t sum = 0;
  for (uint32_t fours = count >> 2; fours > 0; fours--) {
    const uint32_t four = *from++;
    const uint32_t pair = spread(four, 0, 2);
    const uint32_t next = spread(four, 4, 2);
    *to = pair;
    to += stride;
    *to = next;
    to += stride;
    sum = add_halves(pair + next, sum);
  }
  return sum;
}

static BW_NOINLINE uint32_t expand_fill(uint32_t code, uint32_t count, uint32_t *words, uint32_t k, uint32_t stride) {
  uint32_t *to = words + (k >> 1) * stride;
  for (const uint32_t end = k + count; k < end; k++) {
    if (k & 1u) {
      *to |= code << BW_ODD_SHIFT;
      to += stride;
    } else {
      *to = code << BW_EVEN_SHIFT;
    }
  }
  return code * count;
}

#endif

/* The inputs of output pixel `column`; the sum of their codes. */
BW_INLINE uint32_t gather(const bw_convolution *layer, const bw_codes *rows, uint32_t column, uint32_t group,
                          uint32_t *x, uint32_t stride, expand_run *expand) {
  const bw_window *window = &layer->window;
  const uint32_t channels = window->in_channels;
  const uint32_t zero = layer->in.zero_point;
  const int32_t left = (int32_t)(column * window->stride_x) - (int32_t)window->pad_left;
  const int32_t width = (int32_t)window->in_width;
  uint32_t k = 0;
  uint32_t sum = 0;
  if (layer->groups == 1 && window->dilation_x == 1) {
    /* The taps of one kernel row lie side by side. */
    const int32_t end = left + (int32_t)window->kernel_width;
    const int32_t from = left < 0 ? 0 : left;
    const int32_t to = end > width ? width : end;
    const uint32_t before = (uint32_t)(from - left) * channels;
    const uint32_t inside = to > from ? (uint32_t)(to - from) * channels : 0;
    const uint32_t length = window->kernel_width * channels;
    for (uint32_t i = 0; i < window->kernel_height; i++) {
      if (rows[i].bytes == NULL || inside == 0) {
        sum += expand_fill(zero, length, x, k, stride);
      } else {
        if (before > 0) sum += expand_fill(zero, before, x, k, stride);
        sum += expand(rows[i].bytes, rows[i].first + (uint32_t)from * channels, inside, x, k + before, stride);
        if (before + inside < length)
          sum += expand_fill(zero, length - before - inside, x, k + before + inside, stride);
      }
      k += length;
    }
  } else {
    const uint32_t count = channels / layer->groups;
    for (uint32_t i = 0; i < window->kernel_height; i++) {
      for (uint32_t j = 0; j < window->kernel_width; j++) {
        const int32_t at = left + (int32_t)(j * window->dilation_x);
        if (rows[i].bytes == NULL || at < 0 || at >= width) {
          sum += expand_fill(zero, count, x, k, stride);
        } else {
          sum += expand(rows[i].bytes, rows[i].first + (uint32_t)at * channels + group * count, count, x, k,
                               stride);
        }
        k += count;
      }
    }
  }
  return sum;
}

#define DEFINE_WHOLE(BITS)                                                                                          \
  static uint32_t whole_##BITS(const bw_codes *rows, uint32_t height, uint32_t offset, uint32_t length, uint32_t *x, \
                               uint32_t stride) {                                                                   \
    uint32_t sum = 0;                                                                                               \
    for (uint32_t i = 0; i < height; i++) {                                                                         \
      sum += expand_##BITS(rows[i].bytes, rows[i].first + offset, length, x, i * length, stride);                   \
    }                                                                                                               \
    return sum;                                                                                                     \
  }

DEFINE_WHOLE(4)
DEFINE_WHOLE(2)

#define DEFINE_GATHER(BITS)                                                                                          \
  static uint32_t any_##BITS(const bw_convolution *layer, const bw_codes *rows, uint32_t column, uint32_t group,    \
                             uint32_t *x, uint32_t stride) {                                                        \
    return gather(layer, rows, column, group, x, stride, expand_##BITS);                                            \
  }                                                                                                                 \
  const bw_gather bw_gather_##BITS = {whole_##BITS, any_##BITS};

DEFINE_GATHER(8)
DEFINE_GATHER(4)
DEFINE_GATHER(2)
