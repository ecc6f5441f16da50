/* verify_roles.h - what verify_things.c finds of the things that two sentences name, and what verify_deeds.c and verify_roles.c judge of them.
 *
 * Pure; nothing is owned, nothing can fail.
 */
#ifndef BRIEF_LLM_VERIFY_ROLES_H
#define BRIEF_LLM_VERIFY_ROLES_H

#include "verify.h"

enum { MAX_THINGS = 40 };

struct thing {
  size_t said, cited;        /* terms */
  int role_said, role_cited; /* TDG_LLM_ROLES_..., 0: none */
  int is_name;
};
struct things {
  struct thing v[MAX_THINGS];
  int n;
};

/* The TDG_LLM_ROLES_... of the word itself, 0: none. */
int roles_word(const struct check *, const struct passage *, size_t term);
/* Of the preposition, or the article that shows a case, before the thing at the term. */
int roles_of(const struct check *, const struct passage *, size_t term);
void roles_find_things(const struct check *, const struct passage *cited, struct things *out);
/* Things of one deed, there as here, of which the one does what the other did there. */
int check_exchanges_deed(struct check *, const struct passage *cited);
/* The endings of both tell that neither has changed its part, whatever the order. */
int check_keeps_forms(const struct check *, const struct passage *cited, const struct thing *x,
                      const struct thing *y);
/* The same form in both, of a case that tells who acts from who suffers. */
int check_tells_case(const struct check *, const struct passage *cited, size_t said_term, size_t cited_term);
/* Verbs of the past that are the same but for who did it: a man, a woman, many. */
int roles_are_one_form(const struct passage *, struct tdg_str a, struct tdg_str b);
/* The word ends with an ending of this value of the class llm-endings. */
int things_have_ending(const struct passage *, size_t term, int value);
/* No number, time, unit or frame word: it can do something, or suffer it. */
int things_take_part(const struct passage *, size_t term);
/* "kritiserades av": its verb is passive by its ending, and who acts stands behind it. */
int things_are_passive_by_ending(const struct check *, const struct passage *);

#endif
