/* engine/changes.c - how two configurations differ, and how that is told; see reload.h.
 *
 * Owns the list of changes; it points into both specs.  Nothing fails.
 */
#include "engine/reload.h"

#include "util/check.h"
#include "util/say.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

/* ---- the report ---- */

void report_say(struct engine_report *r, const char *fmt, ...) {
  struct buf line = buf_make(REPORT_MAX_LINE);
  va_list ap;
  if (r->n == REPORT_MAX_LINES) {
    r->left_off++;
    return;
  }
  va_start(ap, fmt);
  say_format(&line, fmt, ap);
  va_end(ap);
  r->lines[r->n++] = arena_copy(&r->arena, line.p, line.n);
  buf_free(&line);
}

void report_free(struct engine_report *r) {
  arena_free(&r->arena);
  *r = (struct engine_report){0};
}

/* ---- sources ---- */

static int same_text(const char *a, const char *b) {
  return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static int same_choice(const struct engine_choice *a, const struct engine_choice *b) {
  if (a == NULL || b == NULL) return a == b;
  return strcmp(a->name, b->name) == 0 && same_text(a->id, b->id) &&
         option_same_values(a->values, a->n_values, b->values, b->n_values);
}

static int same_request(const struct engine_request *a, const struct engine_request *b) {
  if (a == NULL || b == NULL) return a == b;
  int same = a->n_headers == b->n_headers && same_text(a->method, b->method) &&
             same_text(a->proxy, b->proxy) && tdg_str_same(a->body, b->body) &&
             tdg_str_same(a->certificate, b->certificate);
  for (size_t i = 0; i < a->n_headers && same; i++)
    same = strcmp(a->headers[i].name, b->headers[i].name) == 0 &&
           strcmp(a->headers[i].value, b->headers[i].value) == 0;
  return same;
}

static int same_who(const struct news_source *a, const struct news_source *b) {
  int same = same_text(a->name, b->name) && same_text(a->outlet, b->outlet) &&
             same_text(a->country, b->country) && same_text(a->owner, b->owner) &&
             same_text(a->language, b->language) && a->trust == b->trust && a->n_tags == b->n_tags &&
             same_text(a->rights_holder, b->rights_holder) && same_text(a->rights_notice, b->rights_notice) &&
             same_text(a->licence, b->licence) && same_text(a->access, b->access);
  return same && option_same_texts(a->tags, a->n_tags, b->tags, b->n_tags);
}

static int same_revisit(const struct engine_revisit *a, const struct engine_revisit *b) {
  if (a == NULL || b == NULL) return a == b;
  return a->n == b->n && memcmp(a->after, b->after, a->n * sizeof *a->after) == 0;
}

static int same_source(const struct engine_source *a, const struct engine_source *b) {
  return same_who(&a->who, &b->who) && same_text(a->url, b->url) && same_text(a->parse, b->parse) &&
         same_text(a->default_zone, b->default_zone) && same_text(a->group, b->group) &&
         a->every == b->every && a->robots == b->robots && a->reserved == b->reserved &&
         a->full_text == b->full_text && same_text(a->full_text_parser, b->full_text_parser) &&
         same_choice(a->parse_own, b->parse_own) && same_choice(a->full_text_own, b->full_text_own) &&
         same_request(a->request, b->request) && same_revisit(a->revisit, b->revisit);
}

static struct changed_source *add(struct spec_changes *c, enum source_change how,
                                  const struct engine_source *was, const struct engine_source *is) {
  if (c->n == c->cap) {
    c->cap = c->cap > 0 ? 2 * c->cap : 64;
    c->v = check_realloc(c->v, c->cap * sizeof *c->v);
  }
  c->v[c->n] = (struct changed_source){.how = how, .was = was, .is = is};
  return &c->v[c->n++];
}

static int is_idle(const struct engine_spec *spec, const char *id) {
  for (size_t i = 0; i < spec->n_idle; i++)
    if (strcmp(spec->idle[i], id) == 0) return 1;
  return 0;
}

/* Sources with one address, of which one went and one came. */
static void find_renamed(struct spec_changes *c) {
  struct map gone = {0};
  for (size_t i = 0; i < c->n; i++)
    if (c->v[i].how == SOURCE_REMOVED) map_put(&gone, c->v[i].was->url, strlen(c->v[i].was->url), &c->v[i]);
  for (size_t i = 0; i < c->n; i++) {
    if (c->v[i].how != SOURCE_ADDED) continue;
    struct changed_source *from = map_get(&gone, c->v[i].is->url, strlen(c->v[i].is->url));
    if (from == NULL || from->is_renamed) continue;
    from->is_renamed = 1;
    c->v[i].renamed = from->was;
  }
  map_free(&gone);
}

void changes_find(struct spec_changes *c, const struct map *old, const struct engine_spec *was,
                  const struct engine_spec *is) {
  struct map now = {0};
  for (size_t i = 0; i < is->n_sources; i++) {
    const struct engine_source *s = &is->sources[i], *before = map_get(old, s->who.id, strlen(s->who.id));
    map_put(&now, s->who.id, strlen(s->who.id), (void *)(uintptr_t)s);
    if (before == NULL) add(c, SOURCE_ADDED, NULL, s);
    else if (!engine_same_address(tdg_str_of(before->url), tdg_str_of(s->url)))
      add(c, SOURCE_MOVED, before, s);
    else if (!same_source(before, s)) add(c, SOURCE_CHANGED, before, s);
  }
  for (size_t i = 0; i < was->n_sources; i++) {
    const struct engine_source *s = &was->sources[i];
    if (map_get(&now, s->who.id, strlen(s->who.id)) != NULL) continue;
    add(c, is_idle(is, s->who.id) ? SOURCE_OFF : SOURCE_REMOVED, s, NULL);
  }
  map_free(&now);
  find_renamed(c);
}

void changes_free(struct spec_changes *c) {
  free(c->v);
  *c = (struct spec_changes){0};
}

/* ---- what is told ---- */

static void tell_source(const struct changed_source *s, struct engine_report *r) {
  switch (s->how) {
  case SOURCE_ADDED:
    if (s->renamed == NULL) report_say(r, "source %s is added", s->is->who.id);
    else
      report_say(r,
                 "source %s is called %s now: it begins anew under this name, when the other would have been "
                 "polled; the records of the other stay",
                 s->renamed->who.id, s->is->who.id);
    break;
  case SOURCE_REMOVED:
    if (!s->is_renamed) report_say(r, "source %s is taken out; its records stay", s->was->who.id);
    break;
  case SOURCE_OFF: report_say(r, "source %s is switched off", s->was->who.id); break;
  case SOURCE_MOVED: report_say(r, "source %s has another address; it begins anew", s->is->who.id); break;
  case SOURCE_CHANGED: report_say(r, "source %s has other settings", s->is->who.id); break;
  }
}

/* The order counts, too: a stage reads what those before it wrote. */
static void tell_components(const char *what, const struct engine_choice *was, size_t n,
                            const struct engine_choice *is, size_t m, struct engine_report *r) {
  int same = n == m;
  for (size_t i = 0; i < n && same; i++) same = same_choice(&was[i], &is[i]);
  if (!same) report_say(r, "%s differ: %zu before, %zu now", what, n, m);
}

static int same_limits(const struct engine_spec *a, const struct engine_spec *b) {
  return a->workers == b->workers && a->deadline_ms == b->deadline_ms &&
         a->max_documents == b->max_documents && a->memory == b->memory;
}

static int same_fetching(const struct engine_spec *a, const struct engine_spec *b) {
  return a->interval_min == b->interval_min && a->interval_max == b->interval_max &&
         a->interval_fixed == b->interval_fixed && a->jitter == b->jitter && a->host_delay == b->host_delay &&
         a->host_requests == b->host_requests && a->fetches == b->fetches &&
         a->fetch_timeout == b->fetch_timeout && a->robots == b->robots && a->reserved == b->reserved &&
         a->max_crawl_delay == b->max_crawl_delay && same_revisit(&a->revisit, &b->revisit) &&
         same_text(a->user_agent, b->user_agent);
}

void changes_tell(const struct spec_changes *c, const struct engine_spec *was, const struct engine_spec *is,
                  struct engine_report *r) {
  for (size_t i = 0; i < c->n; i++) tell_source(&c->v[i], r);
  tell_components("stages", was->stages, was->n_stages, is->stages, is->n_stages, r);
  tell_components("briefs", was->briefs, was->n_briefs, is->briefs, is->n_briefs, r);
  tell_components("sinks", was->sinks, was->n_sinks, is->sinks, is->n_sinks, r);
  tell_components("settings of parsers and fetchers", was->plugins, was->n_plugins, is->plugins,
                  is->n_plugins, r);
  if (!same_limits(was, is)) report_say(r, "plugins.limits differ");
  if (!same_fetching(was, is)) report_say(r, "limits and intervals of fetch differ");
  if (was->log_polls != is->log_polls) report_say(r, "the log tells other polls");
  if (was->websub_leaves != is->websub_leaves)
    report_say(r,
               is->websub_leaves ? "hubs are asked to push no more" : "hubs are asked to push what is new");
  if (r->n == 0) report_say(r, "nothing differs");
}
