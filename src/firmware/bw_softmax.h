/* The float tail: softmax over the channels of one pixel, on dequantized logits. */
#ifndef BW_SOFTMAX_H
#define BW_SOFTMAX_H

#include "bw_codes.h"

BW_BEGIN_DECLS

typedef struct {
  float scale; /* of the logits; their zero point cancels */
  uint16_t channels;
  uint8_t bits;
} bw_softmax;

/* `pixels` vectors of channels codes to as many vectors of floats that sum to 1. */
void bw_softmax_codes(const bw_softmax *layer, bw_codes in, float *out, uint32_t pixels);

BW_END_DECLS

#endif
