/* crossing_compare.c - what two records have in common in names, places, figures and times; see crossing.h.  Pure; no
 * memory. */
#include "crossing.h"
#include "vector.h"

/* What a shared key weighs, and how rare it must be to weigh in full. */
enum { FEWEST_COUNTED = 2, NEW_PEOPLE = 2 };
static const float POINTS[CROSSING_KINDS] = {1, 1, 0.7f, 1.2f, 0.4f, 0.9f, 0.8f, 0.5f};
static const float COMMON = 1.5f, RARE = 4.5f;
static const float ENOUGH_NAMED = 1.6f, ENOUGH_COUNTED = 0.9f, ENOUGH = 3.4f;
static const float LEAST_AGAINST = 1, LEAST_NAMED = 1.3f, MUCH_COUNTED = 2.3f, MUCH_NAMED = 3,
                   LEAST_COUNTED = 0.7f;
static const float NEW_NAMED = 4, NEW_SHARE = 0.7f; /* nearly all names, and new ones: whatever they count */

static float rarity(const struct df *df, uint32_t key) {
  float w = (df_weight(df, key) - COMMON) / (RARE - COMMON);
  return w < 0 ? 0 : w > 1 ? 1 : w;
}

static int is_counted(unsigned kind) {
  return kind == CROSSING_FIGURE || kind == CROSSING_SHARE || kind == CROSSING_SMALL;
}

static int is_name(unsigned kind) {
  return kind == CROSSING_NAME || kind == CROSSING_FULL || kind == CROSSING_SHORT;
}

static int count_counted(const struct crossing *c) {
  int n = 0;
  for (size_t i = 0; i < c->n; i++) n += is_counted(crossing_kind(c->key[i]));
  return n;
}

/* A name that few records of the window have belongs to an event; one that many have, to a place or a person of whom
 * there is always something to report. */
static float newness(const struct df *df, uint32_t key) {
  static const float few = 8, many = 40;
  float n = df_count_of(df, key);
  return n <= few ? 1 : n >= many ? 0 : df_log(many / n) / df_log(many / few);
}

static float names_of(const struct df *df, const struct crossing *c) {
  float sum = 0;
  for (size_t i = 0; i < c->n; i++) {
    unsigned kind = crossing_kind(c->key[i]);
    if (is_name(kind)) sum += POINTS[kind] * newness(df, c->key[i]);
  }
  return sum;
}

struct crossing_common crossing_common(const struct df *df, const struct crossing *a,
                                       const struct crossing *b) {
  static const float half = 0.5f;
  struct crossing_common s = {0};
  for (size_t i = 0; i < a->n; i++)
    for (size_t k = 0; k < b->n; k++) {
      if (a->key[i] != b->key[k]) continue;
      unsigned kind = crossing_kind(a->key[i]);
      float points = POINTS[kind] * rarity(df, a->key[i]);
      if (is_name(kind)) s.shared += POINTS[kind] * newness(df, a->key[i]);
      if (is_name(kind) || kind == CROSSING_PLACE) s.named += points;
      else s.counted += points, s.same += is_counted(kind);
      s.people += kind == CROSSING_FULL && newness(df, a->key[i]) >= half;
    }
  if (s.shared <= 0) return s;
  float in_a = names_of(df, a), in_b = names_of(df, b);
  s.share = s.shared / (in_a < in_b ? in_a : in_b);
  return s;
}

int crossing_agree(const struct df *df, const struct crossing *a, const struct crossing *b) {
  const struct crossing_common s = crossing_common(df, a, b);
  if (s.people >= NEW_PEOPLE && s.shared >= NEW_NAMED && s.share >= NEW_SHARE) return 1;
  if (s.same == 0 && count_counted(a) >= FEWEST_COUNTED && count_counted(b) >= FEWEST_COUNTED)
    return s.named >= LEAST_AGAINST ? -1 : 0; /* another storm, another vote */
  if (s.named >= LEAST_NAMED && s.counted >= MUCH_COUNTED) return 1;
  if (s.named >= MUCH_NAMED && s.counted >= LEAST_COUNTED) return 1;
  return s.named >= ENOUGH_NAMED && s.counted >= ENOUGH_COUNTED && s.named + s.counted >= ENOUGH;
}
