/*
 * What a bare Cortex-M needs to run a C program under QEMU: vectors, initialised memory, and output and exit through semihosting. For tests and
 * benchmarks; no part of the firmware that Bitwright generates.
 */
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

extern uint32_t bss_start[], bss_end[], data_start[], data_end[], data_load[], heap_start[], heap_end[], stack_top[];
int main(void);
void Reset_Handler(void);

enum { OPEN = 0x01, WRITE = 0x05, EXIT_EXTENDED = 0x20, STOPPED_APPLICATION_EXIT = 0x20026 };

static uint32_t semihosting(uint32_t operation, const void *arguments) {
  register uint32_t r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

__attribute__((noreturn)) void _exit(int status) {
  const uint32_t arguments[2] = {STOPPED_APPLICATION_EXIT, (uint32_t)status};
  for (;;) semihosting(EXIT_EXTENDED, arguments);
}

int _write(int file, const char *bytes, int count) {
  static uint32_t console;
  (void)file;
  if (console == 0) {
    static const char name[] = ":tt";
    const uint32_t arguments[3] = {(uint32_t)name, 4, sizeof name - 1};
    console = semihosting(OPEN, arguments);
  }
  const uint32_t arguments[3] = {console, (uint32_t)bytes, (uint32_t)count};
  return count - (int)semihosting(WRITE, arguments);
}

void *_sbrk(int more) {
  static char *used;
  char *const start = used == NULL ? (char *)heap_start : used;
  if (start + more > (char *)heap_end) return (void *)-1;
  used = start + more;
  return start;
}

int _close(int file) { return (void)file, -1; }
int _lseek(int file, int offset, int whence) { return (void)file, (void)offset, (void)whence, 0; }
int _read(int file, char *bytes, int count) { return (void)file, (void)bytes, (void)count, 0; }
int _isatty(int file) { return (void)file, 1; }
int _kill(int process, int signal) { return (void)process, (void)signal, -1; }
int _getpid(void) { return 1; }
int _fstat(int file, struct stat *status) {
  (void)file;
  status->st_mode = S_IFCHR;
  return 0;
}

static void fault(void) {
  puts("fault: the processor stopped with an exception");
  _exit(70);
}

__attribute__((section(".vectors"), used)) static void (*const vectors[16])(void) = {
    (void (*)(void))stack_top, Reset_Handler, fault, fault, fault, fault, fault, fault, 0, 0, 0, fault, fault, 0, fault, fault,
};

void Reset_Handler(void) {
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
  *(volatile uint32_t *)0xe000ed88 |= 0xfu << 20; /* CPACR: floating-point unit and vectors */
  __asm__ volatile("dsb\n isb" ::: "memory");
#endif
  const uint32_t *from = data_load;
  for (uint32_t *to = data_start; to < data_end;) *to++ = *from++;
  for (uint32_t *to = bss_start; to < bss_end;) *to++ = 0;
  const int status = main();
  fflush(stdout);
  _exit(status);
}
