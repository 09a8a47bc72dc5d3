/* SPDX-License-Identifier: MIT-0 */
#include "bw_spikes.h"

/* Columns that are added as fields of a word before the fields are: the largest code so many times fits a field. */
#define FIELD_LIMIT(field, bits) (((1u << (field)) - 1u) / ((1u << (bits)) - 1u))

/*
 * At 2, 4 and 8 bits the codes of a word lie `field`/`bits` to a field, so that word >> i·bits, masked, has every so
 * many-th code in a field of its own, and fields are added as words are.
 */
BW_INLINE void add_fields(const uint32_t *column, uint32_t words, uint32_t *fields, uint32_t bits, uint32_t field,
                          uint32_t mask) {
  const uint32_t parts = field / bits;
  for (uint32_t i = 0; i < words; i++) {
    const uint32_t word = column[i];
    for (uint32_t part = 0; part < parts; part++) fields[i * parts + part] += word >> part * bits & mask;
  }
}

BW_INLINE void flush_fields(uint32_t *fields, uint32_t words, int32_t *sums, uint32_t bits, uint32_t field) {
  const uint32_t parts = field / bits;
  const uint32_t limit = (1u << field) - 1u;
  for (uint32_t i = 0; i < words; i++) {
    for (uint32_t part = 0; part < parts; part++) {
      uint32_t value = fields[i * parts + part];
      fields[i * parts + part] = 0;
      for (uint32_t at = part; at < 32 / bits; at += parts, value >>= field) sums[at] += (int32_t)(value & limit);
    }
    sums += 32 / bits;
  }
}

BW_INLINE uint32_t add_in_fields(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns,
                                 uint32_t words, int32_t *sums, uint32_t bits, uint32_t field, uint32_t mask) {
  uint32_t fields[BW_SPIKE_BLOCK * 8 / 32 * 2] = {0};
  uint32_t found = 0;
  uint32_t room = FIELD_LIMIT(field, bits);
  while (count > 0) {
    const uint32_t bit = first & 7u;
    const uint32_t here = 8u - bit < count ? 8u - bit : count;
    uint32_t eight = (uint32_t)spikes[first >> 3] >> bit & ((1u << here) - 1u);
    for (const uint32_t *column = columns; eight != 0; eight >>= 1, column += words) {
      if ((eight & 1u) == 0) continue;
      found++;
      if (room-- == 0) {
        flush_fields(fields, words, sums, bits, field);
        room = FIELD_LIMIT(field, bits) - 1u;
      }
      add_fields(column, words, fields, bits, field, mask);
    }
    first += here;
    count -= here;
    columns += here * words;
  }
  flush_fields(fields, words, sums, bits, field);
  return found;
}

/* Widths that do not divide a lane: one code after the other. */
BW_INLINE uint32_t add_singly(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns,
                              uint32_t words, int32_t *sums, uint32_t bits) {
  const uint32_t mask = (1u << bits) - 1u;
  uint32_t found = 0;
  for (; count > 0; count--, first++, columns += words) {
    if (bw_get_code(spikes, first, 1) == 0) continue;
    found++;
    int32_t *to = sums;
    for (uint32_t i = 0; i < 2 * words; i++) {
      uint32_t lane = columns[i >> 1] >> 16 * (i & 1u) & 0xffffu;
      for (uint32_t at = 0; at < 16 / bits; at++, lane >>= bits) *to++ += (int32_t)(lane & mask);
    }
  }
  return found;
}

uint32_t bw_spikes_8(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns, uint32_t words,
                     int32_t *sums) {
  return add_in_fields(spikes, first, count, columns, words, sums, 8, 16, 0x00ff00ffu);
}

uint32_t bw_spikes_5(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns, uint32_t words,
                     int32_t *sums) {
  return add_singly(spikes, first, count, columns, words, sums, 5);
}

uint32_t bw_spikes_4(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns, uint32_t words,
                     int32_t *sums) {
  return add_in_fields(spikes, first, count, columns, words, sums, 4, 8, 0x0f0f0f0fu);
}

uint32_t bw_spikes_3(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns, uint32_t words,
                     int32_t *sums) {
  return add_singly(spikes, first, count, columns, words, sums, 3);
}

uint32_t bw_spikes_2(const uint8_t *spikes, uint32_t first, uint32_t count, const uint32_t *columns, uint32_t words,
                     int32_t *sums) {
  return add_in_fields(spikes, first, count, columns, words, sums, 2, 8, 0x03030303u);
}

/* A column has at most so many codes: whole words, of which the last may be partly used. */
#define MOST_SUMS (BW_SPIKE_BLOCK + 8u)

/* The sums of the `channels` output channels of a block that begins with channel `first`, at output column `x`. */
static void sums_of(const bw_synapses *layer, const bw_codes *rows, uint32_t x, uint32_t first, uint32_t channels,
                    int32_t *sums) {
  const bw_window *window = &layer->window;
  const uint32_t depth = window->in_channels;
  const uint32_t taps = (uint32_t)window->kernel_height * window->kernel_width * depth;
  const uint32_t words = channels == BW_SPIKE_BLOCK ? layer->block_words : layer->last_words;
  const uint32_t *weights = layer->weights + first / BW_SPIKE_BLOCK * layer->block_words * taps;
  const int32_t left = (int32_t)(x * window->stride_x) - (int32_t)window->pad_left;
  uint32_t spikes = 0;
  for (uint32_t i = 0; i < MOST_SUMS; i++) sums[i] = 0;
  for (uint32_t i = 0; i < window->kernel_height; i++, weights += window->kernel_width * depth * words) {
    if (rows[i].bytes == NULL) continue;
    if (window->dilation_x == 1) {
      /* Taps of one kernel row lie side by side. */
      const int32_t end = left + (int32_t)window->kernel_width;
      const int32_t from = left < 0 ? 0 : left;
      const int32_t to = end > (int32_t)window->in_width ? (int32_t)window->in_width : end;
      if (to <= from) continue;
      spikes += layer->add(rows[i].bytes, rows[i].first + (uint32_t)from * depth, (uint32_t)(to - from) * depth,
                           weights + (uint32_t)(from - left) * depth * words, words, sums);
    } else {
      for (uint32_t j = 0; j < window->kernel_width; j++) {
        const int32_t at = left + (int32_t)(j * window->dilation_x);
        if (at < 0 || at >= (int32_t)window->in_width) continue;
        spikes += layer->add(rows[i].bytes, rows[i].first + (uint32_t)at * depth, depth, weights + j * depth * words,
                             words, sums);
      }
    }
  }
  for (uint32_t c = 0; c < channels; c++) sums[c] -= (int32_t)(layer->zeros[first + c] * spikes);
}

BW_INLINE int32_t membrane_at(const uint8_t *membranes, uint32_t at, uint32_t bits) {
  if (bits < 16) return (int32_t)bw_get_code(membranes, at, bits) - ((int32_t)1 << (bits - 1u));
  const uint32_t half = (uint32_t)membranes[2 * at] | (uint32_t)membranes[2 * at + 1] << 8;
  return (int32_t)(half ^ 0x8000u) - 0x8000;
}

BW_INLINE void put_membrane(uint8_t *membranes, uint32_t at, uint32_t bits, int32_t v) {
  if (bits < 16) {
    bw_put_code(membranes, at, bits, (uint32_t)(v + ((int32_t)1 << (bits - 1u))));
  } else {
    membranes[2 * at] = (uint8_t)((uint32_t)v & 255u);
    membranes[2 * at + 1] = (uint8_t)((uint32_t)v >> 8 & 255u);
  }
}

/* One step of the neuron whose membrane is code `at`. */
BW_INLINE uint32_t step(const bw_neurons *layer, uint32_t channel, int32_t current, uint8_t *membranes, uint32_t at) {
  const uint32_t bits = layer->membrane_bits;
  const int32_t zero = (int32_t)1 << (bits - 1u);
  const int32_t threshold = layer->thresholds[channel];
  const int32_t value = layer->values != NULL ? layer->values[channel] : 0;
  const int32_t v = membrane_at(membranes, at, bits);
  int32_t h;
  if (layer->leak_shift != 0) {
    h = v + ((((int32_t)1 << (layer->leak_shift - 1u)) - v) >> layer->leak_shift) + current;
  } else {
    h = ((v * (int32_t)layer->leak + 16384) >> 15) + current;
  }
  if ((layer->reset & BW_RESET_DELAYED) != 0 && v >= threshold) h = (layer->reset & BW_RESET_BY) != 0 ? h - value : value;
  const uint32_t fires = h >= threshold;
  int32_t left = h;
  if (fires != 0 && (layer->reset & BW_RESET_DELAYED) == 0) left = (layer->reset & BW_RESET_BY) != 0 ? h - value : value;
  if (left < -zero) left = -zero;
  if (left > zero - 1) left = zero - 1;
  put_membrane(membranes, at, bits, left);
  return fires;
}

void bw_spiking_row(const bw_spiking *layer, const bw_codes *rows, bw_codes_out out, bw_codes_out membranes) {
  const bw_window *window = &layer->synapses.window;
  for (uint32_t x = 0; x < window->out_width; x++) {
    for (uint32_t first = 0; first < window->out_channels; first += BW_SPIKE_BLOCK) {
      const uint32_t rest = window->out_channels - first;
      const uint32_t channels = rest < BW_SPIKE_BLOCK ? rest : BW_SPIKE_BLOCK;
      int32_t sums[MOST_SUMS];
      sums_of(&layer->synapses, rows, x, first, channels, sums);
      for (uint32_t i = 0; i < channels; i++) {
        const uint32_t channel = first + i;
        const uint32_t at = x * window->out_channels + channel;
        const int32_t shift = layer->shifts[channel];
        const int32_t bias = layer->biases != NULL ? layer->biases[channel] : 0;
        const int32_t current = shift >= 0 ? (int32_t)((uint32_t)sums[i] << shift)
                                           : (sums[i] + ((int32_t)1 << (-shift - 1))) >> -shift;
        bw_put_code(out.bytes, out.first + at, 1,
                    step(&layer->neurons, channel, current + bias, membranes.bytes, membranes.first + at));
      }
    }
  }
}

void bw_spike_product_row(const bw_spike_product *layer, const bw_codes *rows, bw_codes_out out) {
  const bw_window *window = &layer->synapses.window;
  const uint32_t limit = bw_max_code(layer->out.bits);
  for (uint32_t x = 0; x < window->out_width; x++) {
    for (uint32_t first = 0; first < window->out_channels; first += BW_SPIKE_BLOCK) {
      const uint32_t rest = window->out_channels - first;
      const uint32_t channels = rest < BW_SPIKE_BLOCK ? rest : BW_SPIKE_BLOCK;
      int32_t sums[MOST_SUMS];
      sums_of(&layer->synapses, rows, x, first, channels, sums);
      for (uint32_t i = 0; i < channels; i++) {
        const uint32_t channel = first + i;
        const int32_t acc = bw_multiply_add(sums[i], layer->unit, layer->biases[channel]);
        const uint32_t code = bw_requantize(acc, layer->multipliers[channel], layer->shift, layer->out.zero_point);
        bw_put_code(out.bytes, out.first + x * window->out_channels + channel, layer->out.bits,
                    code < limit ? code : limit);
      }
    }
  }
}

void bw_fire_codes(const bw_fire *layer, bw_codes in, bw_codes_out out, bw_codes_out membranes, uint32_t count) {
  for (uint32_t i = 0, channel = 0; i < count; i++) {
    const int32_t current = layer->currents[bw_get_code(in.bytes, in.first + i, layer->in.bits)];
    bw_put_code(out.bytes, out.first + i, 1,
                step(&layer->neurons, channel, current, membranes.bytes, membranes.first + i));
    if (++channel == layer->channels) channel = 0;
  }
}

void bw_widen_spikes(bw_codes in, bw_codes_out out, uint32_t count, uint32_t bits, uint32_t quiet, uint32_t spike) {
  for (uint32_t i = 0; i < count; i++) {
    bw_put_code(out.bytes, out.first + i, bits, bw_get_code(in.bytes, in.first + i, 1) != 0 ? spike : quiet);
  }
}
