/* SPDX-License-Identifier: MIT-0 */
/*
 * The tail of a network: softmax over the channels of one pixel. Probabilities are IEEE-754 binary32 numbers, but computed in
 * integers alone and written as their bits: no compiler, FPU or library of floating point has a say in them.
 */
#ifndef BW_SOFTMAX_H
#define BW_SOFTMAX_H

#include "bw_codes.h"

BW_BEGIN_DECLS

typedef struct {
  /* A code less divides the probability by 2^(whole + fraction / 2^32), which is e^scale; the logits' zero point cancels. */
  uint32_t fraction;
  uint16_t channels;
  uint8_t whole;
  uint8_t bits;
} bw_softmax;

/*
 * `pixels` vectors of channels codes to as many vectors of probabilities, each within 2^-23 of its true value, relatively.
 * Those below the smallest normal number, 2^-126, are 0.
 */
void bw_softmax_codes(const bw_softmax *layer, bw_codes in, float *out, uint32_t pixels);

BW_END_DECLS

#endif
