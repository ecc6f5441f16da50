/* apply.c - what a site's rule found takes the place of what was guessed; see site_rules.h.
 *
 * A rule that finds nothing for a part leaves that part to the guess.  Nothing here can fail. */
#include "site_rules.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { DAY_MS = 86400000, MAX_AUTHOR_TEXT = 300 };

static const struct picks *found(const struct picked *k, enum rule_part part) { return &k->part[part]; }

static int has_rule_for(const struct picked *k, enum rule_part part) { return k->rule->written[part].n > 0; }

/* What a pick says: an attribute or made text as it is, of <meta> its content, of others their text. */
static struct tdg_str text_of(struct page *pg, const struct pick *p, size_t max) {
  if (p->text.n > 0) return p->text;
  if (pg->node[p->node].tag == TDG_HTML_META) return node_attr_text(pg, p->node, TDG_ATTR_CONTENT);
  return node_text(pg, p->node, max);
}

/* ---- what its selectors find ---- */

void rule_select(struct page *pg, const struct site_rule *rule, struct picked *out) {
  struct planting *p = planting_new(pg, NULL);
  *out = (struct picked){.rule = rule};
  for (int part = 0; p != NULL && part < R_LIMIT; part++) {
    if (rule->expr[part] == NULL || planting_ask(p, rule->expr[part], 0, &out->part[part]) == 0) continue;
    tdg_log(pg->call, TDG_LOG_WARNING, "rules, entry %zu: %s takes too many steps on %s; make it simpler",
            rule->number, rule_part_name((enum rule_part)part), pg->url.p);
  }
  planting_free(p);
}

/* ---- the tree ---- */

static void hide(struct page *pg, uint32_t i) {
  for (uint32_t k = i; k < pg->node[i].end; k++) pg->node[k].flags |= F_HIDDEN | F_RULED_OUT;
}

static void show(struct page *pg, uint32_t i) {
  for (uint32_t k = i; k < pg->node[i].end; k++) pg->node[k].flags &= (uint16_t)~F_HIDDEN;
  for (uint32_t up = pg->node[i].parent; up != 0; up = pg->node[up].parent)
    pg->node[up].flags &= (uint16_t)~F_HIDDEN;
}

void apply_tree(struct page *pg, const struct picked *k) {
  const struct picks *body = found(k, R_BODY), *drop = found(k, R_DROP);
  for (size_t i = 0; i < body->n; i++) {
    if (body->v[i].node != 0 && (pg->node[body->v[i].node].flags & F_HIDDEN) != 0) show(pg, body->v[i].node);
  }
  for (size_t i = 0; i < drop->n; i++) {
    uint32_t node = drop->v[i].node;
    if (node != 0 && pg->node[node].tag != TDG_HTML_HTML && pg->node[node].tag != TDG_HTML_BODY)
      hide(pg, node);
  }
}

/* ---- head ---- */

/* Where a part of the rule found something: by its selector, as it is written. */
static struct origin origin_of(const struct picked *k, enum rule_part part, const char *field) {
  struct tdg_str selector = k->rule->written[part];
  return (struct origin){.field = field, .from = FROM_RULE, .key = selector};
}

static void apply_authors(struct page *pg, const struct picked *k, struct meta *m) {
  const struct picks *p = found(k, R_AUTHOR);
  m->author.n = 0;
  for (size_t i = 0; i < p->n && m->author.n < MAX_VALUES; i++) {
    const struct pick *one = &p->v[i];
    struct tdg_str url =
        one->text.n > 0 || one->node == 0 ? tdg_str_of("") : node_attr_text(pg, one->node, TDG_ATTR_HREF);
    values_add(&m->author, &(struct value){text_of(pg, one, MAX_AUTHOR_TEXT), url, FROM_RULE, 0,
                                           k->rule->written[R_AUTHOR]});
  }
}

static void apply_date(struct page *pg, const struct picked *k, struct meta *m) {
  const struct pick *p = &found(k, R_DATE)->v[0];
  struct tdg_str stamp = p->text.n == 0 ? node_attr_text(pg, p->node, TDG_ATTR_DATETIME) : tdg_str_of("");
  struct value v = {stamp, tdg_str_of(""), FROM_RULE, 0, k->rule->written[R_DATE]};
  m->published.n = 0;
  if (stamp.n > 0) values_add(&m->published, &v);
  v.text = text_of(pg, p, 200);
  values_add(&m->published, &v);
}

void apply_head(struct page *pg, const struct picked *k, struct meta *m, struct chosen *title,
                struct body *b) {
  const struct picks *p = found(k, R_TITLE);
  if (p->n > 0) {
    struct tdg_str text = text_of(pg, &p->v[0], MAX_META_TEXT);
    if (text.n > 0) *title = (struct chosen){text, text, origin_of(k, R_TITLE, "title")};
    if (p->v[0].text.n == 0) b->h1 = p->v[0].node;
  }
  if ((p = found(k, R_SUBTITLE))->n > 0) m->subtitle = text_of(pg, &p->v[0], MAX_META_TEXT);
  if (found(k, R_AUTHOR)->n > 0) apply_authors(pg, k, m);
  if (found(k, R_DATE)->n > 0) apply_date(pg, k, m);
}

/* ---- body ---- */

/* The smallest element around both nodes. */
static uint32_t around(const struct page *pg, uint32_t a, uint32_t b) {
  while (a > 0 && b >= pg->node[a].end) a = pg->node[a].parent;
  return a;
}

static int overlaps(const struct line *l, const struct tdg_node *n, uint32_t at) {
  return l->first < n->end && l->last > at;
}

void apply_drop_head(struct page *pg, const struct picked *k, const struct body *b) {
  static const enum rule_part parts[] = {R_TITLE, R_SUBTITLE, R_AUTHOR, R_DATE};
  for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
    const struct picks *p = found(k, parts[i]);
    uint32_t node = p->n > 0 && p->v[0].text.n == 0 ? p->v[0].node : 0;
    for (uint32_t l = b->first; node != 0 && l < b->last; l++) {
      if (pg->line[l].first >= node && pg->line[l].last <= pg->node[node].end)
        line_drop(&pg->line[l], WHY_RULE_HEAD);
    }
  }
}

static void keep_picked(struct page *pg, const struct picks *p, const struct body *b) {
  size_t i = 0;
  for (uint32_t l = b->first; l < b->last; l++) {
    struct line *line = &pg->line[l];
    while (i < p->n && (p->v[i].node == 0 || pg->node[p->v[i].node].end <= line->first)) i++;
    if (i < p->n && overlaps(line, &pg->node[p->v[i].node], p->v[i].node)) line_keep(line, WHY_RULE_BODY);
    else line_drop(line, WHY_RULE_OUTSIDE);
  }
}

/* Lines that are links, in a box named as what stands around articles. */
static void prune_picked(struct page *pg, const struct body *b) {
  const uint32_t around_articles = N_SHARE | N_RELATED | N_SIGNUP | N_COMMENT | N_AD | N_NAV | N_TAGS;
  for (uint32_t l = b->first; l < b->last; l++) {
    const struct line *line = &pg->line[l];
    uint32_t names = 0;
    if (line->dropped || line->links * 10 < line->units * 7 || line->units == 0) continue;
    for (uint32_t up = line->node; up > b->root; up = pg->node[up].parent) names |= pg->node[up].names;
    if ((names & around_articles) != 0) line_drop(&pg->line[l], WHY_RULE_PRUNED);
  }
}

static void range_of(const struct page *pg, struct body *b) {
  uint32_t i = 0, end = pg->node[b->root].end;
  while (i < pg->n_lines && pg->line[i].last <= b->root) i++;
  b->first = i;
  while (i < pg->n_lines && pg->line[i].first < end) i++;
  b->last = i;
}

int apply_body(struct page *pg, const struct picked *k, struct body *b) {
  const struct picks *p = found(k, R_BODY);
  uint32_t root = 0, kept = 0;
  for (size_t i = 0; i < p->n; i++) {
    uint32_t node = p->v[i].node;
    if (node != 0) root = root == 0 ? node : around(pg, root, node);
  }
  if (root == 0) return 0;
  b->root = root;
  b->said_only = 0;
  range_of(pg, b);
  keep_picked(pg, p, b);
  if (k->prune) prune_picked(pg, b);
  apply_drop_head(pg, k, b);
  for (uint32_t l = b->first; l < b->last; l++) kept += !pg->line[l].dropped;
  if (kept == 0) return 0;
  b->first_node = pg->line[b->first].first;
  b->last_node = pg->line[b->last - 1].last;
  return 1;
}

struct tdg_str apply_next(struct page *pg, const struct picked *k) {
  const struct picks *p = found(k, R_NEXT);
  if (p->n == 0) return tdg_str_of("");
  return p->v[0].text.n > 0 ? p->v[0].text : node_attr_text(pg, p->v[0].node, TDG_ATTR_HREF);
}

/* ---- what the operator sees ---- */

int apply_missed(const struct picked *k) { return has_rule_for(k, R_BODY) && found(k, R_BODY)->n == 0; }

/* Title, authors and date say it themselves where they are written. */
static void tell_origin(struct page *pg, struct meta *m, const struct picked *k, enum rule_part part,
                        const char *field, tdg_rec *rec) {
  struct origin o = origin_of(k, part, field);
  o.raw = o.key;
  if (found(k, part)->n > 0) origin_write(pg, m, rec, &o);
}

static void tell_missed(struct page *pg, const struct picked *k, const struct site_rule *rule) {
  struct tdg_str body = rule->written[R_BODY];
  int n = (int)(body.n > 200 ? 200 : body.n);
  if (rule->number == 0)
    tdg_log(
        pg->call, TDG_LOG_WARNING,
        "rules: %s: no body is found on %s (line by line; the first is %.*s); %s. Mend the file, or get a "
        "newer one; said once a day",
        rule->host.p, pg->url.p, n, body.p,
        k->strict ? "it says autodetect_on_failure: no, so the page has no text"
                  : "the page was read without it");
  else
    tdg_log(pg->call, TDG_LOG_WARNING,
            "rules, entry %zu (%.*s): the body \"%.*s\" is not found on %s; the page was read without the "
            "rule. Mend the rule or give it an end (until=); said once a day",
            rule->number, (int)rule->host.n, rule->host.p, n, body.p, pg->url.p);
}

void apply_tell(struct page *pg, struct meta *m, const struct picked *k, struct site_rule *rule,
                tdg_rec *rec) {
  int64_t day = tdg_now_ms(pg->call) / DAY_MS;
  tell_origin(pg, m, k, R_BODY, "blocks", rec);
  tell_origin(pg, m, k, R_SUBTITLE, "subtitle", rec);
  if (!apply_missed(k) || rule->warned_day == day) return;
  rule->warned_day = day;
  tell_missed(pg, k, rule);
}
