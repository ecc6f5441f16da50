/* import.h - private to parse-record: one JSON object on its way to a record. */
#ifndef PARSE_RECORD_IMPORT_H
#define PARSE_RECORD_IMPORT_H

#include <jansson.h>
#include <tidings/plugin.h>

struct import {
  tdg_call *call;
  struct tdg_str url; /* of the document, names the line in messages */
  tdg_rec *rec;
  int status; /* TDG_OK, or what tdg_fail said first */
};

/* Where in the object a value stands: decides what "id", "type" and "kind" mean. */
enum import_place { PLACE_TOP = 0, PLACE_SOURCE, PLACE_BLOCK, PLACE_GROUP };

/* One member of the top object under its registry name; unknown names are passed over. */
void import_field(struct import *m, tdg_rec *to, const char *key, const json_t *value,
                  enum import_place place, int depth);
/* Say what is wrong with a field, once; returns TDG_BAD_INPUT. */
int import_refuse(struct import *m, const char *field, const char *wanted, const json_t *found);
struct tdg_str import_text(const json_t *string);
#endif
