/*
 * A bare Cortex-M4 as QEMU's mps2-an386 has it: vectors, initialised memory, a serial port for what is heard. The sound lies in
 * the board's large memory, where the emulator puts it: the number of energies as a word, then the energies.
 */
#include "board.h"

#define UART ((volatile uint32_t *)0x40004000u) /* the CMSDK's: data, state, control, interrupts, divisor */
#define SOUND ((const uint8_t *)0x21000000u)
#define AIRCR (*(volatile uint32_t *)0xe000ed0cu)
#define CPACR (*(volatile uint32_t *)0xe000ed88u)
enum { UART_FULL = 1, UART_SENDS = 1, UART_LEAST_DIVISOR = 16, RESET_REQUEST = 0x05fa0004, FPU_ON = 0xf << 20 };

extern uint32_t bss_start[], bss_end[], data_start[], data_end[], data_load[], stack_top[];
int main(void);

static uint32_t taken;

static void put(const char *text) {
  for (; *text; text++) {
    while (UART[1] & UART_FULL) continue;
    UART[0] = (uint32_t)*text;
  }
}

static void put_number(uint32_t number, uint32_t digits) {
  char text[11];
  uint32_t at = sizeof text - 1;
  text[at] = 0;
  do {
    text[--at] = (char)('0' + number % 10);
    number /= 10;
  } while ((number > 0 || sizeof text - 1 - at < digits) && at > 0);
  put(text + at);
}

const uint8_t *board_rows(uint32_t count) {
  const uint32_t all = *(const uint32_t *)(const void *)SOUND;
  const uint8_t *const rows = SOUND + sizeof all + taken;
  if (taken > all || all - taken < count) return 0;
  taken += count;
  return rows;
}

void board_say(uint32_t row, const char *word) {
  put_number(row / 50, 1);
  put(".");
  put_number(row % 50 * 2, 2);
  put(" ");
  put(word);
  put("\n");
}

void Reset_Handler(void) {
  const uint32_t *from = data_load;
  uint32_t *to;
  CPACR |= FPU_ON;
  for (to = data_start; to < data_end;) *to++ = *from++;
  for (to = bss_start; to < bss_end;) *to++ = 0;
  UART[4] = UART_LEAST_DIVISOR;
  UART[2] = UART_SENDS;
  put(main() == 0 ? "end\n" : "failed\n");
  AIRCR = RESET_REQUEST; /* ends the emulation (-no-reboot) */
  for (;;) continue;
}

static void fault(void) {
  put("fault\n");
  AIRCR = RESET_REQUEST;
  for (;;) continue;
}

__attribute__((section(".vectors"), used)) static const void *const vectors[] = {
    stack_top, (const void *)Reset_Handler, (const void *)fault, (const void *)fault,
    (const void *)fault, (const void *)fault, (const void *)fault};
