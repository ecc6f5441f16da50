/* nitf.c - NITF (IPTC), alone or inside NewsML-G2: its fields are added to an item. */
#include "news_item.h"

#include <tidings/kit/html.h>

/* The norm of a date, "20260421T093000+0200", else what stands there. */
static struct tdg_str date_of(const struct news_tree *t, uint32_t i) {
  struct tdg_str norm = i != 0 ? tree_attr(t, i, "norm") : tdg_str_of("");
  return norm.n > 0 ? norm : tree_text(t, i);
}

static void read_subjects(const struct news_tree *t, uint32_t head, struct news_item *it) {
  static const char *const names[] = {"tobject.subject.detail", "tobject.subject.matter",
                                      "tobject.subject.type"};
  for (uint32_t c = 0; (c = tree_find(t, head, "tobject.subject", c)) != 0;) {
    struct label l = {.code = tree_attr(t, c, "tobject.subject.refnum"), .scheme = tdg_str_of("subj")};
    for (size_t k = 0; k < 3 && l.name.n == 0; k++) l.name = tree_attr(t, c, names[k]);
    if (l.code.n == 0) l.code = tree_attr(t, c, "tobject.subject.code");
    item_label(it, &l);
    item_put(&it->section, tree_attr(t, c, "tobject.subject.type"));
    if (!tdg_str_same(l.name, tree_attr(t, c, "tobject.subject.type")))
      item_label(it, &(struct label){.name = tree_attr(t, c, "tobject.subject.type")});
  }
  for (uint32_t c = 0; (c = tree_find(t, head, "tobject.property", c)) != 0;)
    item_put(&it->genre, tree_attr(t, c, "tobject.property.type"));
}

static void read_keywords(const struct news_tree *t, uint32_t data, struct news_item *it) {
  for (uint32_t c = 0; (c = tree_find(t, data, "keyword", c)) != 0;) {
    struct tdg_str key = tree_attr(t, c, "key");
    item_label(it, &(struct label){.name = key.n > 0 ? key : tree_text(t, c)});
  }
  for (uint32_t c = 0; (c = tree_find(t, data, "classifier", c)) != 0;) {
    struct tdg_str value = tree_attr(t, c, "value");
    item_label(it, &(struct label){tree_attr(t, c, "value"), tree_attr(t, c, "type"),
                                   value.n > 0 ? value : tree_text(t, c)});
  }
  uint32_t inside = tree_child(t, data, "identified-content", 0);
  for (uint32_t c = inside + 1; inside != 0 && c < t->node[inside].end; c = t->node[c].end)
    if (tree_is(t, c, "person") || tree_is(t, c, "org") || tree_is(t, c, "location") ||
        tree_is(t, c, "event"))
      item_label(it, &(struct label){.scheme = t->node[c].name, .name = tree_text(t, c)});
}

static void read_doc_data(const struct news_tree *t, uint32_t head, struct news_item *it) {
  uint32_t data = tree_child(t, head, "docdata", 0), c;
  if (data == 0) return;
  if ((c = tree_child(t, data, "doc-id", 0)) != 0) {
    item_put(&it->guid, tree_attr(t, c, "id-string"));
    item_fact(it, "provider", tree_attr(t, c, "regsrc"));
  }
  item_put(&it->date[DATE_FIRST], date_of(t, tree_child(t, data, "date.issue", 0)));
  item_put(&it->date[DATE_EXPIRES], date_of(t, tree_child(t, data, "date.expire", 0)));
  if ((c = tree_child(t, data, "date.release", 0)) != 0) {
    int later = it->date[DATE_FIRST].n > 0 && !tdg_str_same(date_of(t, c), it->date[DATE_FIRST]);
    item_put(later || tdg_nocase_is(tree_attr(t, data, "management-status"), "embargoed")
                 ? &it->date[DATE_EMBARGO]
                 : &it->date[DATE_FIRST],
             date_of(t, c));
    item_put(&it->date[DATE_FIRST], date_of(t, c));
  }
  item_status(it, tree_attr(t, data, "management-status"));
  if ((c = tree_child(t, data, "urgency", 0)) != 0) item_fact(it, "urgency", tree_attr(t, c, "ed-urg"));
  if ((c = tree_child(t, data, "du-key", 0)) != 0) {
    item_fact(it, "version", tree_attr(t, c, "version"));
    item_fact(it, "slugline", tree_attr(t, c, "key"));
  }
  if ((c = tree_child(t, data, "correction", 0)) != 0) {
    item_put(&it->change_note, tree_attr(t, c, "info"));
    item_fact(it, "corrects", tree_attr(t, c, "id-string"));
    item_flag(it, "correction");
  }
  if ((c = tree_child(t, data, "ed-msg", 0)) != 0) {
    item_fact(it, "ed_note", tree_attr(t, c, "info"));
    item_put(&it->change_note, tree_attr(t, c, "info"));
  }
  if ((c = tree_child(t, data, "doc.copyright", 0)) != 0) item_put(&it->holder, tree_attr(t, c, "holder"));
  if ((c = tree_child(t, data, "doc.rights", 0)) != 0) item_put(&it->holder, tree_attr(t, c, "owner"));
  if ((c = tree_child(t, data, "evloc", 0)) != 0)
    item_put(&it->place, tree_attr(t, c, "city").n > 0 ? tree_attr(t, c, "city") : tree_text(t, c));
  if ((c = tree_child(t, data, "series", 0)) != 0) item_fact(it, "series", tree_attr(t, c, "series.name"));
  read_keywords(t, data, it);
}

static void read_head(const struct news_tree *t, uint32_t root, struct news_item *it) {
  uint32_t head = tree_child(t, root, "head", 0), c;
  if (head == 0) return;
  read_subjects(t, head, it);
  read_doc_data(t, head, it);
  for (c = 0; (c = tree_child(t, head, "revision-history", c)) != 0;) {
    if (tree_attr(t, c, "norm").n > 0)
      it->date[DATE_VERSION] = tree_attr(t, c, "norm"); /* the last one counts */
    item_put(&it->change_note, tree_attr(t, c, "comment"));
  }
  for (c = 0; (c = tree_child(t, head, "pubdata", c)) != 0;) {
    item_put(&it->date[DATE_FIRST], tree_attr(t, c, "date.publication"));
    item_put(&it->section, tree_attr(t, c, "position.section"));
    item_put(&it->url, tree_attr(t, c, "ex-ref"));
    item_fact(it, "publication", tree_attr(t, c, "name"));
  }
  for (c = 0; (c = tree_child(t, head, "meta", c)) != 0;)
    if (tdg_nocase_is(tree_attr(t, c, "name"), "language"))
      item_put(&it->language, tree_attr(t, c, "content"));
}

/* <byline>By <person>Ada Quill</person><byttl>Coast correspondent</byttl></byline>: one, or several. */
static void read_byline(const struct news_tree *t, uint32_t i, struct news_item *it) {
  uint32_t person = tree_find(t, i, "person", 0), title = tree_find(t, i, "byttl", 0);
  struct tdg_str role = tree_text(t, title), whole = tree_text(t, i);
  for (; person != 0; person = tree_find(t, i, "person", person)) {
    struct person p = {.name = tree_text(t, person), .role = role};
    item_person(it, &p);
  }
  if (tree_find(t, i, "person", 0) != 0) return;
  if (role.n > 0 && tdg_str_ends(whole, role.p)) whole.n -= role.n;
  size_t before = it->n_people;
  item_byline(t->n, it, whole);
  for (; before < it->n_people; before++) it->people[before].role = role;
}

static void read_body_head(const struct news_tree *t, uint32_t body, struct news_item *it) {
  uint32_t head = tree_child(t, body, "body.head", 0), c, line;
  if (head == 0) return;
  if ((c = tree_child(t, head, "hedline", 0)) != 0 || (c = tree_child(t, head, "headline", 0)) != 0) {
    struct tdg_str main = tree_text(t, tree_find(t, c, "hl1", 0));
    if (main.n > 0) it->title = main;
    item_put(&it->subtitle, tree_text(t, tree_find(t, c, "hl2", 0)));
  }
  for (c = 0; (c = tree_child(t, head, "byline", c)) != 0;) read_byline(t, c, it);
  item_fact(it, "distributor", tree_child_text(t, head, "distributor"));
  item_put(&it->summary, tree_child_text(t, head, "abstract"));
  if ((line = tree_child(t, head, "dateline", 0)) != 0) {
    uint32_t city = tree_find(t, line, "city", 0), place = tree_find(t, line, "location", 0);
    item_put(&it->dateline, tree_text(t, line));
    item_put(&it->place, tree_text(t, city != 0 ? city : place));
    item_put(&it->date[DATE_FIRST], date_of(t, tree_find(t, line, "story.date", 0)));
  }
  if ((c = tree_child(t, head, "rights", 0)) != 0) {
    item_put(&it->holder, tree_text(t, tree_find(t, c, "rights.owner", 0)));
    item_put(&it->notice, tree_text(t, c));
  }
  for (c = 0; (c = tree_child(t, head, "note", c)) != 0;) item_put(&it->change_note, tree_text(t, c));
}

static void read_media(const struct news_tree *t, uint32_t body, struct news_item *it) {
  for (uint32_t c = 0; (c = tree_find(t, body, "media", c)) != 0;) {
    for (uint32_t ref = 0; (ref = tree_child(t, c, "media-reference", ref)) != 0;) {
      struct medium *m = item_medium(it, tree_attr(t, ref, "source"));
      if (m == NULL) continue;
      m->type = tree_attr(t, ref, "mime-type");
      if (m->type.n == 0) m->type = tree_attr(t, c, "media-type");
      item_put(&m->alt, tree_attr(t, ref, "alternate-text"));
      item_put(&m->title, tree_attr(t, ref, "name"));
      item_put(&m->caption, tree_child_text(t, c, "media-caption"));
      item_put(&m->credit, tree_child_text(t, c, "media-producer"));
    }
  }
}

void nitf_read(const struct news_tree *t, uint32_t root, struct news_item *it) {
  uint32_t body = tree_child(t, root, "body", 0), content, head = tree_child(t, root, "head", 0);
  struct tdg_str changed = tree_attr(t, root, "change.date"), time = tree_attr(t, root, "change.time");
  item_put(&it->language, tree_attr(t, root, "lang"));
  read_head(t, root, it);
  if (it->guid.n > 0) item_fact(it, "uno", tree_attr(t, root, "uno"));
  item_put(&it->guid, tree_attr(t, root, "uno"));
  if (changed.n > 0) {
    struct tdg_buf b = tdg_buf_make(t->n->call, 100);
    tdg_buf_add(&b, changed.p, changed.n);
    if (time.n > 0) tdg_buf_char(&b, 'T'), tdg_buf_add(&b, time.p, time.n);
    item_put(&it->date[DATE_VERSION], tdg_buf_get(&b));
  }
  if (body != 0) {
    item_put(&it->language, tree_attr(t, body, "lang"));
    read_body_head(t, body, it);
    read_media(t, body, it);
    content = tree_child(t, body, "body.content", 0);
    item_put(&it->html, tree_html(t, content != 0 ? content : 0));
    item_fact(it, "tagline", tree_text(t, tree_find(t, body, "tagline", 0)));
  }
  if (head != 0) item_put(&it->title, tree_child_text(t, head, "title"));
}
