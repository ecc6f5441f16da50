/* tests/bench/bench_stages.c - dedupe, story and extract one after the other inside this process, over a file
 * of texts.
 *
 *   bench_stages --docs DOCS.jsonl [--set STAGE.OPTION=VALUE]... [--out PRED.jsonl] [--briefs BRIEFS.jsonl]
 *                [--clusters TRUTH.jsonl] [--without STAGE]... [--repeat N] [--vary N] [--quiet]
 *
 * DOCS has lines {"id", "title", "text", "published", "source", "url", "lang"} (all but id and text optional; a
 * line of text is a paragraph) or {"id", "blocks": [{"type", "text", "level"}]}.  PRED gets {"id", "duplicate_of",
 * "cluster"} with the ids of DOCS, BRIEFS one brief a story.  --clusters makes stories of the truth's
 * "cluster" instead of the stage's.
 * --repeat N runs the documents N times as different ones: each round, one word in --vary (40) is replaced,
 * which makes a large window of distinct documents for measuring speed.  With --spill FILE the rounds are not
 * kept: notes go to FILE.dedupe and FILE.story and are recalled from there, for windows of a million records.
 * Prints documents a second, recall time and memory for each stage.
 */
#include "record/record_json.h"
#include "util/bytebuf.h"
#include "util/id.h"
#include "worker/inproc.h"

#include <getopt.h>
#include <jansson.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_SETTINGS = 64, MAX_BRIEF = 64 << 20 };
static const int64_t FIRST_SEEN = 1767700000000, STEP_MS = 1000, SPILL_STEP_MS = 400;

struct doc {
  char *id, *cluster;
  const tdg_rec *rec;
  int64_t duplicate_of, story; /* numbers from 1; 0 none */
};
struct note {
  const tdg_rec *rec;
};
struct stage {
  const char *plugin, *name;
  struct inproc *in;
  const tdg_rec **notes;
  size_t n_notes, cap;
  size_t emitted; /* in this call */
  double seconds;
  struct arena arena;
  int off;
  FILE *spill; /* where the notes go; NULL: they are kept */
  size_t n_spilled, bytes_spilled;
};
struct bench {
  struct stage dedupe, story, extract;
  struct doc *docs;
  size_t n;
  struct arena arena, options; /* options: lent to the stages for good */
  const char *set[MAX_SETTINGS];
  size_t n_set;
  const char *out, *briefs, *clusters, *path, *plugins, *spill;
  size_t base; /* documents of rounds that were not kept */
  unsigned repeat, vary;
  int quiet;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void spill_note(struct stage *s, struct tdg_str b) {
  uint32_t n = (uint32_t)b.n;
  if (fwrite(&n, sizeof n, 1, s->spill) != 1 || fwrite(b.p, 1, n, s->spill) != n) perror("spill"), exit(1);
  s->n_spilled++;
  s->bytes_spilled += n;
}

static int keep_note(void *arg, const tdg_rec *r) {
  struct stage *s = arg;
  if (s->n_notes == s->cap) {
    s->cap = s->cap == 0 ? 1024 : s->cap * 2;
    s->notes = realloc(s->notes, s->cap * sizeof *s->notes);
    if (s->notes == NULL) abort();
  }
  struct tdg_str b = rec_bytes(r);
  if (s->spill != NULL) spill_note(s, b);
  s->notes[s->n_notes++] = rec_view(&s->arena, arena_copy(&s->arena, b.p, b.n), b.n);
  s->emitted++;
  return TDG_OK;
}

static struct inproc *open_component(struct bench *b, const char *plugin, const char *name) {
  struct option_value values[MAX_SETTINGS];
  size_t n = 0, k = strlen(name);
  char file[4096], why[1000] = "";
  for (size_t i = 0; i < b->n_set; i++) {
    if (strncmp(b->set[i], name, k) != 0 || b->set[i][k] != '.') continue;
    char *copy = arena_copy(&b->options, b->set[i] + k + 1, strlen(b->set[i] + k + 1)),
         *eq = strchr(copy, '=');
    if (eq == NULL) continue;
    *eq = '\0';
    values[n++] = (struct option_value){copy, eq + 1};
  }
  snprintf(file, sizeof file, "%s/%s.so", b->plugins, plugin);
  struct inproc *in = inproc_open(file, name, values, n, why, sizeof why);
  if (in == NULL) fprintf(stderr, "%s: %s\n", file, why), exit(1);
  return in;
}

static void open_stage(struct bench *b, struct stage *s) {
  if (s->off) return;
  s->in = open_component(b, s->plugin, s->name);
  inproc_on_emit(s->in, keep_note, s);
}

static int64_t time_of(const char *s) {
  struct tm t = {0};
  if (s == NULL || strptime(s, "%Y-%m-%dT%H:%M:%S", &t) == NULL) return 0;
  return (int64_t)timegm(&t) * 1000;
}

static int64_t block_type(const char *name) {
  for (int64_t t = 1; t < 20 && name != NULL; t++)
    if (strcmp(rec_block_name(t), name) == 0) return t;
  return TDG_PARAGRAPH;
}

static void put_block(struct bench *b, tdg_rec *r, int64_t type, const char *p, size_t n) {
  if (n == 0) return;
  tdg_rec *g = rec_new(&b->arena, TDG_GROUP);
  rec_put_int(g, TDG_BLOCK_TYPE, type);
  rec_put(g, TDG_TEXT, p, n);
  rec_put_rec(r, TDG_BLOCK, g);
}

static void put_blocks(struct bench *b, tdg_rec *r, const json_t *line) {
  const json_t *blocks = json_object_get(line, "blocks"), *v;
  size_t i;
  const char *text = json_string_value(json_object_get(line, "text"));
  json_array_foreach(blocks, i, v) {
    const char *t = json_string_value(json_object_get(v, "text"));
    if (t != NULL) put_block(b, r, block_type(json_string_value(json_object_get(v, "type"))), t, strlen(t));
  }
  if (blocks != NULL || text == NULL) return;
  for (const char *p = text; *p != '\0';) {
    size_t n = strcspn(p, "\n");
    put_block(b, r, TDG_PARAGRAPH, p, n);
    p += n + (p[n] == '\n');
  }
}

/* One word in `vary` becomes another, so that round after round gives documents of their own. */
static char *varied(struct bench *b, const char *text, unsigned round) {
  struct buf out = buf_make(MAX_BRIEF);
  uint64_t x = round * 0x9e3779b97f4a7c15u;
  for (const char *p = text; *p != '\0';) {
    size_t n = strcspn(p, " \n");
    x = x * 6364136223846793005u + 1442695040888963407u + n;
    if (round > 0 && (x >> 33) % b->vary == 0) buf_printf(&out, "w%u", (unsigned)(x >> 44));
    else buf_add(&out, p, n);
    if (p[n] != '\0') buf_add(&out, p + n, 1), n++;
    p += n;
  }
  char *s = arena_copy(&b->arena, out.p, out.n);
  buf_free(&out);
  return s;
}

static void add_doc(struct bench *b, json_t *line, unsigned round) {
  struct doc *d = &b->docs[b->n++];
  tdg_rec *r = rec_new(&b->arena, TDG_ARTICLE);
  tdg_rec *s = rec_new(&b->arena, TDG_GROUP);
  const char *id = json_string_value(json_object_get(line, "id")),
             *cluster = json_string_value(json_object_get(line, "cluster"));
  const char *text = json_string_value(json_object_get(line, "text"));
  *d = (struct doc){.id = arena_copy(&b->arena, id, strlen(id)),
                    .cluster = cluster ? arena_copy(&b->arena, cluster, strlen(cluster)) : NULL};
  int64_t number = (int64_t)(b->base + b->n);
  rec_put_int(r, TDG_ID, number);
  rec_put_str(r, TDG_TITLE, json_string_value(json_object_get(line, "title")));
  rec_put_str(r, TDG_URL, json_string_value(json_object_get(line, "url")));
  rec_put_str(r, TDG_LANGUAGE, json_string_value(json_object_get(line, "lang")));
  rec_put_str(s, TDG_OUTLET, json_string_value(json_object_get(line, "source")));
  rec_put_rec(r, TDG_SOURCE, s);
  rec_put_int(r, TDG_FIRST_SEEN,
              FIRST_SEEN + number * (b->spill ? SPILL_STEP_MS
                                              : STEP_MS)); /* an import: seen one after the other, today */
  int64_t t = time_of(json_string_value(json_object_get(line, "published")));
  if (t != 0) rec_put_int(r, TDG_PUBLISHED, t);
  if (round > 0 && text != NULL) json_object_set_new(line, "text", json_string(varied(b, text, round)));
  put_blocks(b, r, line);
  d->rec = r;
}

static void read_docs(struct bench *b, unsigned round) {
  FILE *f = fopen(b->path, "r");
  char *line = NULL;
  size_t cap = 0, max = b->n;
  if (f == NULL) perror(b->path), exit(1);
  while (getline(&line, &cap, f) > 0) {
    json_t *j = json_loads(line, 0, NULL);
    if (j == NULL || json_string_value(json_object_get(j, "id")) == NULL) continue;
    if (b->n >= max) max = max * 2 + 1024, b->docs = realloc(b->docs, max * sizeof *b->docs);
    if (b->docs == NULL) abort();
    add_doc(b, j, round);
    json_decref(j);
  }
  free(line);
  fclose(f);
}

static void judge(struct stage *s, const tdg_rec *rec) {
  struct inproc_reply reply;
  double from = now();
  s->emitted = 0;
  inproc_call(s->in, INPROC_JUDGE, rec, 0, &reply);
  s->seconds += now() - from;
  if (reply.status < 0) fprintf(stderr, "%s: %s\n", s->name, reply.message);
}

static void take_notes(struct bench *b, const struct stage *s) {
  for (size_t i = s->n_notes - s->emitted; i < s->n_notes; i++) {
    int64_t about = rec_get_int(s->notes[i], TDG_ABOUT, 0) - (int64_t)b->base,
            to = rec_get_int(s->notes[i], TDG_MOVED_TO, 0);
    int64_t story = rec_get_int(s->notes[i], TDG_STORY_ID, 0);
    if (to != 0) {
      for (size_t k = 0; k < b->n && b->spill == NULL; k++)
        if (b->docs[k].story == story) b->docs[k].story = to;
      continue;
    }
    if (about < 1 || (size_t)about > b->n) continue;
    if (rec_has(s->notes[i], TDG_DUPLICATE_OF) && s == &b->dedupe)
      b->docs[about - 1].duplicate_of = rec_get_int(s->notes[i], TDG_DUPLICATE_OF, 0);
    if (story != 0) b->docs[about - 1].story = story;
  }
}

static void run_stages(struct bench *b) {
  for (size_t i = 0; i < b->n; i++) {
    const tdg_rec *rec = b->docs[i].rec;
    if (!b->dedupe.off) {
      judge(&b->dedupe, rec);
      take_notes(b, &b->dedupe);
    }
    if (b->story.off) continue;
    if (b->docs[i].duplicate_of != 0) {
      tdg_rec *copy = rec_copy(&b->arena, rec, TDG_ARTICLE);
      rec_put_int(copy, TDG_DUPLICATE_OF, b->docs[i].duplicate_of);
      rec = copy;
    }
    judge(&b->story, rec);
    take_notes(b, &b->story);
  }
}

static size_t allocated(void) {
  struct mallinfo2 m = mallinfo2();
  return m.uordblks + m.hblkhd;
}

static void recall_one(struct stage *s, struct inproc *again, const tdg_rec *note) {
  struct inproc_reply reply;
  inproc_call(again, INPROC_RECALL, note, 0, &reply);
  if (reply.status < 0) fprintf(stderr, "%s: recall: %s\n", s->name, reply.message);
}

static void recall_spilled(struct stage *s, struct inproc *again) {
  static char bytes[1 << 16];
  uint32_t n;
  rewind(s->spill);
  while (fread(&n, sizeof n, 1, s->spill) == 1 && n <= sizeof bytes && fread(bytes, 1, n, s->spill) == n) {
    struct arena a = {0};
    recall_one(s, again, rec_view(&a, bytes, n));
    arena_free(&a);
  }
}

static void recall_all(struct bench *b, struct stage *s) {
  if (s->off) return;
  size_t before = allocated(), bytes = s->bytes_spilled, n = s->spill ? s->n_spilled : s->n_notes,
         docs = b->base + b->n;
  if (n == 0) return;
  struct inproc *again = open_component(b, s->plugin, s->name);
  double from = now();
  if (s->spill != NULL) recall_spilled(s, again);
  for (size_t i = 0; i < s->n_notes && s->spill == NULL; i++) {
    recall_one(s, again, s->notes[i]);
    bytes += rec_bytes(s->notes[i]).n;
  }
  double took = now() - from;
  fprintf(stderr,
          "%-8s %zu documents, %.0f documents/s; %zu notes of %zu bytes, recall %.0f/s (%.1f s); memory %.0f "
          "bytes a document\n",
          s->name, docs, (double)docs / s->seconds, n, bytes / n, (double)n / took, took,
          (double)(allocated() - before) / (double)docs);
  inproc_close(again);
}

static void write_docs(struct bench *b) {
  FILE *f = fopen(b->out, "w");
  if (f == NULL) perror(b->out), exit(1);
  for (size_t i = 0; i < b->n; i++) {
    const struct doc *d = &b->docs[i];
    struct buf line = buf_make(MAX_BRIEF);
    buf_str(&line, "{\"id\":");
    json_quote(&line, d->id, strlen(d->id));
    if (d->duplicate_of > 0) {
      const char *o = b->docs[d->duplicate_of - 1].id;
      buf_str(&line, ",\"duplicate_of\":");
      json_quote(&line, o, strlen(o));
    }
    if (d->story > 0) buf_printf(&line, ",\"cluster\":\"s%lld\"", (long long)d->story);
    fprintf(f, "%s}\n", line.p);
    buf_free(&line);
  }
  fclose(f);
}

static void stories_from_truth(struct bench *b) {
  FILE *f = fopen(b->clusters, "r");
  char *line = NULL;
  size_t cap = 0;
  struct first {
    const char *cluster;
    int64_t story;
  } *firsts = calloc(b->n + 1, sizeof *firsts);
  size_t n = 0;
  if (f == NULL || firsts == NULL) perror(b->clusters), exit(1);
  while (getline(&line, &cap, f) > 0) {
    json_t *j = json_loads(line, 0, NULL);
    const char *id = json_string_value(json_object_get(j, "id")),
               *c = json_string_value(json_object_get(j, "cluster"));
    for (size_t i = 0; id != NULL && c != NULL && i < b->n; i++) {
      if (strcmp(b->docs[i].id, id) != 0) continue;
      size_t k = 0;
      while (k < n && strcmp(firsts[k].cluster, c) != 0) k++;
      if (k == n && n < b->n)
        firsts[n++] = (struct first){arena_copy(&b->arena, c, strlen(c)), (int64_t)i + 1};
      b->docs[i].story = firsts[k].story;
    }
    json_decref(j);
  }
  free(line);
  free(firsts);
  fclose(f);
}

/* The engine's ids are numbers; the scorers want those of DOCS. */
static void write_brief(struct bench *b, FILE *f, const tdg_rec *brief, int64_t story) {
  struct buf line = buf_make(MAX_BRIEF);
  rec_json(&line, brief, 0);
  json_t *j = json_loads(line.p, 0, NULL), *v, *s;
  size_t i, k;
  json_object_set_new(j, "story_id", json_sprintf("s%lld", (long long)story));
  json_array_foreach(json_object_get(j, "sections"), i, v)
      json_array_foreach(json_object_get(v, "sentences"), k, s) {
    const char *r = json_string_value(json_object_get(s, "record"));
    for (size_t d = 0; r != NULL && d < b->n; d++) {
      char id[ID_LETTERS + 1];
      id_text((int64_t)d + 1, id);
      if (strcmp(id, r) == 0) json_object_set_new(s, "record_id", json_string(b->docs[d].id));
    }
  }
  char *text = json_dumps(j, JSON_COMPACT);
  fprintf(f, "%s\n", text);
  free(text);
  json_decref(j);
  buf_free(&line);
}

static void run_briefs(struct bench *b) {
  FILE *f = b->briefs != NULL ? fopen(b->briefs, "w") : NULL;
  size_t stories = 0;
  struct stage *s = &b->extract;
  for (size_t i = 0; i < b->n; i++) {
    struct arena a = {0};
    struct inproc_reply reply;
    int seen = b->docs[i].story == 0;
    for (size_t k = 0; k < i && !seen; k++) seen = b->docs[k].story == b->docs[i].story;
    if (seen) continue;
    tdg_rec *story = rec_new(&a, TDG_STORY);
    rec_put_int(story, TDG_STORY_ID, b->docs[i].story);
    for (size_t k = 0; k < b->n; k++) {
      if (b->docs[k].story != b->docs[i].story) continue;
      tdg_rec *m = rec_copy(&a, b->docs[k].rec, TDG_ARTICLE);
      if (b->docs[k].duplicate_of > 0) rec_put_int(m, TDG_DUPLICATE_OF, b->docs[k].duplicate_of);
      rec_put_rec(story, TDG_MEMBER, m);
    }
    double from = now();
    s->emitted = 0;
    inproc_call(s->in, INPROC_RUN, story, 0, &reply);
    s->seconds += now() - from;
    stories++;
    if (reply.status < 0) fprintf(stderr, "extract: %s\n", reply.message);
    for (size_t k = s->n_notes - s->emitted; f != NULL && k < s->n_notes; k++)
      write_brief(b, f, s->notes[k], b->docs[i].story);
    arena_free(&a);
  }
  fprintf(stderr, "extract  %zu stories, %zu briefs, %.0f stories/s\n", stories, s->n_notes,
          (double)stories / s->seconds);
  if (f != NULL) fclose(f);
}

static void read_arguments(struct bench *b, int argc, char **argv) {
  static const struct option longs[] = {
      {"docs", 1, 0, 'd'},     {"set", 1, 0, 's'},     {"out", 1, 0, 'o'},    {"briefs", 1, 0, 'b'},
      {"clusters", 1, 0, 'c'}, {"without", 1, 0, 'w'}, {"repeat", 1, 0, 'r'}, {"vary", 1, 0, 'v'},
      {"plugins", 1, 0, 'p'},  {"spill", 1, 0, 'S'},   {0, 0, 0, 0}};
  int c;
  while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
    if (c == 'd') b->path = optarg;
    if (c == 's' && b->n_set < MAX_SETTINGS) b->set[b->n_set++] = optarg;
    if (c == 'o') b->out = optarg;
    if (c == 'b') b->briefs = optarg;
    if (c == 'c') b->clusters = optarg;
    if (c == 'p') b->plugins = optarg;
    if (c == 'S') b->spill = optarg, b->extract.off = 1;
    if (c == 'r') b->repeat = (unsigned)atoi(optarg);
    if (c == 'v') b->vary = (unsigned)atoi(optarg) | 1u;
    if (c == 'w' && strcmp(optarg, "dedupe") == 0) b->dedupe.off = 1;
    if (c == 'w' && strcmp(optarg, "story") == 0) b->story.off = 1;
    if (c == 'w' && strcmp(optarg, "extract") == 0) b->extract.off = 1;
    if (c == '?') exit(2);
  }
  if (b->path == NULL)
    fprintf(stderr, "bench_stages --docs DOCS.jsonl (see the head of its source)\n"), exit(2);
}

static FILE *spill_file(const struct bench *b, const struct stage *s) {
  char path[4096];
  snprintf(path, sizeof path, "%s.%s", b->spill, s->name);
  FILE *f = fopen(path, "w+");
  if (f == NULL) perror(path), exit(1);
  return f;
}

/* Round after round, nothing of which is kept. */
static void run_rounds(struct bench *b) {
  if (!b->dedupe.off) b->dedupe.spill = spill_file(b, &b->dedupe);
  if (!b->story.off) b->story.spill = spill_file(b, &b->story);
  for (unsigned round = 0; round < b->repeat; round++) {
    read_docs(b, round);
    run_stages(b);
    b->base += b->n;
    b->n = b->dedupe.n_notes = b->story.n_notes = 0;
    arena_reset(&b->arena);
    arena_reset(&b->dedupe.arena);
    arena_reset(&b->story.arena);
  }
  if (!b->dedupe.off) inproc_close(b->dedupe.in);
  if (!b->story.off) inproc_close(b->story.in);
}

int main(int argc, char **argv) {
  static struct bench b;
  b = (struct bench){.dedupe = {.plugin = "stage-dedupe", .name = "dedupe"},
                     .story = {.plugin = "stage-story", .name = "story"},
                     .extract = {.plugin = "brief-extract", .name = "extract"},
                     .repeat = 1,
                     .vary = 40};
  b.plugins = TIDINGS_BUILD_DIR "/plugins";
  read_arguments(&b, argc, argv);
  open_stage(&b, &b.dedupe);
  open_stage(&b, &b.story);
  open_stage(&b, &b.extract);
  if (b.spill != NULL) {
    run_rounds(&b);
  } else {
    for (unsigned round = 0; round < b.repeat; round++) read_docs(&b, round);
    run_stages(&b);
  }
  if (b.clusters != NULL) stories_from_truth(&b);
  if (b.out != NULL) write_docs(&b);
  if (!b.extract.off) run_briefs(&b);
  recall_all(&b, &b.dedupe);
  recall_all(&b, &b.story);
  return 0;
}
