/* conf/revisit_times.c - `revisit: [1h, 6h, 1d, 3d]` or `revisit: no`: when articles are looked at again.  Owns nothing; what
 * is wrong is complained of. */
#include "conf/sections.h"

#include <string.h>

static const struct option_info after = {
    .name = "revisit", .type = TDG_O_DURATION, .min = 1000, .max = INT64_C(365) * 86400000};

/* The place of a text of the list. */
static struct conf_place place_of(const struct yaml_node *n, size_t at) {
  const struct yaml_node *item = n->kind == YAML_LIST ? n->first : n;
  for (; at > 0 && item != NULL && item->next != NULL && n->kind == YAML_LIST; at--) item = item->next;
  return item != NULL ? item->place : n->place;
}

static int is_no(const struct tdg_list *texts) {
  static const struct option_info word = {.name = "revisit", .type = TDG_O_BOOL};
  struct option_parsed value;
  char err[OPTION_ERROR];
  return texts->n == 1 && option_parse(&word, texts->v[0].p, &value, err) == 0 && !value.num;
}

static void take_time(struct loader *l, const struct yaml_node *n, size_t at, struct tdg_str text,
                      struct conf_revisit *out) {
  const struct conf_place place = n != NULL ? place_of(n, at) : (struct conf_place){l->conf->file, 0, 0};
  struct option_parsed value;
  char err[OPTION_ERROR];
  if (option_parse(&after, text.p, &value, err) < 0) {
    conf_complain(l->errors, place, "%s; or write no", err);
  } else if (out->n == CONF_MAX_REVISITS) {
    conf_complain(l->errors, place, "revisit: more than %d times", CONF_MAX_REVISITS);
  } else if (out->n > 0 && value.num <= out->after[out->n - 1]) {
    conf_complain(l->errors, place,
                  "revisit: each time is counted from when the article was first read, so "
                  "each is longer than the one before");
  } else {
    out->after[out->n++] = value.num;
  }
}

const struct conf_revisit *load_revisit(struct loader *l, const struct yaml_node *map,
                                        const struct tdg_list *texts) {
  const struct yaml_node *n = yaml_get(map, "revisit");
  if (n != NULL && n->kind == YAML_LIST && n->first == NULL)
    conf_complain(l->errors, n->place, "revisit: has no times; write no, or remove the key");
  if (texts->n == 0) return NULL;
  struct conf_revisit *out = arena_zalloc(l->arena, sizeof *out);
  for (size_t i = 0; i < texts->n && !is_no(texts); i++) take_time(l, n, i, texts->v[i], out);
  return out;
}
