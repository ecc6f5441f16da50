/* import.h - private to parse-record: the state of converting one JSON object to a record. */
#ifndef PARSE_RECORD_IMPORT_H
#define PARSE_RECORD_IMPORT_H

#include <jansson.h>
#include <tidings/plugin.h>

struct import {
  tdg_call *call;
  struct tdg_str url; /* of the document; messages use it to name the line */
  tdg_rec *rec;
  int status; /* TDG_OK, or the first status of tdg_fail */
};

/* The position of a value in the object, which decides what "id", "type" and "kind" mean. */
enum import_place { PLACE_TOP = 0, PLACE_SOURCE, PLACE_BLOCK, PLACE_GROUP };

/* Store one member of the top object by its registry name; unknown names are skipped. */
void import_field(struct import *m, tdg_rec *to, const char *key, const json_t *value,
                  enum import_place place, int depth);
/* Report an error in a field, once; returns TDG_BAD_INPUT. */
int import_refuse(struct import *m, const char *field, const char *wanted, const json_t *found);
struct tdg_str import_text(const json_t *string);
#endif
