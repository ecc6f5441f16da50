/* tidings/kit/captured.h - which answers of servers, in archives of the web and in what browsers record, may be documents.
 *
 *   const char *why = tdg_capture_refusal(url, status, type);
 *   if (why != NULL) ... left out, as "answers that lead elsewhere"
 *
 * A pure function; the texts returned are constants.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_CAPTURED_H
#define TIDINGS_KIT_CAPTURED_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The media type of one answer of a HAR, which is read answer by answer. */
#define TDG_HAR_ENTRY "application/x-tidings-har-entry+json"

/* Why the answer is no document, as a plural: redirects, errors, what belongs to a page, rules for robots.  NULL: it may be
 * one.  status 0: none is known; type: its Content-Type. */
const char *tdg_capture_refusal(struct tdg_str url, int status, struct tdg_str type);

#ifdef __cplusplus
}
#endif
#endif
