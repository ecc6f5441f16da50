/* quality.c - a judgement of the page and of what was read from it.
 *
 * All of it is form: how much text was kept, how many links and pictures there are, what the page says it is.
 * A page is called something else than an article only when hardly any text was found in it. */
#include "quality.h"

#include <string.h>

enum { FEW_WORDS = 80, MANY_LINK_LINES = 15, MANY_IMAGES = 8, MANY_TIMES = 5 };

static void count_kept(struct page *pg, const struct body *b, struct quality *q) {
  for (uint32_t i = b->first; i < b->last; i++) {
    const struct line *l = &pg->line[i];
    if (l->drop != KEEP || l->kind == TDG_CAPTION_TEXT) continue;
    q->units += l->units;
    q->links += l->links;
    for (uint32_t k = l->first; k < l->last; k++) {
      const struct node *n = &pg->node[k];
      if (n->tag == T_TEXT && (n->flags & (F_SPACE | F_SKIP | F_HIDDEN)) == 0)
        q->words += text_words(pg->src.p + n->at, n->len);
    }
  }
}

static int ends_with(struct tdg_str s, const char *tail) {
  size_t n = strlen(tail);
  return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

/* Does the last line that was kept break off? */
static int breaks_off(const struct page *pg, const struct body *b) {
  for (uint32_t i = b->last; i-- > b->first;) {
    const struct line *l = &pg->line[i];
    if (l->drop != KEEP) continue;
    for (uint32_t k = l->last; k-- > l->first;) {
      const struct node *n = &pg->node[k];
      struct tdg_str s;
      if (n->tag != T_TEXT || (n->flags & F_SPACE) != 0) continue;
      s = str_trim((struct tdg_str){pg->src.p + n->at, n->len});
      return ends_with(s, "...") || ends_with(s, "\xE2\x80\xA6") || ends_with(s, "&hellip;") ||
             ends_with(s, "&#8230;");
    }
  }
  return 0;
}

struct counts {
  int images, times, passwords, link_lines;
  uint32_t consent, paywall, live;
};

static void count_page(struct page *pg, struct counts *c) {
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct node *n = &pg->node[i];
    c->images += n->tag == T_IMG;
    c->times += n->tag == T_TIME;
    c->passwords += n->tag == T_INPUT && str_is(node_attr(pg, i, A_TYPE), "password");
    if (n->tag == T_TEXT || n->tag == T_BODY || n->tag == T_HTML || (n->flags & F_HIDDEN) != 0) continue;
    if ((n->names & N_CONSENT) != 0 && n->units > c->consent) c->consent = n->units;
    if ((n->names & N_PAYWALL) != 0 && n->units > c->paywall) c->paywall = n->units;
    if ((n->names & N_LIVE) != 0 && n->units > c->live) c->live = n->units;
  }
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    c->link_lines += l->units >= 15 && l->links * 10 >= l->units * 8;
  }
}

void quality_judge(struct page *pg, const struct meta *m, const struct body *b, struct quality *q) {
  struct counts c = {0};
  *q = (struct quality){0};
  int few, says_article = m->ld_type.n > 0 || str_is(m->og_type, "article");
  uint32_t said = text_units(m->ld_body.p != NULL ? m->ld_body.p : "", m->ld_body.n);
  count_kept(pg, b, q);
  if (b->said_only) q->words = text_words(m->ld_body.p, m->ld_body.n), q->units = said;
  count_page(pg, &c);
  few = q->words < FEW_WORDS;
  q->cut = pg->cut;
  q->paywalled = m->free_access == 0 || (c.paywall > 60 && few);
  q->truncated = breaks_off(pg, b) || (said > 800 && q->units * 10 < (size_t)said * 6);
  q->consent_wall = few && c.consent * 2 > pg->node[0].units;
  q->login_wall = few && c.passwords > 0 && !says_article;
  q->live_blog = str_is(m->ld_type, "liveblogposting") || (c.live > 1000 && c.times >= MANY_TIMES);
  q->video = few && (str_starts(m->og_type, "video") || str_is(m->ld_type, "videoobject"));
  q->gallery = few && c.images >= MANY_IMAGES && says_article && !q->video;
  q->listing = few && !says_article && c.link_lines >= MANY_LINK_LINES && q->words * 4 < FEW_WORDS * 3;
}

const char *quality_notice(const struct quality *q) {
  if (q->words >= FEW_WORDS / 2) return NULL;
  if (q->consent_wall) return "consent-wall";
  if (q->login_wall) return "login-wall";
  if (q->video && q->words < 15) return "video";
  if (q->listing) return "listing";
  if (q->gallery && q->words < 15) return "gallery";
  return NULL;
}

void quality_write(struct page *pg, const struct quality *q, tdg_rec *rec) {
  tdg_rec *g = tdg_group(pg->call);
  const struct {
    int set;
    const char *name;
  } flags[] = {{q->paywalled, "paywalled"}, {q->consent_wall, "consent-wall"}, {q->truncated, "truncated"},
               {q->live_blog, "live-blog"}, {q->listing, "listing"},           {q->gallery, "gallery"},
               {q->video, "video"},         {q->login_wall, "login-wall"},     {q->cut, "cut"},
               {q->rule_missed, "rule-missed"}};
  tdg_put_int(pg->call, g, TDG_WORDS, (int64_t)q->words);
  tdg_put_real(pg->call, g, TDG_LINK_SHARE, q->units > 0 ? (double)q->links / (double)q->units : 0.0);
  for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
    if (flags[i].set) tdg_put_str(pg->call, g, TDG_FLAG, flags[i].name);
  }
  tdg_put_rec(pg->call, rec, TDG_QUALITY, g);
}
