/* kit/xml/xml_read.c - the repaired stream as events.
 *
 * The pre-pass yields tags that are whole, nested and escaped in one way (xml_internal.h), so that what is left to do is
 * to resolve namespaces and to decode three references.  Owns nothing: names and addresses that outlive their tag are
 * copied to the reader.  Nothing can fail.
 */
#include "kit/xml/xml_internal.h"

#include <tidings/kit/str.h>

#include <stdlib.h>
#include <strings.h>

enum { CACHE = 256, MAX_LOCAL = 40 };

/* An attribute as tdg_xml_element.attributes has it. */
struct attribute {
  const char *name, *prefix; /* prefix NULL: none */
  struct tdg_str value;
  int ns;
};

/* A namespace in scope. */
struct scope {
  const char *prefix, *uri; /* prefix "": the default; uri "": undeclared */
  int depth, ns;
};

/* What an unprefixed name means, looked up once. */
struct known {
  char local[MAX_LOCAL];
  size_t n;
  int name;
};

struct reader {
  tdg_call *call;
  struct tdg_xml *repair;
  const struct tdg_xml_events *events;
  void *arg;
  int depth; /* the wrapper is 1 */
  const char *root_uri;
  size_t n_scopes, n_names;
  struct scope scope[MAX_NAMESPACES + TDG_XML_DEPTH];
  char names
      [MAX_SCOPE_NAMES]; /* of the scopes; not memory of the call, of which an event may release a part */
  struct known cache[CACHE];
  struct attribute attribute[MAX_ATTRIBUTES + 1];
};

static int name_of(struct reader *r, const char *local, size_t n) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)local[i]) * 16777619u;
  struct known *k = &r->cache[(h ^ h >> 8) % CACHE];
  if (k->n == n && memcmp(k->local, local, n) == 0) return k->name;
  if (n >= MAX_LOCAL) return element_name(local, n);
  memcpy(k->local, local, n);
  k->n = n;
  return k->name = element_name(local, n);
}

/* The declaration that a prefix has here; NULL. */
static const struct scope *find_scope(const struct reader *r, const char *prefix) {
  for (size_t i = r->n_scopes; i-- > 0;)
    if (strcmp(r->scope[i].prefix, prefix) == 0) return *r->scope[i].uri != '\0' ? &r->scope[i] : NULL;
  return NULL;
}

/* The two addresses that no prefix but their own may have, and no default. */
static int is_reserved(struct tdg_str uri) {
  return tdg_str_same(uri, tdg_str_of("http://www.w3.org/XML/1998/namespace")) ||
         tdg_str_same(uri, tdg_str_of("http://www.w3.org/2000/xmlns/"));
}

static void declare(struct reader *r, const char *prefix, struct tdg_str uri) {
  if (is_reserved(uri)) return;
  if ((*prefix != '\0' && uri.n == 0) || strcmp(prefix, "xml") == 0 || strcmp(prefix, "xmlns") == 0) return;
  const size_t n = strlen(prefix) + 1;
  if (r->n_scopes == sizeof r->scope / sizeof r->scope[0] || n + uri.n + 1 > MAX_SCOPE_NAMES - r->n_names)
    return;
  struct scope *s = &r->scope[r->n_scopes++];
  char *to = r->names + r->n_names;
  s->prefix = memcpy(to, prefix, n);
  s->uri = memcpy(to + n, uri.p, uri.n);
  to[n + uri.n] = '\0';
  r->n_names += n + uri.n + 1;
  s->depth = r->depth;
  s->ns = element_namespace(NULL, s->uri);
}

/* The value before the quote at end, in place: the pre-pass writes '&', '<' and '"' as numbers of two digits. */
static struct tdg_str decode_value(char *p, char *end) {
  char *out = memchr(p, '&', (size_t)(end - p)), *in = out;
  if (out == NULL) {
    *end = '\0';
    return (struct tdg_str){p, (size_t)(end - p)};
  }
  while (in < end) {
    if (*in == '&' && end - in >= 5 && in[1] == '#') {
      *out++ = (char)((in[2] - '0') * 10 + in[3] - '0');
      in += 5;
    } else {
      *out++ = *in++;
    }
  }
  *out = '\0';
  return (struct tdg_str){p, (size_t)(out - p)};
}

/* Splits a name at its colon, in place: a part behind it that begins like no name belongs to the whole. */
static char *split_name(char *name, const char **prefix) {
  char *colon = strchr(name, ':');
  *prefix = NULL;
  if (colon == NULL || !(tdg_is_letter(colon[1]) || colon[1] == '_')) return name;
  *colon = '\0';
  *prefix = name;
  return colon + 1;
}

/* ` name="value"` from p on, up to the end of the tag, which is returned. */
static char *read_attributes(struct reader *r, char *p, int *n) {
  *n = 0;
  while (*p == ' ') {
    char *name = p + 1, *equals = strchr(name, '='), *value = equals + 2, *quote = strchr(value, '"');
    struct attribute *a = &r->attribute[*n];
    *equals = '\0';
    a->value = decode_value(value, quote);
    p = quote + 1;
    a->name = split_name(name, &a->prefix);
    if (a->prefix != NULL && strcmp(a->prefix, "xmlns") == 0) declare(r, a->name, a->value);
    else if (a->prefix == NULL && strcmp(a->name, "xmlns") == 0) declare(r, "", a->value);
    else ++*n;
  }
  return p;
}

/* Of an attribute: without a prefix it has none. */
static int attribute_namespace(const struct reader *r, const char *prefix) {
  const struct scope *s = prefix != NULL ? find_scope(r, prefix) : NULL;
  return s != NULL ? s->ns : element_namespace(prefix, NULL);
}

static int namespace_of(const struct reader *r, const char *prefix) {
  const struct scope *s = find_scope(r, prefix != NULL ? prefix : "");
  if (s == NULL) return element_namespace(prefix, NULL);
  /* A feed may put itself into a namespace of its own invention. */
  return s->ns == TDG_NS_OTHER && r->root_uri != NULL && strcmp(s->uri, r->root_uri) == 0 ? TDG_NS_CORE
                                                                                          : s->ns;
}

static void end_element(struct reader *r, const char *local) {
  while (r->n_scopes > 0 && r->scope[r->n_scopes - 1].depth == r->depth)
    r->n_names = (size_t)(r->scope[--r->n_scopes].prefix - r->names);
  if (--r->depth > 0 && r->events->end != NULL) r->events->end(r->arg, local);
}

/* The start tag at p; returns behind it. */
static char *read_start(struct reader *r, char *p) {
  const char *prefix;
  char *name = p + 1, *end = name + strcspn(name, " />"), after = *end, *rest = end;
  int n = 0;
  r->depth++;
  if (after == ' ') rest = read_attributes(r, end, &n);
  int closed = *rest == '/';
  char *next = rest + 1 + closed;
  *end = '\0';
  char *local = split_name(name, &prefix);
  if (r->depth == 2) {
    const struct scope *s = find_scope(r, prefix != NULL ? prefix : "");
    r->root_uri = s != NULL ? s->uri : NULL;
  }
  for (int i = 0; i < n; i++) r->attribute[i].ns = attribute_namespace(r, r->attribute[i].prefix);
  if (r->depth > 1 && r->events->start != NULL) {
    struct tdg_xml_element e = {
        r->call, namespace_of(r, prefix), name_of(r, local, strlen(local)), local, n, r->attribute};
    r->events->start(r->arg, &e);
  }
  if (closed) end_element(r, local);
  return next;
}

static char *read_end(struct reader *r, char *p) {
  const char *prefix;
  char *name = p + 2, *end = strchr(name, '>');
  *end = '\0';
  end_element(r, split_name(name, &prefix));
  return end + 1;
}

static void tell_text(const struct reader *r) {
  struct tdg_xml_piece piece;
  if (repair_piece(r->repair, &piece) && r->events->text != NULL) r->events->text(r->arg, &piece);
}

/* Tags and what stands for text, as the pre-pass writes them. */
static void read_tags(struct reader *r, char *p, const char *end) {
  while (p < end) {
    if (*p == 'x') {
      tell_text(r);
      p++;
    } else if (*p != '<') {
      if (r->events->blank != NULL) r->events->blank(r->arg);
      p++;
    } else if (p[1] == '/') {
      p = read_end(r, p);
    } else if (p[1] == '?') {
      if (r->events->cut != NULL) r->events->cut(r->arg);
      p += 5; /* <?c?> */
    } else {
      p = read_start(r, p);
    }
  }
}

tdg_xml *tdg_xml_new(void) { return calloc(1, sizeof(struct tdg_xml)); }

void tdg_xml_free(tdg_xml *xml) { free(xml); }

const char *tdg_xml_refused(const tdg_xml *xml) { return xml->entities.refused; }

int tdg_xml_read(tdg_xml *xml, tdg_call *call, struct tdg_str text, const struct tdg_xml_events *events,
                 void *arg) {
  struct reader *r = tdg_scratch(call, sizeof *r);
  struct tdg_str tags;
  r->call = call;
  r->repair = xml;
  r->events = events;
  r->arg = arg;
  r->depth = 0;
  r->root_uri = NULL;
  r->n_scopes = r->n_names = 0;
  for (size_t i = 0; i < CACHE; i++) r->cache[i].n = 0;
  repair_begin(xml, text);
  while ((tags = repair_more(xml)).n > 0) read_tags(r, xml->out, xml->out + tags.n);
  return 0;
}

static const struct attribute *attribute(const struct tdg_xml_element *e, int nth) {
  return (const struct attribute *)e->attributes + nth;
}

struct tdg_str tdg_xml_attribute_at(const struct tdg_xml_element *e, int nth, const char **name) {
  *name = attribute(e, nth)->name;
  return attribute(e, nth)->value;
}

int xml_attribute_ns(const struct tdg_xml_element *e, int nth) { return attribute(e, nth)->ns; }

struct tdg_str tdg_xml_attribute(const struct tdg_xml_element *e, int ns, const char *name) {
  for (int i = 0; i < e->n_attributes; i++)
    if (strcasecmp(attribute(e, i)->name, name) == 0 && xml_attribute_ns(e, i) == ns)
      return attribute(e, i)->value;
  return (struct tdg_str){NULL, 0};
}

struct tdg_str tdg_xml_value(const struct tdg_xml_element *e, const char *name) {
  struct tdg_str v = tdg_xml_attribute(e, TDG_NS_CORE, name);
  return v.n > 0 ? tdg_str_copy(e->call, tdg_str_trim(v)) : (struct tdg_str){"", 0};
}

void tdg_xml_tell_cut(tdg_call *call) {
  tdg_rec *r = tdg_rec_new(call, TDG_FEED), *quality = tdg_group(call);
  tdg_put_str(call, quality, TDG_FLAG, "incomplete");
  tdg_put_rec(call, r, TDG_QUALITY, quality);
  tdg_emit(call, r);
}
