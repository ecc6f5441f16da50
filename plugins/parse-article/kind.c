/* kind.c - what a page is, when it is no article: see kind.h.
 *
 * Nearly all of it is form: how much text was kept, what boxes the page is made of, what it says it is. Where
 * form does not tell (a "not found" page, a consent notice without a name), short lists of words of many
 * languages do, and only on pages that show next to nothing.  Nothing here can fail; memory is the call's. */
#include "kind.h"

#include <string.h>

#include <tidings/kit/text.h>
#include <tidings/kit/url.h>

enum {
  FEW_WORDS = 80, /* hardly an article */
  NEXT_TO_NOTHING = 40,
  LITTLE_SHOWN = 800, /* units of a whole page */
  SHORT_PAGE = 3000,
  LONG_NOTICE = 400,  /* words of a wall with a name */
  SHORT_NOTICE = 120, /* words of one without */
  PER_COOKIE = 20,    /* words */
  OWN_TEXT = 600,     /* units that make an article whatever stands around it */
  OWN_LINES = 3,      /* so do paragraphs that follow each other */
  MAX_WALL = 1000,    /* units */
  LONG_LINE = 40,     /* units of a line that says something */
  MAX_TEASER = 700,   /* units of its box */
  MANY_TEASERS = 6,
  MANY_LINK_LINES = 15,
  MANY_PICTURES = 6,
  MAX_HEAD = 400,
  MAX_SHOWN = 12000
};

/* ---- what the page says it is ---- */

static int script_says(const struct page *pg, uint32_t i, const char *type) {
  const struct node *text = &pg->node[i + 1];
  return memmem(pg->src.p + text->at, text->len, type, strlen(type)) != NULL;
}

static void read_said(struct page *pg, const struct meta *m, struct signs *s) {
  s->says_article = m->ld_type.n > 0 || str_is(m->og_type, "article");
  s->says_video = str_starts(m->og_type, "video");
  for (uint32_t i = 1; i + 1 < pg->n; i++) {
    if (pg->node[i].tag != T_SCRIPT || pg->node[i].end == i + 1) continue;
    if (!str_has(node_attr(pg, i, A_TYPE), "ld+json")) continue;
    s->says_video |= script_says(pg, i, "\"VideoObject\"");
    s->says_gallery |= script_says(pg, i, "\"ImageGallery\"") || script_says(pg, i, "\"MediaGallery\"");
    s->says_search |= script_says(pg, i, "\"SearchResultsPage\"");
    s->says_listing |= script_says(pg, i, "\"CollectionPage\"") || script_says(pg, i, "\"ItemList\"");
  }
}

/* ---- what stands on it ---- */

static int tiny(const struct page *pg, uint32_t i) {
  struct tdg_str w = node_attr(pg, i, A_WIDTH);
  return w.n > 0 && w.n < 3 && w.p[0] >= '0' && w.p[0] <= '9';
}

static int is_button(const struct page *pg, uint32_t i) {
  struct tdg_str type;
  if (pg->node[i].tag != T_INPUT) return pg->node[i].tag == T_BUTTON;
  type = node_attr(pg, i, A_TYPE);
  return str_is(type, "submit") || str_is(type, "button");
}

static void count_element(const struct page *pg, uint32_t i, struct signs *s) {
  const struct node *n = &pg->node[i];
  s->pictures += n->tag == T_IMG && (n->flags & (F_IN_LINK | F_HIDDEN)) == 0 && !tiny(pg, i);
  s->players +=
      n->tag == T_VIDEO || (n->tag == T_IFRAME && (n->flags & F_HIDDEN) == 0 && (n->names & N_EMBED) != 0);
  s->passwords += n->tag == T_INPUT && str_is(node_attr(pg, i, A_TYPE), "password");
  s->buttons += (uint32_t)is_button(pg, i);
  s->scripts += n->tag == T_SCRIPT;
  s->times += n->tag == T_TIME;
  if (n->tag == T_BODY || n->tag == T_HTML || (n->flags & F_HIDDEN) != 0) return;
  if ((n->names & N_CONSENT) != 0 && n->units > s->consent) s->consent = n->units;
  if ((n->names & N_PAYWALL) != 0 && n->units > s->paywall) s->paywall = n->units, s->paywall_at = i;
  if ((n->names & N_LIVE) != 0 && n->units > s->live) s->live = n->units;
}

static int is_link(const struct line *l) { return l->links * 10 >= l->units * 7; }
static int is_text(const struct line *l) {
  return !is_link(l) && l->units >= LONG_LINE && l->kind != TDG_CAPTION_TEXT;
}

/* A link long enough to be a headline; a Chinese character counts three. */
static int is_headline(const struct line *l) { return is_link(l) && l->units >= 15; }

/* The smallest element around a line that holds something besides it. */
static uint32_t box_of(const struct page *pg, const struct line *l) {
  uint32_t i = l->node;
  while (i > 0 && pg->node[i].units <= l->units) i = pg->node[i].parent;
  return i;
}

/* A headline that is a link and a few words below it, or a few words and a link to the rest, in a box of
 * their own. */
static int is_teaser(const struct page *pg, uint32_t at, uint32_t box) {
  uint32_t texts = 0, heads = 0, links = 0, i = at;
  if (box == 0 || pg->node[box].tag == T_BODY || pg->node[box].units > MAX_TEASER) return 0;
  while (i > 0 && pg->line[i - 1].first > box) i--;
  for (; i < pg->n_lines && pg->line[i].first < pg->node[box].end; i++) {
    const struct line *l = &pg->line[i];
    texts += (uint32_t)is_text(l);
    links += (uint32_t)is_link(l);
    heads += texts == 0 && is_headline(l);
  }
  return (heads > 0 && texts <= 2) || (links > 0 && texts == 1);
}

/* <h3><a>..</a></h3><p>..</p><h3>..: the boxes are missing, the order is the same. */
static int is_bare_teaser(const struct page *pg, uint32_t at) {
  uint32_t k = at;
  while (k > 0 && !is_link(&pg->line[k - 1]) && !is_text(&pg->line[k - 1])) k--;
  if (k == 0 || !is_headline(&pg->line[k - 1]) || pg->line[at].units > MAX_TEASER) return 0;
  for (k = at + 1; k < pg->n_lines && !is_link(&pg->line[k]) && !is_text(&pg->line[k]);) k++;
  return k == pg->n_lines || is_link(&pg->line[k]);
}

/* Does a line stand in an element of that name, no larger than `most`? */
static int in_named(const struct page *pg, const struct line *l, uint32_t name, uint32_t most) {
  for (uint32_t k = l->node; k > 0; k = pg->node[k].parent)
    if ((pg->node[k].names & name) != 0 && pg->node[k].units <= most) return 1;
  return 0;
}

struct own {
  uint32_t units, lines;
};

static void read_text_line(const struct page *pg, uint32_t i, int kept, struct own *own, struct signs *s) {
  const struct line *l = &pg->line[i];
  int teaser = is_teaser(pg, i, box_of(pg, l)) || is_bare_teaser(pg, i);
  struct own *o = &own[pg->node[l->node].parent];
  if (kept) s->kept += l->units;
  if (kept && teaser) s->kept_teasers += l->units;
  s->teasers += (uint32_t)teaser;
  if (teaser || (pg->node[l->node].flags & F_PRUNED) != 0) return;
  o->units += l->units;
  o->lines++;
  if (o->units > s->own) s->own = o->units, s->own_lines = o->lines;
}

static void read_lines(struct page *pg, const struct body *b, struct signs *s) {
  struct own *own = tdg_scratch(pg->call, pg->n * sizeof(*own)); /* by the element around a line */
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    int kept = i >= b->first && i < b->last && l->drop == KEEP;
    s->link_lines += l->units >= 15 && l->links * 10 >= l->units * 8;
    if (kept && in_named(pg, l, N_CONSENT, UINT32_MAX)) s->kept_consent += l->units;
    if (is_text(l)) read_text_line(pg, i, kept, own, s);
  }
}

/* Only at the tail, and never most of the body: "premium" may be the name of the whole article. */
void wall_cut(struct page *pg, const struct body *b) {
  uint32_t inside = 0, all = 0, tail = b->last;
  for (uint32_t i = b->first; i < b->last; i++) {
    if (pg->line[i].drop != KEEP) continue;
    all += pg->line[i].units;
    if (in_named(pg, &pg->line[i], N_PAYWALL, MAX_WALL)) {
      if (inside == 0) tail = i;
      inside += pg->line[i].units;
    } else if (inside > 0) {
      return;
    }
  }
  if (inside * 2 >= all) return;
  for (uint32_t i = tail; i < b->last; i++)
    if (pg->line[i].drop == KEEP) pg->line[i].drop = DROP_TAIL;
}

void signs_read(struct page *pg, const struct meta *m, const struct body *b, struct signs *s) {
  *s = (struct signs){0};
  read_said(pg, m, s);
  for (uint32_t i = 1; i < pg->n; i++)
    if (pg->node[i].tag != T_TEXT) count_element(pg, i, s);
  read_lines(pg, b, s);
}

/* ---- words, where form does not tell ---- */

static const char *const not_found[] = {"not found",
                                        "doesn't exist",
                                        "does not exist",
                                        "no longer available",
                                        "nicht gefunden",
                                        "introuvable",
                                        "n'existe pas",
                                        "no encontrada",
                                        "no se ha encontrado",
                                        "no existe",
                                        "non trovata",
                                        "non esiste",
                                        "nao encontrada",
                                        "niet gevonden",
                                        "nie znaleziono",
                                        "nie istnieje",
                                        "nenalezena",
                                        "neexistuje",
                                        "не знайдено",
                                        "не найдена",
                                        "не існує",
                                        "не существует",
                                        "bulunamadı",
                                        "غير موجودة",
                                        "لم يتم العثور",
                                        "לא נמצא",
                                        "找不到",
                                        "未找到",
                                        "不存在",
                                        "見つかりません",
                                        "찾을 수 없"};
static const char *const cookies[] = {"cookie", "куки",     "файлів cookie", "çerez", "ملفات تعريف الارتباط",
                                      "עוגיות", "クッキー", "쿠키"};

static size_t times_said(struct page *pg, struct tdg_str folded, const char *word) {
  struct tdg_str w = tdg_fold(pg->call, str_of(word));
  size_t n = 0;
  for (size_t i = 0; w.n > 0 && i + w.n <= folded.n; i++) {
    const char *at = memmem(folded.p + i, folded.n - i, w.p, w.n);
    if (at == NULL) break;
    i = (size_t)(at - folded.p) + w.n - 1;
    n++;
  }
  return n;
}

static size_t said_of(struct page *pg, struct tdg_str folded, const char *const *words, size_t n) {
  size_t most = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = times_said(pg, folded, words[i]);
    if (k > most) most = k;
  }
  return most;
}
#define SAID_OF(pg, text, list) said_of(pg, text, list, sizeof(list) / sizeof((list)[0]))

/* A status such as 404, standing alone. */
static int has_status(struct tdg_str s) {
  static const char *const codes[] = {"403", "404", "410", "500", "502", "503"};
  for (size_t i = 0; i + 3 <= s.n; i++) {
    int alone = (i == 0 || s.p[i - 1] < '0' || s.p[i - 1] > '9') &&
                (i + 3 == s.n || s.p[i + 3] < '0' || s.p[i + 3] > '9');
    for (size_t k = 0; alone && k < sizeof(codes) / sizeof(codes[0]); k++)
      if (memcmp(s.p + i, codes[k], 3) == 0) return 1;
  }
  return 0;
}

/* The heads of a page: what it is titled, and its largest heading. */
static int is_error(struct page *pg, const struct chosen *title) {
  struct tdg_buf b = tdg_buf_make(pg->call, MAX_HEAD * 4);
  struct tdg_str folded;
  tdg_buf_add(&b, title->text.p, title->text.n < MAX_HEAD ? title->text.n : 0);
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_str text;
    if (pg->node[i].tag != T_TITLE && pg->node[i].tag != T_H1 && pg->node[i].tag != T_H2) continue;
    text = node_text(pg, i, MAX_HEAD);
    if (b.n + text.n + 1 > MAX_HEAD * 3) break;
    tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, text.p, text.n);
  }
  folded = tdg_fold(pg->call, tdg_buf_get(&b));
  return has_status(folded) || SAID_OF(pg, folded, not_found) > 0;
}

/* Is it the body itself that speaks of cookies? */
static int speaks_of_cookies(struct page *pg, const struct body *b, size_t words) {
  struct tdg_str text = b->root != 0 ? tdg_fold(pg->call, node_text(pg, b->root, MAX_SHOWN)) : str_of("");
  size_t n = SAID_OF(pg, text, cookies);
  return n >= 2 && n * PER_COOKIE >= words;
}

/* "Please switch JavaScript on": the name of the language is the same everywhere. */
static int wants_scripts(const struct page *pg) {
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct node *n = &pg->node[i];
    if (n->tag != T_TEXT || (tag_flags(pg->node[n->parent].tag) & TF_RAW) != 0) continue;
    if (n->len < 2000 && str_has((struct tdg_str){pg->src.p + n->at, n->len}, "javascript")) return 1;
  }
  return 0;
}

/* ---- the judgement ---- */

static int has_own_text(const struct signs *s) { return s->own >= OWN_TEXT || s->own_lines >= OWN_LINES; }

static int is_front(const struct page *pg) {
  struct tdg_url u;
  return tdg_url_parse(pg->url, &u) == 0 && u.host.n > 0 && u.path.n <= 1 && u.query.n == 0;
}

static int is_search(const struct page *pg, const struct signs *s) {
  static const char *const keys[] = {"q=", "s=", "query=", "search=", "text=", "wd=", "keyword="};
  struct tdg_url u;
  if (s->says_search) return 1;
  if (tdg_url_parse(pg->url, &u) != 0) return 0;
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
    size_t n = strlen(keys[i]);
    for (size_t k = 0; k + n < u.query.n; k++)
      if ((k == 0 || u.query.p[k - 1] == '&') && memcmp(u.query.p + k, keys[i], n) == 0 &&
          u.query.p[k + n] != '&')
        return 1;
  }
  return 0;
}

static int is_listing(const struct page *pg, const struct signs *s, size_t words) {
  int front = is_front(pg), only = !has_own_text(s) && s->kept_teasers * 10 >= s->kept * 6;
  int boxes = only && s->teasers >= MANY_TEASERS;
  if (s->says_article && !(front && boxes)) return 0;
  if (boxes || (only && (front || s->says_listing) && s->teasers >= MANY_TEASERS / 2)) return 1;
  return words * 4 < FEW_WORDS * 3 && s->link_lines >= MANY_LINK_LINES;
}

/* By its name, or by what it speaks of; an article below it makes it a page with a notice in front. */
static int is_consent_wall(struct page *pg, const struct body *b, const struct signs *s, size_t words) {
  uint32_t page = pg->node[0].units;
  if (s->consent * 2 > page && words < FEW_WORDS) return 1;
  if (s->says_article || words > LONG_NOTICE) return 0;
  if (s->consent * 2 > page && s->kept_consent * 2 > s->kept) return 1;
  return s->buttons > 0 && page < SHORT_PAGE && words < SHORT_NOTICE && s->link_lines < MANY_LINK_LINES &&
         speaks_of_cookies(pg, b, words);
}

static int is_video(const struct signs *s, size_t words) {
  if (s->says_article) return 0;
  return (s->says_video && words < FEW_WORDS) || (s->players > 0 && words < NEXT_TO_NOTHING);
}

enum page_kind kind_of(struct page *pg, const struct body *b, const struct signs *s,
                       const struct chosen *title, size_t words) {
  uint32_t page = pg->node[0].units;
  if (is_consent_wall(pg, b, s, words)) return KIND_CONSENT;
  if (words < FEW_WORDS && s->passwords > 0 && !s->says_article) return KIND_LOGIN;
  if (words < NEXT_TO_NOTHING && page < LITTLE_SHOWN && s->scripts > 0 && wants_scripts(pg))
    return KIND_SCRIPT;
  if (words < FEW_WORDS && !s->says_article && !has_own_text(s) && is_error(pg, title)) return KIND_ERROR;
  if (is_video(s, words)) return KIND_VIDEO;
  if (words < NEXT_TO_NOTHING && s->pictures >= MANY_PICTURES) return KIND_GALLERY;
  if (!s->says_article && !has_own_text(s) && s->teasers >= 2 && is_search(pg, s)) return KIND_SEARCH;
  if (is_listing(pg, s, words)) return is_search(pg, s) ? KIND_SEARCH : KIND_LISTING;
  return words == 0 && page == 0 && s->pictures + s->players == 0 ? KIND_EMPTY : KIND_ARTICLE;
}

const char *kind_name(enum page_kind kind) {
  switch (kind) {
  case KIND_LISTING:
    return "listing";
  case KIND_SEARCH:
    return "search";
  case KIND_GALLERY:
    return "gallery";
  case KIND_VIDEO:
    return "video";
  case KIND_LOGIN:
    return "login-wall";
  case KIND_CONSENT:
    return "consent-wall";
  case KIND_ERROR:
    return "error";
  case KIND_SCRIPT:
    return "needs-script";
  case KIND_EMPTY:
    return "empty";
  case KIND_ARTICLE:
    break;
  }
  return NULL;
}
