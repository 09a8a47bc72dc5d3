/*
 * QEMU plugin: counts the guest instructions between the markers `mov r8, r8` and `mov r9, r9`, on RISC-V `lui zero, 1` and `lui
 * zero, 2` (neither counted) and prints one line a pair, "instructions N". The count is the same on every machine. QEMU's plugin header is often not installed; what is needed of it
 * (plugin API version 1) is declared here.
 * Build: gcc -O2 -shared -fPIC countInstructions.c -o countInstructions.so
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { CALLBACK_NO_REGISTERS = 0, INLINE_ADD_U64 = 0 };
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int, void *, uint64_t);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t count, start;

static void begin(unsigned cpu, void *unused) {
  (void)cpu, (void)unused;
  start = count;
}

static void end(unsigned cpu, void *unused) {
  (void)cpu, (void)unused;
  fprintf(stderr, "instructions %llu\n", (unsigned long long)(count - start));
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
  (void)id;
  for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    const uint8_t *code = qemu_plugin_insn_data(instruction);
    const bool narrow = qemu_plugin_insn_size(instruction) == 2;
    const unsigned wide = narrow ? 0 : code[0] | code[1] << 8 | code[2] << 16 | (unsigned)code[3] << 24;
    if ((narrow && code[0] == 0xc0 && code[1] == 0x46) || wide == 0x00001037) {
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, begin, CALLBACK_NO_REGISTERS, NULL);
    } else if ((narrow && code[0] == 0xc9 && code[1] == 0x46) || wide == 0x00002037) {
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, end, CALLBACK_NO_REGISTERS, NULL);
    } else {
      qemu_plugin_register_vcpu_insn_exec_inline(instruction, INLINE_ADD_U64, &count, 1);
    }
  }
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv) {
  (void)info, (void)argc, (void)argv;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
