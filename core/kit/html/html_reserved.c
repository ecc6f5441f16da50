/* kit/html/html_reserved.c - what the <meta> elements of a page reserve; see tidings/kit/html_tree.h.  Memory belongs to the
 * call; nothing here can fail.
 */
#include <tidings/kit/buf.h>
#include <tidings/kit/html_tree.h>
#include <tidings/kit/str.h>

enum { MAX_TOKEN = 40, MAX_OUT = 1 << 10 };

/* The name of a robot, as it stands in a User-Agent. */
static int is_token(struct tdg_str name) {
  for (size_t i = 0; i < name.n; i++)
    if (!tdg_is_alnum(name.p[i]) && name.p[i] != '-' && name.p[i] != '_') return 0;
  return name.n > 0 && name.n <= MAX_TOKEN;
}

/* to: the robot to which it is said; empty: to all. */
static void put(struct tdg_buf *out, struct tdg_str to, const char *word) {
  if (out->n > 0) tdg_buf_char(out, ' ');
  for (size_t i = 0; i < to.n; i++) tdg_buf_char(out, tdg_lower(to.p[i]));
  if (to.n > 0) tdg_buf_char(out, ':');
  tdg_buf_str(out, word);
}

static void read_words(struct tdg_buf *out, struct tdg_str to, struct tdg_str content) {
  struct tdg_str word;
  while (tdg_str_next(&content, ',', &word)) {
    if (tdg_nocase_is(word, "noai")) put(out, to, "noai");
    if (tdg_nocase_is(word, "noimageai")) put(out, to, "noimageai");
  }
}

struct tdg_str tdg_tree_reserved(const struct tdg_tree *t) {
  static const struct tdg_str all = {"", 0};
  struct tdg_buf out = tdg_buf_make(t->call, MAX_OUT);
  for (uint32_t i = 1; i < t->n; i++) {
    if (t->node[i].tag != TDG_HTML_META) continue;
    const struct tdg_str name = tdg_str_trim(tdg_node_attr(t, i, TDG_ATTR_NAME)),
                         content = tdg_node_attr(t, i, TDG_ATTR_CONTENT);
    if (tdg_nocase_is(name, "tdm-reservation")) {
      if (tdg_nocase_is(tdg_str_trim(content), "1")) put(&out, all, "tdm-reservation");
    } else if (is_token(name)) {
      read_words(&out, tdg_nocase_is(name, "robots") ? all : name, content);
    }
  }
  return tdg_buf_get(&out);
}
