/* util/log.h - messages for the operator, one line each, on standard error.
 *
 * Levels: error (something was lost or refused), warning (the operator can act), info (what happened), debug.
 * A message says what, where, why and what to do.  Arguments of a format come from outside: they are escaped
 * as in util/say.h, so that each message stays one line.
 */
#ifndef UTIL_LOG_H
#define UTIL_LOG_H

enum log_level { LOG_ERROR = 1, LOG_WARNING = 2, LOG_INFO = 3, LOG_DEBUG = 4 };

void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_WARNING, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__)
/* Set a function that is called before and after each line, to remove and redraw a progress line. */
void log_set_hook(void (*around)(int before));

#endif
