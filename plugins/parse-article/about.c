/* about.c - what a page says about its article besides title, authors and dates: language, section, tags,
 * picture, rights, other addresses. */
#include "about.h"

#include <string.h>

#include <tidings/kit/text.h>
#include <tidings/kit/url.h>

#include "media.h"

enum { MAX_ALTERNATES = 40, LANGUAGE_SAMPLE = 4000, MIN_SUBTITLE = 20, MAX_SUBTITLE = 600 };

static struct tdg_str first_of(const struct values *list) {
  struct tdg_str none = {"", 0};
  return list->n > 0 ? list->v[0].text : none;
}

static void write_url(struct page *pg, tdg_rec *rec, uint32_t field, struct tdg_str ref) {
  struct tdg_str url = tdg_url_resolve(pg->call, pg->url, ref);
  if (ref.n > 0 && tdg_url_is_web(url)) tdg_put_text(pg->call, rec, field, url.p, url.n);
}

/* "de_DE" and "de-de" are "de-DE"; what is no language tag is passed over. */
static struct tdg_str language_tag(struct page *pg, struct tdg_str s) {
  struct tdg_str out = str_dup(pg->call, s);
  char *p = (char *)(uintptr_t)out.p;
  size_t part = 0, at = 0;
  if (s.n < 2 || s.n > 12) return str_of("");
  for (size_t i = 0; i < s.n; i++, at++) {
    if (p[i] == '_' || p[i] == '-') {
      p[i] = '-';
      part++;
      at = (size_t)-1;
    } else if ((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z')) {
      p[i] = (char)(part == 0 ? p[i] | 0x20 : p[i]);
      if (part > 0 && s.n - i + at == 2) p[i] = (char)(p[i] & ~0x20);
    } else if (p[i] < '0' || p[i] > '9' || part == 0) {
      return str_of("");
    }
  }
  return out;
}

static void write_language(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  struct tdg_str tag = {"", 0}, sample;
  for (size_t i = 0; i < m->language.n && tag.n == 0; i++) tag = language_tag(pg, m->language.v[i].text);
  if (tag.n == 0 && b->root != 0) {
    sample = node_text(pg, b->root, LANGUAGE_SAMPLE);
    tag = str_of(tdg_language(sample));
  }
  tdg_put_text(pg->call, rec, TDG_LANGUAGE, tag.p, tag.n);
  for (uint32_t i = 1; i < pg->n && i < 400; i++) {
    if ((pg->node[i].tag == T_HTML || pg->node[i].tag == T_BODY) && str_is(node_attr(pg, i, A_DIR), "rtl")) {
      tdg_put_str(pg->call, rec, TDG_DIRECTION, "rtl");
      return;
    }
  }
}

static void write_tags(struct page *pg, const struct meta *m, tdg_rec *rec) {
  for (size_t i = 0; i < m->n_tags; i++) {
    size_t k = 0;
    while (k < i && !(m->tag[k].text.n == m->tag[i].text.n &&
                      memcmp(m->tag[k].text.p, m->tag[i].text.p, m->tag[i].text.n) == 0))
      k++;
    if (k == i) tdg_put_text(pg->call, rec, TDG_TAG, m->tag[i].text.p, m->tag[i].text.n);
  }
}

/* The line below the headline that is named a standfirst or is a heading of its own. */
static void write_subtitle(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  tdg_put_text(pg->call, rec, TDG_SUBTITLE, m->subtitle.p, m->subtitle.n); /* of a site's rule */
  if (b->h1 == 0 || m->subtitle.n > 0) return;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str text;
    if (l->first < pg->node[b->h1].end) continue;
    if (l->first > b->first_node || l->first > b->h1 + 200) return;
    if (l->units < MIN_SUBTITLE || l->units > MAX_SUBTITLE || l->links * 2 > l->units) continue;
    if ((pg->node[l->node].names & N_LEAD) == 0 && !(l->kind == TDG_HEADING && l->level == 2)) continue;
    if ((pg->node[l->node].flags & F_PRUNED) != 0) continue;
    text = node_text(pg, l->node, MAX_SUBTITLE * 2);
    tdg_put_text(pg->call, rec, TDG_SUBTITLE, text.p, text.n);
    return;
  }
}

static void write_image(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  tdg_rec *g = tdg_group(pg->call);
  struct tdg_str said = first_of(&m->image), url = str_of(""), alt = str_of("");
  if (said.n > 0) url = tdg_url_resolve(pg->call, pg->url, said);
  for (uint32_t i = b->h1; i < b->last_node && url.n == 0 && i > 0; i++) {
    if (pg->node[i].tag != T_IMG) continue;
    url = image_url(pg, i, pg->url);
    alt = node_attr_text(pg, i, A_ALT);
  }
  if (!tdg_url_is_web(url)) return;
  tdg_put_text(pg->call, g, TDG_URL, url.p, url.n);
  tdg_put_text(pg->call, g, TDG_ALT, alt.p, alt.n);
  for (uint32_t i = 1; i < b->last_node; i++) {
    struct tdg_str caption;
    if (pg->node[i].tag != T_FIGCAPTION || pg->node[i].units == 0 || i < b->h1) continue;
    caption = node_text(pg, i, 1000);
    tdg_put_text(pg->call, g, TDG_CAPTION, caption.p, caption.n);
    break;
  }
  tdg_put_rec(pg->call, rec, TDG_LEAD_IMAGE, g);
}

static void write_rights(struct page *pg, const struct meta *m, tdg_rec *rec) {
  tdg_rec *g = tdg_group(pg->call);
  if (m->publisher.n == 0 && m->licence.n == 0 && m->free_access < 0) return;
  tdg_put_text(pg->call, g, TDG_HOLDER, m->publisher.p, m->publisher.n);
  write_url(pg, g, TDG_LICENCE, m->licence);
  if (m->free_access >= 0) tdg_put_str(pg->call, g, TDG_ACCESS, m->free_access ? "free" : "paid");
  tdg_put_rec(pg->call, rec, TDG_RIGHTS, g);
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
  if (m->amp.n > 0) write_alternate(pg, rec, m->amp, "amphtml", str_of(""));
  for (uint32_t i = 1; i < pg->n && n < MAX_ALTERNATES && pg->node[i].tag != T_BODY; i++) {
    struct tdg_str lang;
    if (pg->node[i].tag != T_LINK || !str_is(node_attr(pg, i, A_REL), "alternate")) continue;
    lang = node_attr_text(pg, i, A_HREFLANG);
    if (lang.n == 0 || str_is(lang, "x-default")) continue;
    write_alternate(pg, rec, node_attr_text(pg, i, A_HREF), "alternate", lang);
    n++;
  }
}

void about_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  struct tdg_str section = first_of(&m->section), lead = first_of(&m->description);
  write_subtitle(pg, m, b, rec);
  tdg_put_text(pg->call, rec, TDG_SUMMARY, lead.p, lead.n);
  write_language(pg, m, b, rec);
  tdg_put_text(pg->call, rec, TDG_SECTION_NAME, section.p, section.n);
  write_tags(pg, m, rec);
  write_image(pg, m, b, rec);
  write_rights(pg, m, rec);
  if (m->canonical.n > 0) write_url(pg, rec, TDG_CANONICAL, first_of(&m->canonical));
  write_alternates(pg, m, rec);
}
