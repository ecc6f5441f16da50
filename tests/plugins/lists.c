/* A parser of listings from outside the tree, which checks no address: one word a line says what the rest is.
 *
 *   item TITLE    an article            more URL    the next page of this listing
 *   lead URL      a request             next URL    the same, and it says so (TDG_REPEAT)
 *   page URL      a request for an article
 */
#include <tidings/plugin.h>

#include <string.h>

static int put_line(tdg_call *call, const char *word, struct tdg_str rest) {
  int item = strcmp(word, "item") == 0;
  tdg_rec *r = tdg_rec_new(call, item ? TDG_ARTICLE : TDG_REQUEST);
  tdg_put_text(call, r, item ? TDG_TITLE : TDG_URL, rest.p, rest.n);
  if (item) tdg_put_text(call, r, TDG_GUID, rest.p, rest.n);
  if (item) tdg_put_text(call, r, TDG_SUMMARY, rest.p, rest.n);
  if (strcmp(word, "more") == 0 || strcmp(word, "next") == 0) {
    tdg_put_int(call, r, TDG_PAGE_NO, 2);
    tdg_put_str(call, r, TDG_AS, "lists");
  }
  if (strcmp(word, "next") == 0) tdg_put_str(call, r, TDG_REPEAT, "poll");
  if (strcmp(word, "page") == 0) tdg_put_str(call, r, TDG_AS, "article");
  return tdg_emit(call, r);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  static const char *const words[] = {"item", "more", "next", "lead", "page"};
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  const char *p = body.p, *end = body.p + body.n;
  int status = TDG_OK;
  (void)self;
  while (p < end && status == TDG_OK) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    size_t n = (size_t)((stop != NULL ? stop : end) - p);
    for (size_t i = 0; i < 5 && n > 5; i++)
      if (memcmp(p, words[i], 4) == 0) status = put_line(call, words[i], (struct tdg_str){p + 5, n - 5});
    p += n + 1;
  }
  return status;
}

TDG_PLUGIN("org.example.lists", "1.0", "Reads listings",
           TDG_PARSER(.name = "lists", .summary = "Listings, a word a line", .run = run));
