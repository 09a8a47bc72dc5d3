/* SPDX-License-Identifier: MIT-0 */
#include "bw_move.h"

void bw_join_codes(const bw_join *input, bw_codes in, bw_codes_out out) {
  for (uint32_t i = 0; i < input->repeats; i++) {
    if (input->rescale == NULL) {
      bw_copy(in, out, input->run, input->bits);
    } else {
      bw_rescale_codes(input->rescale, in, out, input->run);
    }
    in.first += input->run;
    out.first += input->step;
  }
}

void bw_slice_row(const bw_slice *layer, bw_codes row, bw_codes_out out) {
  for (uint32_t x = 0; x < layer->out_width; x++) {
    const uint32_t pixel = layer->start_x + x * layer->step_x;
    const bw_codes from = {row.bytes, row.first + pixel * layer->in_channels + layer->start_channel};
    if (layer->step_channel == 1) {
      bw_copy(from, out, layer->out_channels, layer->bits);
      out.first += layer->out_channels;
    } else {
      for (uint32_t c = 0; c < layer->out_channels; c++) {
        const uint32_t code = bw_get_code(from.bytes, from.first + c * layer->step_channel, layer->bits);
        bw_put_code(out.bytes, out.first++, layer->bits, code);
      }
    }
  }
}

void bw_pad_row(const bw_padding *layer, bw_codes row, bw_codes_out out) {
  const uint32_t channels = (uint32_t)layer->channels_before + layer->in_channels + layer->channels_after;
  const uint32_t width = (uint32_t)layer->left + layer->in_width + layer->right;
  for (uint32_t x = 0; x < width; x++, out.first += channels) {
    bw_codes_out to = out;
    if (row.bytes == NULL || x < layer->left || x - layer->left >= layer->in_width) {
      bw_fill(to, channels, layer->bits, layer->fill);
      continue;
    }
    const bw_codes from = {row.bytes, row.first + (x - layer->left) * layer->in_channels};
    bw_fill(to, layer->channels_before, layer->bits, layer->fill);
    to.first += layer->channels_before;
    bw_copy(from, to, layer->in_channels, layer->bits);
    to.first += layer->in_channels;
    bw_fill(to, layer->channels_after, layer->bits, layer->fill);
  }
}

void bw_resize_row(const bw_resize *layer, bw_codes row, bw_codes_out out) {
  for (uint32_t x = 0; x < layer->out_width; x++, out.first += layer->channels) {
    const bw_codes from = {row.bytes, row.first + (uint32_t)layer->columns[x] * layer->channels};
    bw_copy(from, out, layer->channels, layer->bits);
  }
}

/* Walks the output in order like an odometer, each digit moving the input by its axis's stride. */
void bw_transpose_codes(const bw_transpose *layer, const uint8_t *in, uint8_t *out) {
  uint32_t digits[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  uint32_t from = 0;
  for (uint32_t to = 0;; to++) {
    uint32_t axis = layer->rank;
    bw_put_code(out, to, layer->bits, bw_get_code(in, from, layer->bits));
    for (; axis > 0; axis--) {
      const uint32_t i = axis - 1;
      if (++digits[i] < layer->sizes[i]) {
        from += layer->strides[i];
        break;
      }
      from -= (layer->sizes[i] - 1) * layer->strides[i];
      digits[i] = 0;
    }
    if (axis == 0) return;
  }
}
