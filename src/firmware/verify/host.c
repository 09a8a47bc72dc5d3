/* The machine that verifies: no emulation, no cost, the same comparison. */
#include "platform.h"

#include <stdio.h>
#include <stdlib.h>

static FILE *inputs, *trace;

void platform_open(void) {
  inputs = fopen("inputs.bin", "rb");
  trace = fopen("trace.bin", "wb");
  if (inputs == NULL || trace == NULL) exit(PLATFORM_FAILED);
}

const uint8_t *platform_read(uint32_t count) {
  static uint8_t *bytes;
  bytes = realloc(bytes, count);
  if (bytes == NULL || fread(bytes, 1, count, inputs) != count) exit(PLATFORM_NO_INPUT);
  return bytes;
}

void platform_write(const void *bytes, uint32_t count) {
  if (fwrite(bytes, 1, count, trace) != count) exit(PLATFORM_FAILED);
}

void platform_exit(int status) {
  if (fclose(trace) != 0) status = PLATFORM_FAILED;
  exit(status);
}

uint64_t platform_ticks(void) { return 0; }

uint32_t platform_stack_of(void (*run)(void)) {
  run();
  return 0;
}

void platform_loop(uint32_t count) { (void)count; }
