/* fuzz_article.c - any bytes as a page, with and without a site's rule, and as a rule: no crash, no undefined
 * behaviour, every record well formed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/record_json.h"
#include "worker/host.h"

#include <tidings/plugin.h>

#include "site_files.h"
#include "site_rules.h"

static int keep(void *arg, const tdg_rec *r) {
  struct tdg_str bytes = rec_bytes(r);
  char why[200];
  (void)arg;
  if (rec_check(bytes.p, bytes.n, (size_t)64 << 20, why, sizeof why) != 0) abort();
  return TDG_OK;
}

static void quiet(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

static struct rule_set *make_rules(struct tdg_str text) {
  const struct tdg_list one = {&text, 1};
  char why[600];
  return rules_open(one, why, sizeof why);
}

static void read_page(const uint8_t *data, size_t size, struct rule_set *rules) {
  struct known_sites known = {rules, NULL};
  struct host_call call;
  struct arena in = {0};
  tdg_rec *doc = rec_new(&in, TDG_DOC);
  host_init(&call, &(struct host_sink){.emit = keep, .log = quiet});
  host_begin(&call, 1700000000000);
  rec_put_str(doc, TDG_URL, "https://daily.example/news/2024/03/05/story.html");
  rec_put(doc, TDG_BODY, data, size);
  rec_put_int(doc, TDG_EXPLAIN, 1);
  tidings_plugin_1()->components->run(&call.pub, &known, doc);
  host_free(&call);
  arena_free(&in);
}

/* The first line as a rule, the rest as the page it is about. */
static void read_ruled(const uint8_t *data, size_t size) {
  static const char fixed[] =
      "host=daily.example; body=div p:not(.x) + p, article > *, td:nth-of-type(2n+1); drop=aside, "
      "[class*=ad]; title=//h1/text(); author=//*[@rel='author']; date=//time/@datetime; next=a[rel~=next]";
  const uint8_t *line = size > 0 ? memchr(data, '\n', size) : NULL;
  size_t n = line != NULL ? (size_t)(line - data) : 0;
  char text[1000];
  struct rule_set *rules;
  if (n > 900) n = 900;
  n = (size_t)snprintf(text, sizeof text, "host=daily.example; %.*s", (int)n, (const char *)data);
  rules = make_rules((struct tdg_str){text, n});
  if (rules == NULL) rules = make_rules((struct tdg_str){fixed, sizeof fixed - 1});
  if (rules == NULL) abort();
  read_page(data, size, rules);
  rules_close(rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  read_page(data, size, NULL);
  read_ruled(data, size);
  return 0;
}
