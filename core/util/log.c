/* util/log.c - lines on standard error; see log.h.  The level, the style and the hook are globals. */
#include "util/log.h"

#include "util/clock.h"
#include "util/say.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_LINE = 4096, EVENT = 0 };

static atomic_int level_now = LOG_WARNING, events, style_now = LOG_PLAIN;
static void (*hook)(int before);
static const char *named, *called; /* set before there are threads */

void log_set_level(enum log_level level) { atomic_store(&level_now, (int)level); }

void log_set_events(int shown) { atomic_store(&events, shown); }

void log_set_style(enum log_style style) { atomic_store(&style_now, (int)style); }

void log_set_name(const char *from, const char *to) {
  named = from;
  called = to;
}

void log_set_hook(void (*around)(int before)) { hook = around; }

/* The journal names the stream that it reads, so that a program whose output went elsewhere knows (systemd.exec(5)). */
static int is_journal(void) {
  const char *stream = getenv("JOURNAL_STREAM");
  unsigned long long device, inode;
  struct stat st;
  return stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
         fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

enum log_style log_find_style(void) {
  return isatty(STDERR_FILENO) ? LOG_TERMINAL : is_journal() ? LOG_JOURNAL : LOG_FILE;
}

static void put_time(struct buf *line, int terminal) {
  const time_t now = (time_t)(clock_wall_ms() / 1000);
  struct tm t;
  char text[40];
  if (terminal) localtime_r(&now, &t);
  else gmtime_r(&now, &t);
  strftime(text, sizeof text, terminal ? "%H:%M:%S " : "%Y-%m-%dT%H:%M:%SZ ", &t);
  buf_str(line, text);
}

static void put_beginning(struct buf *line, int level) {
  static const char *const words[] = {"", "error: ", "warning: ", "info: ", "debug: "};
  static const char priorities[] = {'5', '3', '4', '6', '7'};
  switch (atomic_load(&style_now)) {
  case LOG_JOURNAL: buf_printf(line, "<%c>", priorities[level]); return;
  case LOG_PLAIN: buf_printf(line, "tidings: "); break;
  case LOG_TERMINAL: put_time(line, 1); break;
  default: put_time(line, 0); break;
  }
  buf_str(line, words[level]);
}

/* What is called otherwise gets shorter, or stays. */
static void rename_in(struct buf *line) {
  const size_t n = named != NULL ? strlen(named) : 0, m = n > 0 ? strlen(called) : 0;
  char *at = line->p;
  while (n > 0 && m <= n && (at = memmem(at, (size_t)(line->p + line->n - at), named, n)) != NULL) {
    memcpy(at, called, m);
    memmove(at + m, at + n, (size_t)(line->p + line->n - at) - n);
    line->n -= n - m;
    at += m;
  }
}

static int is_shown(int level) {
  const int least = level == EVENT ? (atomic_load(&events) ? LOG_WARNING : LOG_INFO) : level;
  return least <= atomic_load(&level_now);
}

static void __attribute__((format(printf, 2, 0))) log_vwrite(int level, const char *fmt, va_list ap) {
  if (!is_shown(level)) return;
  struct buf line = buf_make(MAX_LINE);
  put_beginning(&line, level);
  say_format(&line, fmt, ap);
  rename_in(&line);
  line.max++;
  buf_char(&line, '\n');
  if (hook != NULL) hook(1);
  int written = write(STDERR_FILENO, line.p, line.n) >= 0; /* a failure cannot be reported anywhere */
  if (hook != NULL && written) hook(0);
  buf_free(&line);
}

void log_write(enum log_level level, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  log_vwrite((int)level, fmt, ap);
  va_end(ap);
}

void log_event(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  log_vwrite(EVENT, fmt, ap);
  va_end(ap);
}

void log_poll(enum log_polls which, int news, const char *fmt, ...) {
  const int style = atomic_load(&style_now);
  va_list ap;
  va_start(ap, fmt);
  if (which == LOG_POLLS_BY_STYLE) which = style == LOG_TERMINAL ? LOG_POLLS_ALL : LOG_POLLS_NEW;
  const int shown = which == LOG_POLLS_ALL || (which == LOG_POLLS_NEW && news);
  log_vwrite(shown && style != LOG_PLAIN ? EVENT : LOG_INFO, fmt, ap);
  va_end(ap);
}
