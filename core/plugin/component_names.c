/* plugin/component_names.c - components by kind and name; owns nothing, cannot fail. */
#include "plugin/plugin_info.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const kinds[] = {NULL, "fetcher", "parser", "stage", "brief", "store", "sink"};
enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

const char *plugin_kind_name(uint32_t kind) { return kind < N_KINDS ? kinds[kind] : NULL; }

uint32_t plugin_kind_number(const char *name) {
  for (uint32_t i = 1; i < N_KINDS; i++)
    if (strcmp(kinds[i], name) == 0) return i;
  return 0;
}

/* ---- rights ---- */

static const struct {
  const char *word;
  uint32_t bit;
} rights[] = {{"net", TDG_NEEDS_NET}, {"read", TDG_NEEDS_READ}, {"write", TDG_NEEDS_WRITE}};
enum { N_RIGHTS = sizeof rights / sizeof rights[0] };

uint32_t plugin_lacks(const struct component_info *c) { return c->needs & ~c->granted; }

uint32_t plugin_right(const char *word) {
  for (size_t i = 0; i < N_RIGHTS; i++)
    if (strcmp(rights[i].word, word) == 0) return rights[i].bit;
  return 0;
}

void plugin_rights_text(uint32_t bits, char out[PLUGIN_RIGHTS_TEXT]) {
  size_t n = 0;
  snprintf(out, PLUGIN_RIGHTS_TEXT, "none");
  for (size_t i = 0; i < N_RIGHTS; i++)
    if (bits & rights[i].bit)
      n += (size_t)snprintf(out + n, PLUGIN_RIGHTS_TEXT - n, "%s%s", n > 0 ? ", " : "", rights[i].word);
}

/* Sinks of revision 1 have no flags; the one they write is called `path`. */
static int is_old_path(const struct component_info *c, const struct option_info *o) {
  return c->kind == TDG_KIND_SINK && c->plugin != NULL && c->plugin->rev < 2 && strcmp(o->name, "path") == 0;
}

uint32_t plugin_option_rights(const struct component_info *c, const struct option_info *o) {
  if (o->type != TDG_O_PATH) return 0;
  if (o->flags & TDG_O_WRITE) return TDG_NEEDS_WRITE;
  if (o->flags & TDG_O_READ) return TDG_NEEDS_READ;
  return is_old_path(c, o) ? c->granted & TDG_NEEDS_WRITE : 0;
}

uint32_t plugin_rights_by_options(const struct component_info *c) {
  uint32_t all = 0;
  for (size_t i = 0; i < c->n_options; i++) all |= plugin_option_rights(c, &c->options[i]);
  return all;
}

uint32_t plugin_rights_in_use(const struct component_info *c, const struct option_value *v, size_t n) {
  uint32_t all = c->granted & ~plugin_rights_by_options(c);
  for (size_t i = 0; i < n; i++) {
    const struct option_info *o = option_find(c->options, c->n_options, v[i].name);
    if (o != NULL && v[i].value[0] != '\0') all |= plugin_option_rights(c, o);
  }
  return all;
}

void plugin_option_text(const struct component_info *c, const struct option_info *o, char *out, size_t size) {
  static const char *const places[N_KINDS] = {
      "", "fetchers: { ", "parsers: { ", "pipeline: [ ", "pipeline: [ ", "store: { ", "sinks: [ "};
  const char *place = places[c->kind < N_KINDS ? c->kind : 0];
  snprintf(out, size, "%s%.100s: { %.100s: PATH } %s", place, c->name, o->name,
           strchr(place, '[') != NULL ? "]" : "}");
}

enum { REMEDY = 700 };

static void add_remedy(char out[REMEDY], const char *text) {
  size_t n = strlen(out);
  snprintf(out + n, REMEDY - n, "%s  %s", n > 0 ? "  and" : "", text);
}

/* What to write for the missing rights; "": nothing gives them. */
static void remedies(const struct component_info *c, uint32_t lacks, char out[REMEDY]) {
  uint32_t by_options = plugin_rights_by_options(c), others = c->needs & ~by_options;
  char text[400], words[PLUGIN_RIGHTS_TEXT];
  out[0] = '\0';
  if (c->plugin->rev >= 2 && !plugin_fetches_files(c))
    others &= TDG_NEEDS_NET; /* a grant of files would name none */
  plugin_rights_text(others, words);
  snprintf(text, sizeof text, "plugins: { grant: { %.100s: [%s] } }", c->plugin->id, words);
  if (lacks & others) add_remedy(out, text);
  for (size_t i = 0; i < c->n_options; i++) {
    if (!(plugin_option_rights(c, &c->options[i]) & lacks)) continue;
    plugin_option_text(c, &c->options[i], text, sizeof text);
    add_remedy(out, text);
    lacks &= ~plugin_option_rights(c, &c->options[i]);
  }
}

void plugin_lacks_text(const struct component_info *c, uint32_t lacks, char out[PLUGIN_LACKS_TEXT]) {
  char words[PLUGIN_RIGHTS_TEXT], remedy[REMEDY];
  plugin_rights_text(lacks, words);
  remedies(c, lacks, remedy);
  int n = snprintf(out, PLUGIN_LACKS_TEXT,
                   "the %s %.100s of plugin %.100s needs a right that is not granted (%s) and is not used; ",
                   plugin_kind_name(c->kind), c->name, c->plugin->id, words);
  snprintf(out + n, PLUGIN_LACKS_TEXT - (size_t)n,
           remedy[0] != '\0'
               ? "if you trust it, write in the configuration%s"
               : "none of its options names the files (a path with TDG_O_READ or TDG_O_WRITE)%s: ask "
                 "its author",
           remedy);
}

/* ---- searching a list ---- */

const struct component_info *plugin_next(const struct plugin_list *list, uint32_t kind,
                                         const struct component_info *after) {
  int found = after == NULL;
  for (size_t i = 0; i < list->n_plugins; i++) {
    const struct plugin_info *p = &list->plugins[i];
    for (size_t j = 0; j < p->n_components; j++) {
      const struct component_info *c = &p->components[j];
      if (found && (kind == 0 || c->kind == kind)) return c;
      if (c == after) found = 1;
    }
  }
  return NULL;
}

const struct component_info *plugin_component(const struct plugin_list *list, uint32_t kind,
                                              const char *name) {
  const struct component_info *c = NULL;
  while ((c = plugin_next(list, kind, c)) != NULL)
    if (!c->taken && strcmp(c->name, name) == 0) return c;
  const char *slash = strrchr(name, '/');
  while (slash != NULL && (c = plugin_next(list, kind, c)) != NULL)
    if (c->plugin != NULL && strcmp(c->name, slash + 1) == 0 &&
        strlen(c->plugin->id) == (size_t)(slash - name) &&
        strncmp(c->plugin->id, name, (size_t)(slash - name)) == 0)
      return c;
  return NULL;
}

const char *plugin_label(const struct component_info *c, char out[PLUGIN_LABEL]) {
  const char *kind = plugin_kind_name(c->kind);
  snprintf(out, PLUGIN_LABEL, "%s %.100s (%.100s)", kind != NULL ? kind : "component", c->name,
           c->plugin != NULL ? c->plugin->id : "?");
  return out;
}

const char *plugin_ref(const struct component_info *c) { return c->ref != NULL ? c->ref : c->name; }

const struct component_info *plugin_fetcher(const struct plugin_list *list, const char *url) {
  const struct component_info *c = NULL, *first = NULL;
  char scheme[32];
  const size_t n = strcspn(url, ":");
  if (n == 0 || n >= sizeof scheme || url[n] != ':') return NULL;
  memcpy(scheme, url, n);
  scheme[n] = '\0';
  while ((c = plugin_next(list, TDG_KIND_FETCHER, c)) != NULL) {
    if (!plugin_claims(c, scheme)) continue;
    if (c->preferred) return c;
    if (first == NULL) first = c;
  }
  return first;
}

const char *plugin_refused_text(const struct plugin_refusal *r, char text[PLUGIN_REFUSED_TEXT]) {
  if (r->part != NULL) snprintf(text, PLUGIN_REFUSED_TEXT, "%.120s of plugin %s", r->part, r->file);
  else if (r->component == NULL) snprintf(text, PLUGIN_REFUSED_TEXT, "plugin %s", r->file);
  else snprintf(text, PLUGIN_REFUSED_TEXT, "component %.100s of plugin %s", r->component, r->file);
  return text;
}

const struct plugin_refusal *plugin_refusal_of(const struct plugin_list *list, uint32_t kind,
                                               const char *name) {
  for (size_t i = 0; i < list->n_refusals; i++) {
    const struct plugin_refusal *r = &list->refusals[i];
    int fits = kind == 0 || r->kind == kind || plugin_kind_name(r->kind) == NULL;
    if (r->component != NULL && fits && strcmp(r->component, name) == 0) return r;
  }
  return NULL;
}

static size_t span_of(const char *s, const char *more) {
  size_t n = 0;
  while ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= '0' && s[n] <= '9') || (s[n] != '\0' && strchr(more, s[n])))
    n++;
  return n;
}

/* Schemes by RFC 3986 and media types by RFC 6838, both as they are compared: small and bare. */
const char *plugin_claim_fault(uint32_t kind, const char *claim) {
  size_t n;
  switch (kind) {
  case TDG_KIND_FETCHER:
    n = span_of(claim, "+-.");
    return n >= 2 && claim[n] == '\0' && claim[0] >= 'a' && claim[0] <= 'z'
               ? NULL
               : "a scheme without the colon: a small letter, then small letters, digits, + - . (\"gopher\")";
  case TDG_KIND_PARSER:
    n = span_of(claim, "!#$&^_.+-");
    if (n > 0 && claim[n] == '/') {
      const size_t m = span_of(claim + n + 1, "!#$&^_.+-");
      if (m > 0 && claim[n + 1 + m] == '\0') return NULL;
    }
    return "a media type in small letters without parameters (\"text/x-gazette\"); there is none for all "
           "types";
  default: return NULL;
  }
}

int plugin_claims(const struct component_info *c, const char *what) {
  return (!c->taken || c->preferred) && plugin_lacks(c) == 0 && plugin_speaks_of(c, what);
}

int plugin_fetches_files(const struct component_info *c) {
  static const char scheme[] = "file:";
  const size_t n = sizeof scheme - 2;
  if (c->kind != TDG_KIND_FETCHER) return 0;
  for (size_t i = 0; i < c->n_claims; i++)
    if (strlen(c->claims[i]) == n && strncasecmp(c->claims[i], scheme, n) == 0) return 1;
  return 0;
}

int plugin_speaks_of(const struct component_info *c, const char *what) {
  for (size_t i = 0; i < c->n_claims; i++) {
    size_t n = strlen(c->claims[i]);
    if (strcasecmp(c->claims[i], what) == 0) return 1;
    if (n > 1 && strcmp(c->claims[i] + n - 2, "/*") == 0 && strncasecmp(c->claims[i], what, n - 1) == 0)
      return 1;
  }
  return 0;
}

const char *plugin_suggest(const struct plugin_list *list, uint32_t kind, const char *name) {
  const struct component_info *c = NULL;
  const char *best = NULL;
  unsigned least = (unsigned)(strlen(name) / 3 + 1) + 1;
  while ((c = plugin_next(list, kind, c)) != NULL) {
    unsigned d = option_distance(name, c->name);
    if (d >= least) continue;
    least = d;
    best = c->name;
  }
  return best;
}
