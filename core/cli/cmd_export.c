/* cmd_export.c - tidings export: current records, with notes folded in, in the forms of export_form.h; the sources as OPML; the
 * answers that records were read from as a web archive.
 *
 * Everything goes to standard output, a piece at a time.  A record that is too large for its line is left out and counted.
 */
#include "cli/cli.h"

#include "capture/captures.h"
#include "capture/pack_member.h"
#include "capture/warc_block.h"
#include "cli/export_form.h"
#include "cli/record_filter.h"
#include "news/news.h"
#include "record/record_json.h"
#include "store/store_open.h"
#include "util/arena.h"
#include "util/clock.h"
#include "util/map.h"
#include "util/redact.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_LINE = 256 << 20 };

/* As export_form.h has them, and two that are not of records. */
#define FORMATS EXPORT_FORMS "|warc|opml"
enum { FORMAT_WARC = EXPORT_FORMS_COUNT, FORMAT_OPML };

static struct export_options {
  struct record_filter filter;
  const char *story, *language;
  int format, html, dropped;
} opt = {.filter = {.by = FILTER_BY_PUBLISHED}};

static const struct cli_option options[] = {
    {"format", 'f', CLI_CHOICE, offsetof(struct export_options, format), FORMATS,
     "jsonl: one JSON record a line (as without it); ninjs: the same of IPTC; jsonfeed, atom: one feed; "
     "warc: the answers "
     "that they were read from; opml: the sources, not records."},
    FILTER_SOURCE(struct export_options),
    {"since", 0, CLI_TEXT, offsetof(struct export_options, filter.since), "TIME",
     "Published since then (seen, where a record has no date): a duration (36h, 7d), or a date."},
    {"until", 0, CLI_TEXT, offsetof(struct export_options, filter.until), "TIME",
     "Published before then, said in the same way."},
    {"by", 0, CLI_CHOICE, offsetof(struct export_options, filter.by), "seen|published",
     "With seen, --since and --until are about when a record was stored here, for programs that fetch what "
     "is new."},
    FILTER_QUERY(struct export_options),
    {"story", 0, CLI_TEXT, offsetof(struct export_options, story), "STORY", "Of this story alone."},
    {"lang", 0, CLI_TEXT, offsetof(struct export_options, language), "CODE",
     "In this language alone: \"en\" takes en-GB too."},
    {"html", 0, CLI_FLAG, offsetof(struct export_options, html), NULL, "With jsonl: the text as HTML too."},
    {"dropped", 0, CLI_FLAG, offsetof(struct export_options, dropped), NULL,
     "Also the records that a stage dropped, each with the stage and its reason (\"dropped\")."},
    {0}};

struct export {
  const struct cli *cli;
  const struct export_form *form; /* NULL: a web archive */
  struct fold_source fold;
  struct arena arena, kept;
  struct export_out out;
  int64_t story;
  const char *folder; /* of captures */
  struct map places;  /* "FILE OFFSET" of those that were written */
  uint64_t n, left_out;
  int write_failed, status; /* status: of the store, when it reads the notes */
};

static void print(struct export *e) {
  if (e->out.line.n > 0) e->write_failed |= say_ready(stdout, e->out.line.p, e->out.line.n) < 0;
}

/* ---- answers ---- */

/* 1; 0: it cannot be read. */
static int put_answer(struct export *e, struct tdg_str file, int64_t offset) {
  struct buf plain = buf_make(MAX_LINE);
  const int good = capture_read(e->folder, file, offset, &plain);
  buf_clear(&e->out.line);
  if (good) pack_add(&e->out.line, CAPTURE_GZIP, plain.p, plain.n);
  buf_free(&plain);
  return good;
}

static void put_answers(struct export *e, const tdg_rec *r) {
  static char there;
  const tdg_rec *capture;
  for (uint32_t i = 0; (capture = rec_get_rec(r, TDG_CAPTURE, i)) != NULL; i++) {
    const struct tdg_str file = rec_get(capture, TDG_FILE, 0);
    const int64_t offset = rec_get_int(capture, TDG_OFFSET, 0);
    const char *key = arena_printf(&e->kept, "%s %lld", file.p, (long long)offset);
    if (map_get(&e->places, key, strlen(key)) != NULL) continue;
    map_put(&e->places, key, strlen(key), &there);
    if (!put_answer(e, file, offset)) {
      say_error("tidings export: the answer at %lld of %s/%s cannot be read\n", (long long)offset, e->folder,
                file.p);
      e->left_out++;
      continue;
    }
    print(e);
    e->n++;
  }
}

static int begin_archive(struct export *e) {
  struct buf info = buf_make(MAX_LINE);
  if ((e->folder = cli_captures_folder()) == NULL) {
    say_error("tidings export: no answers are kept: the configuration has no store: { capture: … }\n");
    return CLI_CONFIG;
  }
  buf_clear(&e->out.line);
  warc_put_info(&info, "Tidings", "export.warc.gz", clock_wall_ms());
  pack_add(&e->out.line, CAPTURE_GZIP, info.p, info.n);
  buf_free(&info);
  return CLI_DONE;
}

/* ---- records ---- */

static int is_language(struct tdg_str language, struct tdg_str wanted) {
  return tdg_nocase_starts(language, wanted.p) && (language.n == wanted.n || language.p[wanted.n] == '-');
}

static int is_chosen(const struct export *e, const struct tdg_row *row, const tdg_rec *r) {
  if (e->story != 0 && rec_get_int(r, TDG_STORY_ID, 0) != e->story) return 0;
  return opt.language == NULL || is_language(row->language, tdg_str_of(opt.language));
}

static void put_record(struct export *e, const tdg_rec *r) {
  e->out.line.full = 0;
  e->form->put(&e->out, r);
  if (e->out.line.full) {
    e->left_out++;
    return;
  }
  print(e);
  e->out.n = ++e->n;
}

static int write_row(void *arg, const struct tdg_row *row) {
  struct export *e = arg;
  tdg_rec *folded = NULL;
  if ((news_is_dropped(row) && !opt.dropped) || !filter_takes(&opt.filter, row)) return 0;
  const tdg_rec *r = lookup_rec(&e->arena, row);
  if (r != NULL) e->status = news_fold(&e->fold, &e->arena, r, row, &folded);
  if (e->status < 0) return 1;
  if (folded == NULL) e->left_out++;
  else if (is_chosen(e, row, folded)) {
    if (e->form != NULL) put_record(e, folded);
    else put_answers(e, folded);
  }
  arena_reset(&e->arena);
  return e->write_failed;
}

static int write_records(struct export *e, struct store *s) {
  int code = filter_find(&opt.filter, e->cli, s);
  if (code == CLI_DONE && opt.story != NULL) code = lookup_story(e->cli, s, opt.story, &e->story);
  if (code == CLI_DONE && e->form == NULL) code = begin_archive(e);
  if (code != CLI_DONE) return code;
  if (e->form != NULL) e->form->begin(&e->out);
  print(e);
  e->fold = cli_fold(e->cli, s);
  if (s->ops->record_each(s->handle, 0, 0, write_row, e) < 0 || e->status < 0) return lookup_failed(s);
  if (e->form != NULL) {
    e->form->end(&e->out);
    print(e);
  }
  return CLI_DONE;
}

/* ---- sources ---- */

/* Addresses with secrets are left out: a list of feeds is made to be given away. */
static void put_source(struct export *e, struct tdg_str id, struct tdg_str title, struct tdg_str url) {
  struct buf *b = &e->out.line, shown = buf_make(MAX_LINE);
  if (opt.filter.source != NULL && !tdg_str_same(id, tdg_str_of(opt.filter.source))) return;
  if (redact_text(&shown, url.p, url.n) > 0) {
    say_error("tidings export: the source %s is left out: its address has a secret\n", id.p);
    e->left_out++;
  } else {
    buf_clear(b);
    buf_str(b, "<outline type=\"rss\"");
    export_attribute(b, "text", title.n > 0 ? title : id);
    export_attribute(b, "title", title.n > 0 ? title : id);
    export_attribute(b, "xmlUrl", url);
    buf_str(b, "/>\n");
    print(e);
    e->n++;
  }
  buf_free(&shown);
}

/* What the configuration calls it. */
static struct tdg_str name_of(const struct export *e, struct tdg_str id) {
  const struct conf_source *s = cli_source(e->cli, id.p);
  return s != NULL ? s->name : (struct tdg_str){"", 0};
}

static int write_source(void *arg, const struct tdg_source_state *s) {
  struct export *e = arg;
  const struct tdg_str name = name_of(e, s->id);
  if (s->absent == TDG_CONFIGURED)
    put_source(e, s->id, name.n > 0 ? name : s->title, s->adopted.n > 0 ? s->adopted : s->url);
  return e->write_failed;
}

static int see_one(void *arg, const struct tdg_source_state *s) { return (void)arg, (void)s, 0; }

/* Those of the configuration that have not been polled yet: the store does not know them. */
static int write_new_sources(struct export *e, const struct store *store) {
  const struct conf *conf = e->cli->config != NULL ? cli_conf() : NULL;
  for (size_t i = 0; conf != NULL && i < conf->n_sources && !e->write_failed; i++) {
    const struct conf_source *s = &conf->sources[i];
    const int known = store_source_get(store, s->id.p, see_one, NULL);
    if (known < 0) return known;
    if (known == 0) put_source(e, s->id, s->name, s->url);
  }
  return 0;
}

static int write_sources(struct export *e, const struct store *s) {
  buf_clear(&e->out.line);
  buf_str(&e->out.line, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n"
                        "<head><title>Tidings</title></head>\n<body>\n");
  print(e);
  if (store_source_list(s, write_source, e) < 0 || write_new_sources(e, s) < 0) return CLI_FAILED;
  buf_clear(&e->out.line);
  buf_str(&e->out.line, "</body>\n</opml>\n");
  print(e);
  return CLI_DONE;
}

/* ---- the command ---- */

static int run(struct cli *cli) {
  struct export e = {.cli = cli,
                     .out = {.line = buf_make(MAX_LINE), .html_text = buf_make(MAX_LINE), .html = opt.html},
                     .form = export_form_of(opt.format)};
  if (filter_read(&opt.filter, &cli_export) < 0) return CLI_USAGE;
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  int code = opt.format == FORMAT_OPML ? write_sources(&e, s) : write_records(&e, s);
  if (code == CLI_DONE && (e.write_failed || say_flush() != 0)) code = CLI_FAILED; /* main tells why */
  if (code == CLI_DONE && e.left_out > 0) {
    say_error("tidings export: %llu could not be written\n", (unsigned long long)e.left_out);
    code = CLI_PARTLY;
  }
  if (code == CLI_DONE && e.n == 0) code = CLI_NOTHING;
  filter_free(&opt.filter);
  map_free(&e.places);
  arena_free(&e.arena);
  arena_free(&e.kept);
  buf_free(&e.out.line);
  buf_free(&e.out.html_text);
  return cli_close_store(s, code);
}

const struct cli_command cli_export = {
    "export",
    "[RECORD...]",
    "Current records, for other programs",
    options,
    &opt,
    run,
    "Without RECORD and options all of them, in the order in which they were read, each with its "
    "story, what stages noted about it and, when it is a copy, its original. "
    "Records that a stage dropped are left out. It writes to standard output: tidings export > FILE\n"};
