/* test_conf.c - what a configuration says, and every way it can be wrong with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/conf.h"
#include "conf/sections.h"
#include "plugin/plugin_info.h"

#include <cmocka.h>

struct place {
  char dir[64], file[96];
};

static void write_file(const char *dir, const char *name, const char *text, size_t n) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, n, f), n);
  fclose(f);
}

static int set_up(void **state) {
  struct place *p = calloc(1, sizeof *p);
  strcpy(p->dir, "/tmp/test-conf-XXXXXX");
  if (p == NULL || mkdtemp(p->dir) == NULL) return -1;
  snprintf(p->file, sizeof p->file, "%s/t.yaml", p->dir);
  *state = p;
  return 0;
}

static int tear_down(void **state) {
  struct place *p = *state;
  static const char *const names[] = {"t.yaml", "a.yaml", "b.yaml", "secret"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char path[200];
    snprintf(path, sizeof path, "%s/%s", p->dir, names[i]);
    unlink(path);
  }
  rmdir(p->dir);
  free(p);
  return 0;
}

/* NULL with at least one error. */
static struct conf *load_file(const char *path, struct conf_errors *errors) {
  struct conf *c = conf_read(path, errors);
  assert_non_null(c);
  if (conf_errors_count(errors) == 0) return c;
  conf_free(c);
  return NULL;
}

static struct conf *load_text(struct place *p, const char *text, struct conf_errors *errors) {
  write_file(p->dir, "t.yaml", text, strlen(text));
  return load_file(p->file, errors);
}

static struct conf *load_good(struct place *p, const char *text) {
  struct conf_errors errors = {0};
  struct conf *c = load_text(p, text, &errors);
  if (c == NULL) conf_errors_print(&errors, stderr);
  assert_non_null(c);
  conf_errors_free(&errors);
  return c;
}

static void rights_are_granted_by_id_or_file(void **state) {
  struct conf *c = load_good(
      *state, "plugins: { grant: { org.example.a: [net, write], /opt/b.so: read, org.example.c: [] } }\n");
  assert_int_equal(c->plugins.n_grants, 3);
  assert_string_equal(c->plugins.grants[0].name, "org.example.a");
  assert_int_equal(c->plugins.grants[0].rights, TDG_NEEDS_NET | TDG_NEEDS_WRITE);
  assert_string_equal(c->plugins.grants[1].name, "/opt/b.so");
  assert_int_equal(c->plugins.grants[1].rights, TDG_NEEDS_READ);
  assert_int_equal(c->plugins.grants[2].rights, 0);
  conf_free(c);
}

/* All errors as "line:column: message", one a line. */
static void expect_errors(struct place *p, const char *text, const char *expected) {
  struct conf_errors errors = {0};
  char got[4096] = "";
  size_t at = 0;
  struct conf *c = load_text(p, text, &errors);
  for (size_t i = 0; i < errors.n && at < sizeof got; i++)
    at += (size_t)snprintf(got + at, sizeof got - at, "%s%d:%d: %s", i > 0 ? "\n" : "",
                           errors.v[i].place.line, errors.v[i].place.column, errors.v[i].message);
  for (char *dir; (dir = strstr(got, p->dir)) != NULL;) { /* as DIR */
    memcpy(dir, "DIR", 3);
    memmove(dir + 3, dir + strlen(p->dir), strlen(dir + strlen(p->dir)) + 1);
  }
  if (strcmp(got, expected) != 0) fail_msg("%s\n--- expected\n%s\n--- got\n%s", text, expected, got);
  conf_free(c);
  conf_errors_free(&errors);
}

static void an_empty_file_is_the_defaults(void **state) {
  struct conf *c = load_good(*state, ""), *d = conf_default();
  assert_int_equal(c->version, 1);
  assert_string_equal(c->store.driver.p, "sqlite");
  assert_int_equal(c->fetch.interval.min, 15 * 60000);
  assert_int_equal(c->fetch.interval.jitter, 1000);
  assert_int_equal(c->plugins.isolation, CONF_ISOLATE_PROCESS);
  assert_int_equal(c->plugins.limits.deadline, 10000);
  assert_int_equal(c->plugins.path.n, 0);
  assert_int_equal(c->n_sources, 0);
  assert_int_equal(c->n_pipeline, 3);
  assert_string_equal(c->pipeline[2].name, "extract");
  assert_string_equal(c->pipeline[2].id, "brief");
  assert_int_equal(d->fetch.hosts.delay, c->fetch.hosts.delay);
  conf_free(c);
  conf_free(d);
}

static void articles_are_looked_at_again_when_the_configuration_says(void **state) {
  static const int64_t usual[] = {3600000, 6 * 3600000, 86400000, 3 * 86400000};
  struct conf *c = load_good(*state, "fetch: { revisit: [30m, 2h] }\n"
                                     "sources:\n"
                                     "  - { id: a, url: 'https://a.example/' }\n"
                                     "  - { id: b, url: 'https://b.example/', revisit: no }\n"
                                     "  - { id: c, url: 'https://c.example/', revisit: 1d }\n"),
              *d = conf_default();
  assert_int_equal(c->fetch.visits->n, 2);
  assert_int_equal(c->fetch.visits->after[1], 2 * 3600000);
  assert_null(c->sources[0].visits);
  assert_int_equal(c->sources[1].visits->n, 0);
  assert_int_equal(c->sources[2].visits->n, 1);
  assert_int_equal(c->sources[2].visits->after[0], 86400000);
  assert_int_equal(d->fetch.visits->n, 4);
  assert_memory_equal(d->fetch.visits->after, usual, sizeof usual);
  conf_free(c);
  conf_free(d);
  expect_errors(
      *state,
      "fetch: { revisit: [2h, 90m] }\n"
      "sources:\n"
      "  - { id: a, url: 'https://a.example/', revisit: [] }\n"
      "  - { id: b, url: 'https://b.example/', revisit: [1h, soon] }\n",
      "1:24: revisit: each time is counted from when the article was first read, so each is longer than "
      "the one before\n"
      "3:50: revisit: has no times; write no, or remove the key\n"
      "4:55: revisit: \"soon\" is not a duration such as 500ms, 90s, 15m, 12h or 1d12h; or write no");
}

static void every_part_is_read(void **state) {
  struct place *p = *state;
  write_file(p->dir, "secret", "s3cret\n", 7);
  struct conf *c = load_good(
      p,
      "version: 1\n"
      "store: { driver: sqlite, path: data/x.db }\n"
      "fetch:\n"
      "  user_agent: Bot/1\n"
      "  max_bytes: 8MiB\n"
      "  hosts: { concurrency: 2, delay: 500ms }\n"
      "  interval: { min: 1h30m, max: 2d, adaptive: no, jitter: 12.5% }\n"
      "plugins: { path: [/opt/a, b], deny: twitter, isolation: none, limits: { workers: 3, memory: 1GiB } }\n"
      "parsers: { feed: { follow: all } }\n"
      "fetchers: { http: { max_header: 8KiB } }\n"
      "sources:\n"
      "  - id: daily\n"
      "    url: https://daily.example/rss\n"
      "    parse: feed\n"
      "    language: en-GB\n"
      "    default_zone: Europe/London\n"
      "    trust: 7\n"
      "    every: 20m\n"
      "    tags: [a, \"b c\"]\n"
      "    rights: { holder: Daily Ltd, access: metered }\n"
      "    options: { follow: none }\n"
      "    full_text: { parse: article, select: .body }\n"
      "  - { id: local, url: \"file:x/y.rss\", enabled: no }\n"
      "pipeline:\n"
      "  - dedupe: { window: 14d }\n"
      "  - story\n"
      "  - brief: { use: other, max_words: 200 }\n"
      "sinks:\n"
      "  - jsonl: { path: out.jsonl, fields: [a, b] }\n"
      "  - jsonl: { id: two, path: b.jsonl, token: { file: secret } }\n");
  char expected[200];
  assert_int_equal(c->fetch.hosts.delay, 500);
  assert_int_equal(c->fetch.interval.min, 90 * 60000);
  assert_int_equal(c->fetch.interval.adaptive, 0);
  assert_int_equal(c->fetch.interval.jitter, 1250);
  assert_int_equal(c->plugins.path.n, 2);
  assert_string_equal(c->plugins.path.v[0].p, "/opt/a");
  snprintf(expected, sizeof expected, "%s/b", c->dir);
  assert_string_equal(c->plugins.path.v[1].p, expected);
  snprintf(expected, sizeof expected, "%s/data/x.db", c->dir);
  assert_string_equal(c->store.path.p, expected);
  assert_string_equal(c->plugins.deny.v[0].p, "twitter");
  assert_int_equal(c->plugins.isolation, CONF_ISOLATE_NONE);
  assert_int_equal(c->plugins.limits.workers, 3);
  assert_string_equal(c->parsers[0].settings[0].value, "all");
  assert_string_equal(c->fetchers[0].name, "http");
  const struct conf_source *s = conf_source(c, "daily");
  assert_non_null(s);
  assert_int_equal(s->every, 20 * 60000);
  assert_int_equal(s->tags.n, 2);
  assert_string_equal(s->tags.v[1].p, "b c");
  assert_string_equal(s->rights.access.p, "metered");
  assert_string_equal(s->full_text.name, "article");
  assert_string_equal(s->full_text.settings[0].name, "select");
  assert_int_equal(s->place.line, 12);
  size_t n;
  struct option_value *v =
      conf_options(&c->arena, conf_component(c->parsers, c->n_parsers, "feed"), &s->options, &n);
  assert_int_equal(n, 1);
  assert_string_equal(v[0].value, "none");
  s = conf_source(c, "local");
  snprintf(expected, sizeof expected, "file://%s/x/y.rss", c->dir);
  assert_string_equal(s->url.p, expected);
  assert_int_equal(s->enabled, 0);
  assert_int_equal(s->trust, 5);
  assert_null(conf_source(c, "nobody"));
  assert_string_equal(c->pipeline[1].name, "story");
  assert_string_equal(c->pipeline[2].name, "other");
  assert_int_equal(c->pipeline[2].n_settings, 1);
  assert_int_equal(c->n_sinks, 2);
  assert_string_equal(c->sinks[0].settings[2].value, "b");
  assert_string_equal(c->sinks[1].id, "two");
  assert_string_equal(c->sinks[1].settings[1].value, "s3cret");
  assert_int_equal(c->sinks[1].settings[1].secret, 1);
  conf_free(c);
}

static void nothing_said_is_another_thing_than_nothing(void **state) {
  struct conf *c = load_good(*state, "pipeline: []\n");
  assert_int_equal(c->n_pipeline, 0);
  conf_free(c);
}

static const struct option_info web_options[] = {
    {"max_size", "16MiB", "Largest.", TDG_O_SIZE, 0, 0, 1024, 32 << 20, NULL, NULL, NULL, NULL},
    {"per_host", "1", "To one host.", TDG_O_INT, 0, 0, 1, 64, NULL, NULL, NULL, NULL},
    {"timeout", "30s", "Longest.", TDG_O_DURATION, 0, 0, 100, 3600000, NULL, NULL, NULL, NULL},
    {"accept", "*", "A header.", TDG_O_TEXT, 0, 0, 0, 0, NULL, NULL, NULL, NULL},
};
static struct component_info web_components[] = {
    {.kind = TDG_KIND_FETCHER, .name = USUAL_FETCHER, .options = web_options, .n_options = 4},
    {.kind = TDG_KIND_STAGE, .name = "dedupe"},
    {.kind = TDG_KIND_STAGE, .name = "story"},
    {.kind = TDG_KIND_BRIEF, .name = "extract"},
};
static struct plugin_info web_plugin = {
    .file = "x.so", .id = "x", .components = web_components, .n_components = 4};

static struct plugin_list with_web_fetcher(void) {
  for (size_t i = 0; i < 4; i++) web_components[i].plugin = &web_plugin;
  return (struct plugin_list){.plugins = &web_plugin, .n_plugins = 1};
}

static void keys_of_fetch_join_the_options_of_the_web_fetcher(void **state) {
  struct plugin_list list = with_web_fetcher();
  struct conf_errors errors = {0};
  struct arena a = {0};
  size_t n;
  struct conf *c =
      load_good(*state, "fetch: { max_bytes: 8MiB, timeout: 5s, hosts: { concurrency: 3 } }\n"
                        "fetchers: { file: {}, http: { accept: \"text/*\", max_size: 8192KiB } }\n");
  assert_int_equal(c->n_fetchers, 2);
  const struct conf_component *web = conf_component(c->fetchers, c->n_fetchers, USUAL_FETCHER);
  struct option_value *v = conf_options(&a, NULL, web, &n);
  static const char *const expected[][2] = {
      {"accept", "text/*"}, {"max_size", "8192KiB"}, {"timeout", "5s"}, {"per_host", "3"}};
  assert_int_equal(n, 4);
  for (size_t i = 0; i < n; i++) {
    assert_string_equal(v[i].name, expected[i][0]);
    assert_string_equal(v[i].value, expected[i][1]);
  }
  /* there is no fetcher called file here, and that is all */
  assert_int_equal(conf_check_plugins(c, &list, &errors), -1);
  assert_int_equal(errors.n, 1);
  assert_int_equal(conf_fetch_number(c, &list, "concurrency"), 3);
  assert_int_equal(conf_fetch_number(c, &list, "timeout"), 5000);
  conf_errors_free(&errors);
  arena_free(&a);
  conf_free(c);
}

static void keys_of_fetch_are_judged_by_the_web_fetchers_table(void **state) {
  struct plugin_list list = with_web_fetcher();
  struct conf_errors errors = {0};
  struct conf *c =
      load_good(*state, "fetch:\n  max_bytes: 64MiB\n  timeout: 5s\n  hosts: { concurrency: some }\n"
                        "fetchers:\n  http:\n    timeout: 6s\n    accpt: x\n");
  assert_int_equal(conf_check_plugins(c, &list, &errors), -1);
  static const char *const expected[] = {
      "max_bytes: 64MiB is outside 1KiB .. 32MiB", "timeout: 5s here, and timeout: 6s of http in ",
      "concurrency: \"some\" is not a whole number", "http: there is no option \"accpt\""};
  assert_int_equal(errors.n, 4);
  for (size_t i = 0; i < 4; i++)
    if (strncmp(errors.v[i].message, expected[i], strlen(expected[i])) != 0)
      fail_msg("%s", errors.v[i].message);
  assert_non_null(strstr(errors.v[1].message, "t.yaml:7:14; they are one option: remove one"));
  assert_int_equal(errors.v[0].place.line, 2);
  assert_int_equal(errors.v[0].place.column, 14);
  conf_errors_free(&errors);
  conf_free(c);
}

static void json_is_read_as_well(void **state) {
  struct conf *c = load_good(
      *state,
      "{\"version\": 1, \"sources\": [{\"id\": \"a\", \"url\": \"https://a.example/\", \"trust\": 3}]}");
  assert_int_equal(c->sources[0].trust, 3);
  conf_free(c);
}

static void texts_that_look_like_other_types_stay_texts(void **state) {
  struct conf *c = load_good(
      *state, "sources:\n  - {id: no, url: \"https://a.example/\", name: 010, country: NO, owner: null}\n");
  assert_string_equal(c->sources[0].id.p, "no");
  assert_string_equal(c->sources[0].name.p, "010");
  assert_string_equal(c->sources[0].country.p, "NO");
  assert_string_equal(c->sources[0].owner.p, "null");
  conf_free(c);
}

static void sources_of_a_list_have_what_it_says_and_an_id_of_their_address(void **state) {
  struct place *p = *state;
  const char text[] =
      "https://a.example/feed\r\nHTTPS://A.example/feed\n{\"url\": \"https://b.example/\", \"id\": "
      "\"bee\", \"every\": \"2h\"}\n  https://x.example/ \n";
  write_file(p->dir, "l.txt", text, sizeof text - 1);
  struct conf *c = load_good(p, "sources:\n  - {list: l.txt, every: 3h, trust: 4}\n"
                                "  - {id: x, url: \"https://x.example/\"}\n");
  assert_int_equal(c->n_listed, 1);
  assert_string_equal(c->listed[0].url, "https://a.example/feed");
  assert_int_equal(strncmp(c->listed[0].id, "a.example-", 10), 0);
  assert_int_equal(strlen(c->listed[0].id), 10 + 13);
  assert_int_equal(c->lists[c->listed[0].list].common.every, 3 * 3600000);
  assert_int_equal(c->n_sources, 2);
  assert_string_equal(c->sources[1].id.p, "bee");
  assert_int_equal(c->sources[1].every, 2 * 3600000);
  assert_int_equal(c->sources[1].trust, 4);
  conf_free(c);
}

static void sources_are_included_from_files(void **state) {
  struct place *p = *state;
  static const char a[] = "- {id: a, url: \"https://a.example/\"}\n",
                    b[] = "sources:\n  - {id: b, url: \"file:b.rss\"}\n";
  write_file(p->dir, "a.yaml", a, strlen(a));
  write_file(p->dir, "b.yaml", b, strlen(b));
  struct conf *c = load_good(p, "sources:\n  - {id: x, url: \"https://x.example/\"}\n  - include: "
                                "\"[ab].yaml\"\n  - include: none-*.yaml\n");
  assert_int_equal(c->n_sources, 3);
  assert_non_null(conf_source(c, "b"));
  conf_free(c);
  expect_errors(p, "sources:\n  - {id: a, url: \"https://x.example/\"}\n  - include: a.yaml\n",
                "1:8: id: \"a\" is the source of DIR/t.yaml:2 already; each needs its own");
}

struct bad {
  const char *text, *expected;
};

static void mistakes_in_the_form_are_placed(void **state) {
  static const struct bad v[] = {
      {"a: &x 1\nb: *x\n", "1:5: anchors (&name) are not allowed here; write the value out\n"
                           "2:5: aliases (*name) are not allowed here; write the value out"},
      {"version: !int 1\n", "1:10: tags (!name) are not allowed here; remove it"},
      {"store:\n  <<: {path: x}\n", "2:3: merge keys (<<) are "
                                    "not allowed here; write the keys out"},
      {"version: 1\nversion: 1\n", "2:1: \"version\" is given twice; it is on line 1 already"},
      {"a: [1,\nb: 2\n", "2:1: wrongly indented flow sequence"},
      {"store:\n\tpath: x\n", "2:1: tab character may not be used as indentation"},
      {"version: 1\n---\nversion: 1\n", "2:1: a second document (---) begins; a configuration is one"},
      {"? [a]\n: 1\n", "1:3: a key must be a plain text"},
      {"store: {path: [[[[[[[[[[[[1]]]]]]]]]]]]}\n",
       "1:25: more than 12 levels deep; nothing in a configuration goes that deep"},
      {"store: \"open\nversion: 1\n", "1:8: wrongly indented double-quoted scalar"},
      {"version: 1\nname: \xff\n", "2:1: this line is not UTF-8 (or holds a NUL); save the file as UTF-8"},
      {"- a\n", "1:1: the configuration: wanted keys with values (key: value), found a list"},
      {"just text\n", "1:1: the configuration: wanted keys with values (key: value), found a single text"},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) expect_errors(*state, v[i].text, v[i].expected);
}

static void unknown_keys_and_wrong_values_are_placed(void **state) {
  static const struct bad v[] = {
      {"verison: 1\n", "1:1: unknown key \"verison\"; did you mean \"version\"?"},
      {"version: 2\n", "1:10: version: 2 is outside 1 .. 1"},
      {"sorces: []\n", "1:1: unknown key \"sorces\"; did you mean \"sources\"?"},
      {"stages: [dedupe]\n", "1:1: unknown key \"stages\"; did you mean \"pipeline\"?"},
      {"fetch: { host: {} }\n", "1:10: unknown key \"host\" in fetch; did you mean \"hosts\"?"},
      {"fetch:\n  interval: { min: 20x }\n",
       "2:20: min: \"20x\" is not a duration such as 500ms, 90s, 15m, 12h or 1d12h"},
      {"fetch:\n  interval:\n    min: 2d\n    max: 1h\n",
       "3:5: fetch.interval: min is longer than max; no time lies between them"},
      {"fetch: { max_byte: 12 }\n", "1:10: unknown key \"max_byte\" in fetch; did you mean \"max_bytes\"?"},
      {"fetch: { total: {a: 1} }\n", "1:17: total: wanted one value, found keys"},
      {"fetch: { hosts: { concurrency: [1] } }\n", "1:32: concurrency: wanted one value, found a list"},
      {"fetch: { timeout: }\n", "1:10: timeout: has no value; write one or remove the key"},
      {"fetch: 5\n", "1:8: fetch: wanted keys with values (key: value), found a single text"},
      {"plugins: { grant: { a: [net, files] } }\n", "1:30: grant: there are the rights net, read and write"},
      {"plugins: { grant: [net] }\n",
       "1:19: plugins.grant: wanted keys with values (key: value), found a list"},
      {"plugins: { isolation: half }\n", "1:23: isolation: \"half\" is not one of: process, none"},
      {"plugins: { path: [{a: 1}] }\n", "1:19: path: wanted a list of texts"},
      {"tests: []\nzzz: 1\n", "1:1: unknown key \"tests\"; remove it\n2:1: unknown key \"zzz\"; remove it"},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) expect_errors(*state, v[i].text, v[i].expected);
}

static void mistakes_in_sources_are_placed(void **state) {
  static const struct bad v[] = {
      {"sources:\n  - {id: a}\n",
       "2:5: url is required (text): What is polled: https://..., http://..., file:... or imaps://..."},
      {"sources:\n  - {url: \"https://a.example/\"}\n",
       "2:5: id is required (text): A short name of your own: letters, digits, - _ . only."},
      {"sources:\n  - {id: a b, url: \"https://a.example/\"}\n",
       "2:10: id: \"a b\" is no short name; use letters, digits, - _ . (at most 64)"},
      {"sources:\n  - {id: a, url: daily.example}\n",
       "2:18: url: \"daily.example\" is no address; write https://..., http://..., file:... or imaps://..."},
      {"sources:\n  - {id: a, url: \"https://a.example/\"}\n  - {id: a, url: \"https://b.example/\"}\n",
       "3:10: id: \"a\" is the source of DIR/t.yaml:2 already; each needs its own"},
      {"sources:\n  - {id: a, url: \"https://a.example/\", evry: 5m, trust: 11}\n",
       "2:40: unknown key \"evry\" in source; did you mean \"every\"?\n2:57: trust: 11 is outside 0 .. 9"},
      {"sources:\n  - {id: a, url: \"https://a.example/\", default_zone: CET+1h}\n",
       "2:54: default_zone: \"CET+1h\" is no zone; write Europe/Paris, +02:00 or UTC"},
      {"sources:\n  - {id: a, url: \"https://a.example/\", language: english}\n",
       "2:50: language: \"english\" is no language tag; write en, de, pt-BR ..."},
      {"sources:\n  - {id: a, url: \"https://a.example/\", options: {x: 1}}\n",
       "2:40: options: whose? Name the parser with parse:"},
      {"sources:\n  - {id: a, url: \"https://a.example/\", full_text: {}}\n",
       "2:51: full_text: wanted the parser of the articles, e.g. {parse: article}"},
      {"sources:\n  - {id: a, url: \"https://a.example/\", full_text: yes}\n",
       "2:51: full_text: wanted the parser of the articles, e.g. {parse: article}, not \"yes\"; without it "
       "articles are "
       "not fetched"},
      {"sources:\n  - {id: a, url: \"https://a.example/\", rights: {holdr: x}}\n",
       "2:49: unknown key \"holdr\" in rights; did you mean \"holder\"?"},
      {"sources:\n  - text\n",
       "2:5: sources: wanted a source ({id: ..., url: ...}), {include: PATTERN} or {list: "
       "FILE}"},
      {"sources: {id: a}\n", "1:10: sources: wanted a list (- {id: ..., url: ...})"},
      {"sources:\n  - include: nowhere.yaml\n", "2:14: include: there is no file DIR/nowhere.yaml"},
      {"sources:\n  - {include: a.yaml, id: b}\n",
       "2:15: include: wanted one path or pattern, and nothing beside it"},
      {"sources:\n  - {id: a, url: \"https:///x\"}\n", "2:18: url: \"https:///x\" names no host"},
      {"store: {driver: ../mine}\n", "1:17: driver: wanted the name of a store plugin, such as sqlite"},
      {"sources:\n  - opml: feeds.opml\n",
       "2:5: opml: write its feeds down as sources with `tidings sources --from LIST.opml > feeds.yaml`, "
       "then { include: feeds.yaml }"},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) expect_errors(*state, v[i].text, v[i].expected);
}

static void mistakes_in_pipeline_and_sinks_are_placed(void **state) {
  static const struct bad v[] = {
      {"pipeline:\n",
       "1:1: pipeline: has no value; write [] for no stages, or remove the key for the usual ones"},
      {"pipeline: dedupe\n", "1:11: pipeline: wanted a list (- name: {option: value})"},
      {"pipeline:\n  - dedupe:\n    window: 3d\n",
       "2:5: pipeline: wanted one name with its options here (- name: {option: value}); indent the options "
       "deeper than the name"},
      {"pipeline:\n  - brief\n  - story\n", "3:5: pipeline: nothing can come after brief"},
      {"pipeline:\n  - story\n  - story\n",
       "3:5: pipeline: \"story\" is there twice; give the second a name of its own with id:"},
      {"sinks:\n  - jsonl: { path: {a: b} }\n", "2:20: path: wanted a value, a list, or {file: PATH}"},
      {"sinks:\n  - jsonl: { path: }\n", "2:14: path: has no value; write one or remove the key"},
      {"sinks:\n  - hook: { token: {file: gone} }\n",
       "2:27: token: DIR/gone cannot be read: No such file or directory"},
      {"sinks:\n  - jsonl: 5\n", "2:12: jsonl: wanted keys with values (key: value), found a single text"},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) expect_errors(*state, v[i].text, v[i].expected);
}

static void a_missing_file_says_so(void **state) {
  struct conf_errors errors = {0};
  (void)state;
  assert_null(load_file("/nonexistent/tidings.yaml", &errors));
  assert_int_equal(errors.n, 1);
  assert_string_equal(errors.v[0].message, "cannot be read: No such file or directory");
  conf_errors_free(&errors);
}

static void errors_are_all_found_at_once_up_to_a_limit(void **state) {
  struct place *p = *state;
  struct conf_errors errors = {0};
  char *text = calloc(1, 40000), *at = text;
  at += sprintf(at, "sources:\n");
  for (int i = 0; i < 1200; i++) at += sprintf(at, "  - {id: s%d}\n", i);
  assert_null(load_text(p, text, &errors));
  assert_int_equal(errors.n, CONF_MAX_ERRORS);
  assert_int_equal(errors.left_off, 200);
  assert_int_equal(errors.v[0].place.line, 2);
  conf_errors_free(&errors);
  free(text);
}

static void ten_thousand_sources_are_read(void **state) {
  char *text = calloc(1, 2000000), *at = text;
  at += sprintf(at, "sources:\n");
  for (int i = 0; i < 10000; i++)
    at += sprintf(
        at, "  - {id: s%d, url: \"https://host%d.example/feed.xml\", parse: feed, tags: [a, b], trust: 4}\n",
        i, i);
  struct conf *c = load_good(*state, text);
  assert_int_equal(c->n_sources, 10000);
  assert_string_equal(c->sources[9999].id.p, "s9999");
  conf_free(c);
  free(text);
}

/* ---- against plugins ---- */

static const char *const keep_choices[] = {"first", "trust", NULL};
static const struct option_info dedupe_options[] = {
    {"window", "7d", "How far back.", TDG_O_DURATION, 0, 0, 3600000, 40000000000, NULL, NULL, NULL, NULL},
    {"keep", "first", "Which stays.", TDG_O_ENUM, 0, 0, 0, 0, keep_choices, NULL, NULL, NULL},
};
static const struct option_info jsonl_options[] = {
    {"path", NULL, "Where to.", TDG_O_PATH, TDG_O_REQUIRED, 0, 0, 0, NULL, NULL, NULL, NULL}};

static const struct option_info secret_options[] = {
    {"key", "", "Who.", TDG_O_SECRET, 0, 0, 0, 0, NULL, NULL, NULL, NULL}};

static void a_secret_stands_in_a_file(void **state) {
  struct place *p = *state;
  struct component_info brief = {
      .kind = TDG_KIND_BRIEF, .name = "x", .options = secret_options, .n_options = 1};
  struct plugin_info plugin = {.file = "x.so", .id = "x", .components = &brief, .n_components = 1};
  struct plugin_list list = {.plugins = &plugin, .n_plugins = 1};
  struct conf_errors errors = {0};
  brief.plugin = &plugin;
  write_file(p->dir, "secret", "s3cret\n", 7);
  struct conf *good = load_good(*state, "pipeline: [{x: {key: {file: secret}}}]\n");
  assert_int_equal(conf_check_plugins(good, &list, &errors), 0);
  struct conf *bad = load_good(*state, "pipeline: [{x: {key: s3cret}}]\n");
  assert_int_equal(conf_check_plugins(bad, &list, &errors), -1);
  assert_string_equal(errors.v[0].message,
                      "x: key: put the secret into a file of its own: key: { file: PATH }");
  conf_errors_free(&errors);
  conf_free(good);
  conf_free(bad);
}

static const char *file_only[] = {"file"};

static void components_are_checked_against_the_plugins(void **state) {
  struct component_info components[] = {
      {.kind = TDG_KIND_STAGE, .name = "dedupe", .options = dedupe_options, .n_options = 2},
      {.kind = TDG_KIND_BRIEF, .name = "extract"},
      {.kind = TDG_KIND_PARSER, .name = "feed"},
      {.kind = TDG_KIND_SINK, .name = "jsonl", .options = jsonl_options, .n_options = 1},
      {.kind = TDG_KIND_FETCHER, .name = "file", .claims = file_only, .n_claims = 1},
  };
  struct plugin_info plugin = {.file = "x.so", .id = "x", .components = components, .n_components = 5};
  struct plugin_list list = {.plugins = &plugin, .n_plugins = 1};
  struct conf_errors errors = {0};
  for (size_t i = 0; i < 5; i++) components[i].plugin = &plugin;
  struct conf *good = load_good(
      *state, "pipeline: [{dedupe: {window: 3d, keep: trust}}, brief]\nsinks: [{jsonl: {path: x}}]\n"
              "sources: [{id: a, url: \"file:a\", parse: feed}]\n");
  assert_int_equal(conf_check_plugins(good, &list, &errors), 0);
  struct conf *bad = load_good(
      *state, "pipeline:\n  - dedup: {}\n  - dedupe: { windw: 3d, keep: last }\nsinks:\n  - jsonl: {}\n"
              "sources:\n  - {id: a, url: \"file:a\", parse: feeds, full_text: article}\n"
              "  - {id: b, url: \"gopher://old.example/1\"}\n");
  assert_int_equal(conf_check_plugins(bad, &list, &errors), -1);
  static const struct {
    int line, column;
    const char *message;
  } expected[] = {
      {2, 5, "there is no stage \"dedup\"; did you mean \"dedupe\"?"},
      {3, 22, "dedupe: there is no option \"windw\"; did you mean \"window\"?"},
      {3, 32, "dedupe: keep: \"last\" is not one of: first, trust"},
      {5, 5, "jsonl: path is required (path): Where to."},
      {7, 35, "there is no parser \"feeds\"; did you mean \"feed\"?"},
      {7, 53, "there is no parser \"article\"; `tidings plugin list` shows what is installed"},
      {8, 18, "url: no plugin fetches gopher: addresses; `tidings plugin list` shows the fetchers"},
  };
  assert_int_equal(errors.n, sizeof expected / sizeof expected[0]);
  for (size_t i = 0; i < errors.n; i++) {
    assert_string_equal(errors.v[i].message, expected[i].message);
    assert_int_equal(errors.v[i].place.line, expected[i].line);
    assert_int_equal(errors.v[i].place.column, expected[i].column);
  }
  conf_errors_free(&errors);
  conf_free(good);
  conf_free(bad);
}

static void a_stage_stands_in_the_pipeline_once_and_own_options_have_a_bound(void **state) {
  const struct option_info numbered[] = {
      {"n", "0", "A number.", TDG_O_INT, 0, 0, 0, 0, NULL, NULL, NULL, NULL}};
  struct component_info components[] = {
      {.kind = TDG_KIND_STAGE, .name = "dedupe"},
      {.kind = TDG_KIND_PARSER, .name = "feed", .options = numbered, .n_options = 1},
      {.kind = TDG_KIND_FETCHER, .name = "file", .claims = file_only, .n_claims = 1}};
  struct plugin_info plugin = {.file = "x.so", .id = "x", .components = components, .n_components = 3};
  struct plugin_list list = {.plugins = &plugin, .n_plugins = 1};
  struct conf_errors errors = {0};
  char *text = calloc(1, 40000), *at = text;
  for (size_t i = 0; i < 3; i++) components[i].plugin = &plugin;
  at += sprintf(at, "pipeline: [dedupe, {dedupe: {id: again}}]\nsources:\n");
  for (int i = 0; i < 2 * CONF_MAX_OWN; i++) /* each twice: the same settings count once */
    at += sprintf(at, "  - {id: s%d, url: \"file:a\", parse: feed, options: {n: %d}}\n", i, i / 2);
  struct conf *c = load_good(*state, text);
  assert_int_equal(conf_check_plugins(c, &list, &errors), -1);
  assert_int_equal(errors.n, 1);
  assert_string_equal(errors.v[0].message, "pipeline: dedupe is there already; a stage can be used once");
  conf_free(c);
  conf_errors_free(&errors);
  sprintf(at, "  - {id: more, url: \"file:a\", parse: feed, options: {n: 777}}\n");
  c = load_good(*state, text);
  assert_int_equal(conf_check_plugins(c, &list, &errors), -1);
  assert_int_equal(errors.n, 2);
  assert_non_null(strstr(errors.v[1].message, "more than 100 different options"));
  conf_free(c);
  conf_errors_free(&errors);
  free(text);
}

/* ---- the sample and the tables ---- */

static char *read_sample(void) {
  static char text[20000];
  FILE *f = fopen(TIDINGS_SOURCE_DIR "/conf/tidings.yaml", "rb");
  assert_non_null(f);
  text[fread(text, 1, sizeof text - 1, f)] = '\0';
  fclose(f);
  return text;
}

static void a_usual_stage_that_is_not_installed_is_named(void **state) {
  struct conf_errors errors = {0};
  struct plugin_list nothing = {0};
  struct conf *c = conf_default();
  (void)state;
  assert_int_equal(conf_check_plugins(c, &nothing, &errors), -1);
  assert_int_equal(errors.n, 3);
  assert_string_equal(errors.v[0].place.file, "(usual pipeline)");
  assert_non_null(strstr(errors.v[0].message, "dedupe"));
  conf_errors_free(&errors);
  conf_free(c);
}

static void the_sample_loads_clean(void **state) {
  (void)state;
  struct conf_errors errors = {0};
  struct conf *c = load_file(TIDINGS_SOURCE_DIR "/conf/tidings.yaml", &errors);
  if (c == NULL) conf_errors_print(&errors, stderr);
  assert_int_equal(errors.n, 0);
  assert_int_equal(c->n_sources, 2);
  conf_free(c);
}

/* "# delay: 2s": every default stands in the sample as the table says it, or is set there. */
static void the_sample_names_every_key_with_its_default(void **state) {
  static const struct schema *const all[] = {&schema_store,    &schema_capture, &schema_keep,  &schema_hosts,
                                             &schema_interval, &schema_plugins, &schema_limits};
  const char *sample = read_sample();
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    for (size_t k = 0; k < all[i]->n; k++) {
      const struct option_info *o = &all[i]->options[k];
      char with_default[200], set[100];
      snprintf(with_default, sizeof with_default, "# %s: %s", o->name, o->type == TDG_O_LIST ? "[]" : o->def);
      snprintf(set, sizeof set, "\n  %s: ", o->name);
      if (strstr(sample, with_default) == NULL && strstr(sample, set) == NULL)
        fail_msg("conf/tidings.yaml does not say \"%s\" (%s)", with_default, all[i]->name);
    }
  for (size_t k = 0; k < schema_source.n; k++) {
    char key[100];
    snprintf(key, sizeof key, "%s: ", schema_source.options[k].name);
    if (strstr(sample, key) == NULL) fail_msg("conf/tidings.yaml does not name \"%s\" of a source", key);
  }
}

static void the_tables_are_sound(void **state) {
  static const struct schema *const all[] = {
      &schema_top,      &schema_store,  &schema_capture, &schema_keep,    &schema_fetch,  &schema_hosts,
      &schema_interval, &schema_websub, &schema_log,     &schema_plugins, &schema_limits, &schema_exec,
      &schema_source,   &schema_rights, &schema_expect,  &schema_control};
  char err[OPTION_ERROR];
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    if (option_table_check(all[i]->options, all[i]->n, all[i]->size, err) != 0)
      fail_msg("%s: %s", all[i]->name, err);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(an_empty_file_is_the_defaults),
      TEST(rights_are_granted_by_id_or_file),
      TEST(articles_are_looked_at_again_when_the_configuration_says),
      TEST(every_part_is_read),
      TEST(nothing_said_is_another_thing_than_nothing),
      TEST(keys_of_fetch_join_the_options_of_the_web_fetcher),
      TEST(keys_of_fetch_are_judged_by_the_web_fetchers_table),
      TEST(json_is_read_as_well),
      TEST(texts_that_look_like_other_types_stay_texts),
      TEST(sources_of_a_list_have_what_it_says_and_an_id_of_their_address),
      TEST(sources_are_included_from_files),
      TEST(mistakes_in_the_form_are_placed),
      TEST(unknown_keys_and_wrong_values_are_placed),
      TEST(mistakes_in_sources_are_placed),
      TEST(mistakes_in_pipeline_and_sinks_are_placed),
      TEST(a_missing_file_says_so),
      TEST(errors_are_all_found_at_once_up_to_a_limit),
      TEST(ten_thousand_sources_are_read),
      TEST(components_are_checked_against_the_plugins),
      TEST(a_secret_stands_in_a_file),
      TEST(a_stage_stands_in_the_pipeline_once_and_own_options_have_a_bound),
      TEST(a_usual_stage_that_is_not_installed_is_named),
      TEST(the_sample_loads_clean),
      TEST(the_sample_names_every_key_with_its_default),
      TEST(the_tables_are_sound),
  };
  return cmocka_run_group_tests_name("configuration", tests, NULL, NULL);
}
