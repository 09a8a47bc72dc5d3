/*
 * QEMU plugin: counts the guest instructions between the markers `mov r8, r8` and `mov r9, r9`, on RISC-V `lui zero, 1` and `lui
 * zero, 2` (neither counted) and prints one line a pair, "instructions N", with those of some classes behind it (bench/instructions.ts says what
 * they are for). The counts are the same on every machine. QEMU's plugin header is often not installed; what is needed of it (plugin API
 * version 1) is declared here. Build: gcc -O2 -shared -fPIC countInstructions.c -o countInstructions.so
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { CALLBACK_NO_REGISTERS = 0, INLINE_ADD_U64 = 0 };
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int, void *, uint64_t);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

/*
 * LOADS: a load, or the first of several behind each other, which cores with a pipelined bus take in one go; and each
 * multiple transfer. WORDS: of a multiple transfer, all but the first. STORES: single ones. TAKEN: jumps that are made, calls and
 * returns. SUMS: multiplications with an addition. LONGS: with a result of 64 bits, or its upper half.
 */
enum { INSTRUCTIONS, LOADS, WORDS, STORES, TAKEN, SUMS, LONGS, DIVISIONS, CLASSES };
static const char *const names[CLASSES] = {"instructions", "loads", "words", "stores", "taken", "sums", "longs", "divisions"};
static uint64_t counts[CLASSES], starts[CLASSES];

static bool riscv;
/* Where the block that ran last ends: another one that begins elsewhere was jumped to. */
static uint64_t last_end;

typedef struct {
  uint64_t start, end;
} span;

static void begin(unsigned cpu, void *unused) {
  (void)cpu, (void)unused;
  memcpy(starts, counts, sizeof starts);
}

static void end(unsigned cpu, void *unused) {
  (void)cpu, (void)unused;
  for (unsigned i = 0; i < CLASSES; i++)
    fprintf(stderr, "%s %llu%s", names[i], (unsigned long long)(counts[i] - starts[i]), i + 1 < CLASSES ? " " : "\n");
}

static void entered(unsigned cpu, void *data) {
  const span *block = data;
  (void)cpu;
  if (block->start != last_end) counts[TAKEN]++;
  last_end = block->end;
}

/* What an instruction is besides itself. */
typedef struct {
  bool load, store, sum, wide, division;
  unsigned words; /* of a multiple transfer; 0: none */
} kind;

static unsigned ones(unsigned bits) { return (unsigned)__builtin_popcount(bits); }

static kind thumb_narrow(unsigned op) {
  kind k = {0};
  if ((op & 0xfe00u) == 0xb400u) k.words = ones(op & 0x1ffu);      /* push */
  else if ((op & 0xfe00u) == 0xbc00u) k.words = ones(op & 0x1ffu); /* pop */
  else if ((op & 0xf000u) == 0xc000u) k.words = ones(op & 0xffu);
  else if ((op & 0xf800u) == 0x4800u) k.load = true;
  else if ((op & 0xf000u) == 0x5000u) {
    if ((op & 0x0e00u) >= 0x0600u) k.load = true;
    else k.store = true;
  } else if (op >= 0x6000u && op < 0xa000u) {
    if (op & 0x0800u) k.load = true;
    else k.store = true;
  }
  return k;
}

static kind thumb_wide(unsigned first, unsigned second) {
  kind k = {0};
  if ((first & 0xfe40u) == 0xe800u) k.words = ones(second); /* multiple */
  else if ((first & 0xfe40u) == 0xe840u) {
    if (first & 0x0120u) k.words = 2;
    else if (first & 0x0010u) k.load = true; /* table branches, exclusives */
    else k.store = true;
  } else if ((first & 0xfe00u) == 0xf800u) {
    if (first & 0x0010u) k.load = true;
    else k.store = true;
  } else if ((first & 0xff80u) == 0xfb00u) k.sum = (second & 0xf000u) != 0xf000u;
  else if ((first & 0xff80u) == 0xfb80u) {
    const unsigned which = first >> 4 & 7u;
    k.division = which == 1 || which == 3;
    k.wide = !k.division;
  } else if ((first & 0xee00u) == 0xec00u) { /* the coprocessors': floats, vectors */
    if (first & 0x0010u) k.load = true;
    else k.store = true;
  }
  return k;
}

static kind riscv_kind(unsigned op, bool narrow) {
  kind k = {0};
  if (narrow) {
    const unsigned which = op >> 13 & 7u;
    if ((op & 3u) == 0 || (op & 3u) == 2) {
      k.load = which == 2 || which == 3;
      k.store = which == 6 || which == 7;
    }
    return k;
  }
  switch (op & 0x7fu) {
    case 0x03:
    case 0x07:
      k.load = true;
      break;
    case 0x23:
    case 0x27:
      k.store = true;
      break;
    case 0x33:
      if (op >> 25 == 1) {
        const unsigned which = op >> 12 & 7u;
        k.division = which >= 4;
        k.wide = which >= 1 && which < 4;
      }
      break;
    default:
      break;
  }
  return k;
}

static kind kind_of(const uint8_t *code, bool narrow) {
  const unsigned first = code[0] | code[1] << 8;
  const unsigned second = narrow ? 0 : (unsigned)(code[2] | code[3] << 8);
  if (riscv) return riscv_kind(first | second << 16, narrow);
  return narrow ? thumb_narrow(first) : thumb_wide(first, second);
}

static void count(struct qemu_plugin_insn *instruction, unsigned class, uint64_t by) {
  if (by > 0) qemu_plugin_register_vcpu_insn_exec_inline(instruction, INLINE_ADD_U64, &counts[class], by);
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
  (void)id;
  const size_t length = qemu_plugin_tb_n_insns(block);
  static span spans[1 << 20];
  static size_t used;
  if (length > 0 && used < sizeof spans / sizeof *spans) {
    struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(block, length - 1);
    span *here = &spans[used++];
    here->start = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(block, 0));
    here->end = qemu_plugin_insn_vaddr(last) + qemu_plugin_insn_size(last);
    qemu_plugin_register_vcpu_tb_exec_cb(block, entered, CALLBACK_NO_REGISTERS, here);
  }
  bool loading = false;
  for (size_t i = 0; i < length; i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    const uint8_t *code = qemu_plugin_insn_data(instruction);
    const bool narrow = qemu_plugin_insn_size(instruction) == 2;
    const unsigned wide = narrow ? 0 : code[0] | code[1] << 8 | code[2] << 16 | (unsigned)code[3] << 24;
    if ((narrow && code[0] == 0xc0 && code[1] == 0x46) || wide == 0x00001037) {
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, begin, CALLBACK_NO_REGISTERS, NULL);
      continue;
    }
    if ((narrow && code[0] == 0xc9 && code[1] == 0x46) || wide == 0x00002037) {
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, end, CALLBACK_NO_REGISTERS, NULL);
      continue;
    }
    const kind k = kind_of(code, narrow);
    count(instruction, INSTRUCTIONS, 1);
    count(instruction, LOADS, k.words > 0 || (k.load && (riscv || !loading)));
    count(instruction, WORDS, k.words > 0 ? k.words - 1 : 0);
    count(instruction, STORES, k.store);
    count(instruction, SUMS, k.sum);
    count(instruction, LONGS, k.wide);
    count(instruction, DIVISIONS, k.division);
    loading = k.load;
  }
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv) {
  (void)argc, (void)argv;
  /* The description begins with the name of what is emulated. */
  const char *target = *(const char *const *)info;
  riscv = strncmp(target, "riscv", 5) == 0;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
