/* jsonrepair.h - JSON that a strict reader refuses, made readable in one pass: raw line ends and tabs inside
 * strings, escapes that mean nothing or half a surrogate pair, commas before a closing bracket, and an end
 * that is missing. */
#ifndef FEED_JSONREPAIR_H
#define FEED_JSONREPAIR_H

#include <tidings/plugin.h>

/* *cut is set when the text ends early: it is then closed behind the last complete element of its lists. */
struct tdg_str json_repaired(tdg_call *call, struct tdg_str text, int *cut);

#endif
