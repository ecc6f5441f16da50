/* formulae.c - the formulae official documents are made of, in several languages (core/languages, the classes
 * statement-...), and how sure they make us.
 *
 * A cue counts where such a document has it: numbers and release lines near the top, recitals at the
 * beginning of a paragraph, the end mark as a line of its own.  A news report that quotes a statement has
 * none of them there.
 */
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

#include "statement.h"

enum how { AT_START = 1, WHOLE, INSIDE };

/* What the values of the class statement-formulae mean.  head: only among the first items. */
static const struct {
  uint32_t cue;
  int how, head;
} formulae[TDG_STATEMENT_FORMULAE_COUNT] = {
    [TDG_STATEMENT_FORMULAE_RELEASE] = {CUE_RELEASE, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_RELEASE_WHOLE] = {CUE_RELEASE, WHOLE, 1},
    [TDG_STATEMENT_FORMULAE_EMBARGO] = {CUE_EMBARGO, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_NUMBER] = {CUE_NUMBER, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_ORDER] = {CUE_NUMBER | CUE_TITLE, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_JOINT] = {CUE_JOINT, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_JOINT_INSIDE] = {CUE_JOINT, INSIDE, 1},
    [TDG_STATEMENT_FORMULAE_TITLE] = {CUE_TITLE, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_WE] = {CUE_WE, AT_START, 1},
    [TDG_STATEMENT_FORMULAE_RECITAL] = {CUE_RECITAL, AT_START, 0},
    [TDG_STATEMENT_FORMULAE_FORMULA] = {CUE_FORMULA, INSIDE, 0},
    [TDG_STATEMENT_FORMULAE_DONE] = {CUE_DONE, AT_START, 0},
    [TDG_STATEMENT_FORMULAE_END] = {CUE_END, WHOLE, 0},
    [TDG_STATEMENT_FORMULAE_NOTES] = {CUE_NOTES, AT_START, 0},
    [TDG_STATEMENT_FORMULAE_CONTACT] = {CUE_CONTACT, AT_START, 0},
    [TDG_STATEMENT_FORMULAE_ANNEX] = {CUE_ANNEX, AT_START, 0},
    [TDG_STATEMENT_FORMULAE_ABOUT] = {CUE_ABOUT, AT_START, 0},
    [TDG_STATEMENT_FORMULAE_LETTERHEAD_INSIDE] = {CUE_LETTERHEAD, INSIDE, 1},
    [TDG_STATEMENT_FORMULAE_LETTERHEAD] = {CUE_LETTERHEAD, AT_START, 1}};

/* Signs off both ends. */
static struct tdg_str bare(struct tdg_str s) {
  while (s.n > 0 && strchr(" -*_#=\"'(.:", *s.p) != NULL) s.p++, s.n--;
  while (s.n > 0 && strchr(" -*_#=)\".:", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

static int cue_matches(struct tdg_str line, struct tdg_str core, struct tdg_str text, int how) {
  if (how == WHOLE) return tdg_str_same(core, text);
  if (how == INSIDE) return memmem(line.p, line.n, text.p, text.n) != NULL;
  if (core.n < text.n || memcmp(core.p, text.p, text.n) != 0) return 0;
  return core.n == text.n || !tdg_is_letter(core.p[text.n]) || !tdg_is_letter(core.p[text.n - 1]);
}

static uint32_t cues_of(struct tdg_str line, int head) {
  const struct tdg_word_class *c = &tdg_words_statement_formulae;
  struct tdg_str core = bare(line);
  uint32_t found = 0;
  size_t at = 0;
  const struct tdg_word *w;
  while (core.n > 0 && (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL)
    if ((head || !formulae[w->value].head) &&
        cue_matches(line, core, tdg_word_text(c, w), formulae[w->value].how))
      found |= formulae[w->value].cue;
  return found;
}

/* "Recalling ..., / Noting ...;": a participle that opens, a comma that closes. */
static int is_participle(const struct stm_item *it) {
  const char *space = memchr(it->line.s.p, ' ', it->line.s.n);
  size_t n = space != NULL ? (size_t)(space - it->line.s.p) : 0;
  if (it->type == TDG_HEADING || it->line.words < 5) return 0;
  struct tdg_str word = {it->line.s.p, n};
  return n > 5 && n < 20 && it->line.start == TDG_STARTS_UPPER && it->line.end == TDG_ENDS_COMMA &&
         tdg_words_at_end(&tdg_words_statement_participles, TDG_EVERY_LANGUAGE, word) != NULL;
}

static int is_office(const struct stm_item *it, struct tdg_str folded) {
  if (it->line.words > 10 || it->line.end == TDG_ENDS_STOP || it->line.end == TDG_ENDS_COMMA) return 0;
  return tdg_words_inside(&tdg_words_statement_offices, 1, folded);
}

/* "The foreign ministers of A, B and C met in ..." as the first sentence of the text. */
static int is_meeting(struct tdg_str folded, const struct stm_item *it) {
  const struct tdg_word_class *c = &tdg_words_statement_meeting;
  struct tdg_str head = {folded.p, folded.n < 200 ? folded.n : 200};
  const struct tdg_word *first = tdg_words_at_start(c, TDG_EVERY_LANGUAGE, folded);
  return it->line.words > 6 && first != NULL && first->value == TDG_STATEMENT_MEETING_OPENS &&
         tdg_words_inside(c, TDG_STATEMENT_MEETING_PARTIES, head) &&
         tdg_words_inside(c, TDG_STATEMENT_MEETING_MET, folded);
}

/* What a folded line can be, given its shape: a whole paragraph is no title, letterhead or release line. */
static uint32_t cues_allowed(const struct stm_item *it) {
  uint32_t allowed = it->type == TDG_IMAGE || it->type == TDG_EMBED ? 0 : ~0u;
  if (it->line.s.n > MAX_CUE_LINE) allowed &= CUE_WE | CUE_RECITAL | CUE_DONE | CUE_CONTACT | CUE_MET;
  if (tdg_line_is_prose(&it->line))
    allowed &= ~(uint32_t)(CUE_JOINT | CUE_TITLE | CUE_LETTERHEAD | CUE_NUMBER | CUE_ABOUT);
  return allowed;
}

static struct tdg_str head_of(struct tdg_str s) {
  return (struct tdg_str){s.p, tdg_utf8_cut(s, MAX_CUE_LINE)};
}

void stm_cues(struct statement *s) {
  for (size_t i = 0; i < s->n; i++) {
    struct stm_item *it = &s->v[i];
    struct tdg_str line = tdg_fold(s->call, head_of(it->line.s));
    it->cues = cues_of(line, i < MAX_HEAD_ITEMS);
    if (is_participle(it)) it->cues |= CUE_RECITAL;
    if (is_office(it, line)) it->cues |= CUE_OFFICE;
    if (i < MAX_HEAD_ITEMS && is_meeting(line, it)) it->cues |= CUE_MET;
    if (tdg_line_rule(it->line.s) == '#') it->cues |= CUE_END;
    it->cues &= cues_allowed(it);
    if (line.n > 0 && (*line.p == '"' || *line.p == '\''))
      it->cues &= ~(uint32_t)(CUE_WE | CUE_DONE | CUE_RECITAL); /* quoted */
  }
}

enum { MAX_WEAK = 30, MAX_RECITALS = 60 /* items: later on they open nothing */ };

/* Recitals stand together; single sentences that happen to begin like one do not. */
static int has_recitals(const struct statement *s) {
  for (size_t i = 1; i < s->n && i < MAX_RECITALS; i++)
    if ((s->v[i].cues & CUE_RECITAL) && (s->v[i - 1].cues & CUE_RECITAL)) return 1;
  return 0;
}

/* Without one of these a letterhead, a contact or an end mark prove nothing. */
#define STRONG (CUE_JOINT | CUE_NUMBER | CUE_RELEASE | CUE_TITLE | CUE_WE | CUE_MET | CUE_DONE | CUE_NOTES)

static const struct {
  uint32_t cue;
  int value;
} worth[] = {{CUE_JOINT, 50},   {CUE_NUMBER, 50},     {CUE_RELEASE, 40}, {CUE_EMBARGO, 20}, {CUE_TITLE, 35},
             {CUE_WE, 40},      {CUE_MET, 30},        {CUE_DONE, 35},    {CUE_NOTES, 35},   {CUE_END, 15},
             {CUE_FORMULA, 25}, {CUE_LETTERHEAD, 20}, {CUE_CONTACT, 10}};

uint32_t stm_counted(uint32_t cues) {
  uint32_t counted = CUE_RECITAL;
  for (size_t i = 0; i < sizeof(worth) / sizeof(worth[0]); i++) counted |= worth[i].cue;
  return cues & counted;
}

int stm_score(const struct statement *s) {
  uint32_t all = 0;
  int score = 0;
  for (size_t i = 0; i < s->n; i++) all |= s->v[i].cues;
  for (size_t i = 0; i < sizeof(worth) / sizeof(worth[0]); i++)
    if (all & worth[i].cue) score += worth[i].value;
  if (has_recitals(s)) score += 35;
  else if (!(all & STRONG) && score > MAX_WEAK) score = MAX_WEAK;
  return score > 100 ? 100 : score;
}
