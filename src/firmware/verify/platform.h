/*
 * What the harness needs of the place where it runs: the inputs of inputs.bin, a way into trace.bin, and on a board the
 * cost of a run. No part of the firmware that Bitwright generates.
 */
#ifndef BW_VERIFY_PLATFORM_H
#define BW_VERIFY_PLATFORM_H

#include <stdint.h>

/* What a program ends with, besides 0. */
enum {
  PLATFORM_FAILED = 70,
  PLATFORM_INIT = 71,
  PLATFORM_ROW = 72,
  PLATFORM_FAULT = 73,
  PLATFORM_STACK = 74,
  PLATFORM_NO_INPUT = 75
};
/* The record that a board writes last, with what it ends with: five words as in harness.c. */
#define PLATFORM_END 0x80000003u

void platform_open(void);
/* The next so many bytes of the inputs; does not return where there are fewer. */
const uint8_t *platform_read(uint32_t count);
void platform_write(const void *bytes, uint32_t count);
void platform_exit(int status);

/*
 * A clock that only executed instructions move on: ticks in the low 48 bits, and above them how often its interrupt
 * occurred. So differences and their sums hold both. Always 0 where there is no such clock.
 */
uint64_t platform_ticks(void);

/* Calls `run` on a painted stack and answers how many bytes of it were touched; 0 where that cannot be told. */
uint32_t platform_stack_of(void (*run)(void));

/* Executes 2·count + 1 instructions between two calls of platform_ticks. */
void platform_loop(uint32_t count);

#endif
