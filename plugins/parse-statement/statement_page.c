/* statement_page.c - the items of an HTML page: its main part, without navigation, header and footer.
 *
 * libxml2 reads the page (no network, no entities beyond HTML's).  What is clearly not the document is cut
 * out of the tree, the smallest element that still holds nearly all text and the heading is written out again
 * and given to the kit, which makes blocks of it.  The tree is the library's memory and freed before the call
 * returns; walks over it are loops, never recursion.
 */
#include "statement.h"

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_PAGE = 8 << 20, MAX_DEPTH = 256 };

static xmlNode *next_node(xmlNode *n, const xmlNode *top, int skip_children) {
  if (!skip_children && n->children != NULL) return n->children;
  while (n != NULL && n != top) {
    if (n->next != NULL) return n->next;
    n = n->parent;
  }
  return NULL;
}

static int name_is(const xmlNode *n, const char *name) {
  return n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, BAD_CAST name) == 0;
}

static int name_in(const xmlNode *n, const char *const *names) {
  for (; *names != NULL; names++)
    if (name_is(n, *names)) return 1;
  return 0;
}

/* A whole word of a class or id, parted by anything that is no letter. */
static int has_word(const char *value, const char *word) {
  size_t n = strlen(word);
  for (const char *p = value; (p = strcasestr(p, word)) != NULL; p++) {
    int left = p > value && ((p[-1] | 32) >= 'a' && (p[-1] | 32) <= 'z');
    int right = (p[n] | 32) >= 'a' && (p[n] | 32) <= 'z';
    if (!left && !right) return 1;
  }
  return 0;
}

static const char *const NOISE_TAGS[] = {"script", "style",    "nav",    "aside",  "footer", "form",
                                         "iframe", "noscript", "button", "select", "svg",    "template",
                                         "object", "link",     "meta",   NULL};
static const char *const NOISE_WORDS[] = {
    "nav",     "menu",  "breadcrumb", "breadcrumbs", "crumbs",  "footer",     "foot",
    "sidebar", "share", "sharing",    "social",      "cookie",  "cookies",    "related",
    "search",  "skip",  "banner",     "languages",   "toolbar", "pagination", NULL};

static int is_noise(xmlNode *n) {
  static const char *const attributes[] = {"class", "id", "role"};
  if (name_in(n, NOISE_TAGS) || n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE) return 1;
  if (n->type != XML_ELEMENT_NODE || name_is(n, "body") || name_is(n, "html")) return 0;
  for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
    xmlChar *value = xmlGetProp(n, BAD_CAST attributes[i]);
    int noise = 0;
    for (const char *const *w = NOISE_WORDS; value != NULL && !noise && *w != NULL; w++)
      noise = has_word((const char *)value, *w);
    xmlFree(value);
    if (noise) return 1;
  }
  return 0;
}

static void cut_noise(xmlNode *top) {
  for (xmlNode *n = top, *next; n != NULL; n = next) {
    int noise = n != top && is_noise(n);
    next = next_node(n, top, noise);
    if (!noise) continue;
    xmlUnlinkNode(n);
    xmlFreeNode(n);
  }
}

/* What stands below an element, added up once for the whole tree on the way back from its leaves. */
struct weight {
  size_t text, headings;
};

static void weigh_enter(struct statement *s, xmlNode *n) {
  struct weight *w = tdg_scratch(s->call, sizeof(*w));
  if (n->type == XML_TEXT_NODE && n->content != NULL) w->text = strlen((const char *)n->content);
  w->headings = name_is(n, "h1") ? 1 : 0;
  n->_private = w;
}

static void weigh_leave(xmlNode *n) {
  struct weight *up = n->parent->_private, *w = n->_private;
  up->text += w->text;
  up->headings += w->headings;
}

static void weigh(struct statement *s, xmlNode *top) {
  xmlNode *n = top;
  for (;;) {
    weigh_enter(s, n);
    if (n->children != NULL) {
      n = n->children;
      continue;
    }
    for (; n != top && n->next == NULL; n = n->parent) weigh_leave(n);
    if (n == top) return;
    weigh_leave(n);
    n = n->next;
  }
}

/* Go down as long as one child holds nearly everything, headings included. */
static xmlNode *main_part(xmlNode *body) {
  xmlNode *at = body;
  for (int depth = 0; depth < MAX_DEPTH; depth++) {
    const struct weight *all = at->_private;
    xmlNode *into = NULL;
    for (xmlNode *c = at->children; c != NULL && into == NULL; c = c->next) {
      const struct weight *part = c->_private;
      if (c->type == XML_ELEMENT_NODE && part->text * 100 >= all->text * 75 && part->text > 0 &&
          part->headings >= all->headings)
        into = c;
    }
    if (into == NULL || name_is(into, "p")) return at;
    at = into;
  }
  return at;
}

static xmlNode *find_tag(xmlNode *top, const char *name) {
  for (xmlNode *n = top; n != NULL; n = next_node(n, top, 0))
    if (name_is(n, name)) return n;
  return NULL;
}

static struct tdg_str keep(struct statement *s, xmlChar *text) {
  struct tdg_buf b = tdg_buf_make(s->call, 8192);
  if (text != NULL)
    tdg_buf_add(&b, (const char *)text,
                strlen((const char *)text) < 8000 ? strlen((const char *)text) : 8000);
  xmlFree(text);
  struct tdg_str raw = tdg_buf_get(&b);
  while (raw.n > 0 && !tdg_utf8_valid(raw.p, raw.n)) raw.n--;
  return tdg_fold_space(s->call, raw);
}

static void read_head(struct statement *s, xmlNode *root) {
  xmlNode *title = find_tag(root, "title");
  if (title != NULL) s->page_title = keep(s, xmlNodeGetContent(title));
  for (xmlNode *n = root; n != NULL; n = next_node(n, root, 0)) {
    if (!name_is(n, "link")) continue;
    xmlChar *rel = xmlGetProp(n, BAD_CAST "rel");
    if (rel != NULL && xmlStrcasecmp(rel, BAD_CAST "canonical") == 0 && s->canonical.n == 0)
      s->canonical = keep(s, xmlGetProp(n, BAD_CAST "href"));
    xmlFree(rel);
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

static int read_tree(struct statement *s, xmlDoc *tree) {
  xmlNode *root = xmlDocGetRootElement(tree), *body = root != NULL ? find_tag(root, "body") : NULL;
  if (body == NULL) return -1;
  read_head(s, root);
  cut_noise(body);
  weigh(s, body);
  xmlBuffer *out = xmlBufferCreate();
  if (out == NULL) return -1;
  htmlNodeDump(out, tree, main_part(body));
  struct tdg_str html = {(const char *)xmlBufferContent(out), (size_t)xmlBufferLength(out)};
  tdg_rec *blocks = tdg_group(s->call);
  if (html.n > 0 && tdg_utf8_valid(html.p, html.n))
    tdg_html_blocks(s->call, blocks, html, tdg_get(s->call, s->doc, TDG_URL));
  xmlBufferFree(out);
  size_t pos = 0;
  struct tdg_item it;
  while (tdg_next(s->call, blocks, &pos, &it))
    if (it.field == TDG_BLOCK) add_block(s, it.rec);
  return 0;
}

static void silent(void *ctx, const char *message, ...) {
  (void)ctx;
  (void)message;
}

int stm_read_page(struct statement *s, struct tdg_str html) {
  if (html.n > MAX_PAGE)
    return tdg_fail(s->call, TDG_DENIED, "page of %zu bytes, at most %d are read", html.n, MAX_PAGE);
  xmlSetGenericErrorFunc(NULL, silent);
  xmlDoc *tree =
      htmlReadMemory(html.p, (int)html.n, NULL, "utf-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  int bad = tree == NULL || read_tree(s, tree) != 0;
  if (tree != NULL) xmlFreeDoc(tree);
  if (bad) return tdg_fail(s->call, TDG_BAD_INPUT, "no page could be read from %zu bytes of HTML", html.n);
  return TDG_OK;
}
