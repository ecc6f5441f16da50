/* nitf.c - NITF (IPTC), alone or inside NewsML-G2: its fields are added to an item. */
#include "news_item.h"

#include <tidings/kit/html.h>

/* The norm of a date, "20260421T093000+0200", else what stands there. */
static struct tdg_str date_of(const struct tdg_xml_tree *t, uint32_t i) {
  struct tdg_str norm = i != 0 ? tdg_xml_tree_attribute(t, i, "norm") : tdg_str_of("");
  return norm.n > 0 ? norm : tree_text(t, i);
}

static void read_subjects(const struct tdg_xml_tree *t, uint32_t head, struct news_item *it) {
  static const char *const names[] = {"tobject.subject.detail", "tobject.subject.matter",
                                      "tobject.subject.type"};
  for (uint32_t c = 0; (c = tdg_xml_tree_find(t, head, "tobject.subject", c)) != 0;) {
    struct label l = {.code = tdg_xml_tree_attribute(t, c, "tobject.subject.refnum"),
                      .scheme = tdg_str_of("subj")};
    for (size_t k = 0; k < 3 && l.name.n == 0; k++) l.name = tdg_xml_tree_attribute(t, c, names[k]);
    if (l.code.n == 0) l.code = tdg_xml_tree_attribute(t, c, "tobject.subject.code");
    item_label(it, &l);
    item_put(&it->section, tdg_xml_tree_attribute(t, c, "tobject.subject.type"));
    if (!tdg_str_same(l.name, tdg_xml_tree_attribute(t, c, "tobject.subject.type")))
      item_label(it, &(struct label){.name = tdg_xml_tree_attribute(t, c, "tobject.subject.type")});
  }
  for (uint32_t c = 0; (c = tdg_xml_tree_find(t, head, "tobject.property", c)) != 0;)
    item_put(&it->genre, tdg_xml_tree_attribute(t, c, "tobject.property.type"));
}

static void read_keywords(const struct tdg_xml_tree *t, uint32_t data, struct news_item *it) {
  for (uint32_t c = 0; (c = tdg_xml_tree_find(t, data, "keyword", c)) != 0;) {
    struct tdg_str key = tdg_xml_tree_attribute(t, c, "key");
    item_label(it, &(struct label){.name = key.n > 0 ? key : tree_text(t, c)});
  }
  for (uint32_t c = 0; (c = tdg_xml_tree_find(t, data, "classifier", c)) != 0;) {
    struct tdg_str value = tdg_xml_tree_attribute(t, c, "value");
    item_label(it,
               &(struct label){tdg_xml_tree_attribute(t, c, "value"), tdg_xml_tree_attribute(t, c, "type"),
                               value.n > 0 ? value : tree_text(t, c)});
  }
  uint32_t inside = tdg_xml_tree_child(t, data, "identified-content", 0);
  for (uint32_t c = inside + 1; inside != 0 && c < t->node[inside].end; c = t->node[c].end)
    if (tdg_xml_tree_is(t, c, "person") || tdg_xml_tree_is(t, c, "org") ||
        tdg_xml_tree_is(t, c, "location") || tdg_xml_tree_is(t, c, "event"))
      item_label(it, &(struct label){.scheme = t->node[c].name, .name = tree_text(t, c)});
}

static void read_doc_data(const struct tdg_xml_tree *t, uint32_t head, struct news_item *it) {
  uint32_t data = tdg_xml_tree_child(t, head, "docdata", 0), c;
  if (data == 0) return;
  if ((c = tdg_xml_tree_child(t, data, "doc-id", 0)) != 0) {
    item_put(&it->guid, tdg_xml_tree_attribute(t, c, "id-string"));
    item_fact(it, "provider", tdg_xml_tree_attribute(t, c, "regsrc"));
  }
  item_put(&it->date[DATE_FIRST], date_of(t, tdg_xml_tree_child(t, data, "date.issue", 0)));
  item_put(&it->date[DATE_EXPIRES], date_of(t, tdg_xml_tree_child(t, data, "date.expire", 0)));
  if ((c = tdg_xml_tree_child(t, data, "date.release", 0)) != 0) {
    int later = it->date[DATE_FIRST].n > 0 && !tdg_str_same(date_of(t, c), it->date[DATE_FIRST]);
    item_put(later || tdg_nocase_is(tdg_xml_tree_attribute(t, data, "management-status"), "embargoed")
                 ? &it->date[DATE_EMBARGO]
                 : &it->date[DATE_FIRST],
             date_of(t, c));
    item_put(&it->date[DATE_FIRST], date_of(t, c));
  }
  item_status(it, tdg_xml_tree_attribute(t, data, "management-status"));
  if ((c = tdg_xml_tree_child(t, data, "urgency", 0)) != 0)
    item_fact(it, "urgency", tdg_xml_tree_attribute(t, c, "ed-urg"));
  if ((c = tdg_xml_tree_child(t, data, "du-key", 0)) != 0) {
    item_fact(it, "version", tdg_xml_tree_attribute(t, c, "version"));
    item_fact(it, "slugline", tdg_xml_tree_attribute(t, c, "key"));
  }
  if ((c = tdg_xml_tree_child(t, data, "correction", 0)) != 0) {
    item_put(&it->change_note, tdg_xml_tree_attribute(t, c, "info"));
    item_fact(it, "corrects", tdg_xml_tree_attribute(t, c, "id-string"));
    item_flag(it, "correction");
  }
  if ((c = tdg_xml_tree_child(t, data, "ed-msg", 0)) != 0) {
    item_fact(it, "ed_note", tdg_xml_tree_attribute(t, c, "info"));
    item_put(&it->change_note, tdg_xml_tree_attribute(t, c, "info"));
  }
  if ((c = tdg_xml_tree_child(t, data, "doc.copyright", 0)) != 0)
    item_put(&it->holder, tdg_xml_tree_attribute(t, c, "holder"));
  if ((c = tdg_xml_tree_child(t, data, "doc.rights", 0)) != 0)
    item_put(&it->holder, tdg_xml_tree_attribute(t, c, "owner"));
  if ((c = tdg_xml_tree_child(t, data, "evloc", 0)) != 0)
    item_put(&it->place, tdg_xml_tree_attribute(t, c, "city").n > 0 ? tdg_xml_tree_attribute(t, c, "city")
                                                                    : tree_text(t, c));
  if ((c = tdg_xml_tree_child(t, data, "series", 0)) != 0)
    item_fact(it, "series", tdg_xml_tree_attribute(t, c, "series.name"));
  read_keywords(t, data, it);
}

static void read_head(const struct tdg_xml_tree *t, uint32_t root, struct news_item *it) {
  uint32_t head = tdg_xml_tree_child(t, root, "head", 0), c;
  if (head == 0) return;
  read_subjects(t, head, it);
  read_doc_data(t, head, it);
  for (c = 0; (c = tdg_xml_tree_child(t, head, "revision-history", c)) != 0;) {
    if (tdg_xml_tree_attribute(t, c, "norm").n > 0)
      it->date[DATE_VERSION] = tdg_xml_tree_attribute(t, c, "norm"); /* the last one counts */
    item_put(&it->change_note, tdg_xml_tree_attribute(t, c, "comment"));
  }
  for (c = 0; (c = tdg_xml_tree_child(t, head, "pubdata", c)) != 0;) {
    item_put(&it->date[DATE_FIRST], tdg_xml_tree_attribute(t, c, "date.publication"));
    item_put(&it->section, tdg_xml_tree_attribute(t, c, "position.section"));
    item_put(&it->url, tdg_xml_tree_attribute(t, c, "ex-ref"));
    item_fact(it, "publication", tdg_xml_tree_attribute(t, c, "name"));
  }
  for (c = 0; (c = tdg_xml_tree_child(t, head, "meta", c)) != 0;)
    if (tdg_nocase_is(tdg_xml_tree_attribute(t, c, "name"), "language"))
      item_put(&it->language, tdg_xml_tree_attribute(t, c, "content"));
}

/* <byline>By <person>Ada Quill</person><byttl>Coast correspondent</byttl></byline>: one, or several. */
static void read_byline(const struct tdg_xml_tree *t, uint32_t i, struct news_item *it) {
  uint32_t person = tdg_xml_tree_find(t, i, "person", 0), title = tdg_xml_tree_find(t, i, "byttl", 0);
  struct tdg_str role = tree_text(t, title), whole = tree_text(t, i);
  for (; person != 0; person = tdg_xml_tree_find(t, i, "person", person)) {
    struct person p = {.name = tree_text(t, person), .role = role};
    item_person(it, &p);
  }
  if (tdg_xml_tree_find(t, i, "person", 0) != 0) return;
  if (role.n > 0 && tdg_str_ends(whole, role.p)) whole.n -= role.n;
  size_t before = it->n_people;
  item_byline(t->call, it, whole);
  for (; before < it->n_people; before++) it->people[before].role = role;
}

static void read_body_head(const struct tdg_xml_tree *t, uint32_t body, struct news_item *it) {
  uint32_t head = tdg_xml_tree_child(t, body, "body.head", 0), c, line;
  if (head == 0) return;
  if ((c = tdg_xml_tree_child(t, head, "hedline", 0)) != 0 ||
      (c = tdg_xml_tree_child(t, head, "headline", 0)) != 0) {
    struct tdg_str main = tree_text(t, tdg_xml_tree_find(t, c, "hl1", 0));
    if (main.n > 0) it->title = main;
    item_put(&it->subtitle, tree_text(t, tdg_xml_tree_find(t, c, "hl2", 0)));
  }
  for (c = 0; (c = tdg_xml_tree_child(t, head, "byline", c)) != 0;) read_byline(t, c, it);
  item_fact(it, "distributor", tree_child_text(t, head, "distributor"));
  item_put(&it->summary, tree_child_text(t, head, "abstract"));
  if ((line = tdg_xml_tree_child(t, head, "dateline", 0)) != 0) {
    uint32_t city = tdg_xml_tree_find(t, line, "city", 0), place = tdg_xml_tree_find(t, line, "location", 0);
    item_put(&it->dateline, tree_text(t, line));
    item_put(&it->place, tree_text(t, city != 0 ? city : place));
    item_put(&it->date[DATE_FIRST], date_of(t, tdg_xml_tree_find(t, line, "story.date", 0)));
  }
  if ((c = tdg_xml_tree_child(t, head, "rights", 0)) != 0) {
    item_put(&it->holder, tree_text(t, tdg_xml_tree_find(t, c, "rights.owner", 0)));
    item_put(&it->notice, tree_text(t, c));
  }
  for (c = 0; (c = tdg_xml_tree_child(t, head, "note", c)) != 0;) item_put(&it->change_note, tree_text(t, c));
}

static void read_media(const struct tdg_xml_tree *t, uint32_t body, struct news_item *it) {
  for (uint32_t c = 0; (c = tdg_xml_tree_find(t, body, "media", c)) != 0;) {
    for (uint32_t ref = 0; (ref = tdg_xml_tree_child(t, c, "media-reference", ref)) != 0;) {
      struct medium *m = item_medium(it, tdg_xml_tree_attribute(t, ref, "source"));
      if (m == NULL) continue;
      m->type = tdg_xml_tree_attribute(t, ref, "mime-type");
      if (m->type.n == 0) m->type = tdg_xml_tree_attribute(t, c, "media-type");
      item_put(&m->alt, tdg_xml_tree_attribute(t, ref, "alternate-text"));
      item_put(&m->title, tdg_xml_tree_attribute(t, ref, "name"));
      item_put(&m->caption, tree_child_text(t, c, "media-caption"));
      item_put(&m->credit, tree_child_text(t, c, "media-producer"));
    }
  }
}

void nitf_read(const struct tdg_xml_tree *t, uint32_t root, struct news_item *it) {
  uint32_t body = tdg_xml_tree_child(t, root, "body", 0), content,
           head = tdg_xml_tree_child(t, root, "head", 0);
  struct tdg_str changed = tdg_xml_tree_attribute(t, root, "change.date"),
                 time = tdg_xml_tree_attribute(t, root, "change.time");
  item_put(&it->language, tdg_xml_tree_attribute(t, root, "lang"));
  read_head(t, root, it);
  if (it->guid.n > 0) item_fact(it, "uno", tdg_xml_tree_attribute(t, root, "uno"));
  item_put(&it->guid, tdg_xml_tree_attribute(t, root, "uno"));
  if (changed.n > 0) {
    struct tdg_buf b = tdg_buf_make(t->call, 100);
    tdg_buf_add(&b, changed.p, changed.n);
    if (time.n > 0) tdg_buf_char(&b, 'T'), tdg_buf_add(&b, time.p, time.n);
    item_put(&it->date[DATE_VERSION], tdg_buf_get(&b));
  }
  if (body != 0) {
    item_put(&it->language, tdg_xml_tree_attribute(t, body, "lang"));
    read_body_head(t, body, it);
    read_media(t, body, it);
    content = tdg_xml_tree_child(t, body, "body.content", 0);
    item_put(&it->html, tree_html(t, content != 0 ? content : 0));
    item_fact(it, "tagline", tree_text(t, tdg_xml_tree_find(t, body, "tagline", 0)));
  }
  if (head != 0) item_put(&it->title, tree_child_text(t, head, "title"));
}
