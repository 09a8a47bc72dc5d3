/* SPDX-License-Identifier: MIT-0 */
/*
 * LSTM, GRU and RNN: one vector after the other, with a state in between. Integers alone, so that every target computes the same codes.
 *
 * Per row of both matrices, with codes x of the input and h of the step before,
 *   z = floor((Σ (w − zw)(x − zx)·mx + Σ (r − zr)(h − zh)·mh + 2^(shift − 1)) / 2^shift) + bias,   in units of 2^-16,
 * within ±16; gates are sigmoid and tanh of it in units of 2^-15.
 */
#ifndef BW_RECURRENT_H
#define BW_RECURRENT_H

#include "bw_codes.h"
#include "bw_dot.h"

BW_BEGIN_DECLS

/*
 * One matrix. Rows are stored for four units at a time (fewer at the end), and of these gate by gate: the four rows of a gate are a block of
 * interleaved words (bw_dot.h). `multipliers`, `offsets` and `zeros` have one entry a row in that order.
 */
typedef struct {
  const uint32_t *weights;
  const int32_t *multipliers;
  const int32_t *offsets; /* −zx·Σ (w − zw), zx the zero point of what the matrix multiplies */
  const uint8_t *zeros;
  uint16_t columns;
  uint16_t words; /* of a row */
} bw_recurrent_matrix;

typedef struct {
  bw_recurrent_matrix input, hidden;
  const bw_dot *dot;
  const int32_t *biases;         /* by row, as stored */
  const int32_t *hidden_biases;  /* by unit: of a GRU's candidates where their product is reset afterwards; else NULL */
  const uint8_t *initial_codes;  /* of h, [sequences][units]; NULL: 0 */
  const int16_t *initial_state;  /* of what is kept at 16 bits; NULL: 0 */
  int32_t multiplier;            /* from h to codes of the output, with out_shift */
  uint32_t steps;
  uint16_t sequences, units;
  bw_format in, out;
  uint8_t shift;     /* 17 … 62 */
  uint8_t out_shift; /* 17 … 62 */
  uint8_t places;    /* fraction bits of what is kept at 16 bits, 3 … 15 */
  uint8_t reverse;   /* from the last vector to the first */
} bw_recurrent;

/* Gates: z in units of 2^-16, |z| below 2^20 (of a tanh 2^30), the result in units of 2^-15. */
int32_t bw_sigmoid_units(int32_t z);
int32_t bw_tanh_units(int32_t z);

/*
 * [steps][sequences][columns] to [steps][sequences][units]. `scratch`: words for the vectors, expanded to halfwords up to
 * whole words of weights at any width, and a halfword a unit; a GRU that resets the state itself needs that of the units twice.
 *
 * `hidden` and `cell`: what the run before left, where a run begins with it; both NULL where it begins as the layer says. Codes of h,
 * [sequences][units], packed at the output's width from a byte on, apart from the output; and, but for an RNN, what is kept at 16 bits, likewise,
 * low byte first, which is renewed.
 */
void bw_lstm_codes(const bw_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch, const uint8_t *hidden,
                   uint8_t *cell);
void bw_gru_codes(const bw_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch, const uint8_t *hidden,
                  uint8_t *cell);
void bw_rnn_codes(const bw_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch, const uint8_t *hidden,
                  uint8_t *cell);

BW_END_DECLS

#endif
