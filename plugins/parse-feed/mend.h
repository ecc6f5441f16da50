/* mend.h - what feeds do to the markup inside their texts, undone before the markup is read.
 * Results are the text itself or lie in the memory of the call. */
#ifndef FEED_MEND_H
#define FEED_MEND_H

#include <tidings/plugin.h>

/* A whole CDATA section that was escaped once more than it should: its inside. */
struct tdg_str mend_section(struct tdg_str s);
/* The words of pictures in SVG are made visible. */
struct tdg_str mend_pictures(tdg_call *call, struct tdg_str s);
/* Everything for markup: escaped twice, declarations that begin or end nowhere, pictures. */
struct tdg_str mend_html(tdg_call *call, struct tdg_str s);

#endif
