/* newsml.c - NewsML-G2 (IPTC): newsItem, packageItem, and newsMessage, which holds several of them.
 *
 * Items of text become articles.  Pictures and films belong to the text that names them, or to the only one of the
 * message; those that belong to none are articles of their own, with their caption as text.  A package names items: those
 * that the message does not hold and that have a web address become requests. */
#include "news_item.h"

#include <tidings/kit/html.h>
#include <tidings/kit/url.h>

enum { MAX_HELD = 500 };

/* "medtop:20000538" and its name, in a <subject>, <genre>, ... */
static struct label label_of(const struct tdg_xml_tree *t, uint32_t i) {
  struct tdg_str code = tdg_xml_tree_attribute(t, i, "qcode"), uri = tdg_xml_tree_attribute(t, i, "uri");
  const char *colon = code.n > 0 ? memchr(code.p, ':', code.n) : NULL;
  struct label l = {.code = code.n > 0 ? code : uri, .name = tree_child_text(t, i, "name")};
  if (colon != NULL) l.scheme = (struct tdg_str){code.p, (size_t)(colon - code.p)};
  if (l.code.n == 0) l.code = tdg_xml_tree_attribute(t, i, "literal");
  if (l.name.n == 0 && l.code.n == 0) l.name = tree_text(t, i);
  if (l.name.n == 0 && tdg_xml_tree_attribute(t, i, "literal").n > 0)
    l.name = tdg_xml_tree_attribute(t, i, "literal");
  return l;
}

/* What an element calls somebody: <name>, a literal, else its text. */
static struct tdg_str name_of(const struct tdg_xml_tree *t, uint32_t i) {
  struct tdg_str name = i != 0 ? tree_child_text(t, i, "name") : tdg_str_of("");
  if (name.n == 0 && i != 0) name = tdg_xml_tree_attribute(t, i, "literal");
  return name.n > 0 ? name : tree_text(t, i);
}

static struct tdg_str rest_of(struct tdg_str code) {
  const char *colon = code.n > 0 ? memchr(code.p, ':', code.n) : NULL;
  return colon == NULL ? code : (struct tdg_str){colon + 1, (size_t)(code.p + code.n - colon) - 1};
}

static struct tdg_str code_of(const struct tdg_xml_tree *t, uint32_t i) {
  struct tdg_str code = i != 0 ? tdg_xml_tree_attribute(t, i, "qcode") : tdg_str_of("");
  return code.n > 0 || i == 0 ? code : tdg_xml_tree_attribute(t, i, "uri");
}

static void read_rights(const struct tdg_xml_tree *t, uint32_t i, struct news_item *it) {
  uint32_t rights = tdg_xml_tree_child(t, i, "rightsInfo", 0);
  if (rights == 0) return;
  item_put(&it->holder, name_of(t, tdg_xml_tree_child(t, rights, "copyrightHolder", 0)));
  item_put(&it->notice, tree_child_text(t, rights, "copyrightNotice"));
  for (uint32_t c = 0; (c = tdg_xml_tree_child(t, rights, "usageTerms", c)) != 0;)
    item_put(&it->terms, tree_text(t, c));
  uint32_t link = tdg_xml_tree_child(t, rights, "link", 0);
  if (link != 0) item_put(&it->licence, tdg_xml_tree_attribute(t, link, "href"));
}

static void read_item_meta(const struct tdg_xml_tree *t, uint32_t i, struct news_item *it) {
  uint32_t meta = tdg_xml_tree_child(t, i, "itemMeta", 0), c;
  if (meta == 0) return;
  item_put(&it->date[DATE_FIRST], tree_child_text(t, meta, "firstCreated"));
  item_put(&it->date[DATE_VERSION], tree_child_text(t, meta, "versionCreated"));
  item_put(&it->date[DATE_EMBARGO], tree_child_text(t, meta, "embargoed"));
  item_status(it, code_of(t, tdg_xml_tree_child(t, meta, "pubStatus", 0)));
  item_fact(it, "provider", name_of(t, tdg_xml_tree_child(t, meta, "provider", 0)));
  if ((c = tdg_xml_tree_child(t, meta, "provider", 0)) != 0 && name_of(t, c).n == 0)
    item_fact(it, "provider", rest_of(code_of(t, c)));
  item_fact(it, "service", name_of(t, tdg_xml_tree_child(t, meta, "service", 0)));
  item_put(&it->change_note, tree_child_text(t, meta, "edNote"));
  item_put(&it->kicker, tree_child_text(t, meta, "kicker"));
  for (c = 0; (c = tdg_xml_tree_child(t, meta, "signal", c)) != 0;) {
    struct tdg_str signal = rest_of(code_of(t, c));
    item_fact(it, "signal", signal);
    if (tdg_nocase_has(signal, "correct")) item_flag(it, "correction");
    if (tdg_nocase_is(signal, "kill") || tdg_nocase_has(signal, "retract")) item_flag(it, "withdrawn");
  }
  for (c = 0; (c = tdg_xml_tree_child(t, meta, "link", c)) != 0;)
    if (tdg_nocase_has(tdg_xml_tree_attribute(t, c, "rel"), "previous"))
      item_fact(it, "previous",
                tdg_xml_tree_attribute(t, c, "residref").n > 0 ? tdg_xml_tree_attribute(t, c, "residref")
                                                               : tdg_xml_tree_attribute(t, c, "href"));
  item_put(&it->title, tree_child_text(t, meta, "title"));
}

/* A title of the item is that of a file; a headline is the one that readers see. */
static void read_headlines(const struct tdg_xml_tree *t, uint32_t meta, struct news_item *it) {
  struct tdg_str main = {"", 0}, sub = {"", 0};
  for (uint32_t c = 0; (c = tdg_xml_tree_child(t, meta, "headline", c)) != 0;) {
    struct tdg_str role = rest_of(tdg_xml_tree_attribute(t, c, "role"));
    if (tdg_nocase_has(role, "sub") || tdg_nocase_has(role, "deck")) item_put(&sub, tree_text(t, c));
    else if (tdg_nocase_has(role, "kicker") || tdg_nocase_has(role, "overline"))
      item_put(&it->kicker, tree_text(t, c));
    else item_put(main.n == 0 ? &main : &sub, tree_text(t, c));
  }
  if (main.n > 0) it->title = main;
  item_put(&it->subtitle, sub);
}

static void read_people(const struct tdg_xml_tree *t, uint32_t meta, struct news *n, struct news_item *it) {
  static const char *const makers[] = {"creator", "contributor"};
  for (uint32_t c = 0; (c = tdg_xml_tree_child(t, meta, "by", c)) != 0;)
    item_byline(n->call, it, tree_text(t, c));
  for (size_t k = 0; k < 2; k++) {
    for (uint32_t c = 0; (c = tdg_xml_tree_child(t, meta, makers[k], c)) != 0;) {
      struct person p = {.name = name_of(t, c), .role = rest_of(tdg_xml_tree_attribute(t, c, "role"))};
      uint32_t details = tdg_xml_tree_find(t, c, "email", 0), org = tdg_xml_tree_find(t, c, "memberOf", 0);
      p.email = tree_text(t, details);
      p.org = org != 0 ? name_of(t, org) : tdg_str_of("");
      if (p.role.n == 0) p.role = tree_child_text(t, c, "jobtitle");
      if (k == 0 || it->n_people == 0) item_person(it, &p);
    }
  }
}

static void read_labels(const struct tdg_xml_tree *t, uint32_t meta, struct news_item *it) {
  for (uint32_t c = meta + 1; c < t->node[meta].end; c = t->node[c].end) {
    struct label l;
    if (tdg_xml_tree_is(t, c, "keyword")) {
      l = (struct label){.name = tree_text(t, c)};
    } else if (tdg_xml_tree_is(t, c, "subject") || tdg_xml_tree_is(t, c, "genre")) {
      l = label_of(t, c);
    } else {
      continue;
    }
    if (tdg_xml_tree_is(t, c, "genre")) item_put(&it->genre, l.name.n > 0 ? l.name : rest_of(l.code));
    else item_label(it, &l);
  }
}

static void read_content_meta(struct news *n, const struct tdg_xml_tree *t, uint32_t i,
                              struct news_item *it) {
  uint32_t meta = tdg_xml_tree_child(t, i, "contentMeta", 0), c;
  if (meta == 0) return;
  read_headlines(t, meta, it);
  item_put(&it->date[DATE_CONTENT], tree_child_text(t, meta, "contentCreated"));
  item_put(&it->date[DATE_VERSION], tree_child_text(t, meta, "contentModified"));
  item_fact(it, "urgency", tree_child_text(t, meta, "urgency"));
  item_fact(it, "slugline", tree_child_text(t, meta, "slugline"));
  item_put(&it->dateline, tree_child_text(t, meta, "dateline"));
  if ((c = tdg_xml_tree_child(t, meta, "located", 0)) != 0)
    item_put(&it->place, name_of(t, c).n > 0 ? name_of(t, c) : rest_of(code_of(t, c)));
  if ((c = tdg_xml_tree_child(t, meta, "language", 0)) != 0)
    item_put(&it->language, tdg_xml_tree_attribute(t, c, "tag"));
  item_fact(it, "source", name_of(t, tdg_xml_tree_child(t, meta, "infoSource", 0)));
  item_fact(it, "credit", tree_child_text(t, meta, "creditline"));
  for (c = 0; (c = tdg_xml_tree_child(t, meta, "description", c)) != 0;)
    item_put(&it->summary, tree_text(t, c));
  read_people(t, meta, n, it);
  read_labels(t, meta, it);
}

static void read_remote(const struct tdg_xml_tree *t, uint32_t c, struct news_item *it) {
  struct medium *m = item_medium(it, tdg_xml_tree_attribute(t, c, "href"));
  if (m == NULL) return;
  m->type = tdg_xml_tree_attribute(t, c, "contenttype");
  m->length = tdg_xml_tree_attribute(t, c, "size");
  m->rel = rest_of(tdg_xml_tree_attribute(t, c, "rendition"));
  item_put(&m->alt, tree_child_text(t, c, "altText"));
}

static void read_inline_xml(const struct tdg_xml_tree *t, uint32_t c, struct news_item *it) {
  uint32_t nitf = tdg_xml_tree_child(t, c, "nitf", 0), html = tdg_xml_tree_child(t, c, "html", 0), body;
  if (nitf != 0) {
    nitf_read(t, nitf, it);
    return;
  }
  body = html != 0 ? tdg_xml_tree_child(t, html, "body", 0) : 0;
  item_put(&it->html, tree_html(t, body != 0 ? body : html != 0 ? html : c));
}

static void read_content(const struct tdg_xml_tree *t, uint32_t i, struct news_item *it) {
  uint32_t set = tdg_xml_tree_child(t, i, "contentSet", 0);
  if (set == 0) return;
  for (uint32_t c = set + 1; c < t->node[set].end; c = t->node[c].end) {
    struct tdg_str type = tdg_xml_tree_attribute(t, c, "contenttype");
    if (tdg_xml_tree_is(t, c, "inlineXML")) {
      read_inline_xml(t, c, it);
    } else if (tdg_xml_tree_is(t, c, "inlineData") && tdg_xml_tree_attribute(t, c, "encoding").n == 0) {
      uint32_t text = c + 1 < t->node[c].end ? c + 1 : 0;
      struct tdg_buf b = tdg_buf_make(t->call, MAX_BODY);
      for (; text != 0 && text < t->node[c].end; text++)
        tdg_buf_add(&b, t->node[text].text.p, t->node[text].text.n);
      item_put(tdg_nocase_has(type, "html") || tdg_html_has_tag(tdg_buf_get(&b)) ? &it->html : &it->text,
               tdg_buf_get(&b));
    } else if (tdg_xml_tree_is(t, c, "remoteContent")) {
      read_remote(t, c, it);
    }
  }
}

static void read_news_item(struct news *n, const struct tdg_xml_tree *t, uint32_t i, struct news_item *it) {
  struct tdg_str of;
  memset(it, 0, sizeof *it);
  it->id = it->guid = tdg_xml_tree_attribute(t, i, "guid");
  item_put(&it->language, tdg_xml_tree_attribute(t, i, "lang"));
  item_fact(it, "version", tdg_xml_tree_attribute(t, i, "version"));
  read_item_meta(t, i, it);
  read_rights(t, i, it);
  read_content_meta(n, t, i, it);
  read_content(t, i, it);
  of = rest_of(code_of(t, tdg_xml_tree_find(t, i, "itemClass", 0)));
  it->is_picture = of.n > 0 && !tdg_nocase_is(of, "text") && !tdg_nocase_is(of, "composite") &&
                   it->html.n == 0 && it->text.n == 0;
}

/* ---- a message of several ---- */

struct held {
  uint32_t at;
  struct tdg_str id;
  int is_picture, used;
};

struct message {
  struct news *n;
  const struct tdg_xml_tree *t;
  struct held held[MAX_HELD];
  size_t n_held, n_texts;
};

static void hold(struct message *m, uint32_t at) {
  struct news_item *it;
  if (m->n_held == MAX_HELD) return;
  it = tdg_scratch(m->n->call, sizeof *it);
  read_news_item(m->n, m->t, at, it);
  m->held[m->n_held++] = (struct held){at, it->id, it->is_picture, 0};
  m->n_texts += !it->is_picture;
}

/* Does the element at `top` name this item? */
static int names(const struct tdg_xml_tree *t, uint32_t top, struct tdg_str id) {
  for (uint32_t k = top; k < t->node[top].end; k++)
    if (t->node[k].n_attributes > 0 && id.n > 0 &&
        (tdg_str_same(tdg_xml_tree_attribute(t, k, "residref"), id) ||
         (k != top && tdg_str_same(tdg_xml_tree_attribute(t, k, "href"), id))))
      return 1;
  return 0;
}

/* A package that names both. */
static int in_one_package(const struct message *m, const struct held *a, const struct held *b) {
  for (uint32_t p = 0; (p = tdg_xml_tree_find(m->t, 0, "packageItem", p)) != 0;)
    if (names(m->t, p, a->id) && names(m->t, p, b->id)) return 1;
  return 0;
}

static int belongs(const struct message *m, const struct held *picture, const struct held *text) {
  return m->n_texts == 1 || names(m->t, text->at, picture->id) || in_one_package(m, picture, text);
}

/* The renditions of a picture, the largest first named: with its caption and credit. */
static void add_picture(struct news_item *to, const struct news_item *picture) {
  for (size_t i = 0; i < picture->n_media && i < MAX_RENDITIONS; i++) {
    struct medium *m = item_medium(to, picture->media[i].url);
    if (m == NULL) return;
    *m = picture->media[i];
    item_put(&m->title, picture->title);
    item_put(&m->caption, picture->summary);
    if (picture->n_people > 0) item_put(&m->credit, picture->people[0].name);
    for (size_t k = 0; k < picture->n_facts; k++)
      if (strcmp(picture->facts[k].name, "credit") == 0) m->credit = picture->facts[k].text;
  }
}

static void emit_text(struct message *m, const struct held *text, struct news_item *it,
                      struct news_item *picture) {
  read_news_item(m->n, m->t, text->at, it);
  for (size_t k = 0; k < m->n_held; k++) {
    if (!m->held[k].is_picture || !belongs(m, &m->held[k], text)) continue;
    read_news_item(m->n, m->t, m->held[k].at, picture);
    add_picture(it, picture);
    m->held[k].used = 1;
  }
  item_emit(m->n, it, m->n_texts == 1);
}

static void emit_picture(struct message *m, const struct held *p, struct news_item *it) {
  read_news_item(m->n, m->t, p->at, it);
  for (size_t i = 0; i < it->n_media; i++) item_put(&it->media[i].caption, it->summary);
  item_put(&it->text, it->summary);
  item_emit(m->n, it, m->n_held == 1);
}

/* ---- packages ---- */

static int is_held(const struct message *m, struct tdg_str id) {
  for (size_t i = 0; i < m->n_held; i++)
    if (id.n > 0 && tdg_str_same(m->held[i].id, id)) return 1;
  return 0;
}

static void emit_request(struct message *m, uint32_t ref) {
  struct news *n = m->n;
  struct tdg_str url = tdg_xml_tree_attribute(m->t, ref, "href"), title = tree_child_text(m->t, ref, "title");
  if (title.n == 0) title = tree_child_text(m->t, ref, "headline");
  url = tdg_url_resolve_written(n->call, n->base,
                                url.n > 0 ? url : tdg_xml_tree_attribute(m->t, ref, "residref"));
  if (!tdg_url_is_web(url) || n->failed != 0 || n->items >= MAX_ITEMS) return;
  tdg_rec *r = tdg_rec_new(n->call, TDG_REQUEST);
  tdg_put_text(n->call, r, TDG_URL, url.p, url.n);
  tdg_put_text(n->call, r, TDG_TITLE_HINT, title.p, title.n);
  tdg_put_str(n->call, r, TDG_REPEAT, "never");
  tdg_put_text(n->call, r, TDG_DISCOVERED, n->base.p, n->base.n);
  n->failed = tdg_emit(n->call, r) < 0 ? TDG_BAD_INPUT : 0;
  n->items++;
}

/* Its head: what the package is called. */
static void emit_package(struct message *m, uint32_t at, struct news_item *it) {
  struct news *n = m->n;
  tdg_rec *r = tdg_rec_new(n->call, TDG_FEED);
  read_news_item(n, m->t, at, it);
  tdg_put_text(n->call, r, TDG_TITLE, it->title.p, it->title.n);
  tdg_put_text(n->call, r, TDG_DESCRIPTION, it->summary.p, it->summary.n);
  tdg_put_text(n->call, r, TDG_LANGUAGE, it->language.p, it->language.n);
  tdg_put_text(n->call, r, TDG_GUID, it->guid.p, it->guid.n);
  if (n->failed == 0) n->failed = tdg_emit(n->call, r) < 0 ? TDG_BAD_INPUT : 0;
}

static void read_packages(struct message *m, struct news_item *it) {
  uint32_t first = tdg_xml_tree_find(m->t, 0, "packageItem", 0);
  if (first == 0) return;
  emit_package(m, first, it);
  for (uint32_t p = first; p != 0; p = tdg_xml_tree_find(m->t, 0, "packageItem", p)) {
    for (uint32_t ref = 0; (ref = tdg_xml_tree_find(m->t, p, "itemRef", ref)) != 0;)
      if (!is_held(m, tdg_xml_tree_attribute(m->t, ref, "residref"))) emit_request(m, ref);
  }
}

int newsml_read(struct news *n, const struct tdg_xml_tree *t, uint32_t root) {
  struct message *m = tdg_scratch(n->call, sizeof *m);
  struct news_item *it = tdg_scratch(n->call, sizeof *it), *picture = tdg_scratch(n->call, sizeof *picture);
  m->n = n;
  m->t = t;
  if (tdg_xml_tree_is(t, root, "newsItem")) hold(m, root);
  else
    for (uint32_t i = 0; (i = tdg_xml_tree_find(t, root, "newsItem", i)) != 0;) hold(m, i);
  read_packages(m, it);
  for (size_t i = 0; i < m->n_held; i++)
    if (!m->held[i].is_picture) emit_text(m, &m->held[i], it, picture);
  for (size_t i = 0; i < m->n_held; i++)
    if (m->held[i].is_picture && !m->held[i].used) emit_picture(m, &m->held[i], it);
  if (n->failed != 0) return n->failed;
  if (n->items == 0 && tdg_xml_tree_find(t, 0, "packageItem", 0) == 0)
    return tdg_fail(n->call, TDG_BAD_INPUT,
                    "NewsML-G2 without an item of news (a conceptItem or plan is none)");
  return TDG_OK;
}
