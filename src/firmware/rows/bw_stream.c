/* SPDX-License-Identifier: MIT-0 */
#include "bw_stream.h"

BW_INLINE int32_t first_read(const bw_link *link, uint32_t y) {
  return link->spans != NULL ? link->spans[2 * y] : (int32_t)(y * link->step) + link->first;
}

BW_INLINE int32_t last_read(const bw_link *link, uint32_t y) {
  return link->spans != NULL ? link->spans[2 * y + 1] : (int32_t)(y * link->step) + link->last;
}

int bw_stream_has_room(const bw_stage *stages, uint32_t stage, const uint16_t *made) {
  /* The row whose place the next one takes. */
  const int32_t replaced = (int32_t)made[stage] - (int32_t)stages[stage].ring;
  if (stages[stage].ring == 0 || replaced < 0) return 1;
  for (uint32_t reader = stage + 1; reader <= stages[stage].last_reader; reader++) {
    const bw_link *link = stages[reader].links;
    const bw_link *end = link + stages[reader].link_count;
    if (made[reader] == stages[reader].rows) continue;
    for (; link < end; link++) {
      if (link->maker == stage && first_read(link, made[reader]) <= replaced) return 0;
    }
  }
  return 1;
}

static int can_fire(const bw_stage *stages, uint32_t stage, const uint16_t *made) {
  const uint32_t y = made[stage];
  const bw_link *link = stages[stage].links;
  const bw_link *end = link + stages[stage].link_count;
  if (y == stages[stage].rows || stages[stage].row == NULL) return 0;
  for (; link < end; link++) {
    const uint32_t there = made[link->maker];
    if (there < stages[link->maker].rows && last_read(link, y) >= (int32_t)there) return 0;
  }
  return bw_stream_has_room(stages, stage, made);
}

int bw_stream_step(const bw_stage *stages, uint32_t count, uint16_t *made) {
  for (uint32_t stage = count; stage-- > 0;) {
    if (!can_fire(stages, stage, made)) continue;
    stages[stage].row(made[stage]);
    made[stage]++;
    return 1;
  }
  return 0;
}

int bw_stream_done(const bw_stage *stages, uint32_t count, const uint16_t *made) {
  for (uint32_t stage = 0; stage < count; stage++) {
    if (made[stage] < stages[stage].rows) return 0;
  }
  return 1;
}

int bw_stream_run(const bw_stage *stages, uint32_t count, uint16_t *made) {
  uint32_t left = count;
  while (left > 0) {
    const uint32_t stage = left - 1;
    if (can_fire(stages, stage, made)) {
      stages[stage].row(made[stage]);
      made[stage]++;
      /* Stages behind the last reader could not fire before, and nothing has changed for them. */
      left = stages[stage].last_reader + 1u;
    } else {
      left = stage;
    }
  }
  return bw_stream_done(stages, count, made);
}
