/* SPDX-License-Identifier: MIT-0 */
#include "bw_recurrent.h"

/* Units whose rows are interleaved. */
#define BLOCK 4u
/* What goes into a gate ends within ±16, in units of 2^-16. */
#define GATE_LIMIT 0xfffff
#define HALF_UNIT 0x4000

/* (sigmoid(i / 16) − 1/2)·2^16. */
static const uint16_t sigmoid_table[257] = {
    0, 1024, 2045, 3063, 4075, 5079, 6073, 7056, 8025, 8980, 9919, 10840, 11743, 12625, 13486, 14326, 15143, 15936,
    16706, 17452, 18173, 18870, 19542, 20189, 20813, 21411, 21986, 22538, 23066, 23571, 24054, 24516, 24956, 25376,
    25776, 26157, 26519, 26864, 27191, 27502, 27797, 28076, 28341, 28592, 28830, 29055, 29268, 29470, 29660, 29840,
    30010, 30170, 30322, 30465, 30600, 30727, 30847, 30960, 31067, 31167, 31262, 31351, 31435, 31515, 31589, 31659,
    31726, 31788, 31846, 31901, 31953, 32002, 32048, 32091, 32132, 32170, 32206, 32240, 32271, 32301, 32329, 32356,
    32381, 32404, 32426, 32447, 32466, 32484, 32501, 32517, 32532, 32547, 32560, 32573, 32584, 32596, 32606, 32616,
    32625, 32634, 32642, 32649, 32657, 32663, 32670, 32676, 32681, 32686, 32691, 32696, 32700, 32704, 32708, 32712,
    32715, 32718, 32721, 32724, 32727, 32729, 32732, 32734, 32736, 32738, 32740, 32741, 32743, 32745, 32746, 32747,
    32749, 32750, 32751, 32752, 32753, 32754, 32755, 32755, 32756, 32757, 32758, 32758, 32759, 32759, 32760, 32760,
    32761, 32761, 32762, 32762, 32762, 32763, 32763, 32763, 32764, 32764, 32764, 32764, 32765, 32765, 32765, 32765,
    32765, 32766, 32766, 32766, 32766, 32766, 32766, 32766, 32766, 32767, 32767, 32767, 32767, 32767, 32767, 32767,
    32767, 32767, 32767, 32767, 32767, 32767, 32767, 32767, 32767, 32767, 32767, 32768, 32768, 32768, 32768, 32768,
    32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768,
    32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768,
    32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768,
    32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768};

/* sigmoid(z) − 1/2 in units of 2^-16; z up to GATE_LIMIT, in the same. */
BW_INLINE int32_t upper_half(uint32_t z) {
  const int32_t from = sigmoid_table[z >> 12];
  const int32_t to = sigmoid_table[(z >> 12) + 1];
  return from + (((to - from) * (int32_t)(z & 4095u) + 2048) >> 12);
}

int32_t bw_sigmoid_units(int32_t z) {
  const int32_t half = upper_half((uint32_t)(z < 0 ? -z : z));
  return ((z < 0 ? 32768 - half : 32768 + half) + 1) >> 1;
}

/* 2·sigmoid(2z) − 1. */
int32_t bw_tanh_units(int32_t z) {
  const uint32_t twice = 2u * (uint32_t)(z < 0 ? -z : z);
  const int32_t half = upper_half(twice > GATE_LIMIT ? GATE_LIMIT : twice);
  return z < 0 ? -half : half;
}

/* A sequence under way, in scratch. */
typedef struct {
  uint32_t *x; /* codes of x and h as halfwords, filled up with zeros */
  uint32_t *h;
  uint32_t x_sum, h_sum;
  int16_t *state; /* at 16 bits: the cell state of an LSTM, the hidden state of a GRU */
} bw_sequence;

/* Vectors are expanded up to whole words of weights, whatever these words hold: 16, 10, 8, 6 or 4 codes. */
BW_INLINE uint32_t expanded_words(uint32_t columns) {
  const uint32_t by_sixteen = (columns + 15u) / 16u * 8u;
  const uint32_t by_ten = (columns + 9u) / 10u * 5u;
  const uint32_t by_six = (columns + 5u) / 6u * 3u;
  const uint32_t most = by_sixteen > by_ten ? by_sixteen : by_ten;
  return most > by_six ? most : by_six;
}

#if BW_MVE

/* With vectors: bytes one behind the other in the first half, in the order of the weights in the second. */
static void put_half(uint32_t *pairs, uint32_t i, uint32_t code) { ((uint8_t *)pairs)[i] = (uint8_t)code; }

BW_INLINE int32_t get_half(const uint32_t *pairs, uint32_t i) { return ((const uint8_t *)pairs)[i]; }

BW_INLINE uint8_t *ordered(uint32_t *pairs, uint32_t columns) { return (uint8_t *)pairs + 2 * expanded_words(columns); }

/* When a vector is complete. */
BW_INLINE void settle(const bw_recurrent *layer, const bw_recurrent_matrix *matrix, uint32_t *pairs) {
  bw_arrange(layer->dot->order, (const uint8_t *)pairs, matrix->words, ordered(pairs, matrix->columns), 0, 1);
}

#else

#define settle(LAYER, MATRIX, PAIRS) ((void)0)

static void put_half(uint32_t *pairs, uint32_t i, uint32_t half) {
  const unsigned shift = bw_half_shift(i);
  pairs[i >> 1] = (pairs[i >> 1] & ~(0xffffu << shift)) | half << shift;
}

BW_INLINE int32_t get_half(const uint32_t *pairs, uint32_t i) {
  return (int32_t)(pairs[i >> 1] >> bw_half_shift(i) & 0xffffu);
}

#endif

/* Codes as halfwords, and their sum. */
BW_NOINLINE static uint32_t expand(uint32_t *pairs, const uint8_t *bytes, uint32_t first, uint32_t count,
                                   uint32_t bits) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t code = bw_get_code(bytes, first + i, bits);
    put_half(pairs, i, code);
    sum += code;
  }
  return sum;
}

/* Whatever a quotient is, within ±limit. */
BW_INLINE int32_t limited(int64_t value, int32_t limit) {
  return value < -limit ? -limit : value > limit ? limit : (int32_t)value;
}

BW_INLINE uint32_t code_of(const bw_recurrent *layer, int32_t h) {
  const uint32_t code = bw_requantize(h, layer->multiplier, layer->out_shift, layer->out.zero_point);
  const uint32_t largest = bw_max_code(layer->out.bits);
  return code > largest ? largest : code;
}

/* Scratch and what the n-th sequence begins with. */
BW_NOINLINE static bw_sequence start(const bw_recurrent *layer, void *scratch, uint32_t n, const uint8_t *hidden,
                                     const uint8_t *cell) {
  const uint32_t units = layer->units;
  const uint32_t x_words = expanded_words(layer->input.columns);
  const uint32_t h_words = expanded_words(units);
  bw_sequence sequence;
  sequence.x = (uint32_t *)scratch;
  sequence.h = sequence.x + x_words;
  sequence.state = (int16_t *)(void *)(sequence.h + h_words);
  sequence.x_sum = 0;
  sequence.h_sum = 0;
  memset(sequence.x, 0, (x_words + h_words) * 4u);
  for (uint32_t j = 0; j < units; j++) {
    const uint32_t at = n * units + j;
    const uint32_t h = layer->initial_codes != NULL ? layer->initial_codes[at] : layer->out.zero_point;
    sequence.state[j] = layer->initial_state != NULL ? layer->initial_state[at] : 0;
    if (cell != NULL) sequence.state[j] = (int16_t)(cell[2u * at] | (uint32_t)cell[2u * at + 1u] << 8);
    put_half(sequence.h, j, h);
    sequence.h_sum += h;
  }
  if (hidden != NULL) sequence.h_sum = expand(sequence.h, hidden, n * units, units, layer->out.bits);
  settle(layer, &layer->hidden, sequence.h);
  return sequence;
}

/* What the n-th sequence leaves for the next run. */
BW_NOINLINE static void leave(const bw_recurrent *layer, const bw_sequence *s, uint32_t n, uint8_t *cell) {
  for (uint32_t j = 0; cell != NULL && j < layer->units; j++) {
    const uint32_t at = 2u * (n * layer->units + j);
    cell[at] = (uint8_t)s->state[j];
    cell[at + 1u] = (uint8_t)((uint16_t)s->state[j] >> 8);
  }
}

/* Which vector the t-th step of the n-th sequence reads and writes. */
BW_INLINE uint32_t vector_of(const bw_recurrent *layer, uint32_t t, uint32_t n) {
  return (layer->reverse != 0 ? layer->steps - 1u - t : t) * layer->sequences + n;
}

/* acc[c] = Σ (w − zw)(v − zv) for `count` rows of one block, v a vector of that sum. */
static void multiply(const bw_recurrent *layer, const bw_recurrent_matrix *matrix, uint32_t row, uint32_t count,
                     uint32_t *v, uint32_t sum, int32_t *acc) {
  const uint32_t *weights = matrix->weights + row * matrix->words;
#if BW_MVE
  const uint8_t *const x = ordered(v, matrix->columns);
#define ONE_ROW(C) layer->dot->one_by_one(weights + (C), count, x, 0, 1, matrix->words)
#else
  const uint32_t *const x = v;
#define ONE_ROW(C) layer->dot->one_by_one(weights + (C), count, x, 1, matrix->words)
#endif
  if (count == BLOCK) {
    layer->dot->four_by_one(weights, x, matrix->words, acc);
  } else {
    for (uint32_t c = 0; c < count; c++) acc[c] = ONE_ROW(c);
  }
  for (uint32_t c = 0; c < count; c++) 
    acc[c] = bw_multiply_subtract(matrix->zeros[row + c], sum, acc[c]) + matrix->offsets[row + c];
}

/* floor((a·ma + b·mb + 2^(shift − 1)) / 2^shift) */
BW_INLINE int64_t scaled_pair(const bw_recurrent *layer, uint32_t row, int32_t a, int32_t b) {
  const int64_t sum = (int64_t)a * layer->input.multipliers[row] + (int64_t)b * layer->hidden.multipliers[row];
  return (sum + ((int64_t)1 << (layer->shift - 1))) >> layer->shift;
}

/* What goes into the gates of `count` rows. */
BW_NOINLINE static void gates_of(const bw_recurrent *layer, const bw_sequence *s, uint32_t row, uint32_t count, int32_t *gates) {
  int32_t products[BLOCK];
  multiply(layer, &layer->input, row, count, s->x, s->x_sum, gates);
  multiply(layer, &layer->hidden, row, count, s->h, s->h_sum, products);
  for (uint32_t c = 0; c < count; c++)
    gates[c] = limited(scaled_pair(layer, row + c, gates[c], products[c]) + layer->biases[row + c], GATE_LIMIT);
}

void bw_lstm_codes(const bw_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch, const uint8_t *hidden,
                   uint8_t *cell) {
  const uint32_t units = layer->units;
  for (uint32_t n = 0; n < layer->sequences; n++) {
    bw_sequence s = start(layer, scratch, n, hidden, cell);
    for (uint32_t t = 0; t < layer->steps; t++) {
      const uint32_t vector = vector_of(layer, t, n);
      const uint32_t to = out.first + vector * units;
      s.x_sum = expand(s.x, in.bytes, in.first + vector * layer->input.columns, layer->input.columns,
                     layer->in.bits);
      settle(layer, &layer->input, s.x);
      for (uint32_t unit = 0; unit < units; unit += BLOCK) {
        const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
        int32_t gates[4][BLOCK]; /* i, o, f, c */
        for (uint32_t gate = 0; gate < 4; gate++) gates_of(layer, &s, 4u * unit + gate * count, count, gates[gate]);
        for (uint32_t c = 0; c < count; c++) {
          int16_t *kept = &s.state[unit + c];
          const int32_t added = bw_sigmoid_units(gates[0][c]) * bw_tanh_units(gates[3][c]);
          const int32_t sum = bw_sigmoid_units(gates[2][c]) * *kept + (added >> (15 - layer->places)) + HALF_UNIT;
          const int32_t next = sum >> 15;
          *kept = (int16_t)(next > 32767 ? 32767 : next < -32768 ? -32768 : next);
          const int32_t h = bw_sigmoid_units(gates[1][c]) * bw_tanh_units(*kept * ((int32_t)1 << (16 - layer->places)));
          bw_put_code(out.bytes, to + unit + c, layer->out.bits, code_of(layer, h));
        }
      }
      s.h_sum = expand(s.h, out.bytes, to, units, layer->out.bits);
      settle(layer, &layer->hidden, s.h);
    }
    leave(layer, &s, n, cell);
  }
}

/* A GRU's candidate gates where the product with h is reset: W·x + b + r·(R·h + b'). */
static void reset_products(const bw_recurrent *layer, const bw_sequence *s, uint32_t unit, uint32_t row, uint32_t count,
                           int32_t *gates /* in: r */) {
  int32_t own[BLOCK], products[BLOCK];
  multiply(layer, &layer->input, row, count, s->x, s->x_sum, own);
  multiply(layer, &layer->hidden, row, count, s->h, s->h_sum, products);
  for (uint32_t c = 0; c < count; c++) {
    const int64_t product = scaled_pair(layer, row + c, 0, products[c]);
    const int32_t before = limited(product + layer->hidden_biases[unit + c], 2147483647);
    const int64_t reset = ((int64_t)bw_sigmoid_units(gates[c]) * before + HALF_UNIT) >> 15;
    gates[c] = limited(scaled_pair(layer, row + c, own[c], 0) + layer->biases[row + c] + reset, GATE_LIMIT);
  }
}

/* h' = z·h + (1 − z)·g; the new code goes out. */
BW_NOINLINE static void update(const bw_recurrent *layer, int16_t *state, int32_t z, int32_t gate, bw_codes_out out) {
  const int32_t g = bw_tanh_units(gate);
  const int32_t places = 15 - layer->places;
  const int32_t candidate = places == 0 ? g : (g + ((int32_t)1 << (places - 1))) >> places;
  const int32_t h = (z * *state + (32768 - z) * candidate + HALF_UNIT) >> 15;
  *state = (int16_t)(h > 32767 ? 32767 : h);
  bw_put_code(out.bytes, out.first, layer->out.bits, code_of(layer, *state));
}

/* One step where a GRU resets the state itself: every r comes before any candidate. */
BW_NOINLINE static void reset_before(const bw_recurrent *layer, const bw_sequence *s, uint8_t *bytes, uint32_t to) {
  const uint32_t units = layer->units;
  bw_sequence reset = *s;
  reset.h = (uint32_t *)(void *)(s->state + (units + 1u) / 2u * 2u);
  uint16_t *z = (uint16_t *)(void *)(reset.h + expanded_words(units));
  reset.h_sum = 0;
  memset(reset.h, 0, expanded_words(units) * 4u);
  for (uint32_t unit = 0; unit < units; unit += BLOCK) {
    const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
    int32_t gates[2][BLOCK]; /* z, r */
    for (uint32_t gate = 0; gate < 2; gate++) gates_of(layer, s, 3u * unit + gate * count, count, gates[gate]);
    for (uint32_t c = 0; c < count; c++) {
      const int32_t zero = layer->out.zero_point;
      const int32_t h = (bw_sigmoid_units(gates[1][c]) * (get_half(s->h, unit + c) - zero) + HALF_UNIT) >> 15;
      z[unit + c] = (uint16_t)bw_sigmoid_units(gates[0][c]);
      put_half(reset.h, unit + c, (uint32_t)(zero + h));
      reset.h_sum += (uint32_t)(zero + h);
    }
  }
  settle(layer, &layer->hidden, reset.h);
  for (uint32_t unit = 0; unit < units; unit += BLOCK) {
    const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
    int32_t gates[BLOCK];
    gates_of(layer, &reset, 3u * unit + 2u * count, count, gates);
    for (uint32_t c = 0; c < count; c++) {
      const bw_codes_out place = {bytes, to + unit + c};
      update(layer, &s->state[unit + c], z[unit + c], gates[c], place);
    }
  }
}

/* One step where a GRU resets the product with the state. */
BW_NOINLINE static void reset_after(const bw_recurrent *layer, const bw_sequence *s, uint8_t *bytes, uint32_t to) {
  const uint32_t units = layer->units;
  for (uint32_t unit = 0; unit < units; unit += BLOCK) {
    const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
    int32_t gates[2][BLOCK]; /* z, r */
    for (uint32_t gate = 0; gate < 2; gate++) gates_of(layer, s, 3u * unit + gate * count, count, gates[gate]);
    reset_products(layer, s, unit, 3u * unit + 2u * count, count, gates[1]);
    for (uint32_t c = 0; c < count; c++) {
      const bw_codes_out place = {bytes, to + unit + c};
      update(layer, &s->state[unit + c], bw_sigmoid_units(gates[0][c]), gates[1][c], place);
    }
  }
}

void bw_gru_codes(const bw_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch, const uint8_t *hidden,
                   uint8_t *cell) {
  const uint32_t units = layer->units;
  for (uint32_t n = 0; n < layer->sequences; n++) {
    bw_sequence s = start(layer, scratch, n, hidden, cell);
    for (uint32_t t = 0; t < layer->steps; t++) {
      const uint32_t vector = vector_of(layer, t, n);
      const uint32_t to = out.first + vector * units;
      s.x_sum = expand(s.x, in.bytes, in.first + vector * layer->input.columns, layer->input.columns,
                     layer->in.bits);
      settle(layer, &layer->input, s.x);
      if (layer->hidden_biases != NULL) reset_after(layer, &s, out.bytes, to);
      else reset_before(layer, &s, out.bytes, to);
      s.h_sum = expand(s.h, out.bytes, to, units, layer->out.bits);
      settle(layer, &layer->hidden, s.h);
    }
    leave(layer, &s, n, cell);
  }
}

void bw_rnn_codes(const bw_recurrent *layer, bw_codes in, bw_codes_out out, void *scratch, const uint8_t *hidden,
                   uint8_t *cell) {
  const uint32_t units = layer->units;
  (void)cell;
  for (uint32_t n = 0; n < layer->sequences; n++) {
    bw_sequence s = start(layer, scratch, n, hidden, NULL);
    for (uint32_t t = 0; t < layer->steps; t++) {
      const uint32_t vector = vector_of(layer, t, n);
      const uint32_t to = out.first + vector * units;
      s.x_sum = expand(s.x, in.bytes, in.first + vector * layer->input.columns, layer->input.columns,
                     layer->in.bits);
      settle(layer, &layer->input, s.x);
      for (uint32_t unit = 0; unit < units; unit += BLOCK) {
        const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
        int32_t gates[BLOCK];
        gates_of(layer, &s, unit, count, gates);
        for (uint32_t c = 0; c < count; c++)
          bw_put_code(out.bytes, to + unit + c, layer->out.bits, code_of(layer, bw_tanh_units(gates[c])));
      }
      s.h_sum = expand(s.h, out.bytes, to, units, layer->out.bits);
      settle(layer, &layer->hidden, s.h);
    }
  }
}
