/* SPDX-License-Identifier: MIT-0 */
/*
 * Spiking layers. Spikes are codes of 1 bit. A product with them is a sum: of each spike the weights of its column, so
 * where there is none nothing is done, and nothing is multiplied.
 *
 * Output channels are computed in blocks of BW_SPIKE_BLOCK, the last of which may have fewer. A block's weights lie
 * column by column, k ascending as the taps of a window (rows, columns, channels): the codes of its channels, in words
 * of 2·⌊16/bits⌋ from the least significant bits on at 2, 4 and 8 bits; at 3 and 5 bits in lanes of 16 bits, the lower
 * half first.
 *
 *   sum = Σ (w − zw) over the spikes = Σ w − zw·(number of spikes)
 *
 * Neurons (docs/numerics.md, "Spikes"), with the membrane v in whole numbers of `membrane_bits` bits from −2^(bits − 1)
 * on, stored as codes v + 2^(bits − 1); at 16 bits as v itself in two's complement, the low byte first:
 *
 *   h = floor((v·leak + 2^14) / 2^15) + current,   a spike where h ≥ threshold,
 *
 * behind which v is `value` (h − value where the reset is by it) if there is a spike, else h, saturated. With a delayed
 * reset v is h, and the step after begins with it: where v ≥ threshold, h is `value`, or `value` less.
 */
#ifndef BW_SPIKES_H
#define BW_SPIKES_H

#include "bw_product.h"

BW_BEGIN_DECLS

#define BW_SPIKE_BLOCK 32u

/* What the generator states once for each way in which neurons reset. */
#define BW_RESET_BY 1u
#define BW_RESET_DELAYED 2u

typedef struct {
  const int32_t *thresholds; /* by channel */
  const int32_t *values;     /* by channel; NULL: 0 */
  uint16_t leak;             /* units of 2^-15 */
  uint8_t leak_shift;        /* s where the leak is 1 − 2^-s, else 0 */
  uint8_t reset;
  uint8_t membrane_bits;
} bw_neurons;

typedef struct bw_synapses bw_synapses;

/*
 * Adds up the columns of `count` codes from `first` on into the sums of a block: a function for each width of weights.
 * @param columns of the first code
 * @param words of a column
 * @return the number of spikes
 */
typedef uint32_t bw_add_columns(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns,
                                uint32_t words, int32_t *sums);

bw_add_columns bw_spikes_8;
bw_add_columns bw_spikes_5;
bw_add_columns bw_spikes_4;
bw_add_columns bw_spikes_3;
bw_add_columns bw_spikes_2;

struct bw_synapses {
  bw_window window;
  const uint32_t *weights;
  const uint8_t *zeros; /* by output channel */
  bw_add_columns *add;  /* of the weights' width */
  uint8_t block_words;  /* of a column of a whole block */
  uint8_t last_words;   /* of a column of the last block */
};

/* Neurons behind their synapses. */
typedef struct {
  bw_synapses synapses;
  bw_neurons neurons;
  const int32_t *biases; /* by channel; NULL: 0 */
  const int8_t *shifts;  /* by channel: a current is 2^shift·sum, half up where the shift is negative */
} bw_spiking;

/* Neurons with the codes of their currents. */
typedef struct {
  bw_neurons neurons;
  const int32_t *currents; /* by code */
  bw_format in;
  uint32_t channels; /* 1 where all have one threshold and one value */
} bw_fire;

/* A product that makes codes, as those of bw_product.h. */
typedef struct {
  bw_synapses synapses;
  const int32_t *biases;
  const int32_t *multipliers;
  uint32_t unit;
  bw_format out;
  uint8_t shift;
} bw_spike_product;

/* One output row from the rows under its windows; `membranes` are those of the row, which are renewed in place. */
void bw_spiking_row(const bw_spiking *layer, const bw_codes *rows, bw_codes_out out, bw_codes_out membranes);
void bw_spike_product_row(const bw_spike_product *layer, const bw_codes *rows, bw_codes_out out);

/* `count` neurons, the first of channel 0. */
void bw_fire_codes(const bw_fire *layer, bw_codes in, bw_codes_out out, bw_codes_out membranes, uint32_t count);

/* Spikes as codes of `bits` bits: what 0 and what 1 is. */
void bw_widen_spikes(bw_codes in, bw_codes_out out, uint32_t count, uint32_t bits, uint32_t quiet, uint32_t spike);

BW_END_DECLS

#endif
