/* entry.c - filling in an entry; see feed.h.  An entry owns nothing; what does not fit is left out. */
#include "feed.h"

void entry_clear(struct entry *e) {
  /* The arrays need no clearing: their counts do. */
  memset(e, 0, offsetof(struct entry, people));
  memset(&e->n_people, 0, sizeof *e - offsetof(struct entry, n_people));
  e->published.n = e->updated.n = 0;
  e->ttl_minutes = e->period_minutes = -1;
  e->frequency = 1;
}

int text_put(struct text *t, struct tdg_str s, int rank) {
  s = tdg_trim_invisible(s);
  if (s.n == 0 || rank <= t->rank) return 0;
  t->s = s;
  t->rank = rank;
  return 1;
}

void dates_put(struct dates *d, struct tdg_str s, int rank, struct tdg_str from) {
  size_t at = 0;
  s = tdg_trim_invisible(s);
  while (at < d->n && d->v[at].rank > rank) at++;
  if (s.n == 0 || at == MAX_DATES) return;
  if (d->n < MAX_DATES) d->n++;
  memmove(&d->v[at + 1], &d->v[at], (d->n - 1 - at) * sizeof d->v[0]);
  d->v[at] = (struct text){.s = s, .rank = rank, .from = from};
}

/* People of a better source push out those of a worse one; the same person twice is one. */
void entry_add_person(struct entry *e, const struct person *p, int rank) {
  if (p->name.n == 0 && p->email.n == 0 && p->url.n == 0) return;
  if (rank < e->people_rank) return;
  if (rank > e->people_rank) e->n_people = 0;
  e->people_rank = rank;
  for (size_t i = 0; i < e->n_people; i++)
    if (tdg_str_same(e->people[i].name, p->name) && tdg_str_same(e->people[i].email, p->email) &&
        tdg_str_same(e->people[i].url, p->url))
      return;
  if (e->n_people < MAX_PEOPLE) e->people[e->n_people++] = *p;
}

void entry_add_tag(struct entry *e, struct tdg_str name, struct tdg_str scheme, struct tdg_str label) {
  name = tdg_trim_invisible(name);
  label = tdg_trim_invisible(label);
  if (name.n == 0) name = label;
  if (name.n == 0 || e->n_tags == MAX_TAGS) return;
  for (size_t i = 0; i < e->n_tags; i++)
    if (tdg_str_same(e->tags[i].name, name)) return;
  e->tags[e->n_tags++] = (struct label){name, tdg_str_trim(scheme), label};
}

void entry_add_tags(struct entry *e, struct tdg_str list) {
  const struct tdg_str none = {"", 0};
  struct tdg_str tag;
  while (tdg_str_next(&list, ',', &tag)) entry_add_tag(e, tag, none, none);
}

/* The one that is there already, or a new one. */
struct file *entry_add_file(struct entry *e, struct tdg_str url) {
  url = tdg_trim_invisible(url);
  if (url.n == 0) return NULL;
  for (size_t i = 0; i < e->n_files; i++)
    if (tdg_str_same(e->files[i].url, url)) return &e->files[i];
  if (e->n_files == MAX_FILES) return NULL;
  e->files[e->n_files] = (struct file){.url = url};
  return &e->files[e->n_files++];
}

void entry_add_link(struct entry *e, const struct link *link) {
  if (link->url.n > 0 && e->n_links < MAX_LINKS) e->links[e->n_links++] = *link;
}

/* The header comes before the document; of addresses of itself the first one counts. */
void entry_set_hub(struct entry *e, struct tdg_str rel, struct tdg_str url) {
  url = tdg_str_trim(url);
  if (tdg_nocase_is(rel, "self") && e->self.n == 0) e->self = url;
  if (!tdg_nocase_is(rel, "hub") || url.n == 0 || e->n_hubs == MAX_HUBS) return;
  for (size_t i = 0; i < e->n_hubs; i++)
    if (tdg_str_same(e->hubs[i], url)) return;
  e->hubs[e->n_hubs++] = url;
}

void entry_add_extension(struct entry *e, const char *name, struct tdg_str text) {
  text = tdg_str_trim(text);
  if (text.n > 0 && e->n_extensions < MAX_EXTENSIONS)
    e->extensions[e->n_extensions++] = (struct extension){name, text};
}
