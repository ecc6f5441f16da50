/* cli/source_id.c - an id for a source whose title and address come from outside, and the ids that are taken; see cli.h.  Nothing
 * fails. */
#include "cli/cli.h"

#include "conf/conf.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/url.h>

enum { MAX_SLUG = 48 };
_Static_assert(MAX_SLUG + 16 <= SOURCE_MAX_ID, "a number fits behind it");

/* Lower-case letters and digits, with one - in place of all other characters between them. */
static size_t slug(char *out, struct tdg_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n && n < MAX_SLUG; i++) {
    char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
    int plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) out[n++] = c;
    else if (n > 0 && out[n - 1] != '-') out[n++] = '-';
  }
  while (n > 0 && out[n - 1] == '-') n--;
  out[n] = '\0';
  return n;
}

void source_make_id(char id[SOURCE_MAX_ID], struct tdg_str title, struct tdg_str url,
                    const struct map *taken) {
  struct tdg_url parts;
  size_t n = slug(id, title);
  if (n < 2 && tdg_url_parse(url, &parts) == 0) n = slug(id, parts.host);
  if (n < 2) n = (size_t)snprintf(id, SOURCE_MAX_ID, "source");
  for (unsigned k = 2; map_get(taken, id, strlen(id)) != NULL; k++)
    snprintf(id + n, SOURCE_MAX_ID - n, "-%u", k);
}

/* ---- of the configuration ---- */

void source_names_add(struct source_names *s, const char *id, struct tdg_str url) {
  char *kept = arena_copy(&s->arena, id, strlen(id));
  const char *key = conf_address_key(&s->arena, url);
  map_put(&s->ids, id, strlen(id), kept);
  if (map_get(&s->addresses, key, strlen(key)) == NULL) map_put(&s->addresses, key, strlen(key), kept);
}

void source_names_load(struct source_names *s) {
  const struct conf *conf = cli_conf();
  for (size_t i = 0; i < conf->n_sources; i++)
    source_names_add(s, conf->sources[i].id.p, conf->sources[i].url);
  for (size_t i = 0; i < conf->n_listed; i++)
    source_names_add(s, conf->listed[i].id,
                     (struct tdg_str){conf->listed[i].url, strlen(conf->listed[i].url)});
}

const char *source_names_with(const struct source_names *s, struct tdg_str url) {
  struct arena a = {0};
  const char *key = conf_address_key(&a, url), *id = map_get(&s->addresses, key, strlen(key));
  arena_free(&a);
  return id;
}

void source_names_free(struct source_names *s) {
  map_free(&s->ids);
  map_free(&s->addresses);
  arena_free(&s->arena);
}
