/* brief_words.c - what all forms of a brief say in the same words; see brief_view.h.  Appends to buffers. */
#include "cli/brief_view.h"
#include "util/bytebuf.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* ---- times: all in UTC, so that the brief says the same to every reader ---- */

static int civil(int64_t ms, struct tm *tm) {
  int64_t s = ms / 1000 - (ms % 1000 < 0);
  time_t seconds = (time_t)s;
  return gmtime_r(&seconds, tm) != NULL;
}

const char *words_time(int64_t ms, char room[WORDS_TIME]) {
  struct tm tm;
  if (ms == 0 || !civil(ms, &tm)) {
    snprintf(room, WORDS_TIME, "an unknown time");
    return room;
  }
  int n = snprintf(room, WORDS_TIME, "%d %s %d", tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900);
  if (ms % 86400000 != 0)
    snprintf(room + n, WORDS_TIME - (size_t)n, ", %02d:%02d UTC", tm.tm_hour, tm.tm_min);
  return room;
}

void words_day(struct buf *out, struct tdg_str date, int year) {
  int y, m, d;
  if (sscanf(date.p, "%4d-%2d-%2d", &y, &m, &d) != 3 || m < 1 || m > 12) {
    buf_add(out, date.p, date.n);
    return;
  }
  buf_printf(out, y == year ? "%d\xC2\xA0%s" : "%d\xC2\xA0%s\xC2\xA0%d", d, months[m - 1], y);
}

int words_year(int64_t ms) {
  struct tm tm;
  return civil(ms, &tm) ? tm.tm_year + 1900 : 0;
}

/* ---- numbers ---- */

static void put_number(struct buf *out, uint32_t n, const char *none) {
  static const char *const words[] = {"",      "one",   "two",  "three", "four",   "five",  "six",
                                      "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  if (n == 0) buf_str(out, none);
  else if (n < sizeof words / sizeof words[0]) buf_str(out, words[n]);
  else buf_printf(out, "%u", n);
}

void words_counts(struct buf *out, struct words_counts c) {
  put_number(out, c.records, "no");
  buf_str(out, c.records == 1 ? " report" : " reports");
  if (c.publishers > 0) {
    buf_str(out, " of ");
    put_number(out, c.publishers, "");
    buf_str(out, c.publishers == 1 ? " publisher" : " publishers");
  }
  if (c.copies == 0) return;
  buf_str(out, ", ");
  put_number(out, c.copies, "");
  buf_str(out, c.copies == 1 ? " of them a copy" : " of them copies");
}

void words_standing(struct buf *out, struct words_counts c, int64_t as_of, int64_t first, int64_t last,
                    uint32_t undated) {
  char room[WORDS_TIME];
  int dated = first != 0 || last != 0;
  buf_printf(out, dated ? "As of %s, " : "As seen on %s, ", words_time(as_of, room));
  words_counts(out, c);
  if (!dated) buf_str(out, c.records == 1 ? ", which is not dated" : ", none of them dated");
  buf_char(out, '.');
  if (!dated) return;
  if (last / 60000 != first / 60000) buf_printf(out, " The first is of %s.", words_time(first, room));
  if (undated == 0) return;
  buf_char(out, ' ');
  size_t at = out->n;
  put_number(out, undated, "");
  if (out->n > at && out->p[at] >= 'a' && out->p[at] <= 'z') out->p[at] = (char)(out->p[at] - 'a' + 'A');
  buf_str(out, undated == 1 ? " is undated." : " are undated.");
}

/* ---- labels ---- */

const char *words_how(struct tdg_str how) {
  static const char *const labels[][2] = {{"correction", "corrected"},
                                          {"development", "changed with time"},
                                          {"attributed", "said by different people"},
                                          {"stage", "at different stages"}};
  for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
    if (strcmp(how.p, labels[i][0]) == 0) return labels[i][1];
  return NULL;
}

const char *words_stage(struct tdg_str stage) {
  if (strcmp(stage.p, "expected") == 0) return "expected at the time";
  if (strcmp(stage.p, "before") == 0) return "overtaken since";
  return NULL;
}
