/* record/field.c - the registry of field.h as a table, and the names of kinds and blocks.  Constant data. */
#include "record/rec.h"

static const struct rec_field table[TDG_FIELD_LIMIT] = {
#define ROW(symbol, number, type, many, json) [number] = {number, TDG_T_##type, many, json, #symbol},
    TDG_FIELD_TABLE(ROW)
#undef ROW
};

const struct rec_field *rec_field_info(uint32_t field) {
  return field < TDG_FIELD_LIMIT && table[field].number != 0 ? &table[field] : NULL;
}

static const uint64_t places[FIELD_PLACE_GROUP + TDG_FIELD_LIMIT][(TDG_FIELD_LIMIT + 63) / 64] = {
// clang-format off
#include <field_places.inc>
    // clang-format on
};

int rec_field_fits(uint32_t place, uint32_t field) {
  uint64_t any = 0;
  if (field >= TDG_FIELD_LIMIT || place >= sizeof places / sizeof places[0]) return 1;
  if ((places[place][field / 64] >> field % 64 & 1) != 0) return 1;
  for (size_t i = 0; i < sizeof places[0] / sizeof places[0][0]; i++) any |= places[place][i];
  return any == 0;
}

const uint32_t rec_fields_of_host[] = {
    TDG_ID,         TDG_CAPTURE,      TDG_WORK,        TDG_VERSION_NO, TDG_SUPERSEDES, TDG_CHANGE,
    TDG_FIRST_SEEN, TDG_LAST_SEEN,    TDG_ABOUT,       TDG_BY,         TDG_STORY_ID,   TDG_FETCHED,
    TDG_KEPT,       TDG_DUPLICATE_OF, TDG_PARSER_NAME, TDG_STALE,      TDG_PUBLISHER,  0};

const char *rec_kind_name(uint32_t kind) {
  static const char *const names[] = {"group", "request", "document", "feed", "article",    "statement",
                                      "note",  "story",   "brief",    "stub", "explanation"};
  return kind < sizeof names / sizeof names[0] ? names[kind] : "unknown";
}

static const char *const blocks[] = {"block",   "paragraph", "heading",   "quote", "item",
                                     "table",   "code",      "image",     "embed", "rule",
                                     "caption", "footnote",  "signature", "audio", "video"};

int rec_block_is_known(int64_t type) {
  return type > 0 && type < (int64_t)(sizeof blocks / sizeof blocks[0]);
}

const char *rec_block_name(int64_t type) { return blocks[rec_block_is_known(type) ? type : 0]; }
