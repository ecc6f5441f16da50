/* rules.c - site rules: see rules.h.  Rules are checked when the plugin is opened; at a page they are read
 * again, which costs little and needs no memory between pages. */
#include "rules.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/url.h>

enum { DAY_MS = 86400000 };

/* ---- selectors ---- */

struct test {
  char kind; /* . # [ */
  struct tdg_str name, value;
};
struct step {
  struct tdg_str tag; /* "" any */
  struct test test[MAX_TESTS];
  size_t n;
  int child; /* must be a child of the step before */
};

static int is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == ':';
}

static struct tdg_str take_name(struct tdg_str *s) {
  struct tdg_str out = {s->p, 0};
  while (s->n > 0 && is_name(s->p[0])) s->p++, s->n--, out.n++;
  return out;
}

static int read_test(struct tdg_str *s, struct test *t) {
  t->kind = s->p[0];
  s->p++, s->n--;
  t->name = take_name(s);
  t->value = str_of("");
  if (t->name.n == 0) return -1;
  if (t->kind != '[') return 0;
  if (s->n > 0 && s->p[0] == '=') {
    const char *end = memchr(s->p, ']', s->n);
    if (end == NULL) return -1;
    t->value = (struct tdg_str){s->p + 1, (size_t)(end - s->p - 1)};
    if (t->value.n >= 2 && (t->value.p[0] == '"' || t->value.p[0] == '\'')) t->value.p++, t->value.n -= 2;
    s->n -= (size_t)(end - s->p);
    s->p = end;
  }
  if (s->n == 0 || s->p[0] != ']') return -1;
  s->p++, s->n--;
  return 0;
}

static int read_step(struct tdg_str *s, struct step *out) {
  memset(out, 0, sizeof(*out));
  out->tag = str_of("");
  if (s->n > 0 && s->p[0] == '*')
    s->p++, s->n--;
  else
    out->tag = take_name(s);
  while (s->n > 0 && strchr(".#[", s->p[0]) != NULL) {
    if (out->n == MAX_TESTS || read_test(s, &out->test[out->n++]) != 0) return -1;
  }
  return s->n > 0 && strchr(" >", s->p[0]) == NULL ? -1 : 0;
}

/* One selector without commas into steps; their number, or -1. */
static int read_steps(struct tdg_str s, struct step *steps) {
  int n = 0;
  s = str_trim(s);
  while (s.n > 0) {
    int child = 0;
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '>')) child |= s.p[0] == '>', s.p++, s.n--;
    if (n == MAX_STEPS || read_step(&s, &steps[n]) != 0) return -1;
    steps[n++].child = child;
  }
  return n;
}

static int has_word(struct tdg_str list, struct tdg_str word) {
  for (size_t i = 0; i + word.n <= list.n; i++) {
    if (memcmp(list.p + i, word.p, word.n) != 0) continue;
    if ((i == 0 || strchr(" \t\n\r\f", list.p[i - 1]) != NULL) &&
        (i + word.n == list.n || strchr(" \t\n\r\f", list.p[i + word.n]) != NULL))
      return 1;
  }
  return 0;
}

static int passes(const struct page *pg, uint32_t i, const struct step *s) {
  if (s->tag.n > 0 && tag_find(s->tag.p, s->tag.n) != pg->node[i].tag) return 0;
  for (size_t k = 0; k < s->n; k++) {
    const struct test *t = &s->test[k];
    unsigned attr = t->kind == '.' ? A_CLASS : t->kind == '#' ? A_ID : attr_find(t->name.p, t->name.n);
    struct tdg_str v = node_attr(pg, i, (enum attr_id)attr);
    if (attr == A_NONE || !node_has_attr(pg, i, (enum attr_id)attr)) return 0;
    if (t->kind == '.' && !has_word(v, t->name)) return 0;
    if (t->kind == '#' && !(v.n == t->name.n && memcmp(v.p, t->name.p, v.n) == 0)) return 0;
    if (t->kind == '[' && t->value.n > 0 && !(v.n == t->value.n && memcmp(v.p, t->value.p, v.n) == 0))
      return 0;
  }
  return 1;
}

/* The last step must hold at i, those before it at its ancestors. */
static int matches(const struct page *pg, uint32_t i, const struct step *steps, int n) {
  int k = n - 1;
  if (!passes(pg, i, &steps[k])) return 0;
  while (k > 0) {
    int child = steps[k--].child;
    do {
      i = pg->node[i].parent;
    } while (i > 0 && !child && !passes(pg, i, &steps[k]));
    if (i == 0 || !passes(pg, i, &steps[k])) return 0;
  }
  return 1;
}

/* Cut one selector off a list. */
static struct tdg_str next_selector(struct tdg_str *list) {
  const char *comma = memchr(list->p, ',', list->n);
  struct tdg_str one = {list->p, comma == NULL ? list->n : (size_t)(comma - list->p)};
  list->p += comma == NULL ? list->n : one.n + 1;
  list->n -= comma == NULL ? list->n : one.n + 1;
  return one;
}

uint32_t select_next(const struct page *pg, struct tdg_str selector, uint32_t after) {
  uint32_t best = 0;
  while (selector.n > 0) {
    struct step steps[MAX_STEPS];
    int n = read_steps(next_selector(&selector), steps);
    for (uint32_t i = after + 1; n > 0 && i < pg->n && (best == 0 || i < best); i++) {
      if (pg->node[i].tag != T_TEXT && matches(pg, i, steps, n)) best = i;
    }
  }
  return best;
}

/* ---- rules ---- */

static int check_selector(struct tdg_str list) {
  while (list.n > 0) {
    struct step steps[MAX_STEPS];
    if (read_steps(next_selector(&list), steps) <= 0) return -1;
  }
  return 0;
}

static int read_day(struct tdg_str v, int64_t add, int64_t *ms) {
  struct tdg_date d;
  if (tdg_date_parse(v.p, v.n, NULL, &d) != 0) return -1;
  *ms = d.ms + add;
  return 0;
}

static int put_part(struct site_rule *r, struct tdg_str key, struct tdg_str v) {
  if (str_is(key, "host")) return r->host = v, v.n > 0 ? 0 : -1;
  if (str_is(key, "from")) return read_day(v, 0, &r->from_ms);
  if (str_is(key, "until")) return read_day(v, DAY_MS - 1, &r->until_ms);
  if (str_is(key, "body"))
    r->body = v;
  else if (str_is(key, "drop"))
    r->drop = v;
  else if (str_is(key, "title"))
    r->title = v;
  else if (str_is(key, "author"))
    r->author = v;
  else if (str_is(key, "date"))
    r->date = v;
  else
    return -1;
  return check_selector(v);
}

int rule_parse(struct tdg_str text, struct site_rule *out, char *why, size_t why_size) {
  struct tdg_str none = str_of("");
  *out = (struct site_rule){none, none, none, none, none, none, INT64_MIN, INT64_MAX};
  while (text.n > 0) {
    const char *semi = memchr(text.p, ';', text.n), *eq;
    struct tdg_str part = str_trim((struct tdg_str){text.p, semi == NULL ? text.n : (size_t)(semi - text.p)});
    text.n -= semi == NULL ? text.n : (size_t)(semi - text.p) + 1;
    text.p = semi == NULL ? text.p : semi + 1;
    if (part.n == 0) continue;
    eq = memchr(part.p, '=', part.n);
    if (eq == NULL || put_part(out, str_trim((struct tdg_str){part.p, (size_t)(eq - part.p)}),
                               str_trim((struct tdg_str){eq + 1, part.n - (size_t)(eq - part.p) - 1})) != 0) {
      snprintf(why, why_size,
               "\"%.*s\" is no part of a rule (host, from, until, body, drop, title, author, date)",
               (int)(part.n > 200 ? 200 : part.n), part.p);
      return -1;
    }
  }
  if (out->host.n == 0) snprintf(why, why_size, "a rule needs host=NAME");
  return out->host.n > 0 ? 0 : -1;
}

static int host_fits(struct tdg_str host, struct tdg_str rule) {
  if (host.n < rule.n || memcmp(host.p + host.n - rule.n, rule.p, rule.n) != 0) return 0;
  return host.n == rule.n || host.p[host.n - rule.n - 1] == '.';
}

int rule_for(const struct rule_set *set, struct page *pg, struct site_rule *out) {
  struct tdg_str host;
  int64_t now = tdg_now_ms(pg->call);
  char why[300];
  if (set == NULL || set->texts.n == 0 || pg->url.n == 0) return 0;
  host = tdg_url_host(pg->call, pg->url);
  for (size_t i = 0; i < set->texts.n && i < MAX_RULES; i++) {
    if (rule_parse(set->texts.v[i], out, why, sizeof why) != 0) continue;
    if (now >= out->from_ms && now <= out->until_ms && host_fits(host, out->host)) return 1;
  }
  return 0;
}

static void drop_lines(struct page *pg, struct body *b, struct tdg_str selector) {
  uint32_t i = b->root, n = 0;
  while (selector.n > 0 && (i = select_next(pg, selector, i)) != 0 && i < pg->node[b->root].end &&
         n++ < MAX_MATCHES) {
    for (uint32_t k = b->first; k < b->last; k++) {
      if (pg->line[k].first > i && pg->line[k].first < pg->node[i].end) pg->line[k].drop = DROP_INSIDE;
    }
  }
}

int rule_body(struct page *pg, struct body *b, const struct site_rule *rule) {
  uint32_t root = rule->body.n > 0 ? select_next(pg, rule->body, 0) : 0, i = 0;
  if (root == 0) return 0;
  b->root = root;
  b->said_only = 0;
  while (i < pg->n_lines && pg->line[i].first < root) i++;
  b->first = i;
  while (i < pg->n_lines && pg->line[i].first < pg->node[root].end) pg->line[i++].drop = KEEP;
  b->last = i;
  drop_lines(pg, b, rule->drop);
  if (b->first == b->last) return 0;
  b->first_node = pg->line[b->first].first;
  b->last_node = pg->line[b->last - 1].last;
  return 1;
}
