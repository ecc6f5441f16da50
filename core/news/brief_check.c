/* news/brief_check.c - is every sentence of a brief one of its sources?  See news.h.
 *
 * Pure functions over records.  The brief came from a plugin, so every number in it may be wrong; the story
 * was built by the engine.
 */
#include "news/news.h"

#include "util/bytebuf.h"
#include "util/id.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_TEXT = 1 << 20 }; /* of a sentence that is compared */

struct checker {
  struct arena *a;
  const tdg_rec *story;
  brief_refused_fn tell;
  void *arg;
  size_t kept; /* sentences */
};

/* ---- the normal form in which a sentence and its source are compared ---- */

/* Letters, figures and signs must agree.  White space may be written in another way, and so may the curled
 * forms of quotation marks and apostrophes. */
static int is_space(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static uint32_t folded(uint32_t c) {
  if (c == 0x2018 || c == 0x2019 || c == 0x201B) return '\'';
  if (c == 0x201C || c == 0x201D || c == 0x201F) return '"';
  return c;
}

static struct tdg_str trim_dots(struct tdg_str s) {
  static const char dots[] = "\xE2\x80\xA6";
  for (;;) {
    s = tdg_str_trim(s);
    size_t at_end = tdg_str_ends(s, dots) || tdg_str_ends(s, "...") ? 3 : 0;
    size_t at_start = s.n > at_end && (tdg_str_starts(s, dots) || tdg_str_starts(s, "...")) ? 3 : 0;
    if (at_end + at_start == 0) return s;
    s = (struct tdg_str){s.p + at_start, s.n - at_start - at_end};
  }
}

/* An ellipsis at either end says that the sentence was cut there. */
static struct tdg_str normal(struct arena *a, struct tdg_str s) {
  s = trim_dots(s);
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  int gap = 0;
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    uint32_t c = folded(tdg_utf8_next(&p, end));
    if (is_space(c)) {
      gap = n > 0;
      continue;
    }
    if (gap) out[n++] = ' ';
    gap = 0;
    n += tdg_utf8_put(out + n, c);
  }
  return (struct tdg_str){out, n};
}

/* ---- one citation ---- */

static const tdg_rec *member_of(const tdg_rec *story, int64_t id) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(story, &pos, &it))
    if (it.field == TDG_MEMBER && it.type == TDG_T_REC && rec_get_int(it.rec, TDG_ID, 0) == id) return it.rec;
  return NULL;
}

static const tdg_rec *block_of(const tdg_rec *member, int64_t number) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(member, &pos, &it))
    if (it.field == TDG_BLOCK && it.type == TDG_T_REC && number-- == 0) return it.rec;
  return NULL;
}

/* NULL: the text is what stands there; else what is wrong. */
static const char *fault_of(struct checker *c, const tdg_rec *cite) {
  struct tdg_str said = rec_get(cite, TDG_TEXT, 0);
  int64_t id = rec_get_int(cite, TDG_RECORD_ID, 0), number = rec_get_int(cite, TDG_BLOCK_NO, 0),
          start = rec_get_int(cite, TDG_START, 0);
  char name[ID_LETTERS + 1];
  if (id <= 0) return "it names no record that says it";
  id_text(id, name);
  const tdg_rec *member = member_of(c->story, id);
  if (member == NULL) return arena_printf(c->a, "record %s is not in the story", name);
  if (!rec_has(cite, TDG_START) || !rec_has(cite, TDG_END))
    return arena_printf(c->a, "it does not say where in record %s it stands", name);
  const tdg_rec *block = number < 0 ? NULL : block_of(member, number);
  if (block == NULL) return arena_printf(c->a, "record %s has no block %lld", name, (long long)number);
  struct tdg_str text = rec_get(block, TDG_TEXT, 0);
  int64_t end = rec_get_int(cite, TDG_END, 0);
  if (start < 0 || end <= start || (uint64_t)end > text.n)
    return arena_printf(c->a, "%lld to %lld is outside of block %lld of record %s", (long long)start,
                        (long long)end, (long long)number, name);
  if (said.n > MAX_TEXT || end - start > MAX_TEXT) return "it is too long";
  struct tdg_str there = {text.p + start, (size_t)(end - start)}, is = normal(c->a, there),
                 claimed = normal(c->a, said);
  if (claimed.n > 0 && tdg_str_same(is, claimed)) return NULL;
  return arena_printf(c->a, "record %s says there: %.*s", name, (int)tdg_utf8_cut(there, 200), there.p);
}

static int holds(struct checker *c, const tdg_rec *cite) {
  const char *fault = fault_of(c, cite);
  if (fault != NULL) c->tell(c->arg, fault, rec_get(cite, TDG_TEXT, 0));
  return fault == NULL;
}

/* A sentence in words of the plugin's own says so (TDG_FROM), and what it rests on. */
static int rests_on_cites(struct checker *c, const tdg_rec *sentence) {
  struct tdg_str text = rec_get(sentence, TDG_TEXT, 0);
  const tdg_rec *cite;
  uint32_t n = 0;
  for (; (cite = rec_get_rec(sentence, TDG_CITES, n)) != NULL; n++) {
    const char *fault = fault_of(c, cite);
    if (fault == NULL) continue;
    c->tell(c->arg, arena_printf(c->a, "a sentence that it cites is not one: %s", fault), text);
    return 0;
  }
  if (n == 0) c->tell(c->arg, "it is the plugin's own and cites nothing", text);
  return n > 0;
}

static int is_kept(struct checker *c, const tdg_rec *sentence) {
  int own = rec_has(sentence, TDG_FROM);
  return own ? rests_on_cites(c, sentence) : holds(c, sentence);
}

/* ---- the brief ---- */

static tdg_rec *check_section(struct checker *c, const tdg_rec *section) {
  tdg_rec *out = rec_new(c->a, TDG_GROUP);
  size_t pos = 0, before = c->kept;
  struct tdg_item it;
  while (rec_next(section, &pos, &it)) {
    int is_sentence = it.field == TDG_SENTENCE && it.type == TDG_T_REC;
    if (is_sentence && !is_kept(c, it.rec)) continue;
    c->kept += (size_t)is_sentence;
    rec_put_item(out, &it);
  }
  return c->kept > before ? out : NULL;
}

/* Two reports differ, or one contradicts its own date: a conflict that lost a claim needs two that hold. */
static tdg_rec *check_conflict(struct checker *c, const tdg_rec *conflict) {
  tdg_rec *out = rec_new(c->a, TDG_GROUP);
  size_t pos = 0, claims = 0, lost = 0;
  struct tdg_item it;
  while (rec_next(conflict, &pos, &it)) {
    int is_claim = it.field == TDG_CLAIM && it.type == TDG_T_REC;
    if (is_claim && !holds(c, it.rec)) {
      lost++;
      continue;
    }
    claims += (size_t)is_claim;
    rec_put_item(out, &it);
  }
  return claims >= 2 || (claims == 1 && lost == 0) ? out : NULL;
}

const tdg_rec *brief_check(struct arena *a, const tdg_rec *brief, const tdg_rec *story, brief_refused_fn tell,
                           void *arg) {
  struct checker c = {.a = a, .story = story, .tell = tell, .arg = arg};
  tdg_rec *out = rec_new(a, TDG_BRIEF);
  size_t pos = 0, sections = 0;
  struct tdg_item it;
  while (rec_next(brief, &pos, &it)) {
    int group = it.type == TDG_T_REC;
    tdg_rec *checked = NULL;
    if (group && it.field == TDG_SECTION) sections++, checked = check_section(&c, it.rec);
    else if (group && it.field == TDG_CONFLICT) checked = check_conflict(&c, it.rec);
    else rec_put_item(out, &it);
    if (checked != NULL) rec_put_rec(out, it.field, checked);
  }
  return sections > 0 && c.kept == 0 ? NULL : out;
}
