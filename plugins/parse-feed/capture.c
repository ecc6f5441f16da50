/* capture.c - see capture.h.  What is collected lies in the memory of the call or in the document. */
#include "capture.h"

#include <tidings/kit/html.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

#include <strings.h>

static const struct tdg_str nothing = {"", 0};

static int read_type(struct tdg_str t) {
  if (t.p == NULL || t.n == 0) return TYPE_NONE;
  if (tdg_nocase_is(t, "text") || tdg_nocase_is(t, "text/plain") || tdg_nocase_is(t, "plain"))
    return TYPE_TEXT;
  static const char *const binary[] = {"image/",
                                       "audio/",
                                       "video/",
                                       "font/",
                                       "application/pdf",
                                       "application/zip",
                                       "application/octet-stream",
                                       "application/msword",
                                       "application/vnd."};
  for (size_t i = 0; i < sizeof binary / sizeof binary[0]; i++)
    if (tdg_nocase_starts(t, binary[i]) && !tdg_nocase_ends(t, "xml") && !tdg_nocase_ends(t, "json"))
      return TYPE_BINARY;
  if (tdg_nocase_is(t, "html") || tdg_nocase_starts(t, "text/html")) return TYPE_HTML;
  if (tdg_nocase_is(t, "xhtml") || tdg_nocase_starts(t, "application/xhtml+xml") || tdg_nocase_is(t, "xml"))
    return TYPE_XHTML;
  return TYPE_OTHER;
}

static int read_mode(struct tdg_str t) {
  if (t.p == NULL) return MODE_NONE;
  if (tdg_nocase_is(t, "escaped")) return MODE_ESCAPED;
  return tdg_nocase_is(t, "base64") ? MODE_BASE64 : MODE_XML;
}

static struct tdg_str copy_attribute(tdg_call *call, const struct tdg_xml_element *e, const char *name) {
  struct tdg_str v = tdg_xml_attribute(e, TDG_NS_CORE, name);
  return v.p != NULL ? tdg_str_copy(call, v) : nothing;
}

void capture_begin(struct capture *c, tdg_call *call, const struct tdg_xml_element *e,
                   const struct rule *rule, int rank, int depth) {
  struct tdg_str permalink = tdg_xml_attribute(e, TDG_NS_CORE, "isPermaLink");
  *c = (struct capture){.depth = depth, .field = rule->field, .rank = rank, .ns = e->ns, .name = e->name};
  memcpy(c->local, e->local, strnlen(e->local, sizeof c->local - 1)); /* the rest of it is zero */
  c->scheme = c->label = c->base = nothing;
  c->link = (struct link){nothing, nothing, nothing, nothing};
  c->inside = depth;
  for (int i = 0; i < PARTS; i++) c->parts[i] = nothing;
  if (e->n_attributes == 0) return;
  c->type = read_type(tdg_xml_attribute(e, TDG_NS_CORE, "type"));
  c->mode = read_mode(tdg_xml_attribute(e, TDG_NS_CORE, "mode"));
  c->permalink = permalink.p == NULL ? 0 : tdg_nocase_is(tdg_str_trim(permalink), "false") ? -1 : 1;
  if (rule->field == F_LINK || rule->field == F_ENCLOSURE) {
    c->link.rel = copy_attribute(call, e, "rel");
    c->link.type = copy_attribute(call, e, "type");
    c->link.language = copy_attribute(call, e, "hreflang");
  }
  if (rule->field == F_CATEGORY) {
    c->scheme = copy_attribute(call, e, "domain");
    if (c->scheme.n == 0) c->scheme = copy_attribute(call, e, "scheme");
    c->label = copy_attribute(call, e, "label");
  }
}

/* ---- markup ---- */

/* Does a text that says it is plain, or says nothing, carry markup all the same? */
static int is_disguised(struct tdg_str s) { return tdg_str_has(s, "</") && tdg_html_looks_like(s); }

/* Text beside or inside elements that is markup itself, escaped or in a section: a picture in front of it, a wrapping
 * element, a field that says it is HTML.  XHTML means what it says, and samples of code stay samples.  Without a type,
 * escaped tags inside an element are words about them; a section was made for markup. */
static int is_hidden_markup(const struct capture *c, const struct tdg_xml_piece *piece, struct tdg_str s) {
  if (piece->cdata || c->inside == c->depth)
    return c->ns == TDG_NS_ATOM && c->type != TYPE_HTML ? is_disguised(s) : tdg_html_has_tag(s);
  return c->type == TYPE_HTML && (tdg_str_has(s, "</") || tdg_str_has(s, "src=")) && tdg_html_has_tag(s);
}

static int may_hide_markup(const struct capture *c) {
  return c->code == 0 && c->type != TYPE_XHTML && c->type != TYPE_TEXT &&
         (c->field == F_SUMMARY || c->field == F_CONTENT);
}

static void put_piece(struct capture *c, tdg_call *call, tdg_xml *xml, const struct tdg_xml_piece *piece) {
  struct tdg_str s = {piece->p, piece->n};
  if (!piece->cdata && (!may_hide_markup(c) || memchr(s.p, '&', s.n) == NULL)) {
    tdg_buf_add(&c->markup, s.p, s.n);
    return;
  }
  struct tdg_str decoded = piece->cdata ? s : tdg_xml_decode(xml, call, s);
  if (may_hide_markup(c) && is_hidden_markup(c, piece, decoded)) {
    tdg_buf_add(&c->markup, decoded.p, decoded.n);
    c->unescaped = 1;
  } else if (piece->cdata) {
    tdg_html_escape(&c->markup, s);
  } else {
    tdg_buf_add(&c->markup, s.p, s.n);
  }
}

static void make_markup(struct capture *c, tdg_call *call, tdg_xml *xml) {
  if (!c->is_markup) {
    c->is_markup = 1;
    c->markup = tdg_buf_make(call, MAX_FIELD);
    if (c->has_first) put_piece(c, call, xml, &c->first);
    if (c->blank_after) tdg_buf_char(&c->markup, ' ');
  }
}

static int has_parts(const struct capture *c) {
  return c->field == F_PERSON || c->field == F_IMAGE || c->field == F_SOURCE;
}

static void part_text(struct capture *c, tdg_call *call, tdg_xml *xml, const struct tdg_xml_piece *piece) {
  if (c->part != PART_NOWHERE)
    c->parts[c->part] = tdg_xml_append(xml, call, c->parts[c->part], piece, MAX_PART);
}

void capture_text(struct capture *c, tdg_call *call, tdg_xml *xml, const struct tdg_xml_piece *piece) {
  if (has_parts(c)) {
    part_text(c, call, xml, piece);
  } else if (!c->has_first && !c->is_markup) {
    c->first = *piece;
    c->has_first = 1;
  } else {
    make_markup(c, call, xml);
    put_piece(c, call, xml, piece);
  }
}

void capture_blank(struct capture *c) {
  if (c->is_markup) tdg_buf_char(&c->markup, ' ');
  else c->blank_after = c->has_first;
}

static int is_void(const char *local) {
  static const char *const names[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcasecmp(local, names[i]) == 0) return 1;
  return 0;
}

static void put_attributes(struct capture *c, tdg_call *call, const struct tdg_xml_element *e,
                           struct tdg_str base) {
  const char *name;
  for (int i = 0; i < e->n_attributes; i++) {
    struct tdg_str v = tdg_xml_attribute_at(e, i, &name);
    if (base.n > 0 && (strcmp(name, "href") == 0 || strcmp(name, "src") == 0))
      v = tdg_url_resolve(call, base, tdg_str_copy(call, v));
    tdg_buf_char(&c->markup, ' ');
    tdg_buf_str(&c->markup, name);
    tdg_buf_str(&c->markup, "=\"");
    tdg_html_escape(&c->markup, v);
    tdg_buf_char(&c->markup, '"');
  }
}

static int part_of(const struct capture *c, const struct tdg_xml_element *e) {
  if (e->name == TDG_EL_url || e->name == TDG_EL_uri || e->name == TDG_EL_homepage) return PART_URI;
  if (c->field == F_IMAGE) return PART_NOWHERE;
  if (e->name == TDG_EL_name) return PART_NAME;
  if (e->name == TDG_EL_email) return PART_EMAIL;
  if (e->name == TDG_EL_title && c->field == F_SOURCE) return PART_TITLE;
  return PART_NOWHERE;
}

static int shows_samples(const char *local) {
  static const char *const names[] = {"code", "pre",      "samp",    "kbd",      "tt",
                                      "xmp",  "textarea", "listing", "plaintext"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcasecmp(local, names[i]) == 0) return 1;
  return 0;
}

void capture_start(struct capture *c, tdg_call *call, tdg_xml *xml, const struct tdg_xml_element *e,
                   int depth, struct tdg_str base) {
  if (has_parts(c)) {
    c->part = part_of(c, e);
    c->part_depth = depth;
    return;
  }
  make_markup(c, call, xml);
  c->children++;
  c->inside = depth;
  if (c->code == 0 && shows_samples(e->local)) c->code = depth;
  tdg_buf_char(&c->markup, '<');
  tdg_buf_str(&c->markup, e->local);
  put_attributes(c, call, e, base);
  tdg_buf_char(&c->markup, '>');
}

void capture_end(struct capture *c, const char *local, int depth) {
  if (has_parts(c)) {
    c->part = depth - 1 == c->depth ? PART_OWN : PART_NOWHERE;
    return;
  }
  c->inside = depth - 1;
  if (c->code == depth) c->code = 0;
  if (is_void(local)) return;
  tdg_buf_str(&c->markup, "</");
  tdg_buf_str(&c->markup, local);
  tdg_buf_char(&c->markup, '>');
}

/* ---- base64 ---- */

static int is_base64(struct tdg_str s) {
  int ended = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (tdg_is_space(s.p[i])) continue;
    if (s.p[i] == '=') ended = 1;
    else if (ended || (!tdg_is_alnum(s.p[i]) && memchr("+/-_", s.p[i], 4) == NULL)) return 0;
  }
  return 1;
}

/* p NULL when it is none. */
static struct tdg_str decode_base64(tdg_call *call, struct tdg_str s) {
  struct tdg_buf out = tdg_buf_make(call, s.n + 1);
  if (is_base64(s)) tdg_buf_base64(&out, s);
  return out.n == 0 ? (struct tdg_str){NULL, 0} : tdg_buf_get(&out);
}

/* ---- what it says ---- */

/* A picture, a sound, a document of another program is nothing to read. */
static struct tdg_str undo_base64(tdg_call *call, const struct capture *c, struct tdg_str s) {
  const int binary = c->type == TYPE_BINARY || c->mode == MODE_BASE64;
  if (c->field == F_LINK || c->field == F_ENCLOSURE ||
      (!binary && (c->type != TYPE_OTHER || c->mode != MODE_NONE)))
    return s;
  struct tdg_str decoded = decode_base64(call, s);
  if (decoded.p != NULL && tdg_utf8_valid(decoded.p, decoded.n)) return decoded;
  return c->type == TYPE_BINARY || (binary && decoded.p != NULL) ? nothing : s;
}

static int is_html(const struct capture *c, struct tdg_str s, int is_atom) {
  if (c->type == TYPE_HTML || (c->type == TYPE_XHTML && c->mode > MODE_XML) || c->mode == MODE_ESCAPED)
    return 1;
  if (c->type == TYPE_TEXT && (is_atom || c->ns == TDG_NS_MEDIA)) return is_disguised(s);
  if (is_atom && c->type == TYPE_NONE && (c->ns == TDG_NS_CORE || c->ns == TDG_NS_ATOM))
    return is_disguised(s);
  return c->field == F_SUMMARY || c->field == F_CONTENT
             ? memchr(s.p, '<', s.n) != NULL || memchr(s.p, '&', s.n) != NULL
             : tdg_html_looks_like(s);
}

struct tdg_str capture_value(struct capture *c, tdg_call *call, tdg_xml *xml, int is_atom, int *html) {
  struct tdg_str s = nothing;
  *html = 0;
  if (c->is_markup) s = tdg_buf_get(&c->markup);
  else if (c->has_first) s = (struct tdg_str){c->first.p, c->first.n};
  if (s.n == 0) return s;
  if (c->children > 0) {
    *html = 1;
    /* Escaped markup inside one element of wrapping, as one publishing system had it for years. */
    int wrapped = c->children == 1 && c->type == TYPE_HTML && !c->unescaped;
    return repair_pictures(call, wrapped ? tdg_xml_decode(xml, call, s) : s);
  }
  if (c->is_markup || !c->first.cdata) s = tdg_xml_decode(xml, call, s);
  s = repair_section(s);
  if (s.n == 0) return s;
  s = undo_base64(call, c, s);
  if (s.n == 0) return s;
  *html = is_html(c, s, is_atom);
  if (!*html) return s;
  return c->field == F_TITLE ? repair_title(call, s) : repair_markup(call, s);
}
