/* SPDX-License-Identifier: MIT-0 */
/*
 * Depthwise convolution: one input channel an output channel, any kernel, stride, padding and dilation. One output row
 * from pointers to its kernel_height input rows, like bw_convolution.h.
 *
 * Four channels at a time along the whole row. Their weights are unpacked once a row, less their zero points, beside
 * the address of each tap's inputs; a pixel then costs one walk over that table. The table lies column by column, so
 * that at the left and right border the taps inside the image are a part of it; taps of rows outside come last. What
 * lies outside counts as zero and costs only the sum of its weights, and nothing where the input's zero point is 0.
 *
 * With the DSP extension 3×3 windows at stride 1 go column by column: two rows of a column are the halves of a word, so
 * that a window is five multiplications, and two columns finish two pixels.
 *
 * With vectors the four channels are their lanes, and three pixels share each weight that is loaded.
 *
 * The four channels of a pixel must begin on a byte: always so at 8 bits; at 4 and 2 bits where the number of channels
 * is a multiple of 4. Other shapes, and the channels beyond the last four, are computed code by code.
 */
#ifndef BW_DEPTHWISE_H
#define BW_DEPTHWISE_H

#include "bw_product.h"

/*
 * Whether 3×3 windows at stride 1 have a loop of their own: not where code is to be small. Define it as 0 or 1 to
 * override that.
 */
#ifndef BW_COLUMNS
#if BW_DSP && BW_SPEED && !BW_MVE
#define BW_COLUMNS 1
#else
#define BW_COLUMNS 0
#endif
#endif

BW_BEGIN_DECLS

/* One tap of four channels. */
typedef struct {
  uintptr_t x;   /* address of their codes for output column 0; may lie before the row */
  uint32_t even; /* w − zw of channels 0 (low half) and 2 (high half) */
  uint32_t odd;  /* of channels 1 and 3 */
} bw_tap;

/* Neighbouring pixels of four channels that see the same taps. Requantization at shift 32. */
typedef struct {
  const bw_tap *taps;
  const bw_tap *taps_end; /* a multiple of three later */
  uint32_t pixels;        /* at least one */
  uint32_t offset;        /* bytes from a tap's x to its codes for the first pixel, and on to the next */
  uint32_t offset_step;
  uint32_t out_step;
  uint8_t *out; /* one code a byte, any address */
  uint32_t unit;
  int32_t zero;
  int32_t biases[4];
  int32_t multipliers[4];
} bw_depthwise_run;

#if BW_COLUMNS

/* One channel of a 3×3 window, w − zw as halfwords (the first in the low half), and what is known of its next pixels. */
typedef struct {
  uint32_t columns[3]; /* the two upper weights of each kernel column */
  uint32_t last[2];    /* lowest row: the left two, the right two */
  int32_t sums[2];     /* of the next two pixels, from columns already seen */
  int32_t bias, multiplier;
} bw_three_taps;

/*
 * Pixels of four channels under 3×3 windows at stride 1. Columns are taken two at a time; each two finish two pixels,
 * the first of which may lie before the first one wanted: where `gap` or `advance` is smaller for the first two, what
 * is written for those is written over. Both are those of whole pixels, out_step and twice that, from then on.
 */
typedef struct {
  bw_three_taps channels[4];
  const uint8_t *rows[3]; /* column 0 */
  uint32_t offset;        /* bytes from there to the next column; from `limit` on it counts as outside the image */
  uint32_t limit;
  uint32_t step;
  uint8_t *out;  /* one code a byte, any address */
  uint32_t left; /* pixels that are still written, also those that are written over */
  uint32_t gap;     /* bytes from the first of the next two pixels to the second */
  uint32_t advance; /* and to the first of the two after them */
  uint32_t out_step;
  uint32_t outside; /* four codes of what lies outside the image, a byte each */
  uint32_t unit;
  int32_t zero;
} bw_depthwise_three;

#endif

/* The loops over taps, for one width of the input; the linker leaves out the widths that no layer points to. */
typedef struct {
#if BW_MVE
  /* Four channels of a row: bw_depthwise_mve.c. */
  void (*fours)(const void *channels, bw_codes_out out);
#else
  /* sums[c] += Σ (w − zw)·x for four channels. */
  void (*add)(const bw_tap *taps, uint32_t count, uint32_t offset, int32_t *sums);
  void (*run)(const bw_depthwise_run *run);
#if BW_COLUMNS
  void (*three)(bw_depthwise_three *run);
#endif
#endif
} bw_depthwise_taps;

extern const bw_depthwise_taps bw_depthwise_taps_8;
extern const bw_depthwise_taps bw_depthwise_taps_4;
extern const bw_depthwise_taps bw_depthwise_taps_2;

typedef struct {
  bw_window window; /* out_channels = in_channels */
  bw_product product;
  bw_format in, out;
  const bw_depthwise_taps *taps; /* of the input's width */
} bw_depthwise;

#if BW_MVE
/* The channels that come in fours, where those begin on a byte; how many there were. */
uint32_t bw_depthwise_fours(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out, void *scratch);
#endif

/* Scratch: the table, aligned like a pointer; 12 bytes a tap where pointers have 4, and two taps more. */
BW_INLINE size_t bw_depthwise_scratch_bytes(size_t kernel_height, size_t kernel_width) {
  return (kernel_height * kernel_width + 2) * sizeof(bw_tap);
}

void bw_depthwise_row(const bw_depthwise *layer, const bw_codes *rows, bw_codes_out out, void *scratch);

BW_END_DECLS

#endif
