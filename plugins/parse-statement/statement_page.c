/* statement_page.c - the items of an HTML page: its main part, without navigation, header and footer.
 *
 * What is clearly not the document is marked in the tree of the page; the kit makes blocks of the smallest element that
 * still holds nearly all text and the heading.  Of the node's own numbers `units` are the bytes of text below it, `links`
 * the headings of the first level.
 */
#include "statement.h"

#include <tidings/kit/html_tree.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_PAGE = 8 << 20, MAX_HEAD_TEXT = 8000, NODE_NOISE = 2 };

/* ---- what is not the document ---- */

static const uint8_t NOISE_TAGS[] = {
    TDG_HTML_HEAD,   TDG_HTML_TITLE,    TDG_HTML_SCRIPT, TDG_HTML_STYLE,    TDG_HTML_NAV,    TDG_HTML_ASIDE,
    TDG_HTML_FOOTER, TDG_HTML_FORM,     TDG_HTML_IFRAME, TDG_HTML_NOSCRIPT, TDG_HTML_BUTTON, TDG_HTML_SELECT,
    TDG_HTML_SVG,    TDG_HTML_TEMPLATE, TDG_HTML_OBJECT, TDG_HTML_LINK,     TDG_HTML_META};
static const char *const NOISE_WORDS[] = {
    "nav",     "menu",  "breadcrumb", "breadcrumbs", "crumbs",  "footer",     "foot",
    "sidebar", "share", "sharing",    "social",      "cookie",  "cookies",    "related",
    "search",  "skip",  "banner",     "languages",   "toolbar", "pagination", NULL};

/* One of the words, parted from the rest by anything that is no letter. */
static int has_noise_word(struct tdg_str s) {
  for (size_t from = 0, to = 0; from < s.n; from = to + 1) {
    for (to = from; to < s.n && tdg_is_letter(s.p[to]);) to++;
    for (const char *const *w = NOISE_WORDS; to > from && *w != NULL; w++)
      if (tdg_nocase_is((struct tdg_str){s.p + from, to - from}, *w)) return 1;
  }
  return 0;
}

static int is_noise(const struct tdg_tree *t, uint32_t i) {
  const unsigned tag = t->node[i].tag;
  if (tag == TDG_HTML_TEXT || tag == TDG_HTML_BODY || tag == TDG_HTML_HTML) return 0;
  return memchr(NOISE_TAGS, (int)tag, sizeof NOISE_TAGS) != NULL ||
         has_noise_word(tdg_node_attr(t, i, TDG_ATTR_CLASS)) ||
         has_noise_word(tdg_node_attr(t, i, TDG_ATTR_ID)) ||
         has_noise_word(tdg_node_attr(t, i, TDG_ATTR_ROLE));
}

static void mark_noise(struct tdg_tree *t, uint32_t top) {
  for (uint32_t i = top + 1; i < t->node[top].end;) {
    const int noise = is_noise(t, i);
    if (noise) t->node[i].flags |= NODE_NOISE;
    i = noise ? t->node[i].end : i + 1;
  }
}

/* ---- where the document is ---- */

static struct tdg_str text_of(const struct tdg_tree *t, struct tdg_str raw, int in_attribute) {
  return memchr(raw.p, '&', raw.n) != NULL ? tdg_html_unescape(t->call, raw, in_attribute) : raw;
}

static struct tdg_str node_text(const struct tdg_tree *t, uint32_t i) {
  return text_of(t, (struct tdg_str){t->src.p + t->node[i].at, t->node[i].len}, 0);
}

/* What stands below each element, without noise; a node comes behind its parent, so from the last back to the first. */
static void weigh(struct tdg_tree *t, uint32_t top) {
  for (uint32_t i = top; i < t->node[top].end;
       i = (t->node[i].flags & NODE_NOISE) != 0 ? t->node[i].end : i + 1) {
    struct tdg_node *n = &t->node[i];
    if (n->tag == TDG_HTML_TEXT) n->units = (uint32_t)node_text(t, i).n;
    n->links = n->tag == TDG_HTML_H1;
  }
  for (uint32_t i = t->node[top].end; i-- > top + 1;) {
    struct tdg_node *n = &t->node[i], *up = &t->node[n->parent];
    if ((n->flags & NODE_NOISE) != 0) continue;
    up->units += n->units;
    up->links += n->links;
  }
}

/* Go down as long as one child holds nearly everything, headings included. */
static uint32_t main_part(const struct tdg_tree *t, uint32_t top) {
  for (uint32_t at = top, into;; at = into) {
    const struct tdg_node *all = &t->node[at];
    into = 0;
    for (uint32_t i = at + 1; i < all->end && into == 0; i = t->node[i].end) {
      const struct tdg_node *part = &t->node[i];
      if (part->tag != TDG_HTML_TEXT && (part->flags & NODE_NOISE) == 0 && part->units > 0 &&
          (uint64_t)part->units * 100 >= (uint64_t)all->units * 75 && part->links >= all->links)
        into = i;
    }
    if (into == 0 || t->node[into].tag == TDG_HTML_P) return at;
  }
}

static struct tdg_str keep(const struct tdg_tree *t, struct tdg_str raw, int in_attribute) {
  raw.n = tdg_utf8_cut(raw, MAX_HEAD_TEXT);
  return tdg_fold_space(t->call, text_of(t, raw, in_attribute));
}

static void read_head(struct statement *s, const struct tdg_tree *t) {
  for (uint32_t i = 1; i < t->n; i++) {
    const struct tdg_node *n = &t->node[i];
    if (n->tag == TDG_HTML_TITLE && s->page_title.n == 0 && n->end > i + 1)
      s->page_title = keep(t, (struct tdg_str){t->src.p + n[1].at, n[1].len}, 0);
    if (n->tag == TDG_HTML_LINK && s->canonical.n == 0 &&
        tdg_nocase_is(tdg_node_attr(t, i, TDG_ATTR_REL), "canonical"))
      s->canonical = keep(t, tdg_node_attr(t, i, TDG_ATTR_HREF), 1);
  }
}

/* ---- blocks to items ---- */

/* "Name<br>Office" without links is as many items as lines. */
static void add_lines(struct statement *s, struct tdg_str text, int64_t type) {
  struct tdg_str line;
  while (tdg_line_cut(&text, &line)) {
    line = tdg_str_trim(line);
    if (line.n > 0) stm_add(s, line, type);
  }
}

static void add_block(struct statement *s, const tdg_rec *b) {
  struct tdg_str text = tdg_get(s->call, b, TDG_TEXT);
  int64_t type = tdg_get_int(s->call, b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  int spans = tdg_get_rec(s->call, b, TDG_SPAN, 0) != NULL;
  if (type == TDG_PARAGRAPH && !spans && memchr(text.p, '\n', text.n) != NULL) {
    add_lines(s, text, type);
    return;
  }
  struct stm_item *it = stm_add(s, text, type);
  if (it == NULL) return;
  it->block = b;
  it->spans = spans;
  it->level = (uint32_t)tdg_get_int(s->call, b, TDG_LEVEL, 0);
  it->number = tdg_get(s->call, b, TDG_NUMBER);
}

int stm_read_page(struct statement *s, struct tdg_str html) {
  if (html.n > MAX_PAGE)
    return tdg_fail(s->call, TDG_DENIED, "page of %zu bytes, at most %d are read", html.n, MAX_PAGE);
  struct tdg_tree t = {.call = s->call, .src = html, .keep_all = 1};
  uint32_t body = 1;
  tdg_tree_read(&t);
  while (body < t.n && t.node[body].tag != TDG_HTML_BODY) body++;
  if (body == t.n) body = 0; /* nobody wrote it */
  read_head(s, &t);
  mark_noise(&t, body);
  weigh(&t, body);
  tdg_rec *blocks = tdg_group(s->call);
  tdg_tree_blocks(&t, main_part(&t, body), NODE_NOISE, blocks, tdg_get(s->call, s->doc, TDG_URL));
  size_t pos = 0;
  struct tdg_item it;
  while (tdg_next(s->call, blocks, &pos, &it))
    if (it.field == TDG_BLOCK) add_block(s, it.rec);
  return TDG_OK;
}
