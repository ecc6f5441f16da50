/* util/log.h - messages for the operator, one line each, on standard error.
 *
 * Levels: error (something was lost or refused), warning (the operator can act), info (what happened), debug.  An event
 * is what a run tells unasked: a source that works again, something new.
 *
 * Styles: plain ("tidings: warning: ..."); with the time, for a run that goes on: on a terminal of the day, in a file
 * by RFC 3339; in the journal of systemd none, since it adds its own, but a priority (sd-daemon(3)).
 * A message says what, where, why and what to do.  Arguments of a format come from outside: they are escaped
 * as in util/say.h, so that each message stays one line.
 */
#ifndef UTIL_LOG_H
#define UTIL_LOG_H

enum log_level { LOG_ERROR = 1, LOG_WARNING = 2, LOG_INFO = 3, LOG_DEBUG = 4 };

enum log_style { LOG_PLAIN, LOG_TERMINAL, LOG_FILE, LOG_JOURNAL };

void log_set_level(enum log_level level);
/* Events are shown when warnings are; else when infos are. */
void log_set_events(int shown);
void log_set_style(enum log_style style);
/* The style for a run that goes on, by what standard error is. */
enum log_style log_find_style(void);
void log_event(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What came of a poll is an event: on a terminal, and elsewhere when it brought something new; each; each that brought
 * something; none.  Else it is an info. */
enum log_polls { LOG_POLLS_BY_STYLE, LOG_POLLS_ALL, LOG_POLLS_NEW, LOG_POLLS_NONE };
void log_poll(enum log_polls which, int news, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void log_write(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_WARNING, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__)
/* In every line `from` is written as `to`: a file that stands for something else.  Both must stay; NULL: nothing is. */
void log_set_name(const char *from, const char *to);
/* Set a function that is called before and after each line, to remove and redraw a progress line. */
void log_set_hook(void (*around)(int before));

#endif
