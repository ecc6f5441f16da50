/* person.c - who wrote it, in the forms feeds have: "a@b.example (Name)", "Name <a@b.example>", either alone,
 * or several of them in one field.  Slices in, slices out, but for folded spaces, which are the call's; nothing fails. */
#include "feed.h"

#include <tidings/kit/author_names.h>
#include <tidings/kit/html.h>

static int is_email(struct tdg_str s) {
  const char *at = s.n > 0 ? memchr(s.p, '@', s.n) : NULL;
  if (at == NULL || at == s.p || at + 1 == s.p + s.n) return 0;
  for (size_t i = 0; i < s.n; i++)
    if (tdg_is_space(s.p[i]) || s.p[i] == '<' || s.p[i] == '(' || s.p[i] == ',') return 0;
  return 1;
}

static struct tdg_str without_mailto(struct tdg_str s) {
  return tdg_nocase_starts(s, "mailto:") ? (struct tdg_str){s.p + 7, s.n - 7} : s;
}

/* "before (inside)": both parts, or 0. */
static int split(struct tdg_str s, char open, char close, struct tdg_str *before, struct tdg_str *inside) {
  const char *from = s.n > 0 ? memchr(s.p, open, s.n) : NULL;
  if (from == NULL || s.p[s.n - 1] != close) return 0;
  *before = tdg_str_trim((struct tdg_str){s.p, (size_t)(from - s.p)});
  *inside = tdg_str_trim((struct tdg_str){from + 1, (size_t)(s.p + s.n - 1 - from - 1)});
  return 1;
}

/* "me@example.org Name": the address stands first or last. */
static int split_words(struct tdg_str s, struct person *p) {
  const char *end = s.p + s.n, *first = s.p, *last = end;
  while (first < end && !tdg_is_space(*first)) first++;
  while (last > s.p && !tdg_is_space(last[-1])) last--;
  struct tdg_str head = {s.p, (size_t)(first - s.p)}, tail = {last, (size_t)(end - last)};
  if (is_email(head)) {
    p->email = head;
    p->name = tdg_str_trim((struct tdg_str){first, (size_t)(end - first)});
  } else if (is_email(tail)) {
    p->email = tail;
    p->name = tdg_str_trim((struct tdg_str){s.p, (size_t)(last - s.p)});
  } else {
    return 0;
  }
  return 1;
}

void person_read(struct person *p, struct tdg_str s) {
  struct tdg_str before, inside;
  s = tdg_trim_invisible(s);
  if (s.n == 0) return;
  if (split(s, '(', ')', &before, &inside) || split(s, '<', '>', &before, &inside)) {
    struct tdg_str a = without_mailto(before), b = without_mailto(inside);
    if (is_email(b)) p->email = b, p->name = before;
    else if (is_email(a)) p->email = a, p->name = inside;
    else p->name = s;
  } else if (is_email(without_mailto(s))) {
    p->email = without_mailto(s);
  } else if (!split_words(s, p)) {
    p->name = s;
  }
  if (p->name.n >= 2 && p->name.p[0] == '"' && p->name.p[p->name.n - 1] == '"')
    p->name = (struct tdg_str){p->name.p + 1, p->name.n - 2};
}

void people_add(tdg_call *call, struct entry *e, struct person p, int rank) {
  struct tdg_author_names who;
  if (p.name.n > 0) p.name = tdg_fold_space(call, p.name);
  tdg_author_names_split(p.name, &who);
  if (who.n == 0) entry_add_person(e, &p, rank);
  for (size_t i = 0; i < who.n; i++) {
    p.name = who.name[i];
    entry_add_person(e, &p, rank);
    p.email = p.url = (struct tdg_str){"", 0};
  }
}

/* The length of the first of several people who each have an address; all of it when there is one. */
static size_t first_person(struct tdg_str s) {
  size_t at = 0;
  for (size_t i = 0; i < s.n; i++) {
    at += s.p[i] == '@';
    if (at > 0 && (s.p[i] == ',' || s.p[i] == ';') && memchr(s.p + i, '@', s.n - i) != NULL) return i;
  }
  return s.n;
}

void people_read(tdg_call *call, struct entry *e, struct tdg_str s, int rank) {
  do {
    struct person p = {{"", 0}, {"", 0}, {"", 0}};
    size_t n = first_person(s);
    person_read(&p, (struct tdg_str){s.p, n});
    people_add(call, e, p, rank);
    n += n < s.n; /* the sign between them */
    s.p += n, s.n -= n;
  } while (s.n > 0);
}
