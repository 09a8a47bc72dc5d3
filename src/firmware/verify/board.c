/*
 * A bare Cortex-M under QEMU: vectors, initialised memory, files through semihosting, a clock, a painted stack. It stands
 * alone, without a C library, so that everything the linker takes from one belongs to the model; and it lies in memory of
 * its own (board.ld), so that FLASH and RAM hold the model and nothing else.
 *
 * The clock is SysTick. With -icount shift=7 QEMU moves time on by 128 ns an instruction, whatever the host does, and every
 * board here counts at 20 MHz or more, so that ticks tell the number of instructions exactly. Its interrupt counts the
 * wraps of the 24-bit counter; what it costs is measured like everything else and taken off (readTrace.ts).
 */
#include "platform.h"

extern uint32_t bss_start[], bss_end[], data_start[], data_end[], data_load[];
extern uint32_t tool_bss_start[], tool_bss_end[], stack_bottom[], stack_top[];

int main(void);
void Reset_Handler(void);

enum {
  OPEN = 0x01,
  WRITE0 = 0x04,
  WRITE = 0x05,
  READ = 0x06,
  EXIT_EXTENDED = 0x20,
  APPLICATION_EXIT = 0x20026,
  READ_BINARY = 1,
  WRITE_BINARY = 5,
  PAINT = 0x5aa5c33c
};

#define SYSTICK ((volatile uint32_t *)0xe000e010u)
#define CPACR (*(volatile uint32_t *)0xe000ed88u)

static volatile uint32_t wraps;
static uint32_t inputs, trace;

static uint32_t semihosting(uint32_t operation, const void *arguments) {
  register uint32_t r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

void platform_exit(int status) {
  const uint32_t arguments[2] = {APPLICATION_EXIT, (uint32_t)status};
  for (;;) semihosting(EXIT_EXTENDED, arguments);
}

static void fail(const char *message) {
  semihosting(WRITE0, message);
  platform_exit(70);
}

static uint32_t open_file(const char *name, uint32_t length, uint32_t mode) {
  const uint32_t arguments[3] = {(uint32_t)name, mode, length};
  return semihosting(OPEN, arguments);
}

void platform_open(void) {
  inputs = open_file("inputs.bin", 10, READ_BINARY);
  trace = open_file("trace.bin", 9, WRITE_BINARY);
  if (inputs == UINT32_MAX || trace == UINT32_MAX) fail("a file of the harness cannot be opened\n");
}

void platform_read(void *bytes, uint32_t count) {
  const uint32_t arguments[3] = {inputs, (uint32_t)bytes, count};
  if (semihosting(READ, arguments) != 0) fail("inputs.bin is too short\n");
}

void platform_write(const void *bytes, uint32_t count) {
  const uint32_t arguments[3] = {trace, (uint32_t)bytes, count};
  if (semihosting(WRITE, arguments) != 0) fail("trace.bin cannot be written\n");
}

uint64_t platform_ticks(void) {
  for (;;) {
    const uint32_t before = wraps;
    const uint32_t left = SYSTICK[2];
    if (before == wraps) return ((uint64_t)before << 48) + ((uint64_t)before << 24) + (0xffffffu - left);
  }
}

__attribute__((noinline)) uint32_t platform_stack_of(void (*run)(void)) {
  uint32_t *here;
  __asm__ volatile("mov %0, sp" : "=r"(here));
  for (uint32_t *at = stack_bottom; at < here; at++) *(volatile uint32_t *)at = PAINT;
  run();
  const uint32_t *at = stack_bottom;
  while (at < here && *at == PAINT) at++;
  if (at == stack_bottom) fail("the model needs more stack than the harness has\n");
  return (uint32_t)((const uint8_t *)here - (const uint8_t *)at);
}

__attribute__((naked, noinline)) void platform_loop(uint32_t count) {
  __asm__ volatile(".syntax unified\n1: subs r0, #1\n bne 1b\n bx lr");
  (void)count;
}

static void wrapped(void) { wraps++; }
static void fault(void) { fail("the processor stopped with a fault\n"); }

__attribute__((section(".vectors"), used)) static void (*const vectors[16])(void) = {
    (void (*)(void))stack_top, Reset_Handler, fault, fault, fault, fault, fault, fault, 0, 0, 0, fault, fault, 0, fault, wrapped,
};

void Reset_Handler(void) {
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
  CPACR |= 0xfu << 20;
  __asm__ volatile("dsb\n isb" ::: "memory");
#endif
  const volatile uint32_t *from = data_load;
  for (volatile uint32_t *to = data_start; to < data_end;) *to++ = *from++;
  for (volatile uint32_t *to = bss_start; to < bss_end;) *to++ = 0;
  for (volatile uint32_t *to = tool_bss_start; to < tool_bss_end;) *to++ = 0;
  SYSTICK[1] = 0xffffffu;
  SYSTICK[2] = 0;
  SYSTICK[0] = 7;
  platform_exit(main());
}
