/*
 * What the harness needs of the place where it runs: three files by fixed names in the current folder, and on a board the
 * cost of a run. No part of the firmware that Bitwright generates.
 */
#ifndef BW_VERIFY_PLATFORM_H
#define BW_VERIFY_PLATFORM_H

#include <stdint.h>

/* Opens inputs.bin for reading and trace.bin for writing; does not return where one of them cannot be had. */
void platform_open(void);
/* Reads exactly so many bytes; does not return where there are fewer. */
void platform_read(void *bytes, uint32_t count);
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
