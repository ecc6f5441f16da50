/* next_page.c - the next page of an article that has several.
 *
 * A link to a next page must say so (rel=next, its text is the number, it stands in a list of pages) and its
 * address must be this page's but for a number that is one higher, or that is 2 where there was none: "next
 * article" links never are. */
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "page_facts.h"

enum { MAX_PAGES = 60, MAX_LABEL = 12, MAX_ENDING = 5, MAX_CHANGE = 40 };

/* The number in what is left of an address when what both share is taken away; 0 when there is more than a
 * number and one word before it ("page", "seite", "str"). */
static long number_in(const char *p, size_t n) {
  long v = 0;
  size_t words = 0;
  for (size_t i = 0; i < n; i++) {
    int letter = (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') ||
                 (unsigned char)p[i] >= 0x80 || p[i] == '%';
    if (tdg_is_digit(p[i])) {
      if (v > 0 && !tdg_is_digit(p[i - 1])) return 0;
      v = v * 10 + (p[i] - '0');
      if (v > MAX_PAGES) return 0;
    } else if (letter) {
      if (v > 0) return p[i - 1] == '.' && n - i <= MAX_ENDING && words <= 1 ? v : 0; /* 2.html */
      words += i == 0 || strchr("/?&=-_.,", p[i - 1]) != NULL;
    } else if (strchr("/?&=-_.,", p[i]) == NULL) {
      return 0;
    }
  }
  return words <= 1 ? v : 0;
}

/* How much both addresses share at their beginning; a number is shared whole or not at all. */
static size_t shared_head(struct tdg_str a, struct tdg_str b) {
  size_t n = 0;
  while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
  if ((n == a.n || !tdg_is_digit(a.p[n])) && (n == b.n || !tdg_is_digit(b.p[n]))) return n;
  while (n > 0 && tdg_is_digit(a.p[n - 1])) n--;
  return n;
}

/* The same at the end, where a number ends a step of the path or a part of the query. */
static size_t shared_tail(struct tdg_str a, struct tdg_str b, size_t head) {
  size_t n = 0;
  while (n < a.n - head && n < b.n - head && a.p[a.n - 1 - n] == b.p[b.n - 1 - n]) n++;
  while (n > 0 && strchr("/.?&", a.p[a.n - n]) == NULL) n--;
  return n;
}

/* The page number of `there` when it is the page after `here` of the same article; 0. */
static long next_page_number(struct tdg_str here, struct tdg_str there) {
  size_t head = shared_head(here, there), tail = shared_tail(here, there, head);
  size_t old = here.n - head - tail, new = there.n - head - tail;
  long from, to;
  if (old > MAX_CHANGE || new > MAX_CHANGE) return 0;
  from = number_in(here.p + head, old);
  to = number_in(there.p + head, new);
  if (from == 0 && old > 1) return 0;
  return to == (from == 0 ? 2 : from + 1) ? to : 0;
}

static int in_pages(const struct page *pg, uint32_t i) {
  for (int k = 0; i > 0 && k < 6; i = pg->node[i].parent, k++) {
    if ((pg->node[i].names & N_PAGES) != 0) return 1;
  }
  return 0;
}

static int ask(struct page *pg, struct tdg_str url, long page, const char *rel, const char *as) {
  tdg_rec *r = tdg_rec_new(pg->call, TDG_REQUEST);
  tdg_put_text(pg->call, r, TDG_URL, url.p, url.n);
  tdg_put_str(pg->call, r, TDG_AS, as);
  tdg_put_int(pg->call, r, TDG_PAGE_NO, page);
  tdg_put_str(pg->call, r, TDG_REL, rel);
  tdg_put_text(pg->call, r, TDG_DISCOVERED, pg->url.p, pg->url.n);
  return tdg_emit(pg->call, r) == TDG_OK;
}

int next_page_ruled(struct page *pg, struct tdg_str ref, long page, const char *as) {
  struct tdg_str url = tdg_url_resolve(pg->call, pg->url, ref);
  return tdg_url_is_web(url) && ask(pg, url, page, NULL, as);
}

int single_page_request(struct page *pg, const tdg_rec *doc, struct tdg_str ref, const char *as) {
  struct tdg_str url = ref.n > 0 && pg->url.n > 0 ? tdg_url_resolve(pg->call, pg->url, ref) : ref;
  if (url.n == 0 || !tdg_url_is_web(url) || tdg_str_same(url, pg->url)) return 0;
  if (strcmp(tdg_get(pg->call, doc, TDG_REL).p, "single-page") == 0) return 0;
  return ask(pg, url, 2, "single-page", as);
}

/* Comments have pages of their own. */
static int in_comments(const struct page *pg, uint32_t i) {
  for (; i > 0; i = pg->node[i].parent)
    if ((pg->node[i].names & N_COMMENT) != 0) return 1;
  return 0;
}

/* The number in "2" or "Seite 2"; 0 when there is none, or much else. */
static long label_of(const struct page *pg, uint32_t i) {
  struct tdg_str text;
  long v = 0;
  if (pg->node[i].units == 0 || pg->node[i].units > MAX_LABEL) return 0;
  text = node_text(pg, i, 4 * MAX_LABEL);
  for (size_t k = 0; k < text.n && v <= MAX_PAGES; k++)
    if (tdg_is_digit(text.p[k])) v = v * 10 + (text.p[k] - '0');
  return v;
}

static int may_lead_on(const struct page *pg, uint32_t i, long *label) {
  unsigned tag = pg->node[i].tag;
  *label = 0;
  if (tag != TDG_HTML_A && tag != TDG_HTML_LINK) return 0;
  if (tdg_nocase_is(node_attr(pg, i, TDG_ATTR_REL), "next")) return 1;
  if (tag == TDG_HTML_LINK || in_comments(pg, i)) return 0;
  return in_pages(pg, i) || (*label = label_of(pg, i)) > 1;
}

int next_page_request(struct page *pg, const char *as) {
  if (pg->url.n == 0) return 0;
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_str url;
    long page, label;
    if (!may_lead_on(pg, i, &label)) continue;
    url = tdg_url_resolve(pg->call, pg->url, node_attr_text(pg, i, TDG_ATTR_HREF));
    if (!tdg_url_is_web(url) || (page = next_page_number(pg->url, url)) == 0) continue;
    if (label > 1 && label != page) continue;
    return ask(pg, url, page, NULL, as);
  }
  return 0;
}
