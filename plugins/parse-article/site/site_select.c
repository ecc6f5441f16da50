/* site_select.c - what the files of the community find on a page: see site_files.h.
 *
 * In the order that the format means: replacements in the source; title, authors, date and links on the whole page;
 * then what is stripped goes, and the body is looked for in what is left.  Of several lines of one directive the first
 * that finds something counts; lines of the file for all sites stand behind those of the host's own.  Bounded: steps of
 * all expressions of a page together, elements that are taken out, bytes that replacements look through and add. */
#include "site_files.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_GROWTH = 1 << 20, MAX_HEAD_TEXT = 4000 };

/* Files come from people that the operator does not know. */
static const struct planting_limits site_limits = {100000, 4000000, 20000000};

/* ---- one after the other, the entries of both files ---- */

struct walk_entries {
  const struct site_files *f;
  size_t at;
};

static struct site_entry *next_of(struct walk_entries *w, enum tdg_site_directive what, int *global) {
  const size_t n_own = w->f->own != NULL ? w->f->own->n : 0,
               n_all = w->f->global != NULL ? w->f->global->n : 0;
  while (w->at < n_own + n_all) {
    size_t i = w->at++;
    struct site_entry *e = i < n_own ? &w->f->own->entry[i] : &w->f->global->entry[i - n_own];
    if (global != NULL) *global = i >= n_own;
    if (e->what == what) return e;
  }
  return NULL;
}

/* The last line that says it counts, first in the host's own file. */
static int says(const struct site_files *f, enum tdg_site_directive what, int otherwise) {
  const struct site_file *both[] = {f->own, f->global};
  for (size_t k = 0; k < 2; k++)
    for (size_t i = both[k] != NULL ? both[k]->n : 0; i-- > 0;)
      if (both[k]->entry[i].what == what) return tdg_site_is_yes(both[k]->entry[i].value);
  return otherwise;
}

/* ---- replacements ---- */

/* At most one more than `enough`. */
static size_t count(struct tdg_str s, struct tdg_str part, size_t enough) {
  size_t n = 0;
  for (const char *p; n <= enough && (p = memmem(s.p, s.n, part.p, part.n)) != NULL; n++) {
    s.n -= (size_t)(p - s.p) + part.n;
    s.p = p + part.n;
  }
  return n;
}

static struct tdg_str swapped(tdg_call *call, struct tdg_str s, struct tdg_str find, struct tdg_str put,
                              size_t n) {
  char *out = tdg_scratch(call, s.n + n * put.n + 1), *to = out;
  for (const char *p; (p = memmem(s.p, s.n, find.p, find.n)) != NULL;) {
    size_t before = (size_t)(p - s.p);
    memcpy(to, s.p, before);
    to += before;
    if (put.n > 0) memcpy(to, put.p, put.n);
    to += put.n;
    s.n -= before + find.n;
    s.p = p + find.n;
  }
  memcpy(to, s.p, s.n);
  return (struct tdg_str){out, (size_t)(to - out) + s.n};
}

void site_swap(struct page *pg, const struct site_files *f) {
  struct walk_entries w = {f, 0};
  size_t looked = 0, most = pg->src.n * 2 + MAX_GROWTH;
  if (most > MAX_PAGE) most = pg->src.n > MAX_PAGE ? pg->src.n : MAX_PAGE;
  for (const struct site_entry *e; (e = next_of(&w, TDG_SITE_REPLACE_STRING, NULL)) != NULL;) {
    struct tdg_str find = e->argument, put = e->value;
    if (find.n == 0 || (looked += pg->src.n) > MAX_SWAP_BYTES) continue;
    size_t grows = put.n > find.n ? put.n - find.n : 0;
    size_t enough = grows > 0 ? (most - pg->src.n) / grows : pg->src.n;
    size_t n = count(pg->src, find, enough);
    if (n == 0) continue;
    if (n <= enough) {
      pg->src = swapped(pg->call, pg->src, find, put, n);
      continue;
    }
    tdg_log(pg->call, TDG_LOG_WARNING,
            "rules: line %d for %s would make the page larger than twice its size; it is left out", e->line,
            pg->url.p);
  }
}

/* ---- what is taken out ---- */

struct drops {
  struct page *pg;
  struct planting *p;
  struct picks out;
};

static void drop(struct drops *d, uint32_t node) {
  if (node == 0 || d->out.n == MAX_SITE_DROPS) return;
  unsigned tag = d->pg->node[node].tag;
  if (tag == TDG_HTML_HTML || tag == TDG_HTML_BODY) return;
  if (d->out.v == NULL) d->out.v = tdg_scratch(d->pg->call, MAX_SITE_DROPS * sizeof *d->out.v);
  if (tag == TDG_HTML_TEXT) d->pg->node[node].len = 0, d->pg->node[node].flags |= F_SPACE;
  d->out.v[d->out.n++] = (struct pick){node, {"", 0}};
  planting_remove(d->p, node);
}

static int has(struct tdg_str value, struct tdg_str part) {
  return value.n > 0 && memmem(value.p, value.n, part.p, part.n) != NULL;
}

static int is_stripped(const struct page *pg, uint32_t i, const struct site_files *f) {
  struct tdg_str id = node_attr(pg, i, TDG_ATTR_ID), names = node_attr(pg, i, TDG_ATTR_CLASS);
  static const enum tdg_site_directive both[] = {TDG_SITE_STRIP_ID_OR_CLASS, TDG_SITE_SKIP_ID_OR_CLASS};
  if (id.n == 0 && names.n == 0) return 0;
  for (size_t k = 0; k < 2; k++) {
    struct walk_entries w = {f, 0};
    for (const struct site_entry *e; (e = next_of(&w, both[k], NULL)) != NULL;)
      if (has(id, e->value) || has(names, e->value)) return 1;
  }
  return 0;
}

static int is_stripped_image(const struct page *pg, uint32_t i, const struct site_files *f) {
  static const enum tdg_html_attr where[] = {TDG_ATTR_SRC, TDG_ATTR_SRCSET, TDG_ATTR_DATA_SRC,
                                             TDG_ATTR_DATA_SRCSET};
  struct walk_entries w = {f, 0};
  for (const struct site_entry *e; (e = next_of(&w, TDG_SITE_STRIP_IMAGE_SRC, NULL)) != NULL;)
    for (size_t k = 0; k < sizeof where / sizeof where[0]; k++)
      if (has(node_attr(pg, i, where[k]), e->value)) return 1;
  return 0;
}

static int has_any(const struct site_files *f, enum tdg_site_directive what) {
  struct walk_entries w = {f, 0};
  return next_of(&w, what, NULL) != NULL;
}

/* Compared here and not by XPath: each of a hundred lines would walk the whole page. */
static void strip_by_name(struct drops *d, const struct site_files *f) {
  const struct page *pg = d->pg;
  int names = has_any(f, TDG_SITE_STRIP_ID_OR_CLASS) || has_any(f, TDG_SITE_SKIP_ID_OR_CLASS);
  int images = has_any(f, TDG_SITE_STRIP_IMAGE_SRC);
  for (uint32_t i = 1; (names || images) && i < pg->n;) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag != TDG_HTML_TEXT && n->tag != TDG_HTML_HTML && n->tag != TDG_HTML_BODY &&
        ((names && is_stripped(pg, i, f)) ||
         (images && n->tag == TDG_HTML_IMG && is_stripped_image(pg, i, f)))) {
      drop(d, i);
      i = n->end;
    } else {
      i++;
    }
  }
}

/* ---- questions ---- */

struct asking {
  struct page *pg;
  struct planting *p;
  const struct site_files *f;
  int told;
};

static void ask(struct asking *a, const struct site_entry *e, struct picks *out) {
  if (planting_ask(a->p, e->expr, 0, out) == 0) return;
  *out = (struct picks){NULL, 0};
  if (a->told++ == 0)
    tdg_log(
        a->pg->call, TDG_LOG_WARNING,
        "rules: line %d (%s) takes too many steps on %s, so it and what costs as much find nothing; make it "
        "simpler",
        e->line, tdg_site_name(e->what), a->pg->url.p);
}

static int shows_something(const struct page *pg, uint32_t node) {
  for (uint32_t i = node; node != 0 && i < pg->node[node].end; i++) {
    const struct tdg_node *n = &pg->node[i];
    if ((n->tag == TDG_HTML_TEXT && (n->flags & F_SPACE) == 0) || n->tag == TDG_HTML_IMG) return 1;
  }
  return 0;
}

/* Is it a meta of the head?  What those of all sites say is known without a rule, and weighed against other signs. */
static int is_meta(const struct page *pg, const struct picks *p) {
  return p->n > 0 && p->v[0].node != 0 && pg->node[p->v[0].node].tag == TDG_HTML_META;
}

static int is_something(const struct page *pg, enum rule_part part, const struct picks *p) {
  if (part == R_BODY) {
    for (size_t i = 0; i < p->n; i++)
      if (p->v[i].text.n == 0 && shows_something(pg, p->v[i].node)) return 1;
    return 0;
  }
  if (p->n == 0) return 0;
  return p->v[0].text.n > 0 || is_meta(pg, p) || node_text(pg, p->v[0].node, MAX_HEAD_TEXT).n > 0 ||
         node_attr(pg, p->v[0].node, TDG_ATTR_DATETIME).n > 0;
}

static void select_part(struct asking *a, enum tdg_site_directive what, enum rule_part part,
                        struct picked *out, struct site_rule *rule) {
  struct walk_entries w = {a->f, 0};
  int global;
  rule->written[part] = tdg_str_of("");
  for (const struct site_entry *e; (e = next_of(&w, what, &global)) != NULL;) {
    struct picks found;
    if (!global && part == R_BODY && rule->written[part].n == 0)
      rule->written[part] = e->value; /* missed, if none fits */
    ask(a, e, &found);
    if (!is_something(a->pg, part, &found) || (global && part != R_BODY && is_meta(a->pg, &found))) continue;
    rule->written[part] = e->value;
    out->part[part] = found;
    return;
  }
}

/* The address that a link, an attribute or a made text is. */
static struct tdg_str address_of(struct asking *a, const struct picks *p) {
  for (size_t i = 0; i < p->n; i++) {
    struct tdg_str s = p->v[i].text.n > 0 ? p->v[i].text : node_attr_text(a->pg, p->v[i].node, TDG_ATTR_HREF);
    if (tdg_str_trim(s).n > 0) return tdg_str_trim(s);
  }
  return tdg_str_of("");
}

/* if_page_contains stands behind the single_page_link that it is a condition of. */
static void select_single_page(struct asking *a, struct picked *out) {
  const struct site_file *both[] = {a->f->own, a->f->global};
  for (size_t k = 0; k < 2; k++) {
    for (size_t i = 0; both[k] != NULL && i < both[k]->n; i++) {
      struct site_entry *e = &both[k]->entry[i], *next = i + 1 < both[k]->n ? e + 1 : NULL;
      struct picks found;
      if (e->what != TDG_SITE_SINGLE_PAGE_LINK) continue;
      if (next != NULL && next->what == TDG_SITE_IF_PAGE_CONTAINS) {
        ask(a, next, &found);
        if (found.n == 0) continue;
      }
      ask(a, e, &found);
      if ((out->single_page = address_of(a, &found)).n > 0) return;
    }
  }
}

static void select_next(struct asking *a, struct picked *out) {
  struct walk_entries w = {a->f, 0};
  for (const struct site_entry *e; (e = next_of(&w, TDG_SITE_NEXT_PAGE_LINK, NULL)) != NULL;) {
    struct picks found;
    ask(a, e, &found);
    struct tdg_str url = address_of(a, &found);
    if (url.n == 0) continue;
    out->part[R_NEXT].v = tdg_scratch(a->pg->call, sizeof(struct pick));
    out->part[R_NEXT].v[0] = (struct pick){0, url};
    out->part[R_NEXT].n = 1;
    return;
  }
}

static void strip(struct asking *a, struct picked *out) {
  struct drops d = {a->pg, a->p, {NULL, 0}};
  struct walk_entries w = {a->f, 0};
  for (const struct site_entry *e; (e = next_of(&w, TDG_SITE_STRIP, NULL)) != NULL;) {
    struct picks found;
    ask(a, e, &found);
    for (size_t i = found.n; i-- > 0;) /* backwards: what is inside goes before what is around it */
      if (found.v[i].text.n == 0) drop(&d, found.v[i].node);
  }
  strip_by_name(&d, a->f);
  out->part[R_DROP] = d.out;
}

/* ---- elements that become others ---- */

static void set_tag(struct page *pg, uint32_t i, unsigned tag) {
  struct tdg_node *n = &pg->node[i];
  int was_box = (tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0,
      is_box = (tdg_html_flags(tag) & TDG_IS_BLOCK) != 0;
  if (n->tag == TDG_HTML_TEXT || n->tag == TDG_HTML_HTML || n->tag == TDG_HTML_BODY || (was_box && !is_box))
    return;
  n->tag = (uint16_t)tag;
}

static unsigned tag_named(struct tdg_str name) {
  name = tdg_str_trim(name);
  for (unsigned tag = TDG_HTML_OTHER + 1; tag < TDG_HTML_LIMIT; tag++)
    if (tdg_nocase_is(name, tdg_html_name(tag))) return tag;
  return TDG_HTML_OTHER;
}

static void rename_tags(struct asking *a, enum tdg_site_directive what) {
  struct walk_entries w = {a->f, 0};
  for (const struct site_entry *e; (e = next_of(&w, what, NULL)) != NULL;) {
    struct picks found;
    unsigned to = what == TDG_SITE_WRAP_IN ? tag_named(e->argument) : TDG_HTML_SPAN;
    ask(a, e, &found);
    for (size_t i = 0; to != TDG_HTML_OTHER && i < found.n; i++) {
      uint32_t node = found.v[i].node;
      int box = (tdg_html_flags(a->pg->node[node].tag) & TDG_IS_BLOCK) != 0;
      if (node == 0 || found.v[i].text.n > 0) continue;
      set_tag(a->pg, node, what == TDG_SITE_DISSOLVE && box ? TDG_HTML_DIV : to);
    }
  }
}

static int same_nocase(struct tdg_str a, struct tdg_str b) {
  if (a.n != b.n) return 0;
  for (size_t i = 0; i < a.n; i++)
    if (tdg_lower(a.p[i]) != tdg_lower(b.p[i])) return 0;
  return 1;
}

/* The attribute that holds the address of a picture counts before all others. */
static void take_lazy(struct page *pg, struct tdg_str name) {
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    struct tdg_attr *own = NULL;
    if (n->tag != TDG_HTML_IMG) continue;
    for (uint32_t k = n->at; k < n->at + n->len; k++)
      if (pg->attr[k].len > 0 && same_nocase(attr_name(pg, &pg->attr[k]), name)) own = &pg->attr[k];
    if (own == NULL) continue;
    for (uint32_t k = n->at; k < n->at + n->len; k++)
      if (pg->attr[k].name == TDG_ATTR_SRCSET) pg->attr[k].name = TDG_ATTR_NONE;
    own->name = TDG_ATTR_SRCSET;
  }
}

/* ---- all of it ---- */

static void take_switches(const struct site_files *f, struct picked *out) {
  out->prune = says(f, TDG_SITE_PRUNE, 1);
  out->strict = f->own != NULL && !says(f, TDG_SITE_AUTODETECT, 1);
  out->no_json_ld = says(f, TDG_SITE_SKIP_JSON_LD, 0);
  out->no_image = !says(f, TDG_SITE_INSERT_IMAGE, 1);
  out->no_next = !says(f, TDG_SITE_AUTODETECT_NEXT, 1);
}

static void select_clue(struct asking *a, struct picked *out) {
  struct walk_entries w = {a->f, 0};
  for (const struct site_entry *e; (e = next_of(&w, TDG_SITE_NATIVE_AD_CLUE, NULL)) != NULL;) {
    struct picks found;
    ask(a, e, &found);
    out->native_ad |= found.n > 0;
  }
}

struct site_rule *site_select(struct page *pg, const struct site_files *f, struct picked *out) {
  struct site_rule *rule = f->own != NULL ? &f->own->rule : &f->global->rule;
  struct asking a = {pg, planting_new(pg, &site_limits), f, 0};
  struct walk_entries w = {f, 0};
  *out = (struct picked){.rule = rule, .single_page = {"", 0}};
  for (int part = 0; part < R_LIMIT; part++) rule->written[part] = tdg_str_of("");
  take_switches(f, out);
  if (a.p == NULL) return rule;
  select_part(&a, TDG_SITE_TITLE, R_TITLE, out, rule);
  select_part(&a, TDG_SITE_AUTHOR, R_AUTHOR, out, rule);
  select_part(&a, TDG_SITE_DATE, R_DATE, out, rule);
  select_single_page(&a, out);
  select_next(&a, out);
  select_clue(&a, out);
  strip(&a, out);
  select_part(&a, TDG_SITE_BODY, R_BODY, out, rule);
  rename_tags(&a, TDG_SITE_DISSOLVE);
  rename_tags(&a, TDG_SITE_WRAP_IN);
  planting_free(a.p);
  for (const struct site_entry *e; (e = next_of(&w, TDG_SITE_LAZY_ATTR, NULL)) != NULL;)
    take_lazy(pg, e->value);
  /* A rule of former days strips by names that may now be those of the article. */
  if (apply_missed(out)) out->part[R_DROP].n = 0;
  return rule;
}
