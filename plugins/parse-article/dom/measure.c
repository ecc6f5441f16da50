/* measure.c - what every part of a page weighs: read once top-down, summed once bottom-up.
 *
 * Names (class, id, ...), what is hidden or never text, links; then units, link units and commas of each
 * subtree. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

#include "article_page.h"

enum { CACHE = 1024, MIN_RESCUE = 200, MIN_QUESTION = 12 /* bytes */, POPUP_UP = 4, POPUP_NODES = 40 };

struct name_cache {
  uint64_t key[CACHE];
  uint32_t flags[CACHE];
};

static uint64_t hash_bytes(const char *p, size_t n) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < n; i++) h = (h ^ (uint8_t)p[i]) * 1099511628211u;
  return h | 1;
}

static uint32_t cached_names(struct name_cache *c, const char *p, size_t n) {
  uint64_t key = hash_bytes(p, n);
  size_t slot = (size_t)(key >> 20) % CACHE;
  if (c->key[slot] != key) {
    c->key[slot] = key;
    c->flags[slot] = names_read(p, n);
  }
  return c->flags[slot];
}

/* Where the value of a property begins in a style, behind its colon; 0 when the style does not set it. */
static size_t style_value(struct tdg_str v, const char *property, size_t from) {
  size_t n = strlen(property);
  for (size_t i = from; i + n < v.n; i++) {
    if (!tdg_nocase_starts((struct tdg_str){v.p + i, v.n - i}, property)) continue;
    for (i += n; i < v.n && (v.p[i] == ' ' || v.p[i] == ':');) i++;
    return i;
  }
  return 0;
}

static int style_sets(struct tdg_str v, const char *property, const char *value) {
  for (size_t k = 0; (k = style_value(v, property, k)) != 0;) {
    if (tdg_nocase_starts((struct tdg_str){v.p + k, v.n - k}, value)) return 1;
  }
  return 0;
}

/* Not displayed, or shrunk to a dot for those who have the page read to them. */
static int style_hides(struct tdg_str v) {
  if (v.n < 12) return 0;
  if (style_sets(v, "display", "none")) return 1;
  return style_sets(v, "clip", "") && style_sets(v, "height", "1px") && style_sets(v, "width", "1px");
}

static void read_attrs(struct page *pg, struct name_cache *cache, struct tdg_node *n) {
  for (uint32_t k = n->at; k < n->at + n->len; k++) {
    const struct tdg_attr *a = &pg->attr[k];
    struct tdg_str v = {pg->src.p + a->at, a->len};
    switch (a->name) {
    case TDG_ATTR_CLASS:
    case TDG_ATTR_ID:
    case TDG_ATTR_ITEMPROP:
    case TDG_ATTR_DATA_TESTID:
    case TDG_ATTR_DATA_COMPONENT:
    case TDG_ATTR_DATA_QA: n->names |= cached_names(cache, v.p, v.n); break;
    case TDG_ATTR_HIDDEN: n->flags |= F_HIDDEN; break;
    case TDG_ATTR_STYLE:
      if (style_hides(v)) n->flags |= F_HIDDEN;
      break;
    case TDG_ATTR_ROLE:
      if (tdg_nocase_is(v, "navigation") || tdg_nocase_is(v, "banner") || tdg_nocase_is(v, "contentinfo") ||
          tdg_nocase_is(v, "search") || tdg_nocase_is(v, "dialog") || tdg_nocase_is(v, "complementary") ||
          tdg_nocase_is(v, "alertdialog") || tdg_nocase_is(v, "menu")) {
        n->names |= N_NAV;
      } else if (tdg_nocase_is(v, "tooltip")) {
        n->flags |= F_HIDDEN;
      }
      break;
    default: break;
    }
  }
}

static void measure_text(struct page *pg, struct tdg_node *n) {
  const char *p = pg->src.p + n->at, *end = p + n->len;
  uint32_t units = 0, commas = 0;
  for (; p < end; p++) {
    uint8_t c = (uint8_t)*p;
    if (c < 0x80) {
      units += c > ' ';
      commas += c == ',';
      if (c == '&') n->flags |= F_REF;
    } else if (c == 0xC2 && end - p > 1 && (uint8_t)p[1] == 0xA0) {
      continue; /* a space that does not break */
    } else if (c == 0xE2 && end - p > 2 && (uint8_t)p[1] == 0x80 && (uint8_t)p[2] <= 0x8F) {
      continue; /* spaces of all widths */
    } else if (c >= 0xC0) {
      units += c >= 0xE3 && c <= 0xED ? 3 : 1;
      /* U+3001 U+3002 U+FF0C, U+060C */
      if ((c == 0xE3 && end - p > 2 && (uint8_t)p[1] == 0x80 &&
           ((uint8_t)p[2] == 0x81 || (uint8_t)p[2] == 0x82)) ||
          (c == 0xEF && end - p > 2 && (uint8_t)p[1] == 0xBC && (uint8_t)p[2] == 0x8C) ||
          (c == 0xD8 && end - p > 1 && (uint8_t)p[1] == 0x8C)) {
        commas++;
      }
    }
  }
  n->units = units;
  n->commas = commas;
  n->links = (n->flags & F_IN_LINK) != 0 ? units : 0;
}

static int is_raw(unsigned tag) { return (tdg_html_flags(tag) & TDG_IS_RAW) != 0; }

/* Inside a sentence, what its name calls a popup, behind the words it pops up from. */
static int pops_up(const struct page *pg, uint32_t i) {
  uint32_t around = pg->node[i].parent, k = 0;
  if ((pg->node[i].names & N_POPUP) == 0 || (tdg_html_flags(pg->node[i].tag) & TDG_IS_BLOCK) != 0) return 0;
  for (; around > 0 && k < POPUP_UP && (pg->node[around].names & N_POPUP) == 0; k++)
    around = pg->node[around].parent;
  if ((pg->node[around].names & N_POPUP) == 0 || (tdg_html_flags(pg->node[around].tag) & TDG_IS_BLOCK) != 0)
    return 0;
  for (k = around + 1; k < i && k < around + POPUP_NODES; k++) {
    if (pg->node[k].tag == TDG_HTML_TEXT && pg->node[k].units > 0) return 1;
  }
  return 0;
}

/* Does its text end with a mark of question? */
static int asks(const struct page *pg, uint32_t i) {
  for (uint32_t k = pg->node[i].end; k-- > i + 1;) {
    struct tdg_str s = {pg->src.p + pg->node[k].at, pg->node[k].len};
    if (pg->node[k].tag != TDG_HTML_TEXT || (pg->node[k].flags & F_SPACE) != 0) continue;
    s = tdg_str_trim(s);
    return s.n >= MIN_QUESTION &&
           (tdg_str_ends(s, "?") || tdg_str_ends(s, "\xEF\xBC\x9F") || tdg_str_ends(s, "\xD8\x9F"));
  }
  return 0;
}

/* Do words stand before it in the same element? */
static int is_behind_words(const struct page *pg, uint32_t i) {
  for (uint32_t k = i; --k > pg->node[i].parent;)
    if (pg->node[k].tag == TDG_HTML_TEXT && (pg->node[k].flags & (F_SPACE | F_SKIP)) == 0) return 1;
  return 0;
}

/* A button that is a whole heading, or a question: what it opens stands below.  Behind the words of a heading it does
 * something with them ("listen"). */
static int is_question(const struct page *pg, uint32_t i) {
  const struct tdg_node *up = &pg->node[pg->node[i].parent];
  if (pg->node[i].tag == TDG_HTML_BUTTON && asks(pg, i)) return 1;
  return pg->node[i].tag == TDG_HTML_BUTTON && !is_behind_words(pg, i) &&
         (tdg_html_is_heading(up->tag) || up->tag == TDG_HTML_DT || up->tag == TDG_HTML_SUMMARY);
}

static void top_down(struct page *pg, struct name_cache *cache) {
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_node *n = &pg->node[i];
    const struct tdg_node *up = &pg->node[n->parent];
    n->flags |= (uint16_t)(up->flags & (F_SKIP | F_IN_LINK | F_HIDDEN));
    if (n->tag == TDG_HTML_TEXT) {
      if ((n->flags & F_SPACE) == 0 && !(is_raw(up->tag) && (up->flags & F_SKIP) != 0)) measure_text(pg, n);
      continue;
    }
    if ((tdg_html_flags(n->tag) & TDG_IS_SKIPPED) != 0 && !is_question(pg, i)) n->flags |= F_SKIP;
    if (n->tag == TDG_HTML_A) n->flags |= F_IN_LINK;
    read_attrs(pg, cache, n);
    if (pops_up(pg, i)) n->flags |= F_HIDDEN;
  }
}

/* What is hidden or skipped counts for itself, not for what is around it. */
static void bottom_up(struct page *pg) {
  for (uint32_t i = pg->n; i-- > 1;) {
    struct tdg_node *n = &pg->node[i], *up = &pg->node[n->parent];
    if ((tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0 || (n->flags & F_HAS_BLOCK) != 0)
      up->flags |= F_HAS_BLOCK;
    if ((n->flags & ~up->flags & (F_HIDDEN | F_SKIP)) != 0) continue;
    up->units += n->units;
    up->links += n->links;
    up->commas += n->commas;
  }
}

static void show(struct page *pg, uint32_t i) {
  for (uint32_t k = i; k < pg->node[i].end; k++) {
    struct tdg_node *n = &pg->node[k];
    if (k == i || (n->flags & F_SKIP) == 0 || (tdg_html_flags(n->tag) & TDG_IS_SKIPPED) == 0)
      n->flags &= (uint16_t) ~(F_HIDDEN | F_SKIP);
  }
}

/* Text that only a script would show, or an element that was never closed would swallow, is text after all
 * when it is a large part of what there is. */
static void rescue(struct page *pg) {
  int64_t open = (int64_t)pg->node[0].units - pg->node[0].links;
  int found = 0;
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    int64_t own = (int64_t)n->units - n->links;
    if ((n->flags & (F_HIDDEN | F_SKIP)) == 0) continue;
    if (own >= MIN_RESCUE && n->tag != TDG_HTML_TEXT && !is_raw(n->tag) && n->tag != TDG_HTML_SELECT &&
        own * 2 >= open * 3) {
      show(pg, i);
      found = 1;
    }
    i = n->end - 1;
  }
  if (!found) return;
  for (uint32_t i = 0; i < pg->n; i++) {
    struct tdg_node *n = &pg->node[i];
    if (n->tag != TDG_HTML_TEXT) n->units = n->links = n->commas = 0;
  }
  bottom_up(pg);
}

void page_measure(struct page *pg) {
  struct name_cache *cache = tdg_scratch(pg->call, sizeof(*cache));
  top_down(pg, cache);
  bottom_up(pg);
  rescue(pg);
}
