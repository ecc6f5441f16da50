/* kit/xml/xml_repair.c - the pre-pass; see xml_internal.h.
 *
 * A struct tdg_xml walks once over text that somebody else owns.  Nothing fails: what cannot be read as markup is text,
 * what cannot be closed is closed at the end.  The searches that can fail again and again ("-->", "]]>", "?>", a closing
 * quote) remember that they failed, which keeps a flood of openings linear.
 */
#include "kit/xml/xml_internal.h"

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

/* What a byte can be in a name: 1 its beginning, 2 a later letter, 0 neither. */
// clang-format off
#define EIGHT(v) v, v, v, v, v, v, v, v
static const uint8_t name_bytes[256] = {
    EIGHT(0), EIGHT(0), EIGHT(0), EIGHT(0),                                                   /* controls */
    EIGHT(0), 0, 0, 0, 0, 0, 2, 2, 0,                                                         /* - . */
    EIGHT(2), 2, 2, 2, 0, 0, 0, 0, 0,                                                         /* 0-9 : */
    0, 1, 1, 1, 1, 1, 1, 1, EIGHT(1), EIGHT(1), 1, 1, 1, 0, 0, 0, 0, 1,                       /* A-Z _ */
    0, 1, 1, 1, 1, 1, 1, 1, EIGHT(1), EIGHT(1), 1, 1, 1, 0, 0, 0, 0, 0,                       /* a-z */
    EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1),           /* letters beyond ASCII */
    EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1)};
// clang-format on

static int starts_name(char c) { return name_bytes[(unsigned char)c] == 1; }
static int in_name(char c) { return name_bytes[(unsigned char)c] != 0; }

static size_t left(const struct tdg_xml *r, const char *p) { return (size_t)(r->end - p); }
static size_t room(const struct tdg_xml *r) { return REPAIR_OUT - 2 * MAX_NAME - r->out_n; }

static void put(struct tdg_xml *r, const char *p, size_t n) {
  memcpy(r->out + r->out_n, p, n);
  r->out_n += n;
}

static void put_piece(struct tdg_xml *r, const char *p, size_t n, int cdata) {
  if (n == 0) return;
  r->pieces[(r->piece_from + r->piece_n++) & (REPAIR_PIECES - 1)] = (struct tdg_xml_piece){p, n, cdata};
  r->out[r->out_n++] = 'x';
}

void repair_begin(struct tdg_xml *r, struct tdg_str text) {
  r->p = text.p;
  r->end = text.p + text.n;
  r->entities.n = r->entities.expanded = 0;
  r->entities.refused = NULL;
  r->next_quote[0] = r->next_quote[1] = NULL;
  r->no_raw_end = text.p;
  r->no_comment_end = r->no_cdata_end = r->no_pi_end = r->no_bracket = 0;
  r->depth = 0;
  r->deeper = 0;
  r->namespaces = 0;
  r->finished = r->truncated = r->given = 0;
  r->out_n = r->piece_from = r->piece_n = 0;
  memset(r->count, 0, sizeof r->count);
  put(r, "<t>", 3);
}

int repair_piece(struct tdg_xml *r, struct tdg_xml_piece *out) {
  if (r->piece_n == 0) return 0;
  *out = r->pieces[r->piece_from];
  r->piece_from = (r->piece_from + 1) & (REPAIR_PIECES - 1);
  r->piece_n--;
  return 1;
}

/* ---- the stack of open elements ---- */

/* Case does not count, so that </Title> is found by <title>. */
static uint32_t hash_name(const char *p, size_t n) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)(p[i] | 32)) * 16777619u;
  return h ^ h >> 15;
}

static int same_name(const struct open_element *e, const char *p, size_t n) {
  if (e->length != n) return 0;
  for (size_t i = 0; i < n; i++)
    if ((e->name[i] | 32) != (p[i] | 32)) return 0;
  return 1;
}

static void push(struct tdg_xml *r, const char *name, size_t n, uint32_t namespaces, int hidden) {
  uint32_t h = hash_name(name, n);
  r->open[r->depth++] = (struct open_element){name, (uint32_t)n, h, namespaces, hidden};
  r->count[h & 255]++;
  r->namespaces += namespaces;
}

static void pop(struct tdg_xml *r) {
  struct open_element *e = &r->open[--r->depth];
  r->count[e->hash & 255]--;
  r->namespaces -= e->namespaces;
  if (e->hidden) return;
  put(r, "</", 2);
  put(r, e->name, e->length);
  put(r, ">", 1);
}

/* Close the nearest open element of this name and what was left open inside it; an end tag without one is
 * dropped. */
static void close_name(struct tdg_xml *r, const char *name, size_t n) {
  uint32_t h = hash_name(name, n);
  if (r->deeper > 0) {
    r->deeper--;
    return;
  }
  if (r->count[h & 255] == 0) return;
  for (int i = r->depth - 1; i >= 0; i--) {
    if (r->open[i].hash != h || !same_name(&r->open[i], name, n)) continue;
    while (r->depth > i) pop(r);
    return;
  }
}

/* ---- tags ---- */

static const char *name_end(const struct tdg_xml *r, const char *p) {
  while (p < r->end && in_name(*p)) p++;
  return p;
}

/* Names that can be passed on: ASCII, at most one colon inside. */
static int is_plain_name(const char *p, const char *end) {
  int colons = 0;
  if (end - p > MAX_NAME || end == p || !(tdg_is_letter(*p) || *p == '_') || end[-1] == ':') return 0;
  for (; p < end; p++) {
    if ((unsigned char)*p >= 0x80 || !in_name(*p)) return 0;
    colons += *p == ':';
  }
  return colons <= 1;
}

static const char *find_quote(struct tdg_xml *r, const char *p, char quote) {
  const char **known = &r->next_quote[quote == '\''];
  if (*known == NULL || *known < p) {
    const char *q = memchr(p, quote, left(r, p));
    *known = q != NULL ? q : r->end;
  }
  return *known;
}

/* ---- quotes that do not end a value ----
 * A closing quote has a blank, a '/' or a '>' behind it, or the next attribute.  Where it has not, either it opens the value
 * of a later attribute, because the closing one was forgotten, or quotes were written raw into the value. */

/* Behind a name and a '=' at p, past blanks; NULL. */
static const char *past_name(const struct tdg_xml *r, const char *p) {
  const char *name;
  while (p < r->end && tdg_is_xml_space(*p)) p++;
  for (name = p; p < r->end && in_name(*p);) p++;
  if (p == name) return NULL;
  while (p < r->end && tdg_is_xml_space(*p)) p++;
  return p < r->end && *p == '=' ? p + 1 : NULL;
}

/* Do the next attribute or the end of the tag follow the quote before p? */
static int ends_value(const struct tdg_xml *r, const char *p) {
  const char *q;
  if (past_name(r, p) != NULL) return 1;
  for (q = p; q < r->end && tdg_is_xml_space(*q);) q++;
  if (q < r->end && (*q == '/' || *q == '?')) q++;
  return q < r->end && *q == '>';
}

/* Where the name begins that stands with a '=' before the quote at q, behind a blank, in the value from p on; NULL. */
static const char *name_before(const char *p, const char *q) {
  const char *name = q - 1;
  if (name <= p || *name != '=') return NULL;
  while (name > p && in_name(name[-1])) name--;
  return name > p && name < q - 1 && tdg_is_xml_space(name[-1]) ? name : NULL;
}

/* The quote that ends a value from p on in which tags and quotes stand raw: behind it the tag goes on, and every tag that
 * was opened in the value is complete.  NULL when the value has no such end. */
static const char *raw_value_end(struct tdg_xml *r, const char *p, char quote) {
  const char *limit = left(r, p) > MAX_RAW_VALUE ? p + MAX_RAW_VALUE : r->end;
  int inside = 0;
  if (p < r->no_raw_end) return NULL;
  for (; p < limit && inside >= 0; p++) {
    if (*p == '<') inside++;
    else if (*p == '>') inside--;
    else if (*p == quote && inside == 0 && ends_value(r, p + 1)) return p;
  }
  r->no_raw_end = p; /* not searched again and again */
  return NULL;
}

/* The value of an attribute at p (a quote, or what stands for a value without them). */
static const char *read_value(struct tdg_xml *r, const char *p, struct tdg_str *value) {
  const char *q;
  if (*p == '"' || *p == '\'') {
    q = find_quote(r, p + 1, *p);
    const char *next = q + 1;
    int glued = q + 1 < r->end && !tdg_is_xml_space(q[1]) && q[1] != '>' && q[1] != '/' && q[1] != '?';
    const char *tag = q == r->end || glued ? memchr(p + 1, '<', (size_t)(q - p - 1)) : NULL;
    const char *gt = q == r->end || glued ? memchr(p + 1, '>', (size_t)(q - p - 1)) : NULL;
    const char *later = glued && tag == NULL && gt == NULL ? name_before(p + 1, q) : NULL;
    const char *raw =
        glued && later == NULL && (gt == NULL || tag != NULL) ? raw_value_end(r, p + 1, *p) : NULL;
    if (raw != NULL) q = raw, next = raw + 1;
    else if (later != NULL) q = next = later; /* the closing quote was forgotten */
    else if (q == r->end || (gt != NULL && glued)) q = next = gt != NULL ? gt : r->end;
    *value = (struct tdg_str){p + 1, (size_t)(q - p - 1)};
    return next;
  }
  for (q = p; q < r->end && !tdg_is_xml_space(*q) && *q != '>' && *q != '<'; q++) continue;
  if (q > p && q < r->end && *q == '>' && q[-1] == '/') q--;
  *value = (struct tdg_str){p, (size_t)(q - p)};
  return q;
}

/* U+FFFE and U+FFFF, which XML does not have. */
static int is_noncharacter(const char *p, const char *end) {
  return end - p >= 3 && memcmp(p, "\xEF\xBF", 2) == 0 && (unsigned char)p[2] >= 0xBE;
}

/* One escaped character, or a reference decoded and escaped again. */
static const char *put_value_char(struct tdg_xml *r, const char *p, const char *end) {
  char utf8[8];
  size_t used = 1, n = *p == '&' ? tdg_html_reference(p, end, 1, utf8, &used) : 0;
  const char *text = n > 0 ? utf8 : p;
  size_t size = n > 0 ? n : 1;
  if (n == 0) used = 1;
  if (size == 1 && *text == '&') put(r, "&#38;", 5);
  else if (size == 1 && *text == '<') put(r, "&#60;", 5);
  else if (size == 1 && *text == '"') put(r, "&#34;", 5);
  else if (is_noncharacter(text, n > 0 ? utf8 + n : end)) used = n > 0 ? used : 3;
  else if (size > 1 || (unsigned char)*text >= 0x20) put(r, text, size);
  else put(r, " ", 1);
  return p + used;
}

static void put_value(struct tdg_xml *r, struct tdg_str v) {
  const char *p = v.p, *end = v.p + v.n;
  while (p < end) {
    const char *from = p;
    while (p < end && *p != '&' && *p != '<' && *p != '"' && (unsigned char)*p >= 0x20 &&
           (unsigned char)*p != 0xEF)
      p++;
    put(r, from, (size_t)(p - from));
    if (p < end) p = put_value_char(r, p, end);
  }
}

struct tag {
  struct tdg_str seen[MAX_ATTRIBUTES]; /* their names */
  const char *name, *name_end;
  size_t from; /* where it starts in the output */
  int attributes, closed, usable, too_long;
  uint32_t namespaces;
};

static int is_namespace(const char *p, const char *end) {
  return end - p >= 5 && memcmp(p, "xmlns", 5) == 0 && (end - p == 5 || p[5] == ':');
}

static int is_repeated(const struct tag *t, const char *p, size_t n) {
  for (int i = 0; i < t->attributes; i++)
    if (t->seen[i].n == n && memcmp(t->seen[i].p, p, n) == 0) return 1;
  return 0;
}

static void put_attribute(struct tdg_xml *r, struct tag *t, const char *name, const char *end,
                          struct tdg_str value) {
  int namespace = is_namespace(name, end);
  if (!t->usable || t->too_long || !is_plain_name(name, end)) return;
  if (t->attributes == MAX_ATTRIBUTES || value.n * 5 + MAX_NAME + 8 > room(r)) return;
  if (namespace && r->namespaces + t->namespaces >= MAX_NAMESPACES) return;
  if (is_repeated(t, name, (size_t)(end - name))) return;
  t->namespaces += (uint32_t) namespace;
  t->seen[t->attributes++] = (struct tdg_str){name, (size_t)(end - name)};
  put(r, " ", 1);
  put(r, name, (size_t)(end - name));
  put(r, "=\"", 2);
  put_value(r, value);
  put(r, "\"", 1);
}

static const char *skip_space(const struct tdg_xml *r, const char *p) {
  while (p < r->end && tdg_is_xml_space(*p)) p++;
  return p;
}

static const char *read_attribute(struct tdg_xml *r, struct tag *t, const char *p) {
  const char *name = p, *end, *q;
  struct tdg_str value = {"", 0};
  while (p < r->end && !tdg_is_xml_space(*p) && *p != '=' && *p != '>' && *p != '<' && *p != '/') p++;
  if (p == name) return p + 1; /* a stray '=' or '/' */
  end = p;
  q = skip_space(r, p);
  if (q < r->end && *q == '=') {
    p = skip_space(r, q + 1);
    if (p < r->end && *p != '>') p = read_value(r, p, &value);
  }
  put_attribute(r, t, name, end, value);
  return p;
}

/* Read the inside of a start tag.  Returns behind its '>', or NULL when it never was a tag: a '<' comes
 * first, or the end.  *stop is then how far it was looked at. */
static const char *read_start(struct tdg_xml *r, struct tag *t, const char *p, const char **stop) {
  while ((p = skip_space(r, p)) < r->end) {
    *stop = p;
    if (*p == '>') return p + 1;
    if (*p == '/' && p + 1 < r->end && p[1] == '>') {
      t->closed = 1;
      return p + 2;
    }
    if (*p == '<') return NULL;
    if (p - t->name > MAX_TAG && !t->too_long) {
      t->too_long = 1;
      r->out_n = t->from + 1 + (size_t)(t->name_end - t->name);
    }
    p = read_attribute(r, t, p);
  }
  *stop = r->end;
  return NULL;
}

static void finish_start(struct tdg_xml *r, struct tag *t) {
  if (r->depth == TDG_XML_DEPTH) { /* it stands there, but what is inside stands beside it */
    if (t->usable) put(r, "/>", 2);
    r->deeper += !t->closed;
    return;
  }
  if (t->closed) {
    if (t->usable) put(r, "/>", 2);
    return;
  }
  if (t->usable) put(r, ">", 1);
  push(r, t->name, (size_t)(t->name_end - t->name), t->too_long ? 0 : t->namespaces, !t->usable);
}

static void start_tag(struct tdg_xml *r) {
  const char *p = r->p, *stop = p;
  struct tag t;
  t.name = p + 1;
  t.name_end = name_end(r, p + 1);
  t.from = r->out_n;
  t.attributes = t.closed = t.too_long = 0;
  t.namespaces = 0;
  t.usable = is_plain_name(t.name, t.name_end);
  if (t.usable) {
    put(r, "<", 1);
    put(r, t.name, (size_t)(t.name_end - t.name));
  }
  const char *after = read_start(r, &t, t.name_end, &stop);
  if (after == NULL) {
    r->out_n = t.from;
    if (stop == r->end) r->truncated = 1; /* cut inside a tag: there is no text in it */
    else put_piece(r, p, (size_t)(stop - p), 0);
    r->p = stop;
    return;
  }
  finish_start(r, &t);
  r->p = after;
}

static void end_tag(struct tdg_xml *r) {
  const char *name = r->p + 2, *end = name_end(r, name), *p = end;
  while (p < r->end && *p != '>' && *p != '<') p++;
  close_name(r, name, (size_t)(end - name));
  r->p = p < r->end && *p == '>' ? p + 1 : p;
}

/* ---- everything else that starts with '<' ---- */

/* Behind the next `text`, or NULL; failing is remembered in *none. */
static const char *find_after(const struct tdg_xml *r, const char *p, const char *text, int *none) {
  size_t n = strlen(text);
  const char *q = *none ? NULL : memmem(p, left(r, p), text, n);
  if (q == NULL) *none = 1;
  return q != NULL ? q + n : NULL;
}

static void comment(struct tdg_xml *r) {
  const char *after = find_after(r, r->p + 4, "-->", &r->no_comment_end);
  r->p = after != NULL ? after : r->p + 4; /* never closed: what it hides is worth more than the comment */
}

/* An unfinished section ends where its element does. */
static void cdata(struct tdg_xml *r) {
  const char *p = r->p + 9, *after = find_after(r, p, "]]>", &r->no_cdata_end);
  if (after != NULL) {
    put_piece(r, p, (size_t)(after - 3 - p), 1);
    r->p = after;
    return;
  }
  const char *q = memmem(p, left(r, p), "</", 2);
  if (q == NULL) {
    r->truncated = 1;
    q = r->end;
  }
  put_piece(r, p, (size_t)(q - p), 1);
  r->p = q;
}

static void instruction(struct tdg_xml *r) {
  const char *after = find_after(r, r->p + 2, "?>", &r->no_pi_end);
  r->p = after != NULL ? after : r->p + 2;
}

static int starts_with(const struct tdg_xml *r, const char *p, const char *text, size_t n) {
  return left(r, p) >= n && memcmp(p, text, n) == 0;
}

/* The ']' that closes an internal subset, past strings and comments; NULL when there is none. */
static const char *subset_end(struct tdg_xml *r, const char *p) {
  while (!r->no_bracket && p != NULL && p < r->end && *p != ']') {
    if (*p == '"' || *p == '\'') p = find_quote(r, p + 1, *p);
    else if (starts_with(r, p, "<!--", 4)) p = find_after(r, p, "-->", &r->no_comment_end);
    if (p != NULL && p < r->end) p++;
  }
  if (p != NULL && p < r->end && *p == ']') return p;
  r->no_bracket = 1;
  return NULL;
}

/* <!DOCTYPE ... [ internal subset ] >, or any other <!...>. */
static void declaration(struct tdg_xml *r) {
  const char *stop = r->p + 2;
  while (stop < r->end && *stop != '>' && *stop != '[' && *stop != '<') stop++;
  if (stop < r->end && *stop == '[') {
    const char *subset = stop + 1, *close = subset_end(r, subset);
    if (close != NULL) entities_read(&r->entities, subset, close);
    stop = close != NULL ? close : subset;
    while (stop < r->end && *stop != '>' && *stop != '<') stop++;
  }
  r->p = stop < r->end && *stop == '>' ? stop + 1 : stop;
}

/* May the '<' at p open something?  Else it is text. */
static int is_markup(const struct tdg_xml *r, const char *p) {
  if (left(r, p) < 2) return 1;
  return starts_name(p[1]) || p[1] == '!' || p[1] == '?' ||
         (p[1] == '/' && left(r, p) > 2 && starts_name(p[2]));
}

static void markup(struct tdg_xml *r) {
  const char *p = r->p;
  if (left(r, p) < 2) {
    r->truncated = 1;
    r->p = r->end;
  } else if (p[1] == '/') end_tag(r);
  else if (p[1] == '?') instruction(r);
  else if (p[1] != '!') start_tag(r);
  else if (starts_with(r, p, "<!--", 4)) comment(r);
  else if (starts_with(r, p, "<![CDATA[", 9)) cdata(r);
  else declaration(r);
}

static int is_blank(const char *p, const char *end) {
  while (p < end && tdg_is_xml_space(*p)) p++;
  return p == end;
}

static void run_of_text(struct tdg_xml *r) {
  const char *from = r->p, *p = from;
  while ((p = memchr(p, '<', left(r, p))) != NULL && !is_markup(r, p)) p++;
  if (p == NULL) p = r->end;
  r->p = p;
  if (is_blank(from, p)) put(r, " ", 1);
  else put_piece(r, from, (size_t)(p - from), 0);
}

static void finish(struct tdg_xml *r) {
  if (r->depth > 0) put(r, "<?c?>", 5);
  while (r->depth > 0) pop(r);
  put(r, "</t>", 4);
  r->finished = 1;
}

static void make_output(struct tdg_xml *r) {
  if (r->given) r->out_n = 0;
  r->given = 0;
  while (r->out_n < REPAIR_AHEAD && r->piece_n < REPAIR_PIECES - 8 && !r->finished) {
    if (r->p >= r->end || r->entities.refused != NULL) finish(r);
    else if (*r->p == '<' && is_markup(r, r->p)) markup(r);
    else run_of_text(r);
  }
}

struct tdg_str repair_more(struct tdg_xml *r) {
  if (!r->finished) make_output(r);
  else r->out_n = 0;
  r->given = 1;
  return (struct tdg_str){r->out, r->out_n};
}
