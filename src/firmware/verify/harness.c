/*
 * Runs a generated model on the samples of inputs.bin and writes what it computed to trace.bin: records of five
 * little-endian words and bytes behind them. project.h, which `verify` writes from memory.json, says what the model is.
 *
 *   step   y       first  count  bits    the packed bytes that hold codes first … first + count − 1: one output row
 *   OUTPUT sample  0      bytes  8       every output, one after the other, as they lie in memory
 *   TICKS  which   low    high   0       a span of the clock (platform.h), or bytes: see enum
 *   SPENT  step    low    high   0       the clock over one row of the first sample, the hook's own included
 *   END    status  0      0      0       from boards, the last one (platform.h)
 *
 * Compiled with BW_TRACE it writes rows and what each layer cost; without it the cost of a whole run and of its stack, on
 * exactly the code that a product has.
 */
#include "platform.h"
#include "project.h"

enum { OUTPUT = 0x80000000, TICKS = 0x80000001, SPENT = 0x80000002 };
/* What TICKS tells: two readings without anything between them, with a loop of few and of many rounds; a call of the hook
 * that writes nothing; a whole run; the stack of one, in bytes. */
enum { NOTHING, FEW, MANY, HOOK, RUN, STACK };
enum { FEW_ROUNDS = 1000, MANY_ROUNDS = 12000000 };

static const uint8_t *input;

static void write_words(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e) {
  const uint32_t words[5] = {a, b, c, d, e};
  platform_write(words, sizeof words);
}

static void tell(uint32_t which, uint64_t ticks) {
  write_words(TICKS, which, (uint32_t)ticks, (uint32_t)(ticks >> 32), 0);
}

#ifdef BW_TRACE
static uint64_t since;
static uint64_t spent; /* on the latest row */
static int quiet, counting;

void bw_trace_row(uint32_t step, uint32_t y, const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits) {
  const uint64_t now = platform_ticks();
  spent = now - since;
  if (!quiet) {
    const uint32_t skipped = bits == 16 ? first : first * bits / 8; /* codes of 16 bits have bytes in front */
    const uint32_t left = bits == 16 ? 0 : first - skipped * 8 / bits;
    write_words(step, y, left, count, bits);
    platform_write(bytes + skipped, ((left + count) * bits + 7) / 8);
    if (counting) write_words(SPENT, step, (uint32_t)spent, (uint32_t)(spent >> 32), 0);
  }
  since = platform_ticks();
}
#endif

/* The model's own part of a run, without bringing the input to its place. */
static void run(void) { verify_invoke(input); }

static uint64_t ticks_of_loop(uint32_t rounds) {
  const uint64_t start = platform_ticks();
  platform_loop(rounds);
  return platform_ticks() - start;
}

static void calibrate(void) {
  const uint64_t start = platform_ticks();
  const uint64_t nothing = platform_ticks() - start;
  tell(NOTHING, nothing);
  tell(FEW, ticks_of_loop(FEW_ROUNDS));
  tell(MANY, ticks_of_loop(MANY_ROUNDS));
}

#ifdef BW_TRACE
static void measure(void) {
  quiet = 1;
  since = platform_ticks();
  bw_trace_row(0, 0, input, 0, 1, 8);
  tell(HOOK, spent);
  quiet = 0;
}
#else
static void measure(void) {
  verify_prepare(input);
  tell(STACK, platform_stack_of(run));
  verify_prepare(input);
  const uint64_t start = platform_ticks();
  run();
  tell(RUN, platform_ticks() - start);
}
#endif

int main(void) {
  platform_open();
  calibrate();
  for (uint32_t sample = 0; sample < VERIFY_SAMPLES; sample++) {
    input = platform_read(VERIFY_INPUT_BYTES);
    if (sample == 0) measure();
    verify_prepare(input);
    verify_begin(sample);
#ifdef BW_TRACE
    counting = sample == 0;
    since = platform_ticks();
#endif
    run();
    write_words(OUTPUT, sample, 0, VERIFY_OUTPUT_BYTES, 8);
    verify_write_outputs();
  }
  platform_exit(0);
  return 0;
}
