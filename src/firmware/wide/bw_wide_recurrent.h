/* SPDX-License-Identifier: MIT-0 */
/*
 * LSTM, GRU and RNN (bw_recurrent.h) where the input, the hidden state or both have codes of 16 bits (bw_wide.h). Numbers, order and packing are the
 * same, but for `offsets`, which are Σ (w − zw) alone, and `initial_codes`, which are uint16_t. A vector of 16 bits is multiplied byte by byte: two sums,
 * which 32 bits hold each, and what goes into a gate has 64.
 */
#ifndef BW_WIDE_RECURRENT_H
#define BW_WIDE_RECURRENT_H

#include "bw_recurrent.h"
#include "bw_wide.h"

BW_BEGIN_DECLS

typedef struct {
  bw_recurrent layer; /* its initial_codes are not used */
  const uint16_t *initial_codes;
} bw_wide_recurrent;

/*
 * As bw_recurrent.h has them. `scratch`: words for both vectors, each twice, expanded to halfwords up to whole words of weights at any width, and a
 * halfword a unit; a GRU that resets the state itself needs that of the units twice. `hidden` is aligned as its codes want it.
 */
void bw_wide_lstm_codes(const bw_wide_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch,
                        const uint8_t *hidden, uint8_t *cell);
void bw_wide_gru_codes(const bw_wide_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch,
                       const uint8_t *hidden, uint8_t *cell);
void bw_wide_rnn_codes(const bw_wide_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch,
                       const uint8_t *hidden, uint8_t *cell);

BW_END_DECLS

#endif
