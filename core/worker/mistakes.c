/* worker/mistakes.c - see mistakes.h.  Owns nothing; cannot fail. */
#include "worker/mistakes.h"

#include "plugin/plugin_info.h"
#include "worker/frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

_Static_assert((int)MISTAKES_MAX <= (int)FRAME_MAX_TOLD, "all of a worker can be told in one call");

/* ---- the words of programs ---- */

// clang-format off
static const struct {
  const char *said, *word;
} other_words[] = {
    {"TDG_OK", "\"ok\""},
    {"TDG_DROP", "\"drop\""},
    {"TDG_NOT_MINE", "\"not-mine\""},
    {"TDG_RETRY", "\"retry\""},
    {"TDG_BAD_INPUT", "\"bad-input\""},
    {"TDG_DENIED", "\"denied\""},
    {"TDG_DOC", "document"},
    {"TDG_REQUEST", "request"},
    {"TDG_FEED", "record of kind feed"},
    {"TDG_STUB", "record of kind stub"},
    {"TDG_ARTICLE", "record of kind article"},
    {"TDG_STATEMENT", "record of kind statement"},
    {"TDG_NOTE", "note"},
    {"TDG_BRIEF", "brief"},
    {"run returned TDG_OK and emitted nothing", "it answered without a record"},
    {"run returned TDG_OK and emitted no TDG_BRIEF", "it answered without a brief"},
    {"judge returned TDG_DROP", "it answered with \"drop\""},
    {"return TDG_NOT_MINE", "answer with \"not-mine\""},
    {"return TDG_BAD_INPUT", "answer with \"bad-input\""},
    {"return tdg_fail(call, TDG_DROP, \"why\")", "add an \"error\" that says it"},
    {"tdg_log() why", "say why in a \"log\" line"},
    {"make it with tdg_block() or tdg_block_new()", "give it one"},
    {"blocks: tdg_block()", "\"blocks\""},
    {" (tdg_url_resolve() of the kit)", ""},
    {"values are kept with tidings/ext/state.h", "leave it out"},
};
// clang-format on

/* What the lines of a program call that which stands at p, and its length here; NULL: as it is. */
static const char *word_at(const char *p, size_t *n, char word[80]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  const size_t symbol = strncmp(p, "TDG_", 4) == 0 ? strspn(p, letters) : 0;
  for (size_t i = 0; i < sizeof other_words / sizeof other_words[0]; i++) {
    *n = strlen(other_words[i].said);
    if (strncmp(p, other_words[i].said, *n) == 0 && (symbol == 0 || symbol == *n)) return other_words[i].word;
  }
  *n = symbol;
  for (uint32_t f = 1; symbol > 0 && f < TDG_FIELD_LIMIT; f++) {
    const struct rec_field *info = rec_field_info(f);
    if (info == NULL || strlen(info->symbol) != symbol || strncmp(info->symbol, p, symbol) != 0) continue;
    snprintf(word, 80, "\"%s\"", info->json);
    return word;
  }
  return NULL;
}

enum { LONGEST_TEXT = 2 * MISTAKE_TEXT /* before it is cut */ };

/* A program writes no C: its fields, kinds and statuses are words of JSON.  It may be cut anywhere. */
static void in_words_of_json(const char *text, char out[LONGEST_TEXT]) {
  char word[80];
  size_t at = 0, n;
  for (const char *p = text; *p != '\0'; p += n) {
    const char *other = word_at(p, &n, word);
    if (other == NULL) n = 1;
    const size_t add = other != NULL ? strlen(other) : n;
    if (at + add >= LONGEST_TEXT) break;
    memcpy(out + at, other != NULL ? other : p, add);
    at += add;
  }
  out[at] = '\0';
}

/* Write the words, unless they have been told. */
__attribute__((format(printf, 4, 5))) static void tell(struct mistakes *m, struct mistake *to,
                                                       enum mistake_what what, const char *fmt, ...) {
  char text[LONGEST_TEXT], json[LONGEST_TEXT];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  to->what = what;
  if (m->is_program) in_words_of_json(text, json);
  const struct tdg_str words = tdg_str_of(m->is_program ? json : text);
  const size_t n = tdg_utf8_cut(words, sizeof to->text - 1);
  memcpy(to->text, words.p, n);
  to->text[n] = '\0';
  const uint64_t hash = XXH3_64bits(to->text, strlen(to->text));
  for (size_t i = 0; i < m->n_told; i++)
    if (m->told[i] == hash) to->text[0] = '\0';
  if (m->n_told == MISTAKES_MAX) to->text[0] = '\0';
  if (to->text[0] != '\0') m->told[m->n_told++] = hash;
}

const char *mistake_id(unsigned what) {
  static const char *const ids[] = {
#define MISTAKE(symbol, id) [symbol] = id,
      MISTAKE_TABLE(MISTAKE)
#undef MISTAKE
  };
  return what < sizeof ids / sizeof ids[0] && ids[what] != NULL ? ids[what] : "mistake";
}

static uint32_t kind_of(const struct mistakes *m) { return m->component->kind; }

void mistakes_of(struct mistakes *m, const struct tdg_component *c, const struct tdg_plugin *p,
                 int is_program) {
  const struct plugin_info info = {.id = p->id};
  const struct component_info of = {.plugin = &info, .kind = c->kind, .name = c->name};
  m->component = c;
  m->rev = p->rev;
  m->is_program = is_program;
  plugin_label(&of, m->label);
}

void mistakes_begin(struct mistakes *m) { m->emitted = m->logged = m->late = 0; }

/* ---- records ---- */

static const char *kind_symbol(uint32_t kind, char number[32]) {
  static const char *const names[] = {"TDG_GROUP",   "TDG_REQUEST",   "TDG_DOC",         "TDG_FEED",
                                      "TDG_ARTICLE", "TDG_STATEMENT", "TDG_NOTE",        "TDG_STORY",
                                      "TDG_BRIEF",   "TDG_STUB",      "TDG_EXPLANATION", "TDG_VALUES"};
  if (kind < sizeof names / sizeof names[0]) return names[kind];
  snprintf(number, 32, "the unknown kind %u", (unsigned)kind);
  return number;
}

/* What each kind of component may emit. */
static const struct {
  uint32_t kinds; /* bits */
  const char *words;
} emits[] = {
    [TDG_KIND_FETCHER] = {1u << TDG_DOC | 1u << TDG_REQUEST, "a fetcher emits TDG_DOC and TDG_REQUEST"},
    [TDG_KIND_PARSER] = {1u << TDG_ARTICLE | 1u << TDG_STATEMENT | 1u << TDG_FEED | 1u << TDG_STUB |
                             1u << TDG_REQUEST | 1u << TDG_EXPLANATION | 1u << TDG_DOC,
                         "a parser emits TDG_ARTICLE, TDG_STATEMENT, TDG_FEED, TDG_STUB, TDG_REQUEST, "
                         "TDG_EXPLANATION and TDG_DOC"},
    [TDG_KIND_STAGE] = {1u << TDG_NOTE, "a stage emits TDG_NOTE"},
    [TDG_KIND_BRIEF] = {1u << TDG_BRIEF, "a brief emits one TDG_BRIEF"},
    [TDG_KIND_STORE] = {0, "a store emits nothing"},
    [TDG_KIND_SINK] = {0, "a sink emits nothing"},
};

int mistakes_may_emit(struct mistakes *m, uint32_t kind, struct mistake *to) {
  char number[32];
  to->text[0] = '\0';
  if (m->component == NULL || kind_of(m) >= sizeof emits / sizeof emits[0]) return 1;
  const int fits = kind < 32 && (emits[kind_of(m)].kinds >> kind & 1) != 0;
  if (fits && !(kind == TDG_BRIEF && m->emitted > 0)) return 1;
  if (fits)
    tell(m, to, WRONG_SECOND_BRIEF, "emitted a second TDG_BRIEF for one story, which is left out: %s",
         emits[kind_of(m)].words);
  else
    tell(m, to, WRONG_KIND, "emitted a record of %s%s, which is left out: %s",
         kind <= TDG_VALUES ? "kind " : "", kind_symbol(kind, number), emits[kind_of(m)].words);
  return 0;
}

static const char *field_symbol(uint32_t field, char number[24]) {
  const struct rec_field *info = rec_field_info(field);
  if (info != NULL) return info->symbol;
  snprintf(number, 24, "field %u", (unsigned)field);
  return number;
}

static void look_at_odd(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd, struct mistake *to) {
  char number[24], other[24], kind[32];
  const char *in = kind_symbol(rec_kind(r), kind);
  if (odd->twice != 0)
    tell(m, to, WRONG_TWICE,
         "put %s%s%s into one record or group twice (emitted as %s); it occurs once, and only the first is "
         "read",
         field_symbol(odd->twice, number), odd->twice_too != 0 ? " and " : "",
         odd->twice_too != 0 ? field_symbol(odd->twice_too, other) : "", in);
  else if (odd->unknown != 0 && m->rev <= TDG_REV && kind_of(m) != TDG_KIND_STAGE) /* notes: consume_note.c */
    tell(m, to, WRONG_FIELD,
         "put the unknown field %u into a %s; nothing reads it: use a field of tidings/field.h, a TDG_EXT "
         "group, or a number from 0x8000 (32768) on",
         (unsigned)odd->unknown, in);
  else if (odd->block != 0 && m->rev <= TDG_REV)
    tell(m, to, WRONG_BLOCK,
         "gave a block the unknown type %lld (in a %s), so that its text counts as no paragraph: use enum "
         "tdg_block of tidings/field.h",
         (long long)odd->block, in);
}

/* Fields of a note itself are told when it is taken (consume_note.c), with what may stand in notes. */
static int is_misplaced(const struct mistakes *m, const struct rec_odd *odd) {
  return odd->misplaced != 0 && m->rev <= TDG_REV &&
         !(kind_of(m) == TDG_KIND_STAGE && odd->place < FIELD_PLACE_GROUP);
}

static void look_at_place(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd,
                          struct mistake *to) {
  char number[24], group[24], kind[32];
  const int in_group = odd->place >= FIELD_PLACE_GROUP;
  tell(m, to, WRONG_PLACE,
       "put %s %s%s%s, where nothing reads it; docs/fields.md says where a field stands%s",
       field_symbol(odd->misplaced, number), in_group ? "into the group " : "at the top of a ",
       in_group ? field_symbol(odd->place - FIELD_PLACE_GROUP, group) : kind_symbol(rec_kind(r), kind),
       in_group ? " of a record" : "",
       odd->misplaced == TDG_TEXT && !in_group ? "; the text of a record is in blocks: tdg_block()" : "");
}

/* Of a document or a request only what a component keeps: that comes in a record of its own. */
static void look_at_hosts(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd,
                          struct mistake *to) {
  const uint32_t kind = rec_kind(r);
  const int stored = kind == TDG_ARTICLE || kind == TDG_STATEMENT;
  char number[24], name[32];
  uint32_t field = (kind == TDG_DOC || kind == TDG_REQUEST) && rec_odd_has(odd, TDG_KEPT) ? TDG_KEPT : 0;
  for (const uint32_t *f = rec_fields_of_host; stored && field == 0 && *f != 0; f++)
    if (rec_odd_has(odd, *f)) field = *f;
  if (field == 0) return;
  tell(m, to, WRONG_HOSTS_FIELD, "set the field %s in a %s, which the host sets; the value is ignored%s",
       field_symbol(field, number), kind_symbol(kind, name),
       field == TDG_KEPT ? ": values are kept with tidings/ext/state.h" : ": leave it out");
}

static void look_at_time(struct mistakes *m, const struct rec_odd *odd, struct mistake *to) {
  char number[24];
  if (odd->time >= -1 && odd->time <= 1) {
    tell(m, to, WRONG_TIME,
         "gave a record the time %lld (%s), which is the beginning of 1970: leave out a time that is not "
         "known",
         (long long)odd->time, field_symbol(odd->time_field, number));
    return;
  }
  tell(m, to, WRONG_TIME,
       "gave a record the time %lld (%s), which is %s as milliseconds since 1970: give milliseconds, %s",
       (long long)odd->time, field_symbol(odd->time_field, number),
       odd->time < INT64_C(253402300799999) ? "in the first weeks of 1970" : "after the year 9999",
       odd->time < INT64_C(253402300799999) ? "which are seconds times 1000" : "no finer unit");
}

/* The first part of a BCP 47 tag names a language in two or three letters; "x-..." is of private use. */
static int is_tag(struct tdg_str s) {
  size_t part = 0, first = 0;
  for (size_t i = 0; i <= s.n; i++) {
    const char c = i < s.n ? s.p[i] : '-';
    if (c == '-') {
      if (part == 0 || part > 8) return 0;
      if (first == 0) first = part;
      part = 0;
    } else if (!tdg_is_alnum(c) || (first == 0 && !tdg_is_letter(c))) {
      return 0;
    } else {
      part++;
    }
  }
  return first == 2 || first == 3 || (first == 1 && (s.p[0] == 'x' || s.p[0] == 'X' || s.p[0] == 'i'));
}

static void look_at_values(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd,
                           struct mistake *to) {
  /* of a feed it is what the feed says */
  const int is_work = rec_kind(r) == TDG_ARTICLE || rec_kind(r) == TDG_STATEMENT || rec_kind(r) == TDG_NOTE;
  const struct tdg_str language =
      is_work && rec_odd_has(odd, TDG_LANGUAGE) ? rec_get(r, TDG_LANGUAGE, 0) : (struct tdg_str){"", 0};
  const struct tdg_str repeat =
      rec_odd_has(odd, TDG_REPEAT) ? rec_get(r, TDG_REPEAT, 0) : (struct tdg_str){"", 0};
  char number[24];
  if (odd->past_end != 0)
    tell(m, to, WRONG_SPAN,
         "gave a block a %s whose TDG_END is behind the end of the block's text; it counts in bytes of that "
         "text",
         field_symbol(odd->past_end, number));
  else if (odd->typeless)
    tell(m, to, WRONG_TYPELESS,
         "put a TDG_BLOCK without a TDG_BLOCK_TYPE into a record, so that its text counts as no paragraph: "
         "make it "
         "with tdg_block() or tdg_block_new()");
  else if (odd->unnamed)
    tell(m, to, WRONG_UNNAMED,
         "put a TDG_EXT without a TDG_NAME into a record; nobody can tell whose it is: give it your plugin's "
         "id");
  else if (language.n > 0 && !is_tag(language))
    tell(m, to, WRONG_LANGUAGE,
         "gave a record the language \"%.*s\", which is no tag of BCP 47: \"en\", \"pt-BR\"",
         language.n < 60 ? (int)language.n : 60, language.p);
  else if (repeat.n > 0 && !tdg_str_same(repeat, tdg_str_of("poll")) &&
           !tdg_str_same(repeat, tdg_str_of("never")))
    tell(m, to, WRONG_REPEAT,
         "emitted a TDG_REQUEST with the TDG_REPEAT \"%.*s\", which is followed as \"never\": say \"poll\" "
         "or \"never\"",
         repeat.n < 60 ? (int)repeat.n : 60, repeat.p);
}

/* A relative address, or none at all: nobody could open it.  Told once, as each record has another. */
static void look_at_address(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd,
                            struct mistake *to) {
  const struct tdg_str url = rec_odd_has(odd, TDG_URL) ? rec_get(r, TDG_URL, 0) : (struct tdg_str){"", 0};
  size_t n = 0;
  if (m->told_address || url.n == 0 || kind_of(m) == TDG_KIND_STAGE) return;
  while (n < url.n && (tdg_is_alnum(url.p[n]) || strchr("+-.", url.p[n]) != NULL)) n++;
  if (n > 0 && n < url.n && url.p[n] == ':' && tdg_is_letter(url.p[0])) return;
  tell(m, to, WRONG_ADDRESS,
       "gave a record the TDG_URL \"%.*s\", which has no scheme, so that nobody can open it: give it the "
       "whole "
       "address (tdg_url_resolve() of the kit), or none",
       (int)tdg_utf8_cut(url, 60), url.p);
  m->told_address = 1;
}

void mistakes_again(struct mistakes *m, const tdg_rec *r, struct mistake *to) {
  char kind[32];
  to->text[0] = '\0';
  if (m->component == NULL || m->told_again) return;
  m->told_again = 1;
  tell(m, to, WRONG_AGAIN,
       "emitted one %s twice without changing it between, so that it counts twice: make a new one with "
       "tdg_rec_new()",
       kind_symbol(rec_kind(r), kind));
}

/* A record in which there is nothing. */
static void look_at_empty(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd,
                          struct mistake *to) {
  const uint32_t kind = rec_kind(r);
  const int named = rec_odd_has(odd, TDG_TITLE) || rec_odd_has(odd, TDG_URL) || rec_odd_has(odd, TDG_BLOCK);
  if (kind == TDG_BRIEF && !rec_odd_has(odd, TDG_SECTION) && !rec_odd_has(odd, TDG_CONFLICT))
    tell(m, to, WRONG_EMPTY,
         "emitted a TDG_BRIEF without a TDG_SECTION, so that it says nothing: put TDG_SENTENCE groups into "
         "one");
  if (kind == TDG_NOTE && rec_bytes(r).n <= REC_HEADER)
    tell(m, to, WRONG_EMPTY,
         "emitted a TDG_NOTE without a field, which says nothing of the record: emit none");
  if (kind == TDG_DOC && rec_odd_has(odd, TDG_ERROR) && !rec_odd_has(odd, TDG_MESSAGE))
    tell(m, to, WRONG_REASON,
         "emitted a TDG_DOC with the TDG_ERROR \"%.*s\" and without a TDG_MESSAGE: say what is wrong, where, "
         "and "
         "what to do",
         (int)tdg_utf8_cut(rec_get(r, TDG_ERROR, 0), 60), rec_get(r, TDG_ERROR, 0).p);
  if (to->text[0] == '\0' && kind == TDG_DOC && kind_of(m) == TDG_KIND_PARSER && !rec_odd_has(odd, TDG_BODY))
    tell(m, to, WRONG_EMPTY,
         "emitted a TDG_DOC without a TDG_BODY, in which there is nothing to read: emit none");
  if (to->text[0] == '\0' && kind == TDG_DOC && kind_of(m) != TDG_KIND_PARSER && !rec_odd_has(odd, TDG_URL))
    tell(m, to, WRONG_ADDRESS,
         "emitted a TDG_DOC without a TDG_URL, so that nobody can tell which document it is: give it the "
         "address of what it fetched");
  if (named || (kind != TDG_ARTICLE && kind != TDG_STATEMENT)) return;
  tell(m, to, WRONG_EMPTY,
       "emitted a %s without TDG_TITLE, TDG_URL and TDG_BLOCK: nobody can find or read it; give it what it "
       "has, "
       "or return TDG_BAD_INPUT when the document has none of them",
       kind == TDG_ARTICLE ? "TDG_ARTICLE" : "TDG_STATEMENT");
}

void mistakes_emitted(struct mistakes *m, const tdg_rec *r, const struct rec_odd *odd, struct mistake *to) {
  to->text[0] = '\0';
  m->emitted++;
  if (m->component == NULL) return;
  look_at_hosts(m, r, odd, to);
  if (to->text[0] == '\0' && (odd->twice != 0 || odd->unknown != 0 || odd->block != 0))
    look_at_odd(m, r, odd, to);
  if (to->text[0] == '\0' && is_misplaced(m, odd)) look_at_place(m, r, odd, to);
  if (to->text[0] == '\0' && odd->time_field != 0) look_at_time(m, odd, to);
  if (to->text[0] == '\0') look_at_values(m, r, odd, to);
  if (to->text[0] == '\0') look_at_address(m, r, odd, to);
  if (to->text[0] == '\0') look_at_empty(m, r, odd, to);
}

void mistakes_foreign(struct mistakes *m, uint32_t field, struct mistake *to) {
  char number[24];
  to->text[0] = '\0';
  if (m->component == NULL) return;
  tell(m, to, WRONG_FOREIGN,
       "put %s into a record that it did not make (its input, or a part of one), which is not changed: put "
       "the "
       "fields into a record of tdg_rec_new()",
       field_symbol(field, number));
}

void mistakes_unfailed(struct mistakes *m, const char *message, struct mistake *to) {
  to->text[0] = '\0';
  if (m->component == NULL) return;
  tell(m, to, WRONG_UNFAILED,
       "called tdg_fail() (\"%.*s\") and returned TDG_OK, so that nothing failed and nobody reads why: "
       "return what "
       "tdg_fail() returns, or tdg_log() it",
       (int)tdg_utf8_cut(tdg_str_of(message), 150), message);
}

void mistakes_after_last(struct mistakes *m, struct mistake *to) {
  tell(m, to, WRONG_AFTER_LAST,
       "pump emitted a further document of a request that it had answered, which is lost: put TDG_MORE into "
       "each document "
       "of a request but the last");
}

void mistakes_log_flood(struct mistakes *m, uint32_t kept, struct mistake *to) {
  tell(m, to, WRONG_LOG_FLOOD, "logs more than %u lines in one call; the others are left out",
       (unsigned)kept);
}

/* ---- the status ---- */

static const char *call_name(enum mistake_call called) {
  static const char *const names[] = {"open", "run", "judge", "recall", "flush", "probe", "save", "restore"};
  return names[called];
}

static int may_return(const struct mistakes *m, enum mistake_call called, int status) {
  if (called == CALLED_PROBE) return status <= 100 && status >= TDG_INTERNAL;
  if (status == TDG_OK || (status < 0 && status >= TDG_INTERNAL)) return 1;
  switch (status) {
  case TDG_DROP: return called == CALLED_JUDGE;
  case TDG_NOT_MINE: return called == CALLED_RUN && kind_of(m) == TDG_KIND_PARSER;
  case TDG_PENDING: return called == CALLED_RUN && kind_of(m) == TDG_KIND_FETCHER;
  default: return 0;
  }
}

/* A fetcher that found nothing says so with a log line.  A failure, since a source would else look well that is
 * never read. */
static int is_silent_fetch(const struct mistakes *m, enum mistake_call called, int status) {
  return called == CALLED_RUN && status == TDG_OK && kind_of(m) == TDG_KIND_FETCHER && m->emitted == 0 &&
         m->logged == 0;
}

int mistakes_status(const struct mistakes *m, enum mistake_call called, int status, struct mistake *to) {
  static const char *const positive[] = {"", "TDG_DROP, which only judge of a stage returns",
                                         "TDG_NOT_MINE, which only run of a parser returns",
                                         "TDG_PENDING, which only run of a fetcher returns"};
  to->text[0] = '\0';
  to->what = WRONG_STATUS;
  if (m->component == NULL) return status;
  if (is_silent_fetch(m, called, status)) {
    to->what = WRONG_NOTHING;
    snprintf(
        to->text, sizeof to->text, "%s",
        m->is_program
            ? "it answered a request without a document: send one, or \"done\" with an \"error\"; when there "
              "is "
              "nothing new, say that in a \"log\" line"
            : "run returned TDG_OK and emitted nothing: emit a TDG_DOC, return TDG_PENDING and emit it from "
              "pump, or return a negative status; when there is nothing new, tdg_log() that");
    return TDG_INTERNAL;
  }
  if (may_return(m, called, status)) return status;
  if (m->is_program)
    snprintf(to->text, sizeof to->text,
             "it answered with the status \"%s\", which is of %s alone; answer with an \"error\" and, where "
             "it is not "
             "\"bad-input\", a \"status\"",
             status == TDG_DROP ? "drop" : "not-mine", status == TDG_DROP ? "stages" : "parsers");
  else if (called == CALLED_PROBE)
    snprintf(to->text, sizeof to->text, "probe returned %d; it returns a confidence from 0 to 100", status);
  else if (status > 0 && status <= TDG_PENDING)
    snprintf(to->text, sizeof to->text, "%s returned %s; return TDG_OK, or a negative status with tdg_fail()",
             call_name(called), positive[status]);
  else
    snprintf(to->text, sizeof to->text,
             "%s returned %d, which is no tdg_status; return TDG_OK, or a negative status with tdg_fail()",
             call_name(called), status);
  return TDG_INTERNAL;
}

/* A call that has logged something has said why. */
static void look_at_nothing(struct mistakes *m, const tdg_rec *in, struct mistake *to) {
  const struct tdg_str url = in != NULL ? rec_get(in, TDG_URL, 0) : (struct tdg_str){"", 0};
  const int n = url.n < 200 ? (int)url.n : 0;
  switch (kind_of(m)) {
  case TDG_KIND_PARSER:
    tell(m, to, WRONG_NOTHING,
         "run returned TDG_OK and emitted nothing%s%.*s: return TDG_NOT_MINE when another parser should read "
         "it, TDG_BAD_INPUT when it is broken; when it is empty, emit a TDG_FEED, or a TDG_STUB",
         n > 0 ? " for " : "", n, url.p);
    return;
  case TDG_KIND_BRIEF:
    tell(m, to, WRONG_NOTHING,
         "run returned TDG_OK and emitted no TDG_BRIEF: the story gets none; when that is meant, tdg_log() "
         "why");
    return;
  default: return;
  }
}

void mistakes_answered(struct mistakes *m, enum mistake_call called, int status, const char *message,
                       const tdg_rec *in, struct mistake *nothing, struct mistake *late) {
  char number[24];
  nothing->text[0] = late->text[0] = '\0';
  if (m->component == NULL) return;
  if (called == CALLED_JUDGE && status == TDG_DROP && message[0] == '\0' && m->emitted == 0)
    tell(m, nothing, WRONG_DROP,
         "judge returned TDG_DROP without a reason, so that nobody can tell why the record is missing: "
         "return tdg_fail(call, TDG_DROP, \"why\")");
  if (m->emitted == 0 && m->logged == 0 && called == CALLED_RUN && status == TDG_OK)
    look_at_nothing(m, in, nothing);
  if (m->late > 0)
    tell(m, late, WRONG_LATE,
         "put %s into a record after it was emitted, which changes nothing: emit it when it is complete, or "
         "emit it again",
         field_symbol(m->late_field, number));
}
