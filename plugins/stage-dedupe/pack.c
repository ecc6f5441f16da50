/* pack.c - fingerprints as bytes, little endian, preceded by a version.
 *
 * Recall reads them from the log, which may contain notes of another version or damaged ones: every count is
 * checked against its maximum and against the remaining bytes.
 */
#include "dedupe.h"

enum { PACK_VERSION = 2 };

struct packing {
  unsigned char *p;
};
static void put(struct packing *k, uint64_t v, size_t n) {
  for (size_t i = 0; i < n; i++) *k->p++ = (unsigned char)(v >> (8 * i));
}

size_t fingerprint_pack(const struct fingerprint *p, const struct fingerprint_lines *l,
                        unsigned char out[FINGERPRINT_SIGNATURE]) {
  struct packing k = {out};
  put(&k, PACK_VERSION, 1);
  put(&k, (uint64_t)p->published, 8);
  put(&k, (uint64_t)p->seen, 8);
  put(&k, p->exact, 8);
  put(&k, p->source, 4);
  put(&k, p->words, 4);
  put(&k, p->shingles, 4);
  put(&k, p->trust, 2);
  put(&k, p->n_body, 1), put(&k, p->n_lead, 1), put(&k, p->n_figures, 1), put(&k, p->n_names, 1),
      put(&k, p->n_title, 1);
  put(&k, l->n, 1);
  for (size_t i = 0; i < p->n_body; i++) put(&k, p->body[i], 4);
  for (size_t i = 0; i < p->n_lead; i++) put(&k, p->lead[i], 2);
  for (size_t i = 0; i < p->n_figures; i++) put(&k, p->figures[i], 2);
  for (size_t i = 0; i < p->n_names; i++) put(&k, p->names[i], 2);
  for (size_t i = 0; i < p->n_title; i++) put(&k, p->title[i], 2);
  for (size_t i = 0; i < l->n; i++) put(&k, l->hash[i], 4);
  return (size_t)(k.p - out);
}

struct unpacking {
  const unsigned char *p, *end;
  int bad;
};
static uint64_t get(struct unpacking *u, size_t n) {
  uint64_t v = 0;
  if ((size_t)(u->end - u->p) < n) return u->bad = 1, 0;
  for (size_t i = 0; i < n; i++) v |= (uint64_t)u->p[i] << (8 * i);
  u->p += n;
  return v;
}
static uint16_t get_count(struct unpacking *u, size_t max) {
  uint64_t n = get(u, 1);
  if (n > max) return u->bad = 1, 0;
  return (uint16_t)n;
}

int fingerprint_unpack(struct tdg_str bytes, struct fingerprint *p, struct fingerprint_lines *l) {
  struct unpacking u = {(const unsigned char *)bytes.p, (const unsigned char *)bytes.p + bytes.n, 0};
  memset(p, 0, sizeof *p);
  if (get(&u, 1) != PACK_VERSION) return -1;
  p->published = (int64_t)get(&u, 8);
  p->seen = (int64_t)get(&u, 8);
  p->exact = get(&u, 8);
  p->source = (uint32_t)get(&u, 4);
  p->words = (uint32_t)get(&u, 4);
  p->shingles = (uint32_t)get(&u, 4);
  p->trust = (uint16_t)get(&u, 2);
  p->n_body = get_count(&u, FINGERPRINT_BODY);
  p->n_lead = get_count(&u, FINGERPRINT_LEAD);
  p->n_figures = get_count(&u, FINGERPRINT_FIGURES);
  p->n_names = get_count(&u, FINGERPRINT_NAMES);
  p->n_title = get_count(&u, FINGERPRINT_TITLE);
  l->n = get_count(&u, FINGERPRINT_LINES);
  for (size_t i = 0; i < p->n_body; i++) p->body[i] = (uint32_t)get(&u, 4);
  for (size_t i = 0; i < p->n_lead; i++) p->lead[i] = (uint16_t)get(&u, 2);
  for (size_t i = 0; i < p->n_figures; i++) p->figures[i] = (uint16_t)get(&u, 2);
  for (size_t i = 0; i < p->n_names; i++) p->names[i] = (uint16_t)get(&u, 2);
  for (size_t i = 0; i < p->n_title; i++) p->title[i] = (uint16_t)get(&u, 2);
  for (size_t i = 0; i < l->n; i++) l->hash[i] = (uint32_t)get(&u, 4);
  return u.bad || u.p != u.end ? -1 : 0;
}
