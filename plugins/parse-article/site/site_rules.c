/* site_rules.c - site rules are read once, when the plugin is opened: see site_rules.h.
 *
 * A set owns its rules and what libxml2 made of their selectors.  A rule that cannot be read is refused with
 * its number, its part and the place. */
#include "site_rules.h"

#include <libxml/xpath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/date.h>

enum { DAY_MS = 86400000, MAX_SAID = 300 };

static const char *const part_names[R_LIMIT] = {"body",   "drop", "title", "subtitle",
                                                "author", "date", "next"};

const char *rule_part_name(enum rule_part part) { return part_names[part]; }

/* ---- parts ---- */

struct complaint {
  char *text;
  size_t size;
  const char *expr;
};

static int complain(const struct complaint *c, struct tdg_str part, const char *why) {
  snprintf(c->text, c->size, "\"%.*s\": %s", (int)(part.n > 200 ? 200 : part.n), part.p, why);
  return -1;
}

static int is(struct tdg_str s, const char *lit) { return s.n == strlen(lit) && memcmp(s.p, lit, s.n) == 0; }

static struct tdg_str trim(struct tdg_str s) {
  while (s.n > 0 && (unsigned char)s.p[0] <= ' ') s.p++, s.n--;
  while (s.n > 0 && (unsigned char)s.p[s.n - 1] <= ' ') s.n--;
  return s;
}

static int read_day(struct tdg_str v, int64_t add, int64_t *ms) {
  struct tdg_date d;
  if (tdg_date_parse(v.p, v.n, NULL, &d) != 0) return -1;
  *ms = d.ms + add;
  return 0;
}

static int compile(struct site_rule *r, enum rule_part part, struct tdg_str v, const struct complaint *c) {
  char why[MAX_SAID];
  if (r->written[part].n > 0) return complain(c, v, "the rule has this part twice");
  r->expr[part] = selector_compile(v, 0, why, sizeof why);
  r->written[part] = v;
  return r->expr[part] != NULL ? 0 : complain(c, v, why);
}

static int put_part(struct site_rule *r, struct tdg_str key, struct tdg_str v, const struct complaint *c) {
  if (is(key, "host")) return r->host = v, v.n > 0 ? 0 : complain(c, key, "a name is missing");
  if (is(key, "from")) return read_day(v, 0, &r->from_ms) == 0 ? 0 : complain(c, v, "no day like 2024-06-30");
  if (is(key, "until"))
    return read_day(v, DAY_MS - 1, &r->until_ms) == 0 ? 0 : complain(c, v, "no day like 2024-06-30");
  for (int part = 0; part < R_LIMIT; part++) {
    if (is(key, part_names[part])) return compile(r, (enum rule_part)part, v, c);
  }
  return complain(
      c, key,
      "no part of a rule; the parts are host, from, until, body, drop, title, subtitle, author, date, next");
}

/* The part up to a ';' that stands in no quotes and no brackets; moves on behind it. */
static struct tdg_str cut_part(struct tdg_str *text) {
  struct tdg_str one = {text->p, 0};
  char quote = '\0';
  int depth = 0;
  for (; one.n < text->n; one.n++) {
    char ch = text->p[one.n];
    if (quote != '\0') quote = ch == quote ? '\0' : quote;
    else if (ch == '"' || ch == '\'') quote = ch;
    else if (ch == '(' || ch == '[') depth++;
    else if (ch == ')' || ch == ']') depth--;
    else if (ch == ';' && depth <= 0) break;
  }
  text->p += one.n < text->n ? one.n + 1 : one.n;
  text->n -= one.n < text->n ? one.n + 1 : one.n;
  return trim(one);
}

/* ---- rules ---- */

static int has_selector(const struct site_rule *r) {
  for (int part = 0; part < R_LIMIT; part++)
    if (r->expr[part] != NULL) return 1;
  return 0;
}

static int read_rule(struct tdg_str text, struct site_rule *r, const struct complaint *c) {
  const struct tdg_str whole = text, none = {"", 0};
  *r = (struct site_rule){.host = none, .from_ms = INT64_MIN, .until_ms = INT64_MAX, .warned_day = INT64_MIN};
  for (int part = 0; part < R_LIMIT; part++) r->written[part] = none;
  while (text.n > 0) {
    struct tdg_str part = cut_part(&text);
    const char *eq = part.n > 0 ? memchr(part.p, '=', part.n) : NULL;
    if (part.n == 0) continue;
    if (eq == NULL) return complain(c, part, "a part is written name=value");
    if (put_part(r, trim((struct tdg_str){part.p, (size_t)(eq - part.p)}),
                 trim((struct tdg_str){eq + 1, part.n - (size_t)(eq - part.p) - 1}), c) != 0)
      return -1;
  }
  if (r->host.n == 0) return complain(c, whole, "a rule needs host=NAME");
  if (r->until_ms < r->from_ms) return complain(c, whole, "the rule ends before it begins");
  return has_selector(r) ? 0 : complain(c, whole, "the rule says nothing about the page");
}

void rules_close(struct rule_set *set) {
  if (set == NULL) return;
  for (size_t i = 0; i < set->n; i++)
    for (int part = 0; part < R_LIMIT; part++) xmlXPathFreeCompExpr(set->rule[i].expr[part]);
  free(set->rule);
  free(set);
}

struct rule_set *rules_open(struct tdg_list texts, char *why, size_t why_size) {
  char said[500];
  struct rule_set *set = calloc(1, sizeof(*set));
  if (set != NULL) set->rule = calloc(texts.n + 1, sizeof(*set->rule));
  if (set == NULL || set->rule == NULL) {
    free(set);
    return snprintf(why, why_size, "no memory for the rules"), NULL;
  }
  if (texts.n > 0) xmlInitParser();
  for (size_t i = 0; i < texts.n; i++) {
    struct site_rule *r = &set->rule[set->n++];
    const struct complaint c = {said, sizeof said, NULL};
    r->number = i + 1;
    if (read_rule(texts.v[i], r, &c) == 0) {
      r->number = i + 1;
      continue;
    }
    snprintf(why, why_size, "rules, entry %zu: %s", i + 1, said);
    rules_close(set);
    return NULL;
  }
  return set;
}

static int host_fits(struct tdg_str host, struct tdg_str rule) {
  if (host.n < rule.n || memcmp(host.p + host.n - rule.n, rule.p, rule.n) != 0) return 0;
  return host.n == rule.n || host.p[host.n - rule.n - 1] == '.';
}

static int holds(const struct site_rule *r, int64_t now) {
  return now == 0 ? r->until_ms == INT64_MAX : now >= r->from_ms && now <= r->until_ms;
}

struct site_rule *rule_for(const struct rule_set *set, struct tdg_str host, int64_t now) {
  for (size_t i = 0; set != NULL && i < set->n; i++) {
    if (holds(&set->rule[i], now) && host_fits(host, set->rule[i].host)) return &set->rule[i];
  }
  return NULL;
}
