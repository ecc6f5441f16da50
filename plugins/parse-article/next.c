/* next.c - the next page of an article that has several.
 *
 * A link to a next page must say so (rel=next, a page number in a list of pages) and its address must be this
 * page's but for a number that is one higher: "next article" links never are. */
#include <string.h>

#include <tidings/kit/url.h>

#include "meta.h"
#include "next.h"

enum { MAX_PAGES = 60 };

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* The number in what is left of an address when what both share is taken away; 0 when there is more than a
 * number. */
static long number_in(const char *p, size_t n) {
  static const char *const words[] = {"page", "seite", "pagina", "strona", "sayfa", "p", "pg", "paged", "s"};
  long v = 0;
  size_t letters = 0;
  const char *word = NULL;
  for (size_t i = 0; i < n; i++) {
    if (is_digit(p[i])) {
      if (v > 0 && !is_digit(p[i - 1])) return 0;
      v = v * 10 + (p[i] - '0');
      if (v > MAX_PAGES) return 0;
    } else if ((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z')) {
      if (letters++ == 0) word = p + i;
    } else if (strchr("/?&=-_.,", p[i]) == NULL) {
      return 0;
    }
  }
  if (letters == 0) return v;
  for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
    if (strlen(words[i]) == letters && str_is((struct tdg_str){word, letters}, words[i])) return v;
  }
  return 0;
}

long next_page_number(struct tdg_str here, struct tdg_str there) {
  size_t head = 0, tail = 0;
  long from, to;
  while (head < here.n && head < there.n && here.p[head] == there.p[head]) head++;
  while (head > 0 && is_digit(here.p[head - 1])) head--;
  while (tail < here.n - head && tail < there.n - head &&
         here.p[here.n - 1 - tail] == there.p[there.n - 1 - tail])
    tail++;
  while (tail > 0 && is_digit(here.p[here.n - tail])) tail--;
  if (there.n - head - tail > 16 || here.n - head - tail > 16) return 0;
  from = number_in(here.p + head, here.n - head - tail);
  to = number_in(there.p + head, there.n - head - tail);
  if (from == 0 && here.n - head - tail > 1) return 0;
  return to == (from == 0 ? 2 : from + 1) ? to : 0;
}

static int in_pages(const struct page *pg, uint32_t i) {
  for (int k = 0; i > 0 && k < 6; i = pg->node[i].parent, k++) {
    if ((pg->node[i].names & N_PAGES) != 0) return 1;
  }
  return 0;
}

static void ask(struct page *pg, struct tdg_str url, long page) {
  tdg_rec *r = tdg_rec_new(pg->call, TDG_REQUEST);
  tdg_put_text(pg->call, r, TDG_URL, url.p, url.n);
  tdg_put_str(pg->call, r, TDG_AS, "article");
  tdg_put_int(pg->call, r, TDG_PAGE_NO, page);
  tdg_put_text(pg->call, r, TDG_DISCOVERED, pg->url.p, pg->url.n);
  tdg_emit(pg->call, r);
}

void next_ruled(struct page *pg, struct tdg_str ref, long page) {
  struct tdg_str url = tdg_url_resolve(pg->call, pg->url, ref);
  if (tdg_url_is_web(url)) ask(pg, url, page);
}

void next_request(struct page *pg) {
  if (pg->url.n == 0) return;
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct node *n = &pg->node[i];
    struct tdg_str url;
    long page;
    if (n->tag != T_A && n->tag != T_LINK) continue;
    if (!str_is(node_attr(pg, i, A_REL), "next") && !in_pages(pg, i)) continue;
    url = tdg_url_resolve(pg->call, pg->url, node_attr_text(pg, i, A_HREF));
    if (!tdg_url_is_web(url) || (page = next_page_number(pg->url, url)) == 0) continue;
    ask(pg, url, page);
    return;
  }
}
