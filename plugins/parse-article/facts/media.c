/* media.c - pictures, embeds and captions of an article. */
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "page_facts.h"

/* The widest address of a srcset: "a.jpg 320w, b.jpg 1024w". */
static struct tdg_str widest(struct tdg_str set) {
  struct tdg_str best = {"", 0};
  long best_w = -1;
  while (set.n > 0) {
    const char *end = set.p + set.n, *p = set.p, *u;
    long w = 0;
    while (p < end && (*p == ' ' || *p == ',' || *p == '\n' || *p == '\t')) p++;
    u = p;
    while (p < end && *p != ' ' && !(*p == ',' && (p + 1 == end || p[1] == ' '))) p++;
    struct tdg_str url = {u, (size_t)(p - u)};
    while (p < end && *p != ',') {
      if (*p >= '0' && *p <= '9' && w < 100000) w = w * 10 + (*p - '0');
      p++;
    }
    if (url.n > 0 && w > best_w) best = url, best_w = w;
    set = (struct tdg_str){p, (size_t)(end - p)};
  }
  return best;
}

static struct tdg_str usable(struct page *pg, struct tdg_str base, struct tdg_str ref) {
  struct tdg_str url;
  if (ref.n == 0 || tdg_nocase_starts(ref, "data:") || tdg_nocase_starts(ref, "about:"))
    return tdg_str_of("");
  url = tdg_url_resolve(pg->call, base, ref);
  return tdg_url_is_web(url) ? url : tdg_str_of("");
}

/* Lazy pages keep the address elsewhere and put a placeholder into src. */
struct tdg_str image_url(struct page *pg, uint32_t i, struct tdg_str base) {
  static const uint8_t where[] = {TDG_ATTR_DATA_SRC, TDG_ATTR_SRC};
  struct tdg_str url = usable(pg, base, widest(node_attr_text(pg, i, TDG_ATTR_SRCSET)));
  if (url.n == 0) url = usable(pg, base, widest(node_attr_text(pg, i, TDG_ATTR_DATA_SRCSET)));
  for (size_t k = 0; k < sizeof(where) && url.n == 0; k++)
    url = usable(pg, base, node_attr_text(pg, i, where[k]));
  return url;
}

static uint32_t around(const struct page *pg, uint32_t i, unsigned tag, int levels) {
  for (; i > 0 && levels > 0; i = pg->node[i].parent, levels--) {
    if (pg->node[i].tag == tag) return i;
  }
  return 0;
}

/* The text that goes with a picture: its figcaption, or a box named caption beside it. */
struct tdg_str image_caption(struct page *pg, uint32_t i) {
  uint32_t box = around(pg, i, TDG_HTML_FIGURE, 8);
  if (box == 0) box = pg->node[pg->node[i].parent].parent;
  if (pg->node[box].end - box > MAX_FIGURE_NODES) return tdg_str_of("");
  for (uint32_t k = box + 1; k < pg->node[box].end; k++) {
    if (pg->node[k].tag == TDG_HTML_FIGURE && (i < k || i >= pg->node[k].end)) { /* that of another picture */
      k = pg->node[k].end - 1;
      continue;
    }
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT || n->units == 0) continue;
    if (n->tag == TDG_HTML_FIGCAPTION || (n->names & N_CAPTION) != 0) return node_text(pg, k, 2000);
  }
  return tdg_str_of("");
}

static int small(const struct page *pg, uint32_t i) {
  static const uint8_t sides[] = {TDG_ATTR_WIDTH, TDG_ATTR_HEIGHT};
  for (size_t k = 0; k < sizeof(sides); k++) {
    struct tdg_str v = node_attr(pg, i, sides[k]);
    long n = 0;
    for (size_t j = 0; j < v.n && v.p[j] >= '0' && v.p[j] <= '9' && n < 100000; j++)
      n = n * 10 + (v.p[j] - '0');
    if (v.n > 0 && n > 0 && n < 80) return 1;
  }
  return 0;
}

int image_write(struct page *pg, uint32_t i, struct tdg_str base, tdg_rec *rec) {
  struct tdg_str url = small(pg, i) ? tdg_str_of("") : image_url(pg, i, base), alt, caption;
  tdg_rec *block;
  if (url.n == 0) return 0;
  alt = node_attr_text(pg, i, TDG_ATTR_ALT);
  caption = image_caption(pg, i);
  block = tdg_block_new(pg->call, TDG_IMAGE);
  tdg_put_text(pg->call, block, TDG_URL, url.p, url.n);
  tdg_put_text(pg->call, block, TDG_ALT, alt.p, alt.n);
  tdg_put_text(pg->call, block, TDG_CAPTION, caption.p, caption.n);
  tdg_put_rec(pg->call, rec, TDG_BLOCK, block);
  return 1;
}

static struct tdg_str embed_ref(const struct page *pg, uint32_t i) {
  struct tdg_str ref = node_attr_text(pg, i, TDG_ATTR_SRC);
  return ref.n > 0 ? ref : node_attr_text(pg, i, TDG_ATTR_DATA_SRC);
}

int embed_is_known(const struct page *pg, uint32_t i) {
  static const char *const hosts[] = {
      "youtube", "youtu.be",   "vimeo",       "twitter",     "x.com",    "instagram", "facebook", "tiktok",
      "spotify", "soundcloud", "dailymotion", "datawrapper", "flourish", "player",    "embed",    "video"};
  struct tdg_str ref = embed_ref(pg, i);
  for (size_t k = 0; k < sizeof(hosts) / sizeof(hosts[0]); k++)
    if (tdg_nocase_has(ref, hosts[k])) return 1;
  return 0;
}

int embed_write(struct page *pg, uint32_t i, struct tdg_str base, tdg_rec *rec) {
  struct tdg_str url = usable(pg, base, embed_ref(pg, i));
  tdg_rec *block;
  if (url.n == 0 || !embed_is_known(pg, i)) return 0;
  block = tdg_block_new(pg->call, TDG_EMBED);
  tdg_put_text(pg->call, block, TDG_URL, url.p, url.n);
  tdg_put_rec(pg->call, rec, TDG_BLOCK, block);
  return 1;
}
