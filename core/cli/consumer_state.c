/* cli/consumer_state.c - how stages, brief writers and sinks fare, for `tidings status`; see cli.h.
 *
 * What the store keeps of them is copied into an arena.  With a configuration its components are shown in their order,
 * without one all that the store knows. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "engine/consume.h"
#include "record/record_json.h"
#include "util/check.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_SHOWN = 100 /* of one kind */ };

static const struct {
  const char *kind, *label, *none, *last, *one;
} kinds[] = {{"stage", "stages", "no record yet", "last record ", " (record "},
             {"brief", "briefs", "no story yet", "last story ", " (story "},
             {"sink", "sinks", "no record yet", "last record ", " (record "}};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* "stage dedupe" without its kind; NULL: it is of another kind. */
static const char *name_in(const struct tdg_consumer *c, size_t kind) {
  const size_t n = strlen(kinds[kind].kind);
  return strncmp(c->name.p, kinds[kind].kind, n) == 0 && c->name.p[n] == ' ' ? c->name.p + n + 1 : NULL;
}

static int find(const struct consumer_states *s, const char *kind, const char *name) {
  char full[CONSUMER_NAME];
  snprintf(full, sizeof full, "%s %s", kind, name);
  for (size_t i = 0; i < s->n; i++)
    if (strcmp(s->v[i].name.p, full) == 0) return (int)i;
  return -1;
}

static struct tdg_consumer *add(struct consumer_states *s) {
  s->v = check_realloc(s->v, (s->n + 1) * sizeof *s->v);
  s->v[s->n] = (struct tdg_consumer){0};
  return &s->v[s->n++];
}

static int take(void *arg, const struct tdg_consumer *c) {
  struct consumer_states *s = arg;
  struct tdg_consumer *to = add(s);
  struct tdg_str *const texts[] = {&to->name, &to->cause, &to->reason};
  store_copy(to, sizeof *to, c);
  store_copy_texts(&s->arena, texts, 3);
  return 0;
}

int consumer_states_load(struct consumer_states *s, const struct store *store) {
  const int status = store_consumer_list(store, NULL, take, s);
  return status < 0 ? status : 0;
}

static void choose(struct consumer_states *to, const struct consumer_states *from, size_t kind,
                   uint32_t plugin_kind, const struct engine_choice *list, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct component_info *c = plugin_component(cli_plugins(), plugin_kind, list[i].name);
    if (c == NULL) continue;
    const char *name = consume_name(c, &list[i]);
    const int at = find(from, kinds[kind].kind, name);
    struct tdg_consumer *new = add(to);
    const char *full = arena_printf(&to->arena, "%s %s", kinds[kind].kind, name);
    if (at >= 0) *new = from->v[at];
    new->name = tdg_str_of(full);
  }
}

void consumer_states_choose(struct consumer_states *s, const struct engine_spec *spec) {
  struct consumer_states all = *s;
  s->v = NULL;
  s->n = 0;
  choose(s, &all, 0, TDG_KIND_STAGE, spec->stages, spec->n_stages);
  choose(s, &all, 1, TDG_KIND_BRIEF, spec->briefs, spec->n_briefs);
  choose(s, &all, 2, TDG_KIND_SINK, spec->sinks, spec->n_sinks);
  free(all.v);
}

void consumer_states_free(struct consumer_states *s) {
  free(s->v);
  arena_free(&s->arena);
}

/* ---- as text ---- */

static void say_took(struct page *p, struct store *store, const struct tdg_consumer *c, size_t kind,
                     int64_t now) {
  char id[ID_LETTERS + 1];
  if (c->took_at == 0) {
    page_say(p, "%s", kinds[kind].none);
    return;
  }
  lookup_short(store, c->took, id);
  page_say(p, "%s%s, ", kinds[kind].last, id);
  page_distance(p, now, c->took_at);
}

/* One that has gone on since is no reason to act. */
static void say_failed(struct page *p, struct store *store, const struct tdg_consumer *c, size_t kind,
                       int64_t now) {
  char id[ID_LETTERS + 1];
  if (c->failures == 0) return;
  page_style(p, c->in_row > 0 ? PAGE_BAD : PAGE_PLAIN);
  page_say(p, "; %lld failure%s", (long long)c->failures, PLURAL(c->failures));
  if (c->in_row > 0 && c->in_row < c->failures) page_say(p, " (%lld since then)", (long long)c->in_row);
  page_say(p, ", the last ");
  page_distance(p, now, c->failed_at);
  if (c->failed > 0) {
    lookup_short(store, c->failed, id);
    page_say(p, "%s%s)", kinds[kind].one, id);
  }
  page_say(p, ": ");
  page_text(p, c->cause);
  page_say(p, ": ");
  page_said(p, c->reason);
  page_style(p, PAGE_PLAIN);
}

void consumer_states_say(struct page *p, struct store *store, const struct consumer_states *s, int64_t now) {
  for (size_t k = 0; k < KINDS; k++) {
    int n = 0;
    for (size_t i = 0; i < s->n; i++) {
      const char *name = name_in(&s->v[i], k);
      if (name == NULL || n >= MAX_SHOWN) continue;
      if (n == 0) page_label(p, kinds[k].label);
      page_text(p, tdg_str_of(name));
      page_say(p, ": ");
      say_took(p, store, &s->v[i], k, now);
      say_failed(p, store, &s->v[i], k, now);
      page_flow(p, n++ == 0 ? 0 : PAGE_LABEL, PAGE_LABEL + 2);
    }
  }
}

/* ---- as JSON ---- */

static void put_id(struct buf *out, const char *name, int64_t id) {
  buf_printf(out, ",\"%s\":", name);
  json_quote_id(out, id);
}

void consumer_states_json(struct buf *out, const struct consumer_states *s) {
  const char *comma = "";
  buf_str(out, ",\"consumers\":[");
  for (size_t k = 0; k < KINDS; k++)
    for (size_t i = 0; i < s->n; i++) {
      const struct tdg_consumer *c = &s->v[i];
      const char *name = name_in(c, k);
      if (name == NULL) continue;
      buf_printf(out, "%s{\"kind\":\"%s\",\"name\":", comma, kinds[k].kind);
      json_quote(out, name, strlen(name));
      put_id(out, "last", c->took);
      json_put_time(out, "last_at", c->took_at);
      buf_printf(out, ",\"failures\":%lld,\"in_row\":%lld", (long long)c->failures, (long long)c->in_row);
      put_id(out, "failed", c->failed);
      json_put_time(out, "failed_at", c->failed_at);
      json_put_text(out, "cause", c->failures > 0 ? c->cause : tdg_str_of(""));
      json_put_said(out, "reason", c->failures > 0 ? c->reason : tdg_str_of(""));
      buf_char(out, '}');
      comma = ",";
    }
  buf_char(out, ']');
}
