/* cli/cmd_parse.c - tidings parse: parse files and print records as JSON lines, without a store.
 *
 * Two forms.  Files: one JSON record per line.  --jsonl LIST: one line per line of the list, in order,
 * flushed when done; scripts may rely on this form.  A file that cannot be read is an error of its line
 * alone.
 */
#include "cli/cli.h"

#include "engine/parse.h"
#include "record/record_json.h"
#include "util/bytebuf.h"
#include "util/check.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

enum { PARSE_MAX_LINE = 1 << 20, PARSE_MAX_ANSWER = 512 << 20 };

static struct parse_options {
  const char *as, *url, *type, *jsonl;
  int html, explain, isolation;
} opt = {.isolation = ISOLATION_AS_CONFIGURED};

static const struct cli_option options[] = {
    {"as", 0, CLI_TEXT, offsetof(struct parse_options, as), "PLUGIN",
     "The parser to use: feed, article, statement, text ..."},
    {"url", 0, CLI_TEXT, offsetof(struct parse_options, url), "URL",
     "Where the file came from; relative links are resolved against it."},
    {"type", 0, CLI_TEXT, offsetof(struct parse_options, type), "MEDIATYPE",
     "What the server called it, e.g. text/html; charset=utf-8."},
    {"jsonl", 0, CLI_TEXT, offsetof(struct parse_options, jsonl), "LIST",
     "Read a list of inputs, one JSON object a line."},
    {"html", 0, CLI_FLAG, offsetof(struct parse_options, html), NULL,
     "Add the body as HTML, generated from its blocks."},
    {"explain", 0, CLI_FLAG, offsetof(struct parse_options, explain), NULL,
     "Print how each was read: the parser, sources of values, every line with its verdict."},
    CLI_ISOLATION(struct parse_options),
    {0}};

struct parse_run {
  struct cli *cli;
  FILE *list;
  char *folder; /* folder to which the paths of the list are relative */
  int next;     /* argument */
  char **ids;   /* of inputs begun, by number */
  size_t n_ids, cap_ids;
  struct buf line;
};

static void remember(struct parse_run *r, const char *id) {
  if (r->n_ids == r->cap_ids) {
    r->cap_ids = r->cap_ids > 0 ? r->cap_ids * 2 : 64;
    r->ids = check_realloc(r->ids, r->cap_ids * sizeof *r->ids);
  }
  r->ids[r->n_ids++] = check_strdup(id);
}

/* ---- input ---- */

static int next_argument(struct parse_run *r, tdg_rec *doc, char *message, size_t size) {
  if (r->next >= r->cli->n_args) return 0;
  const char *path = r->cli->args[r->next++];
  remember(r, path);
  cli_put_address(doc, path, opt.url);
  cli_put_type(doc, opt.type != NULL ? opt.type : "", "");
  return cli_read_body(doc, path, message, size);
}

static const char *text_of(const json_t *row, const char *key) {
  const char *v = json_string_value(json_object_get(row, key));
  return v != NULL ? v : "";
}

static void put_headers(tdg_rec *doc, const json_t *headers) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)headers, name, value) {
    tdg_rec *h = rec_new(doc->arena, TDG_GROUP);
    char *lower = arena_copy(doc->arena, name, strlen(name));
    for (char *p = lower; *p != '\0'; p++)
      if (*p >= 'A' && *p <= 'Z') *p = (char)(*p - 'A' + 'a');
    rec_put_str(h, TDG_NAME, lower);
    rec_put_str(h, TDG_VALUE, json_string_value(value));
    rec_put_rec(doc, TDG_HEADER, h);
  }
}

static int from_row(struct parse_run *r, const json_t *row, tdg_rec *doc, char *message, size_t size) {
  const char *path = text_of(row, "path")[0] != '\0' ? text_of(row, "path") : text_of(row, "html_path");
  const char *type = text_of(row, "content_type");
  remember(r, text_of(row, "id"));
  if (path[0] == '\0') return snprintf(message, size, "the line has no \"path\""), TDG_BAD_INPUT;
  if (path[0] != '/') path = arena_printf(doc->arena, "%s/%s", r->folder, path);
  rec_put_str(doc, TDG_URL,
              text_of(row, "url")[0] != '\0' || opt.url == NULL ? text_of(row, "url") : opt.url);
  cli_put_type(doc, type[0] == '\0' && opt.type != NULL ? opt.type : type, text_of(row, "encoding"));
  put_headers(doc, json_object_get(row, "headers"));
  return cli_read_body(doc, path, message, size);
}

static int next_line(struct parse_run *r, tdg_rec *doc, char *message, size_t size) {
  json_error_t error;
  int c, got;
  do {
    buf_clear(&r->line);
    while ((c = getc(r->list)) != EOF && c != '\n') buf_char(&r->line, (char)c);
    if (c == EOF && r->line.n == 0) return 0;
  } while (strspn(r->line.p, " \t\r") == r->line.n);
  json_t *row = json_loadb(r->line.p, r->line.n, 0, &error);
  if (row == NULL || r->line.full) {
    remember(r, "");
    snprintf(message, size, "a line of the list is not JSON: %s",
             r->line.full ? "it is too long" : error.text);
    return TDG_BAD_INPUT;
  }
  got = from_row(r, row, doc, message, size);
  json_decref(row);
  return got;
}

static int next_input(void *arg, tdg_rec *doc, char *message, size_t size) {
  struct parse_run *r = arg;
  if (say_flush() != 0) return 0; /* nobody reads what would come */
  if (opt.explain) rec_put_int(doc, TDG_EXPLAIN, 1);
  return r->list != NULL ? next_line(r, doc, message, size) : next_argument(r, doc, message, size);
}

/* ---- output ---- */

enum list { RECORDS, REQUESTS, EXPLANATIONS };

static enum list list_of(const tdg_rec *r) {
  return rec_kind(r) == TDG_REQUEST ? REQUESTS : rec_kind(r) == TDG_EXPLANATION ? EXPLANATIONS : RECORDS;
}

static void put_list(struct buf *out, const char *name, const struct job *job, enum list list) {
  const char *comma = "";
  buf_printf(out, ",\"%s\":[", name);
  for (size_t i = 0; i < job->n_recs; i++) {
    if (list_of(job->recs[i]) != list) continue;
    buf_str(out, comma);
    rec_json(out, job->recs[i], JSON_HTML);
    comma = ",";
  }
  buf_char(out, ']');
}

static void answer_line(struct buf *out, const char *id, const struct job *job, const char *parser) {
  char room[JOB_WORDS];
  buf_str(out, "{\"input\":");
  json_quote(out, id, strlen(id));
  if (job_is_unread(job)) {
    buf_printf(out, ",\"error\":{\"code\":\"%s\"", job_error_word(job));
    json_put_said(out, "message", tdg_str_of(job_unread_words(job, parser, room)));
    buf_str(out, "}}\n");
    return;
  }
  json_put_text(out, "parser", tdg_str_of(parser));
  put_list(out, "records", job, RECORDS);
  put_list(out, "requests", job, REQUESTS);
  if (opt.explain) put_list(out, "explanations", job, EXPLANATIONS);
  buf_str(out, "}\n");
}

static void answer_records(struct buf *out, const char *id, const struct job *job, const char *parser) {
  char room[JOB_WORDS];
  if (job_is_unread(job))
    say_error("tidings parse: %s: %s: %s\n", id, job_error_word(job), job_unread_words(job, parser, room));
  else cli_put_lines(out, job, opt.html ? JSON_HTML : 0);
}

static void answer(void *arg, size_t n, const struct job *job, const char *parser) {
  struct parse_run *r = arg;
  struct buf out = buf_make(PARSE_MAX_ANSWER);
  if (r->list != NULL) answer_line(&out, r->ids[n], job, parser);
  else if (opt.explain && !r->cli->json) cli_explain(r->cli, r->ids[n], job);
  else answer_records(&out, r->ids[n], job, parser);
  say_ready(stdout, out.p, out.n);
  say_flush();
  buf_free(&out);
  free(r->ids[n]);
}

/* ---- the command ---- */

static int open_list(struct parse_run *r) {
  const char *slash = strrchr(opt.jsonl, '/');
  r->list = strcmp(opt.jsonl, "-") == 0 ? stdin : fopen(opt.jsonl, "r");
  r->folder = slash != NULL ? strndup(opt.jsonl, (size_t)(slash - opt.jsonl)) : strdup(".");
  if (r->list != NULL && r->folder != NULL) return 0;
  say_error("tidings parse: %s: %s\n", opt.jsonl, strerror(errno));
  return -1;
}

static int run(struct cli *cli) {
  struct parse_run r = {.cli = cli, .line = buf_make(PARSE_MAX_LINE)};
  struct engine_spec spec = {0};
  int code;
  if (opt.jsonl == NULL && cli->n_args == 0)
    return cli_usage(&cli_parse, "name a file, or a list with --jsonl");
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  spec.store_path = NULL;
  cli_isolate(&spec, opt.isolation);
  if (opt.jsonl != NULL && open_list(&r) < 0) return CLI_FAILED;
  struct engine *e = cli_engine("parse", &spec, &code);
  if (e == NULL) return code;
  size_t errors = engine_parse(e, opt.as != NULL ? opt.as : "", next_input, answer, &r);
  engine_free(e);
  if (r.list != NULL && r.list != stdin) fclose(r.list);
  free(r.folder);
  free(r.ids);
  buf_free(&r.line);
  return errors == 0                                          ? CLI_DONE
         : opt.jsonl == NULL && errors == (size_t)cli->n_args ? CLI_FAILED
                                                              : CLI_PARTLY;
}

const struct cli_command cli_parse = {
    "parse",
    "FILE...",
    "Read documents and print what is in them, as JSON; no store",
    options,
    &opt,
    run,
    "With --jsonl, LIST has lines {\"id\", \"path\" (or \"html_path\"), \"url\", \"content_type\", "
    "\"encoding\", \"headers\"}, all but id and\n"
    "path optional; a path that ends in .gz is unpacked. Each line is answered by {\"input\", \"parser\", "
    "\"records\", \"requests\"} or\n"
    "{\"input\", \"error\": {\"code\", \"message\"}}, in order. With any error the exit code is 3.\n\n"
    "--explain prints no records but how they were made: for a page that came out wrong. With --json, or "
    "--jsonl, it is\n"
    "added to the output: records of kind \"explanation\", or a list \"explanations\".\n"};
