/* SPDX-License-Identifier: MIT-0 */
/*
 * Runs layers row by row together. Each stage computes one output row at a time; a tensor between two of them is a ring
 * of as many rows as its readers look back. The last stage that can fire fires, until none can. A stage can fire when
 * the rows that its next output row reads have been made and, where its output is a ring, when no reader needs the row
 * any more that it would replace. Every row is computed exactly once.
 *
 * State is one counter a stage, which the caller holds: rows made so far, 0 to begin with.
 */
#ifndef BW_STREAM_H
#define BW_STREAM_H

#include "bw_target.h"

BW_BEGIN_DECLS

/*
 * An input that another stage makes. Output row y reads the maker's rows y·step + first … y·step + last, as far as they
 * exist; or, with spans, rows spans[2y] … spans[2y + 1].
 */
typedef struct {
  const int16_t *spans; /* or NULL */
  uint16_t maker;
  uint16_t step;
  int16_t first, last;
} bw_link;

typedef struct {
  void (*row)(uint32_t y); /* NULL: the caller makes this stage's rows, and counts them */
  const bw_link *links;
  uint16_t link_count;
  uint16_t rows;        /* of the output */
  uint16_t ring;        /* so many of them are held; 0: all */
  uint16_t last_reader; /* the last stage that reads the output; the stage itself where none does */
} bw_stage;

/* Fires until nothing can. Makers stand before their readers. Returns 1 once every row of every stage is made. */
int bw_stream_run(const bw_stage *stages, uint32_t count, uint16_t *made);

/* Makes one row: that of the last stage that can fire. Returns 0 where none can. */
int bw_stream_step(const bw_stage *stages, uint32_t count, uint16_t *made);

/* Whether every row of every stage is made. */
int bw_stream_done(const bw_stage *stages, uint32_t count, const uint16_t *made);

/* Whether the next row of a stage has a place: for the stages whose rows the caller makes. */
int bw_stream_has_room(const bw_stage *stages, uint32_t stage, const uint16_t *made);

BW_END_DECLS

#endif
