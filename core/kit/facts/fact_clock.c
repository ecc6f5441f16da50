/* fact_clock.c - times of day; see fact_internal.h. */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

/* ---- times of day ---- */

struct time {
  int hour, minute, half; /* half: 1 before noon, 2 after it, 0 not said */
  int sure;               /* something says that it is a time */
  size_t next;
};

/* Letters behind the digits: 5pm, 14h; 0: others. */
static int read_half(const struct fact_reader *r, size_t from, size_t to, struct time *t) {
  char low[8];
  size_t k = 0;
  for (size_t at = from; at < to && k + 1 < sizeof low; at++)
    if (fact_byte(r, at) != '.') low[k++] = tdg_lower(fact_byte(r, at));
  low[k] = '\0';
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_fact_clock, tdg_vocabulary_number(r->t->words), (struct tdg_str){low, k});
  if (w == NULL) return 0;
  t->half = w->value == TDG_FACT_CLOCK_BEFORE_NOON ? 1 : w->value == TDG_FACT_CLOCK_AFTER_NOON ? 2 : 0;
  if (t->half != 0) t->sure = 1;
  else if (w->value == TDG_FACT_CLOCK_OCLOCK && t->sure == 0)
    t->sure = -1; /* hours of the clock, or of a duration */
  return 1;
}

/* "5:20", "5.20", "14h30", all in one with what stands between. */
static int read_minutes(const struct fact_reader *r, size_t i, struct time *t) {
  size_t end, k;
  int hour;
  if (!fact_digits_at(r, i, 99, &hour, &end)) {
    struct tdg_str s = fact_term_text(r, i);       /* 5.20 is one term */
    size_t dot = s.n > 2 && s.p[1] == '.' ? 1 : 2; /* also 6.40pm */
    if (s.n < dot + 3 || s.p[dot] != '.' || !tdg_is_digit(s.p[0]) || !tdg_is_digit(s.p[dot - 1])) return 0;
    hour = dot == 1 ? s.p[0] - '0' : (s.p[0] - '0') * 10 + s.p[1] - '0';
    end = r->t->terms[i].start + dot;
  }
  char sign = fact_byte(r, end);
  int full = (unsigned char)sign == 0xEF && end + 3 < r->t->text.n &&
             memcmp(r->t->text.p + end, "\xEF\xBC\x9A", 3) == 0;
  size_t at = end + (full ? 3 : 1);
  if (hour > 24 || (!full && sign != ':' && sign != '.' && sign != 'h' && sign != 'H') ||
      !tdg_is_digit(fact_byte(r, at)) || !tdg_is_digit(fact_byte(r, at + 1)) ||
      tdg_is_digit(fact_byte(r, at + 2)) || fact_byte(r, at + 2) == ':' ||
      (fact_byte(r, at + 2) == '.' && tdg_is_digit(fact_byte(r, at + 3))) || fact_byte(r, at + 2) == '%')
    return 0;
  t->hour = hour, t->minute = (fact_byte(r, at) - '0') * 10 + fact_byte(r, at + 1) - '0';
  if (t->minute > 59) return 0;
  for (k = i; k < r->t->n && r->t->terms[k].end < at + 2;) k++;
  t->next = k + 1, t->sure = sign != '.';
  return k >= r->t->n || r->t->terms[k].end == at + 2 || read_half(r, at + 2, r->t->terms[k].end, t);
}

/* "5 p.m.", "5pm", "17 Uhr 30", "5 heures", "ocho de la tarde" */
static int read_hour(const struct fact_reader *r, size_t i, struct time *t) {
  size_t end;
  int hour;
  if (r->t->marks[i].number >= 1 && r->t->marks[i].number <= 24) {
    t->hour = r->t->marks[i].number,
    t->next = i + (r->t->marks[i].number_n > 0 ? r->t->marks[i].number_n : 1u);
    return t->hour <= 12 ||
           fact_word(r, t->next, TDG_FACT_WORD_CLOCK, NULL) == TDG_FACT_CLOCK_OCLOCK; /* dix-huit heures */
  }
  if (!fact_digits_at(r, i, 24, &hour, &end)) return 0;
  t->hour = hour, t->next = i + 1;
  if (end == r->t->terms[i].end) return 1;
  return read_half(r, end, r->t->terms[i].end, t);
}

/* ---- in words: "twenty to eight", "halb acht", "kvart över sju", "tien over half acht" ---- */

static int is_next(const struct fact_reader *r, size_t k) {
  return k > 0 && k < r->t->n && fact_only_space(r, r->t->terms[k - 1].end, r->t->terms[k].start);
}

/* A number of at most so much, in words or digits, at a term; *n: its terms.  0: none. */
static int small_number(const struct fact_reader *r, size_t k, int most, size_t *n) {
  size_t end;
  int v;
  if (k >= r->t->n) return 0;
  *n = r->t->marks[k].number_n > 0 ? r->t->marks[k].number_n : 1u;
  if (r->t->marks[k].number > 0) return r->t->marks[k].number <= most ? r->t->marks[k].number : 0;
  *n = 1;
  return fact_digits_at(r, k, most, &v, &end) && end == r->t->terms[k].end ? v : 0;
}

static int minutes_at(const struct fact_reader *r, size_t k, size_t *n) {
  if (fact_word(r, k, TDG_FACT_WORD_CLOCK, n) == TDG_FACT_CLOCK_QUARTER) return 15;
  return small_number(r, k, 29, n);
}

static void set_minutes(struct time *t, int hour, int minutes) {
  int all = (hour * 60 + minutes + 720) % 720;
  t->hour = all / 60 == 0 ? 12 : all / 60, t->minute = all % 60;
}

/* The hour that minutes are counted to or past, or half of it. */
static int read_told_hour(const struct fact_reader *r, size_t k, int minutes, struct time *t) {
  size_t n;
  int value = is_next(r, k) || k == 0 ? fact_word(r, k, TDG_FACT_WORD_CLOCK, &n) : 0, half = 0;
  if (value == TDG_FACT_CLOCK_HALF_TO || value == TDG_FACT_CLOCK_HALF_PAST) {
    half = value == TDG_FACT_CLOCK_HALF_TO ? -30 : 30;
    k += n;
  }
  if (!is_next(r, k) || (half == 0 && minutes == 0)) return 0;
  int hour = small_number(r, k, 12, &n);
  if (hour == 0) return 0;
  set_minutes(t, hour, half + minutes);
  t->next = k + n;
  return 1;
}

static int read_told(const struct fact_reader *r, size_t i, struct time *t) {
  size_t n, k = i;
  int word = fact_word(r, i, TDG_FACT_WORD_CLOCK, &n);
  if (word == TDG_FACT_CLOCK_HALF_TO || word == TDG_FACT_CLOCK_HALF_PAST) {
    struct time own = {0, 0, 0, 0, 0};
    int hour = is_next(r, i + n) ? small_number(r, i + n, 12, &k) : 0;
    if (hour == 0) return 0;
    set_minutes(&own, hour, word == TDG_FACT_CLOCK_HALF_TO ? -30 : 30);
    own.next = i + n + k, *t = own;
    return 1;
  }
  int minutes = minutes_at(r, i, &n);
  if (minutes == 0) return 0;
  k += n;
  if (is_next(r, k) && fact_word(r, k, TDG_FACT_WORD_UNIT, &n) == TDG_FACT_UNITS_MINUTE) k += n;
  int way = is_next(r, k) ? fact_word(r, k, TDG_FACT_WORD_CLOCK, &n) : 0;
  if (way != TDG_FACT_CLOCK_TO && way != TDG_FACT_CLOCK_PAST) return 0;
  return read_told_hour(r, k + n, way == TDG_FACT_CLOCK_TO ? -minutes : minutes, t);
}

/* "las ocho menos veinte", "huit heures moins le quart", "dix-huit heures vingt": *sure as it was. */
static void read_minutes_told_behind(const struct fact_reader *r, struct time *t) {
  size_t n, m;
  int value = is_next(r, t->next) ? fact_word(r, t->next, TDG_FACT_WORD_CLOCK, &n) : 0, minutes;
  if (t->minute != 0 || (value != TDG_FACT_CLOCK_MINUS && value != TDG_FACT_CLOCK_JOINS)) return;
  if (!is_next(r, t->next + n) || (minutes = minutes_at(r, t->next + n, &m)) == 0) return;
  if (t->hour <= 12) set_minutes(t, t->hour, value == TDG_FACT_CLOCK_MINUS ? -minutes : minutes);
  else
    t->minute = value == TDG_FACT_CLOCK_MINUS ? 60 - minutes : minutes,
    t->hour -= value == TDG_FACT_CLOCK_MINUS;
  t->next += n + m;
  t->sure = t->sure < 0 ? 1 : t->sure == 0 ? -1 : t->sure;
}

/* The half of the day behind a day: "at twenty to eight on Tuesday evening". */
static void read_half_behind(const struct fact_reader *r, struct time *t) {
  for (size_t k = t->next; t->half == 0 && k < t->next + 4 && k < r->t->n && is_next(r, k); k++) {
    int value = fact_word(r, k, TDG_FACT_WORD_CLOCK, NULL);
    if (value == TDG_FACT_CLOCK_BEFORE_NOON) t->half = 1;
    else if (value == TDG_FACT_CLOCK_AFTER_NOON) t->half = 2;
    else if (r->t->marks[k].weekday == 0 && !fact_is_small(r, k)) return;
  }
}

static void read_clock_behind(const struct fact_reader *r, struct time *t) {
  size_t n;
  int minute;
  for (int i = 0; i < 3 && t->next < r->t->n &&
                  fact_only_space(r, r->t->terms[t->next - 1].end, r->t->terms[t->next].start);
       i++) {
    int value = fact_word(r, t->next, TDG_FACT_WORD_CLOCK, &n);
    if (value == TDG_FACT_CLOCK_BEFORE_NOON) t->half = 1, t->sure = 1;
    else if (value == TDG_FACT_CLOCK_AFTER_NOON) t->half = 2, t->sure = 1;
    else if (value == TDG_FACT_CLOCK_OCLOCK && i == 0)
      t->sure = t->sure == 1 || fact_word(r, t->next, TDG_FACT_WORD_UNIT, NULL) == 0 ? 1 : -1;
    else if (value == TDG_FACT_CLOCK_HALF && i > 0 && t->minute == 0) t->minute = 30;
    else break;
    t->next += n;
    size_t end;
    int minutes = value == TDG_FACT_CLOCK_OCLOCK && t->minute == 0 && t->next < r->t->n &&
                  fact_only_space(r, r->t->terms[t->next - 1].end, r->t->terms[t->next].start) &&
                  fact_digits_at(r, t->next, 59, &minute, &end) && end == r->t->terms[t->next].end;
    if (!minutes && value == TDG_FACT_CLOCK_OCLOCK && t->minute == 0 && t->next < r->t->n &&
        is_next(r, t->next) && r->t->marks[t->next].number > 0 &&
        r->t->marks[t->next].number < 60) { /* dix-huit heures vingt */
      t->minute = r->t->marks[t->next].number;
      t->next += r->t->marks[t->next].number_n > 0 ? r->t->marks[t->next].number_n : 1u;
    }
    int unit = minutes ? fact_word(r, t->next + 1, TDG_FACT_WORD_UNIT, NULL) : 0;
    if (minutes && (unit == TDG_FACT_UNITS_MINUTE || (unit == 0 && end - r->t->terms[t->next].start == 2))) {
      t->minute = minute, t->sure = 1; /* 17 Uhr 30, 5시 20분 */
      t->next += unit != 0 ? 2 : 1;
    }
  }
}

/* "a las cinco", and not "a las cinco personas": no noun stands behind. */
static int ends_here(const struct fact_reader *r, size_t k) {
  return !fact_follows(r, k) || fact_is_small(r, k) || r->t->marks[k].weekday != 0 ||
         (r->t->marks[k].facts & (FACT_WORD(OF) | FACT_WORD(CLOCK)));
}

/* The half of the day right before: "Monday evening at 5", 오후 5시. */
static void read_clock_before(const struct fact_reader *r, size_t i, struct time *t, size_t *first) {
  size_t from = i, start = r->t->terms[i].start;
  for (int k = 0; k < 2; k++) {
    size_t at;
    int value = fact_word_before(r, from, start, TDG_FACT_WORD_CLOCK, &at);
    if (value == TDG_FACT_CLOCK_AT) t->sure = t->sure != 0;
    else if (value == TDG_FACT_CLOCK_CLOCK) t->sure = 1;
    else if (value == TDG_FACT_CLOCK_AT_HOUR && (t->sure != 0 || ends_here(r, t->next))) t->sure = 1;
    else if (value == TDG_FACT_CLOCK_BEFORE_NOON) t->half = 1, t->sure = t->sure != 0 ? 1 : 0, *first = at;
    else if (value == TDG_FACT_CLOCK_AFTER_NOON) t->half = 2, t->sure = t->sure != 0 ? 1 : 0, *first = at;
    else return;
    from = at, start = r->t->terms[at].start;
  }
}

/* "From five to eight". */
static int is_span(const struct fact_reader *r, size_t i) {
  int time = fact_word_before(r, i, r->t->terms[i].start, TDG_FACT_WORD_TIME, NULL);
  return time == TDG_FACT_TIME_FROM || time == TDG_FACT_TIME_SINCE || time == TDG_FACT_TIME_BETWEEN;
}

static size_t put_clock(struct fact_reader *r, size_t first, size_t next, int minutes) {
  struct tdg_fact *f = fact_add(r, TDG_FACT_CLOCK, first, next - 1);
  f->value = f->high = minutes, f->step = minutes % 60 == 0 ? 60 : minutes % 5 == 0 ? 5 : 1;
  if (fact_flags(r, first) & TDG_TERM_NUMBER) f->flags |= TDG_FACT_FIGURE;
  if (fact_tense_of(r, first) > 0) f->flags |= TDG_FACT_FUTURE;
  return next;
}

size_t fact_read_clock(struct fact_reader *r, size_t i) {
  struct time t = {0, 0, 0, 0, 0};
  size_t n, first = i;
  int word = fact_word(r, i, TDG_FACT_WORD_CLOCK, &n);
  if (word == TDG_FACT_CLOCK_NOON || word == TDG_FACT_CLOCK_MIDNIGHT) {
    if (fact_word_before(r, i, r->t->terms[i].start, TDG_FACT_WORD_CLOCK, NULL) != TDG_FACT_CLOCK_AT)
      return 0;
    return put_clock(r, i, i + n, word == TDG_FACT_CLOCK_NOON ? 720 : 0);
  }
  int told = read_told(r, i, &t);
  if (!told && !read_minutes(r, i, &t) && !read_hour(r, i, &t)) return 0;
  if (i > 0 && t.sure == 1 && r->t->terms[i].start > 0 &&
      (fact_byte(r, r->t->terms[i].start - 1) == ':' || fact_byte(r, r->t->terms[i].start - 1) == '-'))
    return 0;
  read_clock_behind(r, &t);
  read_minutes_told_behind(r, &t);
  if (told && t.sure == 0) t.sure = is_span(r, i) ? 0 : -1; /* "at" makes it a time */
  read_clock_before(r, i, &t, &first);
  if (t.sure != 1) return 0;
  if (t.hour <= 12) read_half_behind(r, &t);
  if (t.half == 2 && t.hour < 12) t.hour += 12;
  if (t.half == 1 && t.hour == 12) t.hour = 0;
  return put_clock(r, first, t.next, t.hour % 24 * 60 + t.minute);
}
