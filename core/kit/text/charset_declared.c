/* kit/text/charset_declared.c - the charset that a document says it is in: an XML declaration, or a <meta> in
 * HTML.
 *
 * Both look at the first bytes only and compare ASCII; a document in UTF-16 is told by its zero bytes
 * instead. */
#include "kit/text/charset_internal.h"

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>

#include <strings.h>

enum { HEAD = 4096, XML_HEAD = 1024, MAX_LABEL = 40 };

struct view {
  const char *p, *end;
};

static void skip_blanks(struct view *v) {
  while (v->p < v->end && tdg_is_space(*v->p)) v->p++;
}
static int at_word(const struct view *v, const char *word) {
  const size_t n = strlen(word);
  return (size_t)(v->end - v->p) >= n && strncasecmp(v->p, word, n) == 0;
}
/* Move behind the next occurrence of word; 0 when there is none. */
static int find_word(struct view *v, const char *word) {
  for (; v->p < v->end; v->p++) {
    if (!at_word(v, word)) continue;
    v->p += strlen(word);
    return 1;
  }
  return 0;
}

/* = "value" | = 'value' | = value */
static const char *label_after(tdg_call *call, struct view v) {
  char quote = 0;
  const char *from;
  char *out;
  size_t n;
  skip_blanks(&v);
  if (v.p >= v.end || *v.p != '=') return "";
  v.p++;
  skip_blanks(&v);
  if (v.p < v.end && (*v.p == '"' || *v.p == '\'')) quote = *v.p++;
  for (from = v.p; v.p < v.end; v.p++) {
    if (quote != 0 ? *v.p == quote : tdg_is_space(*v.p) || *v.p == ';' || *v.p == '>' || *v.p == '?') break;
    if (*v.p == '"' || *v.p == '\'' || *v.p == ';')
      break; /* content="text/html; charset=x" ends at the outer quote */
  }
  n = (size_t)(v.p - from);
  if (n == 0 || n > MAX_LABEL) return "";
  out = tdg_scratch(call, n + 1);
  memcpy(out, from, n);
  return out;
}

const char *tdg_declared_xml(tdg_call *call, struct tdg_str bytes) {
  struct view v = {bytes.p, bytes.p + (bytes.n < XML_HEAD ? bytes.n : XML_HEAD)};
  struct view declaration;
  if (!find_word(&v, "<?xml")) return "";
  declaration = v;
  if (find_word(&v, "?>")) declaration.end = v.p - 2;
  return find_word(&declaration, "encoding") ? label_after(call, declaration) : "";
}

/* The end of the tag that begins at v, quotes minded. */
static const char *tag_end(struct view v) {
  char quote = 0;
  for (; v.p < v.end; v.p++) {
    if (quote != 0) quote = *v.p == quote ? 0 : quote;
    else if (*v.p == '"' || *v.p == '\'') quote = *v.p;
    else if (*v.p == '>') break;
  }
  return v.p;
}

const char *tdg_declared_html(tdg_call *call, struct tdg_str bytes) {
  struct view v = {bytes.p, bytes.p + (bytes.n < HEAD ? bytes.n : HEAD)};
  for (; v.p < v.end; v.p++) {
    struct view tag;
    const char *label;
    if (*v.p != '<') continue;
    if (at_word(&v, "<!--")) {
      if (!find_word(&v, "-->")) break;
      v.p--;
      continue;
    }
    if (!at_word(&v, "<meta") || v.end - v.p < 6 || !(tdg_is_space(v.p[5]) || v.p[5] == '/')) continue;
    tag = (struct view){v.p + 5, v.end};
    tag.end = tag_end(tag);
    v.p = tag.end;
    while (find_word(&tag, "charset"))
      if (*(label = label_after(call, tag)) != '\0') {
        /* A <meta> that can be read byte by byte is not in UTF-16, whatever it says. */
        const struct charset *c = charset_find(label, strlen(label));
        return c != NULL && strncmp(c->name, "UTF-16", 6) == 0 ? "utf-8" : label;
      }
    if (v.p >= v.end) break;
  }
  return "";
}
