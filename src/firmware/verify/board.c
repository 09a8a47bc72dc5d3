/*
 * A bare Cortex-M under QEMU: vectors, initialised memory, a clock, a painted stack. It stands alone, without a C library, so that
 * everything the linker takes from one belongs to the model; and it lies in memory of its own (board.ld), so that FLASH and RAM
 * hold the model and nothing else.
 *
 * It has no way to the computer that emulates it but one: bytes written to a serial port end up in trace.bin. Inputs were put into
 * memory before it started, and a reset ends the emulation (runImage.ts). Semihosting would be simpler, and would hand every
 * program the files and the shell of whoever verifies it.
 *
 * The clock is SysTick. With -icount shift=7 QEMU moves time on by 128 ns an instruction, whatever the host does, and every
 * board here counts at 20 MHz or more, so that ticks tell the number of instructions exactly. Its interrupt counts the
 * wraps of the 24-bit counter; what it costs is measured like everything else and taken off (readTrace.ts).
 */
#include "platform.h"

extern uint32_t bss_start[], bss_end[], data_start[], data_end[], data_load[];
extern uint32_t tool_bss_start[], tool_bss_end[], stack_bottom[], stack_top[];
extern const uint8_t inputs_start[], inputs_end[];
/* The serial port of the CMSDK: data, state, control, interrupts, divisor. */
extern volatile uint32_t uart[];

int main(void);
void Reset_Handler(void);

enum { UART_FULL = 1, UART_SENDS = 1, UART_LEAST_DIVISOR = 16, PAINT = 0x5aa5c33c };

#define SYSTICK ((volatile uint32_t *)0xe000e010u)
#define CPACR (*(volatile uint32_t *)0xe000ed88u)
#define AIRCR (*(volatile uint32_t *)0xe000ed0cu)
#define RESET_REQUEST 0x05fa0004u

static volatile uint32_t wraps;
static uint32_t taken;

void platform_exit(int status) {
  const uint32_t words[5] = {PLATFORM_END, (uint32_t)status, 0, 0, 0};
  platform_write(words, sizeof words);
  AIRCR = RESET_REQUEST;
  for (;;) continue;
}

void platform_open(void) {
  uart[4] = UART_LEAST_DIVISOR;
  uart[2] = UART_SENDS;
}

const uint8_t *platform_read(uint32_t count) {
  const uint8_t *const bytes = inputs_start + taken;
  if (count > (uint32_t)(inputs_end - bytes)) platform_exit(PLATFORM_NO_INPUT);
  taken += count;
  return bytes;
}

void platform_write(const void *bytes, uint32_t count) {
  for (const uint8_t *at = bytes; count > 0; count--) {
    while (uart[1] & UART_FULL) continue;
    uart[0] = *at++;
  }
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
  if (at == stack_bottom) platform_exit(PLATFORM_STACK);
  return (uint32_t)((const uint8_t *)here - (const uint8_t *)at);
}

__attribute__((naked, noinline)) void platform_loop(uint32_t count) {
  __asm__ volatile(".syntax unified\n1: subs r0, #1\n bne 1b\n bx lr");
  (void)count;
}

static void wrapped(void) { wraps++; }
static void fault(void) { platform_exit(PLATFORM_FAULT); }

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
