/* SPDX-License-Identifier: MIT-0 */
/*
 * Dot products of packed weights with expanded activations, and the packing itself. The specification of how weights
 * are stored:
 *
 * LANE ORDER. A half of a word is a lane of ⌊16/bits⌋ codes, unsigned; at 5 and 3 bits its uppermost bit is 0. A word
 * holds L = 2·⌊16/bits⌋ codes. Code k of a sequence lies in word k/L; with r = k mod L, its bits start at bit (r/2)·bits
 * in the low half of the word when r is even and in the high half, 16 bits further up, when it is odd. So lane pair j of
 * a word is (r = 2j, r = 2j + 1), and one AND with a shifted operand turns it into two halfwords at every width:
 *   (word >> j·bits) & mask,   mask = 0x00FF00FF, 0x001F001F, 0x000F000F, 0x00070007, 0x00030003 for 8, 5, 4, 3, 2 bits.
 *
 * DENSE LAYERS (convolution, 1×1, fully connected). The weights of output channel n are its K codes in NHWC order
 * (kernel row, kernel column, channel of the group), in lane order, filled with zero codes to whole words: W =
 * ceil(K/L). The output channels of one convolution group are taken four at a time and their words interleaved:
 *   word 0 of channels n, n+1, n+2, n+3, word 1 of the same, …
 * The last block has the 1, 2 or 3 channels that remain, interleaved likewise. Groups follow one another. N·W words in
 * all.
 *
 * LEVELS. Where the codes of a dense layer (4 or 3 bits) stand for levels of a table (bw_levels.h), words and their order
 * are the same, and in each the codes lie one behind the other: with r as above, the bits of code r start at bit r·bits.
 * So a pair of codes is a number of 2·bits bits, the index of a table of pairs.
 *
 * DEPTHWISE LAYERS. One sequence of codes in lane order for the whole layer, filled to whole words at its end. Channels
 * are taken four at a time; a block's codes are, for each tap, kernel column by kernel column and in each row by row:
 * channels c, c+2, c+1, c+3. The last block, if it has m < 4 channels, has for each tap its channels c … c+m−1.
 *
 * Words are stored as uint32_t, so byte order and alignment are the C compiler's business.
 */
#ifndef BW_DOT_H
#define BW_DOT_H

#include "bw_target.h"

BW_BEGIN_DECLS

/* Channels and pixels of a block that is computed at once: with 32 registers, or vectors, twice as many channels. */
#if BW_MVE || (defined(__riscv) && !defined(__riscv_32e))
#define BW_AT_ONCE 4
#else
#define BW_AT_ONCE 2
#endif
#define BW_PIXELS (BW_MVE ? 2u : 3u)

/*
 * What turns the sums of a block into codes: y = zero + floor(((dot − weight_zero·Σx)·unit + bias)·multiplier / 2^32 +
 * 1/2), clamped to a byte. The block of BW_PIXELS pixels does this while its sums are still in registers, and moves the
 * pointers on by its channels.
 */
typedef struct {
  const int32_t *biases;
  const int32_t *multipliers;
  const uint8_t *weight_zeros;
  uint32_t unit;
  int32_t zero;
  uint32_t sums[BW_PIXELS]; /* Σx of each pixel; of vectors −Σx */
  uint8_t *out;             /* the first pixel's codes, a byte each; at any address */
  uint32_t step;            /* bytes to the next pixel's */
#if BW_MVE
  uint32_t blocks; /* of four channels, at least one; 0 when done */
#endif
} bw_finish;

#if BW_MVE

/*
 * How the inputs of a pixel lie for vectors of four words of weights, a byte each: as the bytes of such a vector do, shifted right by what brings the next
 * codes to where the first were. `pattern` are the inputs of the first vector, by their distance from the first input of the four words; each further one
 * of `vectors` begins `step` inputs later. Widths that leave a lane over have it in halfwords: `lone`, eight inputs from the first one on.
 * Vectors lie one behind the other, of one vector all pixels side by side; those of the last words, where fewer than four remain, are as short as they.
 */
typedef struct {
  uint8_t pattern[16];
  uint16_t lone[8];
  uint8_t vectors, step, has_lone;
  uint8_t codes; /* of a word */
} bw_order;

#endif

#if BW_MVE

/*
 * The dot products of one weight width; a layer points to the one it needs and the linker leaves the others out.
 * `words` ≥ 1 is W above. `x` are the inputs of whole weight words in the order of the width, at any address.
 */
typedef struct {
  /* acc[c] = Σ w·x for four interleaved channels and one pixel. */
  void (*four_by_one)(const uint32_t *weights, const void *x, uint32_t words, int32_t *acc);
  /* The codes of finish->blocks times four interleaved channels at two pixels. */
  void (*by_two)(const uint32_t *weights, const void *x, uint32_t words, bw_finish *finish);
  /* One channel of a block of `channels`, one of `pixels`. */
  int32_t (*one_by_one)(const uint32_t *weights, uint32_t channels, const void *x, uint32_t pixel, uint32_t pixels,
                        uint32_t words);
  const bw_order *order;
} bw_dot;

/*
 * Brings the inputs of whole weight words, a byte each, into the order of the width, as pixel number `pixel` of `pixels`; their sum. Writes
 * words·codes bytes for every pixel.
 */
uint32_t bw_arrange(const bw_order *order, const uint8_t *codes, uint32_t words, void *x, uint32_t pixel,
                    uint32_t pixels);

#else

/*
 * The dot products of one weight width; a layer points to the one it needs and the linker leaves the others out.
 * `words` ≥ 1 is W above. `x` are the inputs of whole weight words as halfword pairs: pair k/2 of pixel p at
 * x[(k/2)·stride + p], with the DSP extension the code of the even k in its low half, else in its high half.
 */
typedef struct {
  /* acc[c] = Σ w·x for four interleaved channels and one pixel (stride 1). */
  void (*four_by_one)(const uint32_t *weights, const uint32_t *x, uint32_t words, int32_t *acc);
  /* The codes of the first BW_AT_ONCE of four interleaved channels at three pixels (stride 3). */
  void (*by_three)(const uint32_t *weights, const uint32_t *x, uint32_t words, bw_finish *finish);
  /* One channel of a block of `channels`, one pixel of `stride`. */
  int32_t (*one_by_one)(const uint32_t *weights, uint32_t channels, const uint32_t *x, uint32_t stride, uint32_t words);
} bw_dot;

#endif

extern const bw_dot bw_dot_8;
extern const bw_dot bw_dot_5;
extern const bw_dot bw_dot_4;
extern const bw_dot bw_dot_3;
extern const bw_dot bw_dot_2;

/*
 * Of weights on levels. In front of `x` of pixel 0, which lies on a multiple of 16 bytes, with vectors the levels, 16 bytes; else the table of pairs: for each pair
 * of codes, the even one in the lower bits, its levels in halfwords, the even one's in the low half.
 */
extern const bw_dot bw_dot_levels_4;
extern const bw_dot bw_dot_levels_3;

/* Entries of that table. */
BW_INLINE uint32_t bw_level_pairs(unsigned bits) { return (uint32_t)1 << 2 * bits; }

/* Where the codes of a pair lie in its word: see `x` above. */
#define BW_EVEN_SHIFT (BW_DSP ? 0 : 16)
#define BW_ODD_SHIFT (16 - BW_EVEN_SHIFT)

BW_INLINE unsigned bw_half_shift(uint32_t k) { return (k & 1u) != 0 ? BW_ODD_SHIFT : BW_EVEN_SHIFT; }

/* Codes of a word. */
BW_INLINE uint32_t bw_lane_codes(uint32_t bits) { return 2u * (16u / bits); }

/* A lane pair of a sequence: its codes start at bits `shift` and 16 + `shift` of the word. */
typedef struct {
  const uint32_t *word;
  uint32_t shift;
} bw_lanes;

BW_INLINE bw_lanes bw_lanes_at(const uint32_t *words, uint32_t pair, uint32_t bits) {
  const uint32_t each = 16u / bits;
  const bw_lanes at = {words + pair / each, pair % each * bits};
  return at;
}

/* The next pair: of the next word where no lane of this one is left. */
BW_INLINE bw_lanes bw_next_lanes(bw_lanes at, uint32_t bits) {
  at.shift += bits;
  if (at.shift + bits > 16u) {
    at.shift = 0;
    at.word++;
  }
  return at;
}

BW_END_DECLS

#endif
