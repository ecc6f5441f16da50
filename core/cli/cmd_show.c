/* cmd_show.c - tidings show: print one record with its versions and notes. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "cli/version_diff.h"
#include "news/news.h"
#include "record/akn.h"
#include "record/plain_text.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/id.h"

#include <string.h>

enum { MAX_LINE = 64 << 20, MAX_VERSIONS = 64 };
enum { SHOW_TEXT = 0, SHOW_AKN = 1 };

static struct show_options { int versions, diff, text, format; } opt;

static const struct cli_option options[] = {
    {"versions", 0, CLI_FLAG, offsetof(struct show_options, versions), NULL,
     "The text of every version, not of the current one only."},
    {"diff", 0, CLI_FLAG, offsetof(struct show_options, diff), NULL,
     "What differs from each version to the next, instead of the text."},
    {"format", 'f', CLI_CHOICE, offsetof(struct show_options, format), "text|akn",
     "akn: a statement as Akoma Ntoso 3.0 (XML), for other programs."},
    {"no-text", 0, CLI_FLAG, offsetof(struct show_options, text), NULL, "Without the text."},
    {0}};

struct shown {
  const struct cli *cli;
  struct store *s;
  struct fold_source fold;
  int status; /* of the store, when it reads the notes */
  struct arena arena;
  struct page page;
  struct buf json;
  int versions, notes;
  /* the first versions; notes about any of them explain the state of the work */
  int64_t version_ids[MAX_VERSIONS];
  struct arena before_arena;
  const tdg_rec *before; /* the version before the one at hand; NULL: none that can be read */
  char url[4096];
};

static void put_field(struct page *p, const char *label, struct tdg_str value) {
  if (value.n == 0) return;
  page_label(p, label);
  page_text(p, value);
  page_flow(p, 0, 12);
}

static void put_time(struct page *p, const char *label, int64_t ms) {
  if (ms == 0) return;
  page_label(p, label);
  page_time(p, ms);
  page_flow(p, 0, 12);
}

/* A time of the record, or as the source wrote it, when it wrote no zone. */
static void put_said_time(struct page *p, const tdg_rec *r, const char *label, int64_t ms) {
  if (ms == 0) return;
  page_label(p, label);
  page_time_of(p, ms, rec_time_is_local(r, label));
  page_flow(p, 0, 12);
}

static void put_ref(struct page *p, const char *label, int64_t id) {
  char text[ID_LETTERS + 1];
  if (id == 0) return;
  id_text(id, text);
  page_label(p, label);
  page_say(p, "%s", text);
  page_flow(p, 0, 12);
}

/* Show the fields taken by a site rule, and the pages from which the text was joined. */
static void put_origins(struct page *p, const tdg_rec *r, const char *from, const char *label) {
  size_t pos = 0;
  struct tdg_item it;
  int n = 0;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_ORIGIN || it.type != TDG_T_REC || strcmp(rec_get(it.rec, TDG_FROM, 0).p, from) != 0)
      continue;
    if (n++ == 0) page_label(p, label);
    else page_say(p, ", ");
    page_text(p, rec_get(it.rec, strcmp(from, "page") == 0 ? TDG_RAW : TDG_FIELD_NAME, 0));
  }
  if (n > 0) page_flow(p, 0, 12);
}

static void put_quality(struct page *p, const tdg_rec *r) {
  const tdg_rec *q = rec_get_rec(r, TDG_QUALITY, 0);
  struct tdg_str flag;
  if (q == NULL) return;
  page_label(p, "quality");
  page_say(p, "%lld words", (long long)rec_get_int(q, TDG_WORDS, 0));
  for (uint32_t i = 0; (flag = rec_get(q, TDG_FLAG, i)).n > 0; i++) {
    page_say(p, ", ");
    page_text(p, flag);
  }
  page_flow(p, 0, 12);
}

/* One line for all values of a list field; of groups, their names. */
static void put_list(struct page *p, const char *label, const tdg_rec *r, uint32_t field) {
  size_t pos = 0;
  struct tdg_item it;
  int n = 0;
  while (rec_next(r, &pos, &it)) {
    if (it.field != field) continue;
    if (n++ == 0) page_label(p, label);
    else page_say(p, ", ");
    if (it.type != TDG_T_REC) {
      page_text(p, it.str);
      continue;
    }
    struct tdg_str name = rec_get(it.rec, TDG_NAME, 0);
    page_text(p, name.n > 0 ? name : rec_get(it.rec, TDG_TEXT, 0));
    if (field != TDG_EXT) continue;
    page_say(p, "=");
    page_text(p, rec_get(it.rec, TDG_TEXT, 0));
  }
  if (n > 0) page_flow(p, 0, 12);
}

static void put_dropped(struct page *p, const tdg_rec *r) {
  const tdg_rec *dropped = rec_get_rec(r, TDG_DROPPED, 0);
  if (dropped == NULL) return;
  struct tdg_str reason = rec_get(dropped, TDG_REASON, 0);
  page_label(p, "dropped");
  page_style(p, PAGE_WARN);
  page_say(p, "by ");
  page_text(p, rec_get(dropped, TDG_BY, 0));
  if (reason.n > 0) page_say(p, ", because ");
  page_text(p, reason);
  page_flow(p, 0, 12);
}

static void put_facts(struct page *p, const struct tdg_row *row, const tdg_rec *r) {
  put_ref(p, "id", row->id);
  page_label(p, "kind");
  page_say(p, "%s, version %u", rec_kind_name(row->kind), row->version);
  if (row->superseded_by != 0) page_say(p, " (not the current one)");
  page_flow(p, 0, 12);
  put_field(p, "publisher", row->publisher);
  put_field(p, "source", row->source);
  put_list(p, "by", r, TDG_AUTHOR);
  if (row->published == 0) put_field(p, "published", (struct tdg_str){"undated", 7});
  put_said_time(p, r, "published", row->published);
  put_said_time(p, r, "updated", rec_get_int(r, TDG_UPDATED, 0));
  put_time(p, "first seen", row->first_seen);
  if (row->last_seen != row->first_seen) put_time(p, "last seen", row->last_seen);
  put_field(p, "native id", row->native_id);
  put_dropped(p, r);
  put_field(p, "language", rec_get(r, TDG_LANGUAGE, 0));
  put_field(p, "genre", rec_get(r, TDG_GENRE, 0));
  put_list(p, "tags", r, TDG_TAG);
  put_list(p, "categories", r, TDG_CATEGORY);
  put_list(p, "mentions", r, TDG_MENTION);
  put_list(p, "noted", r, TDG_EXT);
  put_field(p, "read by", rec_get(r, TDG_PARSER_NAME, 0));
  put_origins(p, r, "rule", "by a rule");
  put_origins(p, r, "page", "pages");
  put_quality(p, r);
  put_ref(p, "story", row->story);
  put_ref(p, "copy of", row->duplicate_of);
  if (row->url.n == 0) return;
  page_label(p, "address");
  page_style(p, PAGE_LINK);
  page_text(p, row->url);
  page_line(p, 0);
}

/* Print the text by paragraphs. */
static void put_text(struct page *p, const tdg_rec *r) {
  struct buf text = buf_make(MAX_LINE);
  rec_text(&text, r);
  for (size_t at = 0; at < text.n;) {
    const char *end = memchr(text.p + at, '\n', text.n - at);
    size_t n = end == NULL ? text.n - at : (size_t)(end - text.p) - at;
    if (n > 0) {
      if (at == 0 || text.p[at - 1] == '\n') page_gap(p);
      page_text(p, (struct tdg_str){text.p + at, n});
      page_flow(p, 2, 2);
    }
    at += n + 1;
  }
  buf_free(&text);
}

static int show_current(void *arg, const struct tdg_row *row) {
  struct shown *h = arg;
  const tdg_rec *r = lookup_rec(&h->arena, row);
  snprintf(h->url, sizeof h->url, "%s", row->url.p);
  tdg_rec *folded = NULL;
  if (r == NULL) return 0;
  h->status = news_fold(&h->fold, &h->arena, r, row, &folded);
  if (h->status < 0) return 1;
  r = folded;
  page_style(&h->page, PAGE_BOLD);
  page_text(&h->page, row->title.n > 0 ? row->title : (struct tdg_str){"(without a title)", 17});
  page_flow(&h->page, 0, 0);
  page_gap(&h->page);
  put_facts(&h->page, row, r);
  if (!opt.text && !opt.versions && !opt.diff) put_text(&h->page, r);
  arena_reset(&h->arena);
  return 0;
}

static void put_diff(struct shown *h, const tdg_rec *r) {
  if (h->before != NULL) version_diff_put(&h->page, h->before, r);
  arena_reset(&h->before_arena);
  h->before = rec_copy(&h->before_arena, r, rec_kind(r));
}

static int show_version(void *arg, const struct tdg_row *row) {
  struct shown *h = arg;
  char text[ID_LETTERS + 1];
  const tdg_rec *r = lookup_rec(&h->arena, row);
  if (h->versions < MAX_VERSIONS) h->version_ids[h->versions] = row->id;
  if (h->versions++ == 0) {
    page_gap(&h->page);
    page_style(&h->page, PAGE_BOLD);
    page_say(&h->page, "Versions, and when they were first seen");
    page_flow(&h->page, 0, 0);
  }
  id_text(row->id, text);
  page_say(&h->page, "%u  %s  ", row->version, text);
  page_time(&h->page, row->first_seen);
  page_say(&h->page, "  ");
  if (r != NULL) page_text(&h->page, rec_get(r, TDG_CHANGE, 0));
  page_say(&h->page, "  ");
  page_text(&h->page, row->title);
  page_flow(&h->page, 2, 5);
  struct tdg_str why = r == NULL ? (struct tdg_str){"", 0} : rec_get(r, TDG_CHANGE_NOTE, 0);
  if (why.n > 0) {
    page_text(&h->page, why);
    page_flow(&h->page, 5, 5);
  }
  if (opt.versions && r != NULL) put_text(&h->page, r);
  if (opt.diff && r != NULL) put_diff(h, r);
  arena_reset(&h->arena);
  return 0;
}

/* What a note gives its record; 0: nothing. */
static int show_said(struct page *p, const tdg_rec *note) {
  size_t pos = 0;
  struct tdg_item it;
  int n = 0;
  if (rec_has(note, TDG_DROPPED)) return page_say(p, "dropped it"), 1;
  while (rec_next(note, &pos, &it)) {
    if (!fold_lays(it.field)) continue;
    const tdg_rec *group = it.type == TDG_T_REC ? it.rec : NULL;
    struct tdg_str name = group != NULL ? rec_get(group, TDG_NAME, 0) : it.str,
                   text = group != NULL ? rec_get(group, TDG_TEXT, 0) : (struct tdg_str){"", 0};
    page_say(p, "%s%s ", n++ > 0 ? ", " : "", rec_field_info(it.field)->json);
    page_text(p, name);
    if (name.n > 0 && text.n > 0) page_say(p, "=");
    page_text(p, text);
  }
  return n > 0;
}

/* A note with nothing but what the host gives each. */
static int is_empty(const tdg_rec *note) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(note, &pos, &it))
    if (it.field != TDG_ID && it.field != TDG_BY && it.field != TDG_FIRST_SEEN && it.field != TDG_ABOUT)
      return 0;
  return 1;
}

static int show_note(void *arg, const struct tdg_row *row) {
  struct shown *h = arg;
  const tdg_rec *r = lookup_rec(&h->arena, row);
  char text[ID_LETTERS + 1];
  if (r == NULL) return 0;
  if (h->notes++ == 0) {
    page_gap(&h->page);
    page_style(&h->page, PAGE_BOLD);
    page_say(&h->page, "What was found out, and why");
    page_flow(&h->page, 0, 0);
  }
  if (h->versions > 1) {
    uint32_t version = 1;
    while (version < (uint32_t)MAX_VERSIONS && h->version_ids[version - 1] != row->about) version++;
    page_say(&h->page, "%u  ", version);
  }
  page_text(&h->page, row->by);
  page_say(&h->page, ": ");
  int64_t of = row->moved_to != 0 ? row->moved_to : row->duplicate_of != 0 ? row->duplicate_of : row->story;
  id_text(of, text);
  if (row->moved_to != 0) page_say(&h->page, "the story became %s", text);
  else if (row->duplicate_of == row->about) page_say(&h->page, "no copy");
  else if (row->duplicate_of != 0) page_say(&h->page, "a copy of %s", text);
  else if (row->headline.n > 0 && !rec_has(r, TDG_SIGNATURE))
    page_say(&h->page, "gives story %s its headline", text);
  else if (row->story == row->about) page_say(&h->page, "begins a story");
  else if (row->story != 0) page_say(&h->page, "belongs to story %s", text);
  else if (is_empty(r)) page_say(&h->page, "says nothing");
  else if (!show_said(&h->page, r)) page_say(&h->page, "nothing like it");
  struct tdg_str reason = rec_get(r, TDG_REASON, 0);
  if (reason.n > 0) {
    page_say(&h->page, ", because ");
    page_text(&h->page, reason);
  }
  page_flow(&h->page, 2, 4);
  arena_reset(&h->arena);
  return 0;
}

static int show_quarantine(void *arg, const struct tdg_quarantine *q) {
  struct shown *h = arg;
  if (h->url[0] == '\0' || strcmp(q->url.p, h->url) != 0) return 0;
  page_style(&h->page, PAGE_BAD);
  page_say(&h->page, "In quarantine since ");
  page_time(&h->page, q->at);
  page_style(&h->page, PAGE_PLAIN);
  page_say(&h->page, ": %s of %s: %s (`tidings quarantine show %lld`)", q->cause.p, q->plugin.p, q->message.p,
           (long long)q->id);
  page_flow(&h->page, 0, 2);
  return 0;
}

/* One JSON object: the record, its versions and its notes as in the log. */
static int json_row(void *arg, const struct tdg_row *row) {
  struct shown *h = arg;
  const tdg_rec *r = lookup_rec(&h->arena, row);
  tdg_rec *folded = NULL;
  if (r == NULL) return 0;
  if (row->kind != TDG_NOTE && row->kind != TDG_BRIEF)
    h->status = news_fold(&h->fold, &h->arena, r, row, &folded);
  if (h->status < 0) return 1;
  if (h->json.n > 0 && h->json.p[h->json.n - 1] == '}') buf_char(&h->json, ',');
  rec_json(&h->json, folded != NULL ? folded : r, JSON_NO_BYTES);
  return 0;
}

static int json_version(void *arg, const struct tdg_row *row) {
  struct shown *h = arg;
  if (h->versions < MAX_VERSIONS) h->version_ids[h->versions++] = row->id;
  return json_row(arg, row);
}

/* What a query returned, unless its rows could not be folded. */
static int read_whole(const struct shown *h, int rc) { return rc >= 0 && h->status < 0 ? h->status : rc; }

static int print_json(struct shown *h, const struct lookup *found) {
  const struct tdg_store_ops *ops = h->s->ops;
  buf_str(&h->json, "{\"record\":");
  int rc = read_whole(h, ops->record_get(h->s->handle, found->id, json_row, h));
  buf_str(&h->json, ",\"versions\":[");
  if (rc >= 0) rc = read_whole(h, ops->record_versions(h->s->handle, found->work, json_version, h));
  buf_str(&h->json, "],\"notes\":[");
  for (int i = 0; i < h->versions && i < MAX_VERSIONS && rc >= 0; i++)
    rc = ops->notes_of(h->s->handle, h->version_ids[i], json_row, h);
  buf_str(&h->json, "]}\n");
  if (rc < 0) return lookup_failed(h->s);
  if (h->json.full) return say_error("tidings show: the record is too large for one line\n"), CLI_FAILED;
  say_ready(stdout, h->json.p, h->json.n);
  return CLI_DONE;
}

/* The current version, with the notes of stages. */
static int akn_row(void *arg, const struct tdg_row *row) {
  struct shown *h = arg;
  const tdg_rec *r = lookup_rec(&h->arena, row);
  tdg_rec *folded = NULL;
  if (r == NULL || (h->status = news_fold(&h->fold, &h->arena, r, row, &folded)) < 0) return 1;
  if (rec_kind(r) == TDG_STATEMENT) rec_akn(&h->json, folded != NULL ? folded : r);
  return 0;
}

static int print_akn(struct shown *h, const struct lookup *found) {
  int rc = read_whole(h, h->s->ops->record_get(h->s->handle, found->id, akn_row, h));
  if (rc < 0) return lookup_failed(h->s);
  if (h->json.full) return say_error("tidings show: the statement is too large for a document\n"), CLI_FAILED;
  if (h->json.n == 0)
    return say_error("tidings show: this record is no statement, which Akoma Ntoso is for\n"), CLI_FAILED;
  say_ready(stdout, h->json.p, h->json.n);
  return CLI_DONE;
}

static int print_text(struct shown *h, const struct lookup *found) {
  const struct tdg_store_ops *ops = h->s->ops;
  int rc = read_whole(h, ops->record_get(h->s->handle, found->id, show_current, h));
  if (rc >= 0) rc = ops->record_versions(h->s->handle, found->work, show_version, h);
  for (int i = 0; i < h->versions && i < MAX_VERSIONS && rc >= 0; i++)
    rc = ops->notes_of(h->s->handle, h->version_ids[i], show_note, h);
  if (rc >= 0) rc = ops->quarantine_list(h->s->handle, 0, show_quarantine, h);
  return rc < 0 ? lookup_failed(h->s) : CLI_DONE;
}

static int run(struct cli *cli) {
  struct lookup found;
  if (cli->n_args != 1) return cli_usage(&cli_show, "name one record");
  struct shown h = {.cli = cli, .s = cli_open_store(cli), .json = buf_make(MAX_LINE)};
  if (h.s == NULL) return CLI_CONFIG;
  h.fold = cli_fold(cli, h.s);
  page_init(&h.page, cli);
  int code = lookup_record(cli, h.s, cli->args[0], &found);
  if (code == CLI_DONE && opt.format == SHOW_AKN) code = print_akn(&h, &found);
  else if (code == CLI_DONE) code = cli->json ? print_json(&h, &found) : print_text(&h, &found);
  page_free(&h.page);
  buf_free(&h.json);
  arena_free(&h.arena);
  arena_free(&h.before_arena);
  return cli_close_store(h.s, code);
}

const struct cli_command cli_show = {
    "show", "ID", "One record: what it says, its versions, and why it is where it is",     options,
    &opt,   run,  "ID is an id, its last letters, an address, or the id an import gave.\n"};
