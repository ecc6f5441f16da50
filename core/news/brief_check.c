/* news/brief_check.c - is every sentence of a brief one of its sources?  See news.h.
 *
 * Pure functions over records.  The brief came from a plugin, so every number in it may be wrong; the story
 * was built by the engine.
 */
#include "news/news.h"

#include "record/scratch.h"
#include "util/bytebuf.h"
#include "util/id.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_TEXT = 1 << 20 }; /* of a sentence that is compared */

struct checker {
  struct arena *a;
  const tdg_rec *story;
  const char *by; /* the component */
  const struct brief_told *told;
  size_t kept; /* sentences */
  const int64_t
      *moved; /* of each conflict of the plugin's brief, its number in the checked one, -1: left out */
  size_t conflicts;
};

/* ---- the normal form in which a sentence and its source are compared ---- */

/* Letters, figures and signs must agree.  White space may be written in another way, and so may the curled
 * forms of quotation marks and apostrophes. */
static uint32_t folded(uint32_t c) {
  if (c == 0x2018 || c == 0x2019 || c == 0x201B) return '\'';
  if (c == 0x201C || c == 0x201D || c == 0x201F) return '"';
  return c;
}

/* An ellipsis at either end says that the sentence was cut there. */
struct trimmed {
  struct tdg_str text;
  int cut_before, cut_after;
};

static struct trimmed trim_dots(struct tdg_str s) {
  static const char dots[] = "\xE2\x80\xA6";
  struct trimmed t = {s, 0, 0};
  for (;;) {
    s = tdg_str_trim(t.text);
    size_t at_end = tdg_str_ends(s, dots) || tdg_str_ends(s, "...") ? 3 : 0;
    size_t at_start = s.n > at_end && (tdg_str_starts(s, dots) || tdg_str_starts(s, "...")) ? 3 : 0;
    t.cut_before |= at_start > 0;
    t.cut_after |= at_end > 0;
    t.text = (struct tdg_str){s.p + at_start, s.n - at_start - at_end};
    if (at_end + at_start == 0) return t;
  }
}

static struct tdg_str normal(struct arena *a, struct tdg_str s) {
  s = trim_dots(s).text;
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  int gap = 0;
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    uint32_t c = folded(tdg_utf8_next(&p, end));
    if (quotation_is_space(c)) {
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

/* The text is what stands there: NULL, or in which way it was cut wrongly. */
static const char *cut_of(const tdg_rec *member, struct tdg_str text, int64_t start, int64_t end,
                          struct tdg_str said) {
  struct scratch memory;
  const struct trimmed t = trim_dots(said);
  const char *fault =
      quotation_fault(scratch_begin(&memory), text, (struct tdg_range){(size_t)start, (size_t)end},
                      rec_get(member, TDG_LANGUAGE, 0).p, t.cut_before, t.cut_after);
  scratch_end(&memory);
  return fault;
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
  if (claimed.n > 0 && tdg_str_same(is, claimed)) return cut_of(member, text, start, end, said);
  return arena_printf(c->a, "record %s says there: %.*s", name, (int)tdg_utf8_cut(there, 200), there.p);
}

static int holds(struct checker *c, const tdg_rec *cite) {
  const char *fault = fault_of(c, cite);
  if (fault != NULL) c->told->refused(c->told->arg, fault, rec_get(cite, TDG_TEXT, 0));
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
    c->told->refused(c->told->arg, arena_printf(c->a, "a sentence that it cites is not one: %s", fault),
                     text);
    return 0;
  }
  if (n == 0) c->told->refused(c->told->arg, "it is the plugin's own and cites nothing", text);
  return n > 0;
}

static int is_kept(struct checker *c, const tdg_rec *sentence) {
  int own = rec_has(sentence, TDG_FROM);
  return own ? rests_on_cites(c, sentence) : holds(c, sentence);
}

/* A claim is a sentence, and its value is in it. */
static int is_claimed(struct checker *c, const tdg_rec *claim) {
  const struct tdg_str text = rec_get(claim, TDG_TEXT, 0), value = rec_get(claim, TDG_VALUE, 0);
  struct scratch memory;
  if (!holds(c, claim)) return 0;
  const tdg_rec *member = member_of(c->story, rec_get_int(claim, TDG_RECORD_ID, 0));
  int given = quotation_gives(scratch_begin(&memory), text, value, rec_get(member, TDG_LANGUAGE, 0).p);
  scratch_end(&memory);
  if (!given)
    c->told->refused(c->told->arg,
                     arena_printf(c->a, "it does not say the value of the claim: %.*s",
                                  (int)tdg_utf8_cut(value, 200), value.p),
                     text);
  return given;
}

/* ---- what a sentence says of records and conflicts ---- */

static int is_day(struct tdg_str s) {
  static const char form[] = "dddd-dd-dd";
  if (s.n != sizeof form - 1) return 0;
  for (size_t i = 0; i < s.n; i++)
    if (form[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i]) return 0;
  return 1;
}

/* A sentence without the conflicts and records that are not there; conflicts by their new numbers. */
static void put_sentence(struct checker *c, tdg_rec *section, const tdg_rec *sentence) {
  tdg_rec *out = rec_new(c->a, TDG_GROUP);
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(sentence, &pos, &it)) {
    if (it.field == TDG_CONFLICT_NO) {
      int known = it.num >= 0 && (uint64_t)it.num < c->conflicts && c->moved[it.num] >= 0;
      if (known) rec_put_int(out, TDG_CONFLICT_NO, c->moved[it.num]);
    } else if (it.field != TDG_BORNE_OUT_BY || member_of(c->story, it.num) != NULL) {
      rec_put_item(out, &it);
    }
  }
  rec_put_rec(section, TDG_SENTENCE, out);
}

/* ---- headlines and titles ---- */

static int is_of_field(struct checker *c, tdg_call *call, const tdg_rec *member, uint32_t field,
                       struct tdg_str title) {
  return quotation_is_in(call, normal(c->a, rec_get(member, field, 0)), title,
                         rec_get(member, TDG_LANGUAGE, 0).p);
}

static int is_of_text(struct checker *c, tdg_call *call, const tdg_rec *member, struct tdg_str title) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(member, &pos, &it))
    if (it.field == TDG_BLOCK && it.type == TDG_T_REC && is_of_field(c, call, it.rec, TDG_TEXT, title))
      return 1;
  return 0;
}

static int is_of_member(struct checker *c, tdg_call *call, const tdg_rec *member, struct tdg_str title) {
  return is_of_field(c, call, member, TDG_TITLE, title) ||
         is_of_field(c, call, member, TDG_SUBTITLE, title) || is_of_text(c, call, member, title);
}

/* Do the sources say it, or did the engine? */
static int is_said(struct checker *c, struct tdg_str title) {
  const struct tdg_str wanted = normal(c->a, title);
  struct scratch memory;
  size_t pos = 0;
  struct tdg_item it;
  int said = tdg_str_same(wanted, normal(c->a, rec_get(c->story, TDG_HEADLINE, 0)));
  while (!said && rec_next(c->story, &pos, &it)) {
    if (it.field != TDG_MEMBER || it.type != TDG_T_REC) continue;
    said = is_of_member(c, scratch_begin(&memory), it.rec, wanted);
    scratch_end(&memory);
  }
  return said;
}

/* Says the title no more than the section's role?  Each role: as it is shown without a title, and its usual title. */
static int is_of_role(struct tdg_str title) {
  static const char *const roles[][2] = {{"What is happening", "What's happening"},
                                         {"Why it matters", "Why it matters"},
                                         {"What comes next", "What's next"},
                                         {"Beyond the event", "Beyond the headlines"}};
  for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
    if (tdg_str_same(title, tdg_str_of(roles[i][0])) || tdg_str_same(title, tdg_str_of(roles[i][1])))
      return 1;
  return 0;
}

/* Mark what is in words of the plugin's own, unless the plugin did. */
static void mark_own(struct checker *c, tdg_rec *out, struct tdg_str title) {
  if (title.n == 0 || rec_has(out, TDG_FROM) || is_of_role(title) || is_said(c, title)) return;
  rec_put_str(out, TDG_FROM, c->by);
  c->told->own(c->told->arg, title);
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
    if (is_sentence) put_sentence(c, out, it.rec);
    else rec_put_item(out, &it);
  }
  if (c->kept == before) return NULL;
  mark_own(c, out, rec_get(section, TDG_TITLE, 0));
  return out;
}

/* Two reports differ, or one contradicts its own date: a conflict that lost a claim needs two that hold. */
static tdg_rec *check_conflict(struct checker *c, const tdg_rec *conflict) {
  static const uint32_t corrected_by[] = {TDG_CORRECTED_BY, 0};
  tdg_rec *out = rec_new(c->a, TDG_GROUP);
  size_t pos = 0, claims = 0, lost = 0;
  struct tdg_item it;
  while (rec_next(conflict, &pos, &it)) {
    int is_claim = it.field == TDG_CLAIM && it.type == TDG_T_REC;
    if (is_claim && !is_claimed(c, it.rec)) {
      lost++;
      continue;
    }
    claims += (size_t)is_claim;
    if (is_claim && member_of(c->story, rec_get_int(it.rec, TDG_CORRECTED_BY, 0)) == NULL)
      rec_put_rec(out, TDG_CLAIM, rec_without(c->a, it.rec, corrected_by));
    else rec_put_item(out, &it);
  }
  return claims >= 2 || (claims == 1 && lost == 0) ? out : NULL;
}

/* The conflicts that hold, in their order, and where each of them moved. */
static tdg_rec **check_conflicts(struct checker *c, const tdg_rec *brief) {
  size_t pos = 0, n = 0, kept = 0;
  struct tdg_item it;
  while (rec_next(brief, &pos, &it)) n += it.field == TDG_CONFLICT && it.type == TDG_T_REC;
  tdg_rec **out = arena_zalloc(c->a, (n + 1) * sizeof(tdg_rec *));
  int64_t *moved = arena_alloc(c->a, (n + 1) * sizeof *moved);
  for (pos = 0; rec_next(brief, &pos, &it);) {
    if (it.field != TDG_CONFLICT || it.type != TDG_T_REC) continue;
    tdg_rec *checked = check_conflict(c, it.rec);
    moved[c->conflicts++] = checked != NULL ? (int64_t)kept : -1;
    if (checked != NULL) out[kept++] = checked;
  }
  c->moved = moved;
  return out;
}

const tdg_rec *brief_check(struct arena *a, const tdg_rec *brief, const tdg_rec *story, const char *by,
                           const struct brief_told *told) {
  struct checker c = {.a = a, .story = story, .by = by, .told = told};
  tdg_rec *out = rec_new(a, TDG_BRIEF), **conflict = check_conflicts(&c, brief);
  size_t pos = 0, sections = 0;
  struct tdg_item it;
  while (rec_next(brief, &pos, &it)) {
    int group = it.type == TDG_T_REC;
    if (group && it.field == TDG_SECTION) {
      tdg_rec *checked = check_section(&c, it.rec);
      sections++;
      if (checked != NULL) rec_put_rec(out, TDG_SECTION, checked);
    } else if (group && it.field == TDG_STEP) {
      if (holds(&c, it.rec) && is_day(rec_get(it.rec, TDG_NORM, 0))) rec_put_item(out, &it);
    } else if (!group || it.field != TDG_CONFLICT) {
      rec_put_item(out, &it);
    }
  }
  for (; *conflict != NULL; conflict++) rec_put_rec(out, TDG_CONFLICT, *conflict);
  if (sections > 0 && c.kept == 0) return NULL;
  mark_own(&c, out, rec_get(brief, TDG_HEADLINE, 0));
  return out;
}
