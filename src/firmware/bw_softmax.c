#include "bw_softmax.h"

#include <math.h>

void bw_softmax_codes(const bw_softmax *layer, bw_codes in, float *out, uint32_t pixels) {
  const uint32_t channels = layer->channels;
  for (; pixels > 0; pixels--, in.first += channels, out += channels) {
    uint32_t largest = 0;
    float total = 0.0f;
    for (uint32_t c = 0; c < channels; c++) {
      const uint32_t code = bw_get_code(in.bytes, in.first + c, layer->bits);
      if (code > largest) largest = code;
    }
    for (uint32_t c = 0; c < channels; c++) {
      const uint32_t code = bw_get_code(in.bytes, in.first + c, layer->bits);
      out[c] = expf(-layer->scale * (float)(largest - code));
      total += out[c];
    }
    for (uint32_t c = 0; c < channels; c++) out[c] /= total;
  }
}
