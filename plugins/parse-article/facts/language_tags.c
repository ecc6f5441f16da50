/* language_tags.c - what a page says about its article besides title, authors and dates: language, section, tags,
 * picture, rights, other addresses. */
#include "page_facts.h"

#include <string.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>

enum {
  MAX_ALTERNATES = 40,
  LANGUAGE_SAMPLE = 4000,
  MIN_LANGUAGE_SAMPLE = 600,
  MIN_SUBTITLE = 20,
  MAX_SUBTITLE = 600,
  MIN_PICTURE_NAME = 6
};

static void write_url(struct page *pg, tdg_rec *rec, uint32_t field, struct tdg_str ref) {
  struct tdg_str url = tdg_url_resolve(pg->call, pg->url, ref);
  if (ref.n > 0 && tdg_url_is_web(url)) tdg_put_text(pg->call, rec, field, url.p, url.n);
}

static int is_part(const char *p, size_t n, int first) {
  size_t letters = 0, digits = 0;
  for (size_t i = 0; i < n; i++) {
    letters += (size_t)tdg_is_letter(p[i]);
    digits += p[i] >= '0' && p[i] <= '9';
  }
  if (first) return letters == n && n >= 2 && n <= 3;
  return (letters == n && (n == 2 || n == 4)) || (digits == n && n == 3);
}

/* "de_DE" and "de-de" are "de-DE"; what is no language tag ("utf-8") is passed over. */
static struct tdg_str language_tag(struct page *pg, struct tdg_str s) {
  struct tdg_str out = tdg_str_copy(pg->call, s);
  char *p = (char *)(uintptr_t)out.p;
  size_t from = 0;
  if (s.n < 2 || s.n > 12) return tdg_str_of("");
  for (size_t i = 0; i <= s.n; i++) {
    if (i < s.n && p[i] != '_' && p[i] != '-') continue;
    if (!is_part(p + from, i - from, from == 0)) return tdg_str_of("");
    for (size_t k = from; k < i; k++) {
      int upper = from > 0 && (i - from == 2 || (i - from == 4 && k == from));
      if (tdg_is_letter(p[k])) p[k] = (char)(upper ? p[k] & ~0x20 : p[k] | 0x20);
    }
    if (i < s.n) p[i] = '-';
    from = i + 1;
  }
  return out;
}

/* Does a tag speak of this language?  Names of one language, and languages that only their speakers tell
 * apart, are the same here. */
static int same_language(struct tdg_str tag, const char *language) {
  static const char *const kin[][2] = {{"nb", "no"}, {"nn", "no"}, {"da", "no"}, {"ms", "id"}, {"hr", "sr"},
                                       {"bs", "sr"}, {"sh", "sr"}, {"gl", "pt"}, {"sk", "cs"}, {"be", "ru"}};
  if (strlen(language) >= 2 && memcmp(tag.p, language, 2) == 0) return 1;
  for (size_t i = 0; i < sizeof(kin) / sizeof(kin[0]); i++) {
    for (int turn = 0; turn < 2; turn++) {
      if (memcmp(tag.p, kin[i][turn], 2) == 0 && strncmp(language, kin[i][1 - turn], 2) == 0) return 1;
    }
  }
  return 0;
}

/* What the page says, as far as its text bears it out: templates say "en" of pages in any language. */
static struct tdg_str language_of(struct page *pg, const struct meta *m, const struct body *b) {
  struct tdg_str sample = b->root != 0 ? node_text(pg, b->root, LANGUAGE_SAMPLE) : tdg_str_of(""), tag,
                 first = tdg_str_of("");
  const char *read = sample.n >= MIN_LANGUAGE_SAMPLE ? tdg_language(sample) : "";
  for (size_t i = 0; i < m->language.n; i++) {
    tag = language_tag(pg, m->language.v[i].text);
    if (tag.n > 0 && (read[0] == '\0' || same_language(tag, read))) return tag;
    if (first.n == 0) first = tag;
  }
  return read[0] != '\0' ? tdg_str_of(read) : first.n > 0 ? first : tdg_str_of(tdg_language(sample));
}

static void write_language(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  struct tdg_str tag = language_of(pg, m, b);
  tdg_put_text(pg->call, rec, TDG_LANGUAGE, tag.p, tag.n);
  for (uint32_t i = 1; i < pg->n && i < 400; i++) {
    if ((pg->node[i].tag == TDG_HTML_HTML || pg->node[i].tag == TDG_HTML_BODY) &&
        tdg_nocase_is(node_attr(pg, i, TDG_ATTR_DIR), "rtl")) {
      tdg_put_str(pg->call, rec, TDG_DIRECTION, "rtl");
      return;
    }
  }
}

static void write_tags(struct page *pg, const struct meta *m, tdg_rec *rec) {
  for (size_t i = 0; i < m->n_tags; i++) {
    size_t k = 0;
    while (k < i && !tdg_str_same(m->tag[k].text, m->tag[i].text)) k++;
    if (k == i) tdg_put_text(pg->call, rec, TDG_TAG, m->tag[i].text.p, m->tag[i].text.n);
  }
}

static int is_in(struct tdg_str a, struct tdg_str b) {
  return a.n > 0 && b.n >= a.n && memmem(b.p, b.n, a.p, a.n) != NULL;
}

/* A title once more is no subtitle. */
static int says_title(struct page *pg, const struct meta *m, struct tdg_str text) {
  struct tdg_str bare = str_bare(pg->call, text);
  for (size_t i = 0; i < m->title.n; i++) {
    struct tdg_str title = str_bare(pg->call, m->title.v[i].text);
    if (is_in(title, bare) || is_in(bare, title)) return 1;
  }
  return 0;
}

static int says_description(struct page *pg, const struct meta *m, struct tdg_str text) {
  struct tdg_str bare = str_bare(pg->call, text), said = str_bare(pg->call, values_first(&m->description));
  return is_in(said, bare) || is_in(bare, said);
}

/* The line below the headline that is named a standfirst, or is a heading that says what the page
 * is about or has no text behind it but a byline, a date. */
static void write_subtitle(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  tdg_put_text(pg->call, rec, TDG_SUBTITLE, m->subtitle.p, m->subtitle.n); /* of a site's rule */
  if (b->h1 == 0 || m->subtitle.n > 0) return;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    int heading = l->kind == TDG_HEADING && l->level == 2;
    int apart = l->dropped || (i + 1 < pg->n_lines && pg->line[i + 1].dropped);
    struct tdg_str text;
    if (l->first < pg->node[b->h1].end) continue;
    if (l->first > b->first_node || l->first > b->h1 + 200) return;
    if (l->units < MIN_SUBTITLE || l->units > MAX_SUBTITLE || l->links * 2 > l->units) continue;
    if ((pg->node[l->node].names & N_LEAD) == 0 && !heading) continue;
    if ((pg->node[l->node].flags & F_PRUNED) != 0) continue;
    text = node_text(pg, l->node, MAX_SUBTITLE * 2);
    if (says_title(pg, m, text)) continue;
    if ((pg->node[l->node].names & N_LEAD) == 0 && !apart && !says_description(pg, m, text)) continue;
    tdg_put_text(pg->call, rec, TDG_SUBTITLE, text.p, text.n);
    return;
  }
}

static size_t digits_before(const char *p, size_t n) {
  size_t k = 0;
  while (k < n && p[n - 1 - k] >= '0' && p[n - 1 - k] <= '9') k++;
  return k;
}

/* "tower-1024x683" is "tower". */
static size_t without_size(const char *p, size_t n) {
  size_t h = digits_before(p, n), w;
  if (h == 0 || n <= h + 1 || p[n - h - 1] != 'x') return n;
  w = digits_before(p, n - h - 1);
  return w > 0 && n > h + w + 2 && p[n - h - w - 2] == '-' ? n - h - w - 2 : n;
}

/* The part of a picture's address that its sizes and cuts share: the name of the file. */
static struct tdg_str picture_name(struct tdg_str url) {
  struct tdg_url u;
  size_t from, n;
  if (tdg_url_parse(url, &u) != 0 || u.path.n == 0) return tdg_str_of("");
  for (from = u.path.n; from > 0 && u.path.p[from - 1] != '/'; from--) continue;
  for (n = 0; from + n < u.path.n && u.path.p[from + n] != '.'; n++) continue;
  n = without_size(u.path.p + from, n);
  return n >= MIN_PICTURE_NAME ? (struct tdg_str){u.path.p + from, n} : tdg_str_of("");
}

/* Portraits, buttons and teasers. */
static int is_beside(struct page *pg, const struct meta *m, uint32_t i) {
  struct tdg_str alt = node_attr_text(pg, i, TDG_ATTR_ALT);
  for (size_t k = 0; k < m->author.n; k++) {
    if (str_same_folded(pg->call, alt, m->author.v[k].text)) return 1;
  }
  for (int up = 0; i > 0 && up < 5; i = pg->node[i].parent, up++) {
    if ((pg->node[i].names & (N_AUTHOR | N_BYLINE | N_BIO | N_SHARE | N_NAV | N_RELATED | N_AD)) != 0)
      return 1;
  }
  return 0;
}

/* Where on the page the lead picture stands: the same one; else the first with a caption near the headline;
 * else, when the page names none, the first of the article. */
static uint32_t lead_node(struct page *pg, const struct meta *m, const struct body *b, struct tdg_str url) {
  struct tdg_str name = picture_name(url);
  uint32_t captioned = 0, first = 0, looked = 0;
  for (uint32_t i = b->h1 > 200 ? b->h1 - 200 : 1; i < b->last_node && i < pg->n; i++) {
    struct tdg_str src;
    if (pg->node[i].tag != TDG_HTML_IMG) continue;
    if (looked++ == MAX_IMAGES) break;
    src = image_url(pg, i, pg->url);
    if (name.n > 0 && memmem(src.p, src.n, name.p, name.n) != NULL) return i;
    if (url.n > 0 && tdg_str_same(src, url)) return i;
    if (src.n == 0 || i < b->h1 || is_beside(pg, m, i)) continue;
    if (first == 0) first = i;
    if (captioned == 0 && i < b->first_node + 40 && image_caption(pg, i).n > 0) captioned = i;
  }
  return captioned != 0 || url.n > 0 ? captioned : first;
}

static void write_image(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  tdg_rec *g = tdg_group(pg->call);
  struct tdg_str said = values_first(&m->image), url = tdg_str_of("");
  uint32_t node;
  if (said.n > 0) url = tdg_url_resolve(pg->call, pg->url, said);
  node = lead_node(pg, m, b, url);
  if (node != 0 && url.n == 0) url = image_url(pg, node, pg->url);
  if (!tdg_url_is_web(url)) return;
  tdg_put_text(pg->call, g, TDG_URL, url.p, url.n);
  if (node != 0) {
    struct tdg_str alt = node_attr_text(pg, node, TDG_ATTR_ALT), caption = image_caption(pg, node);
    tdg_put_text(pg->call, g, TDG_ALT, alt.p, alt.n);
    tdg_put_text(pg->call, g, TDG_CAPTION, caption.p, caption.n);
  }
  tdg_put_rec(pg->call, rec, TDG_LEAD_IMAGE, g);
}

static int is_title(struct page *pg, const struct meta *m, struct tdg_str text) {
  for (size_t i = 0; i < m->title.n; i++) {
    if (str_same_folded(pg->call, text, m->title.v[i].text)) return 1;
  }
  return 0;
}

static void write_rights(struct page *pg, const struct meta *m, tdg_rec *rec) {
  tdg_rec *g = tdg_group(pg->call);
  const struct tdg_str tdm = tdg_tree_reserved(&pg->tree);
  if (m->publisher.n == 0 && m->licence.n == 0 && m->free_access < 0 && tdm.n == 0) return;
  tdg_put_text(pg->call, g, TDG_TDM, tdm.p, tdm.n);
  tdg_put_text(pg->call, g, TDG_HOLDER, m->publisher.p, m->publisher.n);
  write_url(pg, g, TDG_LICENCE, m->licence);
  if (m->free_access >= 0) tdg_put_str(pg->call, g, TDG_ACCESS, m->free_access ? "free" : "paid");
  tdg_put_rec(pg->call, rec, TDG_RIGHTS, g);
}

/* Whose page it is, where its address does not say so: of a file that was saved. */
static void write_site(struct page *pg, const struct meta *m, tdg_rec *rec) {
  struct tdg_str site = values_first(&m->site);
  if (site.n == 0) site = m->publisher;
  if (site.n == 0 || tdg_url_is_web(pg->url)) return;
  tdg_rec *g = tdg_group(pg->call);
  tdg_put_text(pg->call, g, TDG_NAME, site.p, site.n);
  tdg_put_rec(pg->call, rec, TDG_SOURCE, g);
}

static void write_alternate(struct page *pg, tdg_rec *rec, struct tdg_str href, const char *rel,
                            struct tdg_str language) {
  tdg_rec *g = tdg_group(pg->call);
  struct tdg_str url = tdg_url_resolve(pg->call, pg->url, href);
  if (!tdg_url_is_web(url)) return;
  tdg_put_text(pg->call, g, TDG_URL, url.p, url.n);
  tdg_put_str(pg->call, g, TDG_REL, rel);
  tdg_put_text(pg->call, g, TDG_LANGUAGE, language.p, language.n);
  tdg_put_rec(pg->call, rec, TDG_ALTERNATE, g);
}

static void write_alternates(struct page *pg, const struct meta *m, tdg_rec *rec) {
  int n = 0;
  if (m->amp.n > 0) write_alternate(pg, rec, m->amp, "amphtml", tdg_str_of(""));
  for (uint32_t i = 1; i < pg->n && n < MAX_ALTERNATES && pg->node[i].tag != TDG_HTML_BODY; i++) {
    struct tdg_str lang;
    if (pg->node[i].tag != TDG_HTML_LINK || !tdg_nocase_is(node_attr(pg, i, TDG_ATTR_REL), "alternate"))
      continue;
    lang = node_attr_text(pg, i, TDG_ATTR_HREFLANG);
    if (lang.n == 0 || tdg_nocase_is(lang, "x-default")) continue;
    write_alternate(pg, rec, node_attr_text(pg, i, TDG_ATTR_HREF), "alternate", lang);
    n++;
  }
}

void language_tags_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  struct tdg_str section = values_first(&m->section), lead = values_first(&m->description);
  if (section.n == 0 || tdg_nocase_starts(section, "uncategori"))
    section = m->breadcrumb; /* a system's default */
  if (is_title(pg, m, section)) section = tdg_str_of("");
  write_subtitle(pg, m, b, rec);
  tdg_put_text(pg->call, rec, TDG_SUMMARY, lead.p, lead.n);
  write_language(pg, m, b, rec);
  tdg_put_text(pg->call, rec, TDG_SECTION_NAME, section.p, section.n);
  tdg_put_text(pg->call, rec, TDG_DATELINE, m->dateline.p, m->dateline.n);
  tdg_put_text(pg->call, rec, TDG_PLACE, m->place.p, m->place.n);
  write_tags(pg, m, rec);
  write_image(pg, m, b, rec);
  write_rights(pg, m, rec);
  write_site(pg, m, rec);
  if (m->canonical.n > 0) write_url(pg, rec, TDG_CANONICAL, values_first(&m->canonical));
  write_alternates(pg, m, rec);
}
