/* What listen.c needs of the place where it runs. board.c is a bare Cortex-M4 in QEMU. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

/* The next so many energies; null where the sound ends, which on a real board it does not. */
const uint8_t *board_rows(uint32_t count);

/* `row` rows after the beginning (20 ms each), a word was heard. */
void board_say(uint32_t row, const char *word);

#endif
