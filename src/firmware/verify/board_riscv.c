/*
 * A bare RV32 under QEMU's "virt": start-up, initialised memory, a clock, a painted stack. As board.c for Cortex-M, and for the
 * same reasons: no C library, memory of its own, and one way out, the serial port that leads into trace.bin.
 *
 * The clock is minstret. With -icount QEMU counts in it the nanoseconds that the executed instructions stand for, so that each
 * is worth 128; it is as wide as 64 bits and needs no interrupt.
 */
#include "platform.h"

extern uint32_t bss_start[], bss_end[], data_start[], data_end[], data_load[];
extern uint32_t tool_bss_start[], tool_bss_end[], stack_bottom[];
extern const uint8_t inputs_start[], inputs_end[];
/* A 16550: its first register takes bytes, its sixth says when. */
extern volatile uint8_t uart[];

int main(void);
void start(void);

enum { LINE_STATUS = 5, MAY_SEND = 0x20, FLOAT_ON = 0x6000, PAINT = 0x5aa5c33c };

/* Ends the emulation. */
#define TEST_DEVICE (*(volatile uint32_t *)0x100000u)
#define TEST_DONE 0x5555u

static uint32_t taken;

void platform_exit(int status) {
  const uint32_t words[5] = {PLATFORM_END, (uint32_t)status, 0, 0, 0};
  platform_write(words, sizeof words);
  TEST_DEVICE = TEST_DONE;
  for (;;) continue;
}

void platform_open(void) {}

const uint8_t *platform_read(uint32_t count) {
  const uint8_t *const bytes = inputs_start + taken;
  if (count > (uint32_t)(inputs_end - bytes)) platform_exit(PLATFORM_NO_INPUT);
  taken += count;
  return bytes;
}

void platform_write(const void *bytes, uint32_t count) {
  for (const uint8_t *at = bytes; count > 0; count--) {
    while ((uart[LINE_STATUS] & MAY_SEND) == 0) continue;
    uart[0] = *at++;
  }
}

uint64_t platform_ticks(void) {
  for (;;) {
    uint32_t high, low, again;
    __asm__ volatile("csrr %0, minstreth\n csrr %1, minstret\n csrr %2, minstreth" : "=r"(high), "=r"(low), "=r"(again));
    if (high == again) return (((uint64_t)high << 32) + low) & 0xffffffffffffu;
  }
}

__attribute__((noinline)) uint32_t platform_stack_of(void (*run)(void)) {
  uint32_t *here;
  __asm__ volatile("mv %0, sp" : "=r"(here));
  for (uint32_t *at = stack_bottom; at < here; at++) *(volatile uint32_t *)at = PAINT;
  run();
  const uint32_t *at = stack_bottom;
  while (at < here && *at == PAINT) at++;
  if (at == stack_bottom) platform_exit(PLATFORM_STACK);
  return (uint32_t)((const uint8_t *)here - (const uint8_t *)at);
}

__attribute__((naked, noinline)) void platform_loop(uint32_t count) {
  __asm__ volatile("1: addi a0, a0, -1\n bnez a0, 1b\n ret");
  (void)count;
}

__attribute__((naked, aligned(4))) static void fault(void) {
  __asm__ volatile("la sp, stack_top\n li a0, %0\n tail platform_exit" : : "i"(PLATFORM_FAULT));
}

static __attribute__((used, noreturn)) void begin(void) {
  const volatile uint32_t *from = data_load;
  for (volatile uint32_t *to = data_start; to < data_end;) *to++ = *from++;
  for (volatile uint32_t *to = bss_start; to < bss_end;) *to++ = 0;
  for (volatile uint32_t *to = tool_bss_start; to < tool_bss_end;) *to++ = 0;
  __asm__ volatile("csrw mtvec, %0" : : "r"(fault));
#ifdef __riscv_flen
  __asm__ volatile("csrs mstatus, %0" : : "r"(FLOAT_ON));
#endif
  platform_exit(main());
  for (;;) continue;
}

__attribute__((section(".vectors"), used, naked)) void start(void) { __asm__ volatile("la sp, stack_top\n tail begin"); }
