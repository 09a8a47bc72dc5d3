/* SPDX-License-Identifier: MIT-0 */
#include "bw_wide_recurrent.h"

/* Units whose rows are interleaved. */
#define BLOCK 4u
/* What goes into a gate ends within ±16, in units of 2^-16. */
#define GATE_LIMIT 0xfffff
#define HALF_UNIT 0x4000

/* Codes as halfwords: of 16 bits the lower bytes, and the upper ones behind. */
typedef struct {
  uint32_t *low, *high;
  int64_t sum;
  uint32_t bits;
  int32_t zero;
} bw_vector;

/* A sequence under way, in scratch. */
typedef struct {
  bw_vector x, h;
  int16_t *state; /* at 16 bits: the cell state of an LSTM, the hidden state of a GRU */
  uint32_t *rest; /* scratch behind */
} bw_sequence;

/* Vectors are expanded up to whole words of weights, whatever these words hold: 16, 10, 8, 6 or 4 codes. */
static uint32_t expanded_words(uint32_t columns) {
  const uint32_t by_sixteen = (columns + 15u) / 16u * 8u;
  const uint32_t by_ten = (columns + 9u) / 10u * 5u;
  const uint32_t by_six = (columns + 5u) / 6u * 3u;
  const uint32_t most = by_sixteen > by_ten ? by_sixteen : by_ten;
  return most > by_six ? most : by_six;
}

#if BW_MVE

/* With vectors: bytes one behind the other in the first half, in the order of the weights in the second. */
static void put_half(uint32_t *pairs, uint32_t i, uint32_t code) { ((uint8_t *)pairs)[i] = (uint8_t)code; }

BW_INLINE uint32_t get_half(const uint32_t *pairs, uint32_t i) { return ((const uint8_t *)pairs)[i]; }

BW_INLINE uint8_t *ordered(uint32_t *pairs, uint32_t columns) { return (uint8_t *)pairs + 2u * expanded_words(columns); }

#else

static void put_half(uint32_t *pairs, uint32_t i, uint32_t half) {
  const unsigned shift = bw_half_shift(i);
  pairs[i >> 1] = (pairs[i >> 1] & ~(0xffffu << shift)) | half << shift;
}

BW_INLINE uint32_t get_half(const uint32_t *pairs, uint32_t i) { return pairs[i >> 1] >> bw_half_shift(i) & 0xffffu; }

#endif

static void put_code(bw_vector *v, uint32_t i, uint32_t code) {
  put_half(v->low, i, v->bits == 16 ? code & 255u : code);
  if (v->bits == 16) put_half(v->high, i, code >> 8);
  v->sum += code;
}

BW_INLINE int32_t get_code(const bw_vector *v, uint32_t i) {
  return (int32_t)(get_half(v->low, i) + (v->bits == 16 ? get_half(v->high, i) * 256u : 0u));
}

/* When a vector is complete. */
static void settle(const bw_recurrent *layer, const bw_recurrent_matrix *matrix, const bw_vector *v) {
#if BW_MVE
  bw_arrange(layer->dot->order, (const uint8_t *)v->low, matrix->words, ordered(v->low, matrix->columns), 0, 1);
  if (v->bits != 16) return;
  bw_arrange(layer->dot->order, (const uint8_t *)v->high, matrix->words, ordered(v->high, matrix->columns), 0, 1);
#else
  (void)layer, (void)matrix, (void)v;
#endif
}

/* `count` codes of a run. */
BW_NOINLINE static void expand(bw_vector *v, bw_codes from, uint32_t first, uint32_t count) {
  v->sum = 0;
  for (uint32_t i = 0; i < count; i++) put_code(v, i, (uint32_t)bw_wide_get(from, first + i, v->bits));
}

static bw_vector vector_in(uint32_t *scratch, uint32_t columns, bw_format format) {
  const uint32_t words = expanded_words(columns);
  bw_vector v;
  v.low = scratch;
  v.high = scratch + words;
  v.sum = 0;
  v.bits = format.bits;
  v.zero = bw_wide_zero(format);
  memset(scratch, 0, words * 8u);
  return v;
}

/* Whatever a quotient is, within ±limit. */
BW_INLINE int32_t limited(int64_t value, int32_t limit) {
  return value < -limit ? -limit : value > limit ? limit : (int32_t)value;
}

/* h, as its code. */
static void put_hidden(const bw_recurrent *layer, bw_codes_out out, uint32_t i, int32_t h) {
  bw_wide_put(out, i, layer->out.bits, bw_wide_scaled(h, layer->multiplier, layer->out_shift) + bw_wide_zero(layer->out));
}

/* Scratch and what the n-th sequence begins with. */
BW_NOINLINE static bw_sequence start(const bw_wide_recurrent *wide, void *scratch, uint32_t n, const uint8_t *hidden,
                                     const uint8_t *cell) {
  const bw_recurrent *layer = &wide->layer;
  const uint32_t units = layer->units;
  uint32_t *at = (uint32_t *)scratch;
  bw_sequence s;
  s.x = vector_in(at, layer->input.columns, layer->in);
  at += 2u * expanded_words(layer->input.columns);
  s.h = vector_in(at, units, layer->out);
  at += 2u * expanded_words(units);
  s.state = (int16_t *)(void *)at;
  s.rest = at + (units + 1u) / 2u;
  for (uint32_t j = 0; j < units; j++) {
    const uint32_t k = n * units + j;
    s.state[j] = layer->initial_state != NULL ? layer->initial_state[k] : 0;
    if (cell != NULL) s.state[j] = (int16_t)(cell[2u * k] | (uint32_t)cell[2u * k + 1u] << 8);
    put_code(&s.h, j, wide->initial_codes != NULL ? wide->initial_codes[k] : (uint32_t)s.h.zero);
  }
  if (hidden != NULL) {
    const bw_codes before = {hidden, 0};
    expand(&s.h, before, n * units, units);
  }
  settle(layer, &layer->hidden, &s.h);
  return s;
}

/* What the n-th sequence leaves for the next run. */
BW_NOINLINE static void leave(const bw_recurrent *layer, const bw_sequence *s, uint32_t n, uint8_t *cell) {
  for (uint32_t j = 0; cell != NULL && j < layer->units; j++) {
    const uint32_t at = 2u * (n * layer->units + j);
    cell[at] = (uint8_t)s->state[j];
    cell[at + 1u] = (uint8_t)((uint16_t)s->state[j] >> 8);
  }
}

BW_INLINE uint32_t vector_of(const bw_recurrent *layer, uint32_t t, uint32_t n) {
  return (layer->reverse != 0 ? layer->steps - 1u - t : t) * layer->sequences + n;
}

static void dots(const bw_recurrent *layer, const bw_recurrent_matrix *matrix, const uint32_t *weights, uint32_t *v,
                 uint32_t count, int32_t *sums) {
  const bw_dot *dot = layer->dot;
#if BW_MVE
  const uint8_t *const x = ordered(v, matrix->columns);
#define ONE_ROW(C) dot->one_by_one(weights + (C), count, x, 0, 1, matrix->words)
#else
  const uint32_t *const x = v;
#define ONE_ROW(C) dot->one_by_one(weights + (C), count, x, 1, matrix->words)
#endif
  if (count == BLOCK) {
    dot->four_by_one(weights, x, matrix->words, sums);
  } else {
    for (uint32_t c = 0; c < count; c++) sums[c] = ONE_ROW(c);
  }
}

/* acc[c] = Σ (w − zw)(v − zv) for `count` rows of one block. */
BW_NOINLINE static void multiply(const bw_recurrent *layer, const bw_recurrent_matrix *matrix, uint32_t row,
                                 uint32_t count, const bw_vector *v, int64_t *acc) {
  const uint32_t *weights = matrix->weights + row * matrix->words;
  int32_t low[BLOCK], high[BLOCK] = {0, 0, 0, 0};
  dots(layer, matrix, weights, v->low, count, low);
  if (v->bits == 16) dots(layer, matrix, weights, v->high, count, high);
  for (uint32_t c = 0; c < count; c++)
    acc[c] = (int64_t)high[c] * 256 + low[c] - matrix->zeros[row + c] * v->sum -
             (int64_t)v->zero * matrix->offsets[row + c];
}

/* floor((a·ma + b·mb + 2^(shift − 1)) / 2^shift), a and b of up to 37 bits */
static int64_t scaled_pair(const bw_recurrent *layer, uint32_t row, int64_t a, int64_t b) {
  const int32_t ma = layer->input.multipliers[row], mb = layer->hidden.multipliers[row];
  const int64_t low = a * (ma & 0xffff) + b * (mb & 0xffff);
  const int64_t whole = a * (ma >> 16) + b * (mb >> 16) + (low >> 16);
  return (whole + ((int64_t)1 << (layer->shift - 17))) >> (layer->shift - 16);
}

/* What goes into the gates of `count` rows. */
BW_NOINLINE static void gates_of(const bw_recurrent *layer, const bw_vector *x, const bw_vector *h, uint32_t row,
                                 uint32_t count, int32_t *gates) {
  int64_t own[BLOCK], products[BLOCK];
  multiply(layer, &layer->input, row, count, x, own);
  multiply(layer, &layer->hidden, row, count, h, products);
  for (uint32_t c = 0; c < count; c++)
    gates[c] = limited(scaled_pair(layer, row + c, own[c], products[c]) + layer->biases[row + c], GATE_LIMIT);
}

BW_INLINE bw_codes as_read(bw_codes_out run) {
  const bw_codes same = {run.bytes, run.first};
  return same;
}

void bw_wide_lstm_codes(const bw_wide_recurrent *wide, bw_codes in, bw_codes_out out, void *scratch,
                        const uint8_t *hidden, uint8_t *cell) {
  const bw_recurrent *layer = &wide->layer;
  const uint32_t units = layer->units;
  for (uint32_t n = 0; n < layer->sequences; n++) {
    bw_sequence s = start(wide, scratch, n, hidden, cell);
    for (uint32_t t = 0; t < layer->steps; t++) {
      const uint32_t vector = vector_of(layer, t, n);
      expand(&s.x, in, vector * layer->input.columns, layer->input.columns);
      settle(layer, &layer->input, &s.x);
      for (uint32_t unit = 0; unit < units; unit += BLOCK) {
        const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
        int32_t gates[4][BLOCK]; /* i, o, f, c */
        for (uint32_t gate = 0; gate < 4; gate++)
          gates_of(layer, &s.x, &s.h, 4u * unit + gate * count, count, gates[gate]);
        for (uint32_t c = 0; c < count; c++) {
          int16_t *kept = &s.state[unit + c];
          const int32_t added = bw_sigmoid_units(gates[0][c]) * bw_tanh_units(gates[3][c]);
          const int32_t sum = bw_sigmoid_units(gates[2][c]) * *kept + (added >> (15 - layer->places)) + HALF_UNIT;
          const int32_t next = sum >> 15;
          *kept = (int16_t)(next > 32767 ? 32767 : next < -32768 ? -32768 : next);
          const int32_t state = bw_tanh_units(*kept * ((int32_t)1 << (16 - layer->places)));
          put_hidden(layer, out, vector * units + unit + c, bw_sigmoid_units(gates[1][c]) * state);
        }
      }
      expand(&s.h, as_read(out), vector * units, units);
      settle(layer, &layer->hidden, &s.h);
    }
    leave(layer, &s, n, cell);
  }
}

/* A GRU's candidate gates where the product with h is reset: W·x + b + r·(R·h + b'). */
static void reset_products(const bw_recurrent *layer, const bw_sequence *s, uint32_t unit, uint32_t row,
                           uint32_t count, int32_t *gates /* in: r */) {
  int64_t own[BLOCK], products[BLOCK];
  multiply(layer, &layer->input, row, count, &s->x, own);
  multiply(layer, &layer->hidden, row, count, &s->h, products);
  for (uint32_t c = 0; c < count; c++) {
    const int64_t product = scaled_pair(layer, row + c, 0, products[c]);
    const int32_t before = limited(product + layer->hidden_biases[unit + c], 2147483647);
    const int64_t reset = ((int64_t)bw_sigmoid_units(gates[c]) * before + HALF_UNIT) >> 15;
    gates[c] = limited(scaled_pair(layer, row + c, own[c], 0) + layer->biases[row + c] + reset, GATE_LIMIT);
  }
}

/* h' = z·h + (1 − z)·g; the new code goes out. */
static void update(const bw_recurrent *layer, int16_t *state, int32_t z, int32_t gate, bw_codes_out out, uint32_t i) {
  const int32_t g = bw_tanh_units(gate);
  const int32_t places = 15 - layer->places;
  const int32_t candidate = places == 0 ? g : (g + ((int32_t)1 << (places - 1))) >> places;
  const int32_t h = (z * *state + (32768 - z) * candidate + HALF_UNIT) >> 15;
  *state = (int16_t)(h > 32767 ? 32767 : h);
  put_hidden(layer, out, i, *state);
}

/* One step where a GRU resets the state itself: every r comes before any candidate. */
static void reset_before(const bw_recurrent *layer, const bw_sequence *s, bw_codes_out out, uint32_t to) {
  const uint32_t units = layer->units;
  bw_vector reset = vector_in(s->rest, units, layer->out);
  uint16_t *z = (uint16_t *)(void *)(s->rest + 2u * expanded_words(units));
  for (uint32_t unit = 0; unit < units; unit += BLOCK) {
    const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
    int32_t gates[2][BLOCK]; /* z, r */
    for (uint32_t gate = 0; gate < 2; gate++)
      gates_of(layer, &s->x, &s->h, 3u * unit + gate * count, count, gates[gate]);
    for (uint32_t c = 0; c < count; c++) {
      const int64_t r = bw_sigmoid_units(gates[1][c]);
      const int64_t h = (r * (get_code(&s->h, unit + c) - s->h.zero) + HALF_UNIT) >> 15;
      z[unit + c] = (uint16_t)bw_sigmoid_units(gates[0][c]);
      put_code(&reset, unit + c, (uint32_t)(s->h.zero + h));
    }
  }
  settle(layer, &layer->hidden, &reset);
  for (uint32_t unit = 0; unit < units; unit += BLOCK) {
    const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
    int32_t gates[BLOCK];
    gates_of(layer, &s->x, &reset, 3u * unit + 2u * count, count, gates);
    for (uint32_t c = 0; c < count; c++) update(layer, &s->state[unit + c], z[unit + c], gates[c], out, to + unit + c);
  }
}

/* One step where a GRU resets the product with the state. */
static void reset_after(const bw_recurrent *layer, const bw_sequence *s, bw_codes_out out, uint32_t to) {
  const uint32_t units = layer->units;
  for (uint32_t unit = 0; unit < units; unit += BLOCK) {
    const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
    int32_t gates[2][BLOCK]; /* z, r */
    for (uint32_t gate = 0; gate < 2; gate++)
      gates_of(layer, &s->x, &s->h, 3u * unit + gate * count, count, gates[gate]);
    reset_products(layer, s, unit, 3u * unit + 2u * count, count, gates[1]);
    for (uint32_t c = 0; c < count; c++)
      update(layer, &s->state[unit + c], bw_sigmoid_units(gates[0][c]), gates[1][c], out, to + unit + c);
  }
}

void bw_wide_gru_codes(const bw_wide_recurrent *wide, bw_codes in, bw_codes_out out, void *scratch,
                       const uint8_t *hidden, uint8_t *cell) {
  const bw_recurrent *layer = &wide->layer;
  const uint32_t units = layer->units;
  for (uint32_t n = 0; n < layer->sequences; n++) {
    bw_sequence s = start(wide, scratch, n, hidden, cell);
    for (uint32_t t = 0; t < layer->steps; t++) {
      const uint32_t vector = vector_of(layer, t, n);
      expand(&s.x, in, vector * layer->input.columns, layer->input.columns);
      settle(layer, &layer->input, &s.x);
      if (layer->hidden_biases != NULL) reset_after(layer, &s, out, vector * units);
      else reset_before(layer, &s, out, vector * units);
      expand(&s.h, as_read(out), vector * units, units);
      settle(layer, &layer->hidden, &s.h);
    }
    leave(layer, &s, n, cell);
  }
}

void bw_wide_rnn_codes(const bw_wide_recurrent *wide, bw_codes in, bw_codes_out out, void *scratch,
                       const uint8_t *hidden, uint8_t *cell) {
  const bw_recurrent *layer = &wide->layer;
  const uint32_t units = layer->units;
  (void)cell;
  for (uint32_t n = 0; n < layer->sequences; n++) {
    bw_sequence s = start(wide, scratch, n, hidden, NULL);
    for (uint32_t t = 0; t < layer->steps; t++) {
      const uint32_t vector = vector_of(layer, t, n);
      expand(&s.x, in, vector * layer->input.columns, layer->input.columns);
      settle(layer, &layer->input, &s.x);
      for (uint32_t unit = 0; unit < units; unit += BLOCK) {
        const uint32_t count = units - unit < BLOCK ? units - unit : BLOCK;
        int32_t gates[BLOCK];
        gates_of(layer, &s.x, &s.h, unit, count, gates);
        for (uint32_t c = 0; c < count; c++)
          put_hidden(layer, out, vector * units + unit + c, bw_tanh_units(gates[c]));
      }
      expand(&s.h, as_read(out), vector * units, units);
      settle(layer, &layer->hidden, &s.h);
    }
  }
}
