/* tidings/kit/no_news.h - files that are no news, by their first bytes: pictures, programs, databases, source code.
 *
 * In doubt a file may be news.  Archives, PDF, office documents and mails are not judged here.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_NO_NEWS_H
#define TIDINGS_KIT_NO_NEWS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "a picture (PNG)", "source code", ...; NULL: it may be news.  A few KiB of the beginning are enough. */
const char *tdg_no_news(struct tdg_str head);
/* A text whose lines are those of a program - source code, settings, a table of the system, a makefile, a log, a licence -, and hardly
 * any a sentence; in EBCDIC, too.  What it is, or NULL.  The program cannot be sure of it. */
const char *tdg_is_data(struct tdg_str head);
/* A text in ASCII without words one after the other: settings, lists of names, code that no rule knows, a number.  A headline or two are not
 * meant, nor the heads of mails. */
int tdg_is_wordless(struct tdg_str head);
/* Has it an address of the web on its lines (a fifth may be something else), with comments (#), and maybe tags behind it, as newsboat's
 * `urls`? */
int tdg_is_address_list(struct tdg_str head);

#ifdef __cplusplus
}
#endif
#endif
