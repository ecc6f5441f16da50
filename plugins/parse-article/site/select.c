/* select.c - what selectors find on a page: see selectors.h.
 *
 * A planting owns the libxml2 tree; what is found is copied into the memory of the call.  Bounded in nodes, text and steps; the depth is the page's own (TDG_TREE_DEPTH).  When
 * libxml2 has no memory the selector finds nothing. */
#include "selectors.h"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_TAG_NAME = 64, MAX_PICK_STRING = 4000, PLANT_AT_ONCE = 1000, MAX_ERROR = 300, BYTES_A_STEP = 4 };

struct planting {
  struct page *pg;
  xmlDocPtr doc;
  xmlXPathContextPtr ctx;
  xmlNodePtr html, body; /* those that nobody wrote are made up, as browsers do */
  xmlNodePtr *made;      /* by number of the page's node */
  size_t text;
  const struct planting_limits *limits;
  unsigned long steps; /* that are left */
};

/* ---- the tree ---- */

static void mark(xmlNodePtr n, uint32_t i) {
  if (n != NULL) n->_private = (void *)(uintptr_t)i;
}

static xmlNodePtr element(struct planting *p, xmlNodePtr parent, const char *name) {
  xmlNodePtr n = xmlNewDocNode(p->doc, NULL, (const xmlChar *)name, NULL);
  if (n != NULL && parent != NULL) xmlAddChild(parent, n);
  return n;
}

static xmlNodePtr html_of(struct planting *p) {
  if (p->html != NULL) return p->html;
  p->html = xmlNewDocNode(p->doc, NULL, (const xmlChar *)"html", NULL);
  if (p->html != NULL) xmlDocSetRootElement(p->doc, p->html);
  return p->html;
}

static xmlNodePtr body_of(struct planting *p) {
  if (p->body == NULL) p->body = element(p, html_of(p), "body");
  return p->body;
}

/* Where node i belongs. */
static xmlNodePtr home_of(struct planting *p, uint32_t i) {
  const struct tdg_node *n = &p->pg->node[i];
  unsigned up = p->pg->node[n->parent].tag;
  if (n->tag == TDG_HTML_HEAD || n->tag == TDG_HTML_BODY) return html_of(p);
  if (n->parent == 0 || up == TDG_HTML_HTML) return body_of(p);
  return p->made[n->parent];
}

static void lower_name(struct tdg_str s, char out[MAX_TAG_NAME]) {
  size_t n = 0;
  for (; n < s.n && n + 1 < MAX_TAG_NAME; n++) out[n] = tdg_lower(s.p[n]);
  out[n] = '\0';
}

static void add_attr(struct planting *p, xmlNodePtr to, const struct tdg_attr *a) {
  struct tdg_str value = {p->pg->src.p + a->at, a->len};
  char name[MAX_TAG_NAME];
  lower_name(attr_name(p->pg, a), name);
  if (name[0] == '\0' || xmlHasProp(to, (const xmlChar *)name) != NULL) return;
  if (memchr(value.p, '&', value.n) != NULL) value = tdg_html_unescape(p->pg->call, value, 1);
  value = tdg_str_copy(p->pg->call, value);
  xmlNewProp(to, (const xmlChar *)name, (const xmlChar *)value.p);
}

static xmlNodePtr plant_element(struct planting *p, uint32_t i) {
  const struct page *pg = p->pg;
  const struct tdg_node *n = &pg->node[i];
  char name[MAX_TAG_NAME];
  xmlNodePtr made;
  if (n->tag == TDG_HTML_HTML) {
    made = html_of(p);
  } else {
    lower_name(tdg_node_name(&pg->tree, i), name);
    made = element(p, home_of(p, i), name[0] != '\0' ? name : tdg_html_name(n->tag));
    if (n->tag == TDG_HTML_BODY && p->body == NULL) p->body = made;
  }
  for (uint32_t k = n->at; made != NULL && k < n->at + n->len; k++) add_attr(p, made, &pg->attr[k]);
  return made;
}

static xmlNodePtr plant_text(struct planting *p, uint32_t i) {
  const struct tdg_node *n = &p->pg->node[i];
  struct tdg_str text = {p->pg->src.p + n->at, n->len};
  xmlNodePtr made, home = home_of(p, i);
  if (p->text + text.n > MAX_PICK_TEXT) text.n = 0;
  p->text += text.n;
  if (memchr(text.p, '&', text.n) != NULL) text = tdg_html_unescape(p->pg->call, text, 0);
  made = xmlNewDocTextLen(p->doc, (const xmlChar *)text.p, (int)text.n);
  if (made == NULL || home == NULL) {
    xmlFreeNode(made);
    return NULL;
  }
  /* xmlAddChild would join it with the text before it, and with it two of our nodes. */
  made->parent = home;
  made->prev = home->last;
  if (home->last != NULL) home->last->next = made;
  else home->children = made;
  home->last = made;
  return made;
}

static int plant(struct planting *p) {
  const struct page *pg = p->pg;
  uint32_t most = pg->n < p->limits->nodes ? pg->n : p->limits->nodes;
  p->doc = xmlNewDoc((const xmlChar *)"1.0");
  if (p->doc == NULL || html_of(p) == NULL) return -1;
  p->made = calloc(pg->n, sizeof(*p->made));
  if (p->made == NULL) return -1;
  for (uint32_t i = 1; i < most;) {
    uint32_t end = most - i < PLANT_AT_ONCE ? most : i + PLANT_AT_ONCE;
    void *m = tdg_mark(pg->call); /* values are unpacked in our memory, then copied into libxml2's */
    for (; i < end; i++) {
      if ((pg->node[i].flags & F_REMOVED) != 0) continue;
      p->made[i] = pg->node[i].tag == TDG_HTML_TEXT ? plant_text(p, i) : plant_element(p, i);
      mark(p->made[i], i);
    }
    tdg_release(pg->call, m);
  }
  return 0;
}

/* ---- the questions ---- */

static struct tdg_str keep_string(struct page *pg, const xmlChar *s) {
  struct tdg_str t = tdg_str_of(s != NULL ? (const char *)s : "");
  t.n = tdg_utf8_cut(t, MAX_PICK_STRING);
  return tdg_str_trim(tdg_str_copy(pg->call, t));
}

static uint32_t number_of(const xmlNode *n) { return n != NULL ? (uint32_t)(uintptr_t)n->_private : 0; }

static int by_place(const void *a, const void *b) {
  uint32_t x = ((const struct pick *)a)->node, y = ((const struct pick *)b)->node;
  return (x > y) - (x < y);
}

static int is_below(const struct page *pg, uint32_t node, uint32_t below) {
  return below == 0 || (node > below && node < pg->node[below].end);
}

static void take_nodes(struct page *pg, xmlNodeSetPtr set, uint32_t below, struct picks *out) {
  size_t n = set == NULL || set->nodeNr < 0 ? 0 : (size_t)set->nodeNr;
  if (n == 0) return;
  out->v = tdg_scratch(pg->call, (n < MAX_PICKS ? n : MAX_PICKS) * sizeof(*out->v));
  for (size_t i = 0; i < n && out->n < MAX_PICKS; i++) {
    xmlNodePtr node = set->nodeTab[i];
    struct pick *p = &out->v[out->n];
    if (node->type == XML_ATTRIBUTE_NODE) {
      xmlChar *value = xmlNodeGetContent(node);
      *p = (struct pick){number_of(node->parent), keep_string(pg, value)};
      xmlFree(value);
    } else if (node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE) {
      *p = (struct pick){number_of(node), tdg_str_of("")};
    } else {
      continue;
    }
    if ((pg->node[p->node].flags & F_REMOVED) != 0 || !is_below(pg, p->node, below)) continue;
    out->n += p->node != 0 || p->text.n > 0;
  }
  qsort(out->v, out->n, sizeof(*out->v), by_place);
}

static void take_result(struct page *pg, xmlXPathObjectPtr found, uint32_t below, struct picks *out) {
  xmlChar *said;
  if (found->type == XPATH_NODESET) {
    take_nodes(pg, found->nodesetval, below, out);
    return;
  }
  if (found->type == XPATH_BOOLEAN) return;
  said = xmlXPathCastToString(found);
  out->v = tdg_scratch(pg->call, sizeof(*out->v));
  out->v[0] = (struct pick){0, keep_string(pg, said)};
  out->n = out->v[0].text.n > 0;
  xmlFree(said);
}

static void hush(void *arg, xmlErrorPtr err) { (void)arg, (void)err; }

/* What libxml2 has against an expression. */
static void take_error(void *arg, xmlErrorPtr err) {
  const char *message = err->message != NULL && err->message[0] != '\0' ? err->message : "it is no XPath";
  char *said = arg;
  if (said[0] != '\0') return;
  const struct tdg_str of = tdg_str_of(err->str1 != NULL ? err->str1 : "it");
  snprintf(said, MAX_ERROR, "%.*s, at character %d of %.*s", (int)strcspn(message, "\n"), message,
           err->int1 + 1, (int)tdg_utf8_cut(of, 100), of.p);
}

xmlXPathCompExprPtr xpath_compile(const char *xpath, char *why, size_t why_size) {
  char said[MAX_ERROR] = "";
  xmlXPathCompExprPtr made = NULL;
  xmlInitParser();
  xmlXPathContextPtr ctx = xmlXPathNewContext(NULL);
  if (ctx != NULL) {
    ctx->error = take_error;
    ctx->userData = said;
    made = xmlXPathCtxtCompile(ctx, (const xmlChar *)xpath);
  }
  if (made == NULL)
    snprintf(why, why_size, "%s", ctx == NULL ? "no memory" : said[0] != '\0' ? said : "it is no XPath");
  xmlXPathFreeContext(ctx);
  return made;
}

xmlXPathCompExprPtr selector_compile(struct tdg_str text, int below, char *why, size_t why_size) {
  char xpath[MAX_XPATH + 1] = ".";
  if (selector_to_xpath(text, xpath + 1, why, why_size) != 0) return NULL;
  return xpath_compile(xpath + (below && !selector_is_xpath(text) ? 0 : 1), why, why_size);
}

/* ---- what functions on text cost ----
 *
 * libxml2 counts the nodes that it visits and not the bytes of their texts, which a page may have joined again for each
 * element: contains(., "x").  So arguments become texts here, once, and are counted. */

typedef xmlXPathParserContextPtr stack;

static void spend(stack x, size_t bytes) {
  unsigned long steps = (unsigned long)(bytes / BYTES_A_STEP) + 1;
  if (x->context->opLimit - x->context->opCount < steps) xmlXPathErr(x, XPATH_OP_LIMIT_EXCEEDED);
  else x->context->opCount += steps;
}

static void argument_to_text(stack x, int at) {
  xmlXPathObjectPtr was = x->valueTab[at], now;
  if (was == NULL || was->type == XPATH_STRING) return;
  xmlChar *text = xmlXPathCastToString(was);
  if (text == NULL || (now = xmlXPathWrapString(text)) == NULL) {
    xmlXPathErr(x, XPATH_MEMORY_ERROR);
    return;
  }
  spend(x, strlen((const char *)text));
  x->valueTab[at] = now;
  if (at == x->valueNr - 1) x->value = now;
  xmlXPathFreeObject(was);
}

static void counted(stack x, int n, int texts, xmlXPathFunction call) {
  for (int i = 0; i < n && i < texts && i < x->valueNr && x->error == 0; i++)
    argument_to_text(x, x->valueNr - n + i);
  if (x->error != 0) return;
  call(x, n);
  if (n == 0 && x->value != NULL && x->value->type == XPATH_STRING)
    spend(x, strlen((const char *)x->value->stringval));
  if (n == 0 && x->value != NULL && x->value->type == XPATH_NUMBER && x->value->floatval > 0)
    spend(x, (size_t)x->value->floatval);
}

/* X(name of libxml2, name of XPath, arguments that are texts) */
// clang-format off
#define COUNTED(X)                                                                                           \
  X(String, "string", 1) X(Contains, "contains", 2) X(StartsWith, "starts-with", 2)                          \
  X(SubstringBefore, "substring-before", 2) X(SubstringAfter, "substring-after", 2)                          \
  X(Substring, "substring", 1) X(Normalize, "normalize-space", 1) X(Translate, "translate", 3)               \
  X(StringLength, "string-length", 1) X(Concat, "concat", 1000)
// clang-format on
#define WRAPPER(lib, name, texts)                                                                            \
  static void count_##lib(stack x, int n) { counted(x, n, texts, xmlXPath##lib##Function); }
COUNTED(WRAPPER)

static xmlXPathFunction counted_function(void *arg, const xmlChar *name, const xmlChar *ns) {
  static const struct {
    const char *name;
    xmlXPathFunction call;
  } all[] = {
#define ROW(lib, name, texts) {name, count_##lib},
      COUNTED(ROW)};
  (void)arg;
  for (size_t i = 0; ns == NULL && i < sizeof all / sizeof all[0]; i++)
    if (strcmp(all[i].name, (const char *)name) == 0) return all[i].call;
  return NULL;
}

int planting_ask(struct planting *p, xmlXPathCompExprPtr expr, uint32_t below, struct picks *out) {
  xmlXPathObjectPtr found;
  *out = (struct picks){.n = 0};
  if (below != 0 && p->made[below] == NULL) return 0;
  p->ctx->node = below != 0 ? p->made[below] : (xmlNodePtr)p->doc;
  p->ctx->opCount = 0;
  p->ctx->opLimit = p->steps < p->limits->steps ? p->steps : p->limits->steps;
  if (p->steps == 0) return -1;
  found = xmlXPathCompiledEval(expr, p->ctx);
  p->steps -= p->ctx->opCount < p->steps ? p->ctx->opCount : p->steps;
  if (found == NULL) return -1;
  take_result(p->pg, found, below, out);
  xmlXPathFreeObject(found);
  return 0;
}

void planting_free(struct planting *p) {
  if (p == NULL) return;
  xmlXPathFreeContext(p->ctx);
  xmlFreeDoc(p->doc);
  free(p->made);
  free(p);
}

struct planting *planting_new(struct page *pg, const struct planting_limits *limits) {
  static const struct planting_limits usual = {MAX_PICK_NODES, MAX_PICK_STEPS, MAX_PAGE_STEPS};
  struct planting *p = calloc(1, sizeof(*p));
  if (p == NULL) return NULL;
  p->pg = pg;
  p->limits = limits != NULL ? limits : &usual;
  if (plant(p) == 0) p->ctx = xmlXPathNewContext(p->doc);
  if (p->ctx == NULL) {
    planting_free(p);
    return NULL;
  }
  p->ctx->error = hush;
  p->steps = p->limits->page_steps;
  xmlXPathRegisterFuncLookup(p->ctx, counted_function, NULL);
  xmlXPathOrderDocElems(p->doc); /* comparing two places is then a step, not a walk */
  return p;
}

void planting_remove(struct planting *p, uint32_t node) {
  xmlNodePtr made = p->made[node];
  if (made == NULL || made == p->html || made == p->body) return;
  for (uint32_t i = node; i < p->pg->node[node].end; i++) p->made[i] = NULL;
  xmlUnlinkNode(made);
  xmlFreeNode(made);
}
