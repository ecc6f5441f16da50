/* conflict.h - the kinds of conflicts, each in its file: they add to out[n ...] and return the new number. */
#ifndef EXTRACT_CONFLICT_H
#define EXTRACT_CONFLICT_H

#include "brief.h"

int conflict_dates(struct brief *, struct conflict out[MAX_CONFLICTS], int n); /* dates.c */
int conflict_names(struct brief *, struct conflict out[MAX_CONFLICTS], int n); /* names.c */

#endif
