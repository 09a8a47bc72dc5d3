/*
 * What firmware around the generated network looks like: seconds of sound come in as 49×20 log-mel energies, a byte each
 * (features.ts says how they are made), and the word that was heard goes out.
 *
 * Here they come from standard input and go to standard output, so that it runs on a desk. On a board, listen() takes
 * the next second from the microphone's front end and say() lights a lamp; what lies between them stays.
 */
#include <stdio.h>

#include "keywords.h"

static const char *const words[KEYWORDS_OUTPUT_CHANNELS] = {"silence", "unknown", "yes", "no",  "up",   "down",
                                                         "left",    "right",   "on",  "off", "stop", "go"};

/* The energies are whole numbers with a scale of their own: decibels. The network states its own; both are linear. */
static uint8_t code_of(uint8_t decibels) {
  const float code = (float)decibels / KEYWORDS_INPUT_SCALE + (float)KEYWORDS_INPUT_ZERO_POINT + 0.5f;
  return code < 255.0f ? (uint8_t)code : 255;
}

static int listen(uint8_t *codes) {
  uint8_t energies[KEYWORDS_INPUT_ELEMENTS];
  uint32_t i;
  if (fread(energies, 1, sizeof energies, stdin) != sizeof energies) return 0;
  for (i = 0; i < KEYWORDS_INPUT_ELEMENTS; i++) codes[i] = code_of(energies[i]);
  return 1;
}

static void say(const uint8_t *scores) {
  uint32_t best = 0, i;
  for (i = 1; i < KEYWORDS_OUTPUT_CHANNELS; i++) {
    if (scores[i] > scores[best]) best = i;
  }
  puts(words[best]);
}

int main(void) {
  if (keywords_init() != KEYWORDS_OK) return 1;
  while (listen(keywords_input())) {
    if (keywords_invoke() != KEYWORDS_OK) return 1;
    say(keywords_output());
  }
  return 0;
}
