/*
 * Firmware that never stops listening: energies come in eight rows at a time (160 ms of sound, features.ts), each call of
 * keywords_invoke costs only these rows' work, and a word is told once, when it has been the best of twelve for two hops.
 * It is for a project that was quantized with `--streaming endless --hop 8`; ../listen.ts makes sound and project, and runs
 * this in an emulated Cortex-M4.
 *
 * The front end is board.h: on a real board, board_rows() waits for the microphone and board_say() lights a lamp.
 */
#include "board.h"
#include "keywords.h"

enum {
  FIRST_WORD = 2,    /* before it: silence and unknown */
  CALLS_TO_SURE = 2, /* hops for which a word is the best */
  HOPS_OF_REST = 5   /* half a window without a word, before the same one is told again */
};
/* Ahead of every other class, in steps of the output's scale: a factor of e^(16 · 0.055) = 2.4 in probability. */
#define LEAD 16

static const char *const words[KEYWORDS_OUTPUT_CHANNELS] = {"silence", "unknown", "yes", "no",  "up",   "down",
                                                         "left",    "right",   "on",  "off", "stop", "go"};

static uint8_t code_of(uint8_t decibels) {
  const float code = (float)decibels / KEYWORDS_INPUT_SCALE + (float)KEYWORDS_INPUT_ZERO_POINT + 0.5f;
  return code < 255.0f ? (uint8_t)code : 255;
}

/* The class that is ahead of all others by LEAD; 0, which is silence, where none is. */
static uint32_t clearly_best(const uint8_t *scores) {
  uint32_t best = 0, second, i;
  for (i = 1; i < KEYWORDS_OUTPUT_CHANNELS; i++) {
    if (scores[i] > scores[best]) best = i;
  }
  second = best == 0 ? 1 : 0;
  for (i = 0; i < KEYWORDS_OUTPUT_CHANNELS; i++) {
    if (i != best && scores[i] > scores[second]) second = i;
  }
  return scores[best] >= scores[second] + LEAD ? best : 0;
}

int main(void) {
  uint32_t hop, before = 0, calls = 0, told = 0, rest = 0;
  if (keywords_init() != KEYWORDS_OK) return 1;
  for (hop = 1;; hop++) {
    const uint8_t *const energies = board_rows(KEYWORDS_INPUT_ELEMENTS);
    uint8_t *const codes = keywords_input();
    uint32_t i, best;
    if (!energies) return 0;
    for (i = 0; i < KEYWORDS_INPUT_ELEMENTS; i++) codes[i] = code_of(energies[i]);
    if (keywords_invoke() != KEYWORDS_OK) return 1;
    best = clearly_best(keywords_output());
    calls = best == before ? calls + 1 : 1;
    before = best;
    if (best == told) {
      rest = HOPS_OF_REST;
      continue;
    }
    if (rest > 0 && --rest == 0) told = 0;
    if (best < FIRST_WORD || calls < CALLS_TO_SURE) continue;
    told = best;
    rest = HOPS_OF_REST;
    board_say(hop * KEYWORDS_INPUT_HEIGHT, words[best]);
  }
}
