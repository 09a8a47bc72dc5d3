#include "bw_softmax.h"

/*
 * e^x for x ≤ 0, to about an ulp: x = n·ln 2 + r with |r| ≤ ln 2 / 2, e^r by its power series, whose ninth term is below
 * 6e-9. A C library's expf would bring errno and with it, in newlib, a kilobyte of RAM.
 */
static float exp_of(float x) {
  if (x < -87.0f) return 0.0f; /* below the smallest normal number */
  const int32_t n = (int32_t)(x * 1.44269504f - 0.5f);
  /* ln 2 in two parts, the first of so few bits that n times it is exact. */
  const float r = (x - (float)n * 0.693359375f) + (float)n * 2.12194440e-4f;
  float sum = 1.0f + r / 7.0f;
  for (uint32_t k = 6; k > 0; k--) sum = 1.0f + sum * r / (float)k;
  const uint32_t power = (uint32_t)(n + 127) << 23;
  float scale;
  memcpy(&scale, &power, sizeof scale);
  return sum * scale;
}

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
      out[c] = exp_of(-layer->scale * (float)(largest - code));
      total += out[c];
    }
    for (uint32_t c = 0; c < channels; c++) out[c] /= total;
  }
}
