/* quality.c - a judgement of the page and of what was read from it.
 *
 * All of it is form: how much text was kept, where it ends, what stands behind it, what the page says it is.
 * What else than an article a page may be is page_kind.c's. */
#include "page_kind.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/units.h>
#include <tidings/kit/url.h>

enum {
  FEW_WORDS = 80,
  TEASER_WORDS = 250,
  MANY_IMAGES = 8,
  WORDS_A_PICTURE = 25,
  MANY_TIMES = 5,
  MAX_ONWARD = 40
};

static void count_kept(struct page *pg, const struct body *b, struct quality *q) {
  for (uint32_t i = b->first; i < b->last; i++) {
    const struct line *l = &pg->line[i];
    if (l->dropped || l->kind == TDG_CAPTION_TEXT) continue;
    q->units += l->units;
    q->links += l->links;
    for (uint32_t k = l->first; k < l->last; k++) {
      const struct tdg_node *n = &pg->node[k];
      if (n->tag == TDG_HTML_TEXT && (n->flags & (F_SPACE | F_SKIP | F_HIDDEN)) == 0)
        q->words += text_words(pg->src.p + n->at, n->len);
    }
  }
}

static int is_ellipsis(struct tdg_str s) {
  return tdg_str_ends(s, "...") || tdg_str_ends(s, "\xE2\x80\xA6") || tdg_str_ends(s, "&hellip;") ||
         tdg_str_ends(s, "&#8230;") || tdg_str_ends(s, "[...]") || tdg_str_ends(s, "[\xE2\x80\xA6]") ||
         tdg_str_ends(s, "[&hellip;]");
}

/* A sentence ends with one of these; a text that does not, and goes on in a link, is continued elsewhere. */
static int is_finished(struct tdg_str s) {
  static const char *const ends[] = {".",
                                     "!",
                                     "?",
                                     ":",
                                     "\"",
                                     ")",
                                     "\xE2\x80\x9D",
                                     "\xE2\x80\x9C",
                                     "\xC2\xBB",
                                     "\xE3\x80\x82",
                                     "\xEF\xBC\x81",
                                     "\xEF\xBC\x9F",
                                     "\xD8\x9F",
                                     "\xD6\x83",
                                     "&quot;",
                                     "&rdquo;",
                                     "&raquo;"};
  for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
    if (tdg_str_ends(s, ends[i])) return 1;
  return 0;
}

static struct tdg_str text_at(const struct page *pg, uint32_t k) {
  return tdg_str_trim((struct tdg_str){pg->src.p + pg->node[k].at, pg->node[k].len});
}

/* Does the link around this text lead to another page of the same site? */
static int leads_on(const struct page *pg, uint32_t k) {
  struct tdg_str ref, url;
  while (k > 0 && pg->node[k].tag != TDG_HTML_A) k = pg->node[k].parent;
  ref = node_attr_text(pg, k, TDG_ATTR_HREF);
  if (k == 0 || ref.n == 0 || ref.p[0] == '#') return 0;
  url = tdg_url_resolve(pg->call, pg->url, ref);
  return tdg_url_is_web(url) &&
         str_same_folded(pg->call, tdg_url_host(pg->call, url), tdg_url_host(pg->call, pg->url));
}

/* Does this line break off: at dots, or in the middle of a sentence before a short link ("read on")? */
static int line_breaks_off(const struct page *pg, const struct line *l, int is_short) {
  int link = 0;
  for (uint32_t k = l->last; k-- > l->first;) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag != TDG_HTML_TEXT || (n->flags & (F_SPACE | F_SKIP | F_HIDDEN)) != 0) continue;
    if (is_ellipsis(text_at(pg, k))) return 1;
    if ((n->flags & F_IN_LINK) == 0) return link && !is_finished(text_at(pg, k));
    if (link || !is_short || n->units > MAX_ONWARD || !leads_on(pg, k)) return 0;
    link = 1;
  }
  return 0;
}

static int breaks_off(const struct page *pg, const struct body *b, size_t words) {
  for (uint32_t i = b->last; i-- > b->first;) {
    if (!pg->line[i].dropped) return line_breaks_off(pg, &pg->line[i], words < TEASER_WORDS);
  }
  return 0;
}

/* A wall that stands behind the first words, and little before it. */
static int is_walled(const struct body *b, const struct page_counts *s, size_t words) {
  if (s->paywall <= 60) return 0;
  return words < FEW_WORDS || (words < TEASER_WORDS && s->paywall_at > b->first_node && b->first_node > 0);
}

void quality_judge(struct page *pg, const struct meta *m, const struct body *b, const struct chosen *title,
                   struct quality *q) {
  uint32_t said = tdg_units(m->ld_body.p != NULL ? m->ld_body.p : "", m->ld_body.n);
  struct page_counts *s = &q->counts;
  *q = (struct quality){0};
  count_kept(pg, b, q);
  if (b->said_only) q->words = text_words(m->ld_body.p, m->ld_body.n), q->units = said;
  page_counts_read(pg, m, b, s);
  q->kind = kind_of(pg, b, s, title, q->words, &q->why);
  q->cut = pg->cut;
  q->paywalled = m->free_access == 0 || is_walled(b, s, q->words);
  q->truncated = breaks_off(pg, b, q->words) || (said > 800 && q->units * 10 < (size_t)said * 6);
  q->live_blog = tdg_nocase_is(m->ld_type, "liveblogposting") || (s->live > 1000 && s->times >= MANY_TIMES);
  q->video = q->words < FEW_WORDS && s->says_video;
  q->gallery = s->pictures >= MANY_IMAGES && q->words < TEASER_WORDS &&
               q->words < s->pictures * WORDS_A_PICTURE && !q->video;
}

static void put_flag(struct page *pg, tdg_rec *g, int set, const char *name) {
  if (set) tdg_put_str(pg->call, g, TDG_FLAG, name);
}

void quality_write(struct page *pg, const struct quality *q, tdg_rec *rec) {
  tdg_rec *g = tdg_group(pg->call);
  tdg_put_int(pg->call, g, TDG_WORDS, (int64_t)q->words);
  tdg_put_real(pg->call, g, TDG_LINK_SHARE, q->units > 0 ? (double)q->links / (double)q->units : 0.0);
  put_flag(pg, g, q->paywalled, "paywalled");
  put_flag(pg, g, q->truncated, "truncated");
  put_flag(pg, g, q->live_blog, "live-blog");
  put_flag(pg, g, q->gallery && q->kind == KIND_ARTICLE, "gallery");
  put_flag(pg, g, q->video && q->kind == KIND_ARTICLE, "video");
  tdg_put_str(pg->call, g, TDG_FLAG, kind_name(q->kind));
  put_flag(pg, g, q->cut, "cut");
  put_flag(pg, g, q->rule_missed, "rule-missed");
  put_flag(pg, g, q->native_ad, "native-ad");
  tdg_put_rec(pg->call, rec, TDG_QUALITY, g);
}
