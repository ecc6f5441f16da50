/* roles.c - headings that say which part of a brief they open, in several wordings and languages. */
#include "report_internal.h"

enum { MAX_ROLE_LINE = 90, MAX_ROLE_WORDS = 9 };

static const struct phrases ROLES = {&tdg_words_text_roles,
                                     {[TDG_TEXT_ROLES_HAPPENING] = {PHRASE_START, 1},
                                      [TDG_TEXT_ROLES_HAPPENING_WHOLE] = {PHRASE_WHOLE, 1},
                                      [TDG_TEXT_ROLES_MATTERS] = {PHRASE_START, 1},
                                      [TDG_TEXT_ROLES_MATTERS_WHOLE] = {PHRASE_WHOLE, 1},
                                      [TDG_TEXT_ROLES_NEXT] = {PHRASE_START, 1},
                                      [TDG_TEXT_ROLES_NEXT_WHOLE] = {PHRASE_WHOLE, 1},
                                      [TDG_TEXT_ROLES_BEYOND] = {PHRASE_START, 1},
                                      [TDG_TEXT_ROLES_BEYOND_WHOLE] = {PHRASE_WHOLE, 1},
                                      [TDG_TEXT_ROLES_BACKGROUND_WHOLE] = {PHRASE_WHOLE, 1}}};

static const char *name_of(int value) {
  switch (value) {
  case TDG_TEXT_ROLES_HAPPENING:
  case TDG_TEXT_ROLES_HAPPENING_WHOLE: return "happening";
  case TDG_TEXT_ROLES_MATTERS:
  case TDG_TEXT_ROLES_MATTERS_WHOLE: return "matters";
  case TDG_TEXT_ROLES_NEXT:
  case TDG_TEXT_ROLES_NEXT_WHOLE: return "next";
  case TDG_TEXT_ROLES_BEYOND:
  case TDG_TEXT_ROLES_BEYOND_WHOLE: return "beyond";
  default: return "background";
  }
}

const char *tdg_report_role(const struct tdg_report *r, const struct tdg_line *l) {
  if (l->s.n > MAX_ROLE_LINE || l->words > MAX_ROLE_WORDS || l->end == TDG_ENDS_STOP ||
      l->end == TDG_ENDS_COMMA)
    return NULL;
  if (l->words > 5 && l->end == TDG_ENDS_OPEN) return NULL; /* a sentence that only begins so */
  struct tdg_str s = tdg_report_unmarked(l->s);
  const struct tdg_word *w = report_phrase(&ROLES, tdg_fold(r->call, s));
  return w != NULL ? name_of(w->value) : NULL;
}
