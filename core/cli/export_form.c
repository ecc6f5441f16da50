/* cli/export_form.c - records in the forms of other programs; see export_form.h.
 *
 * The caller owns the buffers; when one is full the record is left out by it (buf.full).  Nothing else can fail.
 *
 * Sources: ninjs 3.0 (IPTC), JSON Feed 1.1, RFC 4287 (Atom), RFC 9562 (the identity of a work as a UUID).
 */
#include "cli/export_form.h"

#include "record/plain_text.h"
#include "record/record_json.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/str.h>

/* ---- what all of them say ---- */

static struct tdg_str address_of(const tdg_rec *r) {
  const struct tdg_str canonical = rec_get(r, TDG_CANONICAL, 0);
  return canonical.n > 0 ? canonical : rec_get(r, TDG_URL, 0);
}

static struct tdg_str outlet_of(const tdg_rec *r) {
  const tdg_rec *source = rec_get_rec(r, TDG_SOURCE, 0);
  static const uint32_t names[] = {TDG_OUTLET, TDG_NAME, TDG_SOURCE_ID};
  for (size_t i = 0; source != NULL && i < sizeof names / sizeof names[0]; i++)
    if (rec_get(source, names[i], 0).n > 0) return rec_get(source, names[i], 0);
  return (struct tdg_str){"", 0};
}

/* 0: it has none, or one whose zone nobody wrote. */
static int64_t published(const tdg_rec *r) {
  return rec_time_is_local(r, "published") ? 0 : rec_get_int(r, TDG_PUBLISHED, 0);
}

static int64_t updated(const tdg_rec *r) {
  return rec_time_is_local(r, "updated") ? 0 : rec_get_int(r, TDG_UPDATED, 0);
}

/* When this version came about, as its publisher says; of a later one without a time when it was seen.  0: unknown. */
static int64_t version_time(const tdg_rec *r) {
  if (updated(r) != 0) return updated(r);
  return rec_get_int(r, TDG_VERSION_NO, 0) <= 1 ? published(r) : rec_get_int(r, TDG_FIRST_SEEN, 0);
}

/* The same over all versions: "urn:uuid:..." of the work. */
static void put_identity(struct buf *out, const tdg_rec *r) {
  const struct tdg_str work = rec_get(r, TDG_WORK, 0);
  if (work.n == 32)
    buf_printf(out, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", work.p, work.p + 8, work.p + 12, work.p + 16,
               work.p + 20);
  else
    buf_printf(out, "urn:uuid:00000000-0000-0000-0000-%012llx",
               (unsigned long long)rec_get_int(r, TDG_ID, 0) & 0xffffffffffff);
}

static struct tdg_str html_of(struct export_out *out, const tdg_rec *r) {
  buf_clear(&out->html_text);
  rec_html(&out->html_text, r);
  out->line.full |= out->html_text.full;
  return (struct tdg_str){out->html_text.p, out->html_text.n};
}

static void begin_nothing(struct export_out *out) { buf_clear(&out->line); }

/* ---- JSON ---- */

/* "name": before the next member of an object, which has one already. */
static void member(struct buf *out, const char *name) { buf_printf(out, ",\"%s\":", name); }

static void put_if(struct buf *out, const char *name, struct tdg_str text) {
  if (text.n > 0) json_put_text(out, name, text);
}

static void put_time_if(struct buf *out, const char *name, int64_t ms) {
  if (ms != 0) json_put_time(out, name, ms);
}

/* A list of {"name": ...}: the names of the groups of this field, or its texts.  rel: what they are, or NULL. */
static void put_names(struct buf *out, const char *name, const char *rel, const tdg_rec *r, uint32_t field) {
  size_t pos = 0, n = 0;
  struct tdg_item it;
  for (struct arena_mark m = arena_mark(r->arena); rec_next(r, &pos, &it); arena_release(r->arena, m)) {
    if (it.field != field) continue;
    const struct tdg_str text = it.rec != NULL ? rec_get(it.rec, TDG_NAME, 0) : it.str;
    if (text.n == 0) continue;
    if (n == 0) member(out, name);
    buf_str(out, n++ == 0 ? "[{" : ",{");
    if (rel != NULL) buf_printf(out, "\"rel\":\"%s\",", rel);
    buf_str(out, "\"name\":");
    json_quote(out, text.p, text.n);
    buf_char(out, '}');
  }
  if (n > 0) buf_char(out, ']');
}

static void put_tags(struct buf *out, const tdg_rec *r) {
  struct tdg_str tag;
  for (uint32_t i = 0; (tag = rec_get(r, TDG_TAG, i)).n > 0; i++) {
    if (i == 0) member(out, "tags");
    buf_char(out, i == 0 ? '[' : ',');
    json_quote(out, tag.p, tag.n);
  }
  if (rec_get(r, TDG_TAG, 0).n > 0) buf_char(out, ']');
}

static void put_jsonl(struct export_out *out, const tdg_rec *r) {
  buf_clear(&out->line);
  if (rec_json(&out->line, r, out->html ? JSON_HTML : 0) < 0) out->line.full = 1;
  buf_char(&out->line, '\n');
}

/* A list of one object with a role; none when there is no text. */
static void put_one(struct buf *out, const char *list, const char *role, const char *name,
                    struct tdg_str text) {
  if (text.n == 0) return;
  buf_printf(out, ",\"%s\":[{\"role\":\"%s\"", list, role);
  json_put_text(out, name, text);
  buf_str(out, "}]");
}

/* One object a line. */
static void put_ninjs(struct export_out *out, const tdg_rec *r) {
  struct buf *b = &out->line;
  const struct tdg_str html = html_of(out, r);
  const tdg_rec *rights = rec_get_rec(r, TDG_RIGHTS, 0);
  buf_clear(b);
  buf_str(b, "{\"uri\":\"");
  put_identity(b, r);
  buf_str(b, "\",\"standard\":{\"name\":\"ninjs\",\"version\":\"3.0\",\"schema\":"
             "\"http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json\"},\"type\":\"text\"");
  buf_printf(b, ",\"version\":\"%lld\"", (long long)rec_get_int(r, TDG_VERSION_NO, 0));
  json_put_text(
      b, "pubStatus",
      tdg_str_of(tdg_str_same(rec_get(r, TDG_CHANGE, 0), tdg_str_of("withdrawn")) ? "canceled" : "usable"));
  put_time_if(b, "firstCreated", published(r));
  put_time_if(b, "versionCreated", version_time(r));
  put_if(b, "language", rec_get(r, TDG_LANGUAGE, 0));
  put_one(b, "headlines", "main", "value", rec_get(r, TDG_TITLE, 0));
  put_one(b, "descriptions", "summary", "value", rec_get(r, TDG_SUMMARY, 0));
  buf_str(b, ",\"bodies\":[{\"contentType\":\"text/html\"");
  json_put_text(b, "value", html);
  buf_str(b, "}]");
  put_names(b, "subjects", NULL, r, TDG_TAG);
  put_names(b, "people", "author", r, TDG_AUTHOR);
  put_one(b, "infoSources", "publisher", "name", outlet_of(r));
  put_one(b, "altIds", "url", "value", address_of(r));
  if (rights != NULL) {
    put_if(b, "copyrightHolder", rec_get(rights, TDG_HOLDER, 0));
    put_if(b, "copyrightNotice", rec_get(rights, TDG_RIGHTS_NOTICE, 0));
  }
  buf_str(b, "}\n");
}

static void begin_jsonfeed(struct export_out *out) {
  buf_clear(&out->line);
  buf_str(&out->line,
          "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Tidings\",\"items\":[\n");
}

static void put_jsonfeed(struct export_out *out, const tdg_rec *r) {
  struct buf *b = &out->line;
  const struct tdg_str html = html_of(out, r);
  const tdg_rec *image = rec_get_rec(r, TDG_LEAD_IMAGE, 0);
  buf_clear(b);
  buf_printf(b, "%s{\"id\":\"", out->n > 0 ? "," : "");
  put_identity(b, r);
  buf_char(b, '"');
  put_if(b, "url", address_of(r));
  put_if(b, "title", rec_get(r, TDG_TITLE, 0));
  put_if(b, "summary", rec_get(r, TDG_SUMMARY, 0));
  json_put_text(b, "content_html", html);
  put_time_if(b, "date_published", published(r));
  put_time_if(b, "date_modified", updated(r));
  put_if(b, "language", rec_get(r, TDG_LANGUAGE, 0));
  if (image != NULL) put_if(b, "image", rec_get(image, TDG_URL, 0));
  put_names(b, "authors", NULL, r, TDG_AUTHOR);
  put_tags(b, r);
  buf_str(b, ",\"_tidings\":{\"id\":");
  json_quote_id(b, rec_get_int(r, TDG_ID, 0));
  put_if(b, "outlet", outlet_of(r));
  buf_str(b, "}}\n");
}

static void end_jsonfeed(struct export_out *out) {
  buf_clear(&out->line);
  buf_str(&out->line, "]}\n");
}

/* ---- XML ---- */

/* Which bytes begin no character of XML 1.0: controls, and U+FFFE and U+FFFF.  The text is UTF-8. */
static size_t forbidden(const char *p, size_t n) {
  const unsigned char c = (unsigned char)*p;
  if (c < ' ' && c != '\t' && c != '\n' && c != '\r') return 1;
  return n >= 3 && c == 0xEF && (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE ? 3 : 0;
}

/* Without characters that XML 1.0 does not have. */
static void put_xml(struct buf *out, struct tdg_str text) {
  size_t from = 0, skip;
  for (size_t i = 0; i < text.n;) {
    if ((skip = forbidden(text.p + i, text.n - i)) == 0) {
      i++;
      continue;
    }
    html_escape(out, text.p + from, i - from);
    from = i += skip;
  }
  html_escape(out, text.p + from, text.n - from);
}

void export_attribute(struct buf *out, const char *name, struct tdg_str text) {
  if (text.n == 0) return;
  buf_printf(out, " %s=\"", name);
  put_xml(out, text);
  buf_char(out, '"');
}

static void element(struct buf *out, const char *name, const char *attributes, struct tdg_str text) {
  buf_printf(out, "  <%s%s>", name, attributes);
  put_xml(out, text);
  buf_printf(out, "</%s>\n", name);
}

static void time_element(struct buf *out, const char *name, int64_t ms) {
  char text[32];
  time_text(ms, text);
  element(out, name, "", tdg_str_of(text));
}

static void begin_atom(struct export_out *out) {
  char now[32];
  time_text(clock_wall_ms(), now);
  buf_clear(&out->line);
  buf_printf(&out->line,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
             "<id>urn:uuid:00000000-0000-0000-0000-000000000000</id>\n<title>Tidings</title>\n"
             "<updated>%s</updated>\n",
             now);
}

static void put_author(struct buf *out, struct tdg_str name) {
  buf_str(out, "  <author><name>");
  put_xml(out, name);
  buf_str(out, "</name></author>\n");
}

static void put_rights(struct buf *out, const tdg_rec *rights) {
  const struct tdg_str notice = rec_get(rights, TDG_RIGHTS_NOTICE, 0),
                       holder = rec_get(rights, TDG_HOLDER, 0);
  if (notice.n > 0 || holder.n > 0) element(out, "rights", "", notice.n > 0 ? notice : holder);
}

/* Each entry has an author, since the feed has none: where nobody is known its outlet, which parsers can tell by the same name in
 * its source. */
static void put_atom(struct export_out *out, const tdg_rec *r) {
  struct buf *b = &out->line;
  const tdg_rec *rights = rec_get_rec(r, TDG_RIGHTS, 0);
  const struct tdg_str url = address_of(r), outlet = outlet_of(r);
  size_t pos = 0, n_authors = 0;
  struct tdg_item it;
  buf_clear(b);
  buf_str(b, "<entry");
  export_attribute(b, "xml:lang", rec_get(r, TDG_LANGUAGE, 0));
  buf_str(b, ">\n  <id>");
  put_identity(b, r);
  buf_str(b, "</id>\n");
  element(b, "title", "", rec_get(r, TDG_TITLE, 0));
  if (url.n > 0) {
    buf_str(b, "  <link rel=\"alternate\"");
    export_attribute(b, "href", url);
    buf_str(b, "/>\n");
  }
  if (published(r) != 0) time_element(b, "published", published(r));
  time_element(b, "updated", version_time(r) != 0 ? version_time(r) : rec_get_int(r, TDG_FIRST_SEEN, 0));
  for (struct arena_mark m = arena_mark(r->arena); rec_next(r, &pos, &it); arena_release(r->arena, m)) {
    if (it.field == TDG_AUTHOR && rec_get(it.rec, TDG_NAME, 0).n > 0) {
      put_author(b, rec_get(it.rec, TDG_NAME, 0));
      n_authors++;
    }
    if (it.field == TDG_TAG && it.str.n > 0) {
      buf_str(b, "  <category");
      export_attribute(b, "term", it.str);
      buf_str(b, "/>\n");
    }
  }
  if (n_authors == 0) put_author(b, outlet);
  if (rights != NULL) put_rights(b, rights);
  if (outlet.n > 0) {
    buf_str(b, "  <source><title>");
    put_xml(b, outlet);
    buf_str(b, "</title></source>\n");
  }
  if (rec_get(r, TDG_SUMMARY, 0).n > 0) element(b, "summary", "", rec_get(r, TDG_SUMMARY, 0));
  element(b, "content", " type=\"html\"", html_of(out, r));
  buf_str(b, "</entry>\n");
}

static void end_atom(struct export_out *out) {
  buf_clear(&out->line);
  buf_str(&out->line, "</feed>\n");
}

/* ---- all of them ---- */

const struct export_form *export_form_of(int n) {
  static const struct export_form all[EXPORT_FORMS_COUNT] = {{begin_nothing, put_jsonl, begin_nothing},
                                                             {begin_nothing, put_ninjs, begin_nothing},
                                                             {begin_jsonfeed, put_jsonfeed, end_jsonfeed},
                                                             {begin_atom, put_atom, end_atom}};
  return n >= 0 && n < EXPORT_FORMS_COUNT ? &all[n] : NULL;
}
