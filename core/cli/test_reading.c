/* test_reading.c - the reading commands on a small store: what they print, and how they end.
 *
 * Each command runs in a child with its output in pipes, as it does in life: its options start out fresh.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"
#include "cli/text_page.h"
#include "record/rec.h"
#include "util/id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_OUTPUT = 1 << 16, MAX_WORDS = 16, YEAR_2026 = 1767225600 };

struct fixture {
  char dir[64], path[96];
  int64_t dam, dam2, herald, copy, market, harbour; /* records; dam is its story's name too */
};
static struct fixture f;

struct result {
  int code;
  char out[MAX_OUTPUT], err[MAX_OUTPUT];
};

/* ---- a store ---- */

static struct store *s;
static struct arena arena;

static struct tdg_str str(const char *p) { return (struct tdg_str){p, strlen(p)}; }

static void paragraph(tdg_rec *r, const char *text) {
  tdg_rec *b = rec_new(&arena, TDG_GROUP);
  rec_put_int(b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(b, TDG_TEXT, text);
  rec_put_rec(r, TDG_BLOCK, b);
}

struct article {
  const char *title, *publisher, *url, *native, *text, *change;
  uint64_t work;
  int64_t minutes, supersedes;
  uint32_t version;
};

static int64_t put(const struct article *a) {
  tdg_rec *r = rec_new(&arena, TDG_ARTICLE), *author = rec_new(&arena, TDG_GROUP);
  int64_t at = (int64_t)YEAR_2026 * 1000 + a->minutes * 60000, id = s->ops->new_id(s->handle, at);
  rec_put_int(r, TDG_ID, id);
  rec_put_str(r, TDG_TITLE, a->title);
  rec_put_str(r, TDG_URL, a->url);
  rec_put_str(r, TDG_NATIVE_ID, a->native);
  rec_put_int(r, TDG_PUBLISHED, at);
  rec_put_int(r, TDG_FIRST_SEEN, at);
  rec_put_str(r, TDG_CHANGE, a->change);
  rec_put_str(author, TDG_NAME, "Ilse Varga");
  rec_put_rec(r, TDG_AUTHOR, author);
  paragraph(r, a->text);
  struct tdg_row row = {.size = sizeof row,
                        .kind = TDG_ARTICLE,
                        .id = id,
                        .version = a->version == 0 ? 1 : a->version,
                        .work = {a->work, 1},
                        .supersedes = a->supersedes,
                        .published = at,
                        .first_seen = at,
                        .title = str(a->title),
                        .publisher = str(a->publisher),
                        .url = str(a->url),
                        .native_id = str(a->native),
                        .language = str("en"),
                        .text = str(a->text),
                        .wire = rec_bytes(r)};
  assert_int_equal(s->ops->record_append(s->handle, &row), 0);
  return id;
}

static void note(const char *by, int64_t about, int64_t story, int64_t copy, const char *headline,
                 const char *reason) {
  tdg_rec *r = rec_new(&arena, TDG_NOTE);
  rec_put_int(r, TDG_ABOUT, about);
  rec_put_str(r, TDG_REASON, reason);
  if (story != 0) rec_put(r, TDG_SIGNATURE, "\1", 1); /* as a note has that puts a record somewhere */
  struct tdg_row row = {.size = sizeof row,
                        .kind = TDG_NOTE,
                        .about = about,
                        .story = story,
                        .duplicate_of = copy,
                        .by = str(by),
                        .headline = str(headline),
                        .wire = rec_bytes(r)};
  assert_int_equal(s->ops->record_append(s->handle, &row), 0);
}

static tdg_rec *cite(const char *text, int64_t record) {
  tdg_rec *g = rec_new(&arena, TDG_GROUP);
  rec_put_str(g, TDG_TEXT, text);
  rec_put_int(g, TDG_RECORD_ID, record);
  return g;
}

/* conflict: -1 none; other: another record that says so, 0: none. */
static void sentence(tdg_rec *section, const char *text, int64_t record, int64_t other, const char *stage,
                     int conflict) {
  tdg_rec *g = cite(text, record);
  rec_put_int(g, TDG_BORNE_OUT_BY, record);
  if (other != 0) rec_put_int(g, TDG_BORNE_OUT_BY, other);
  rec_put_str(g, TDG_TOLD_AS, stage);
  if (conflict >= 0) rec_put_int(g, TDG_CONFLICT_NO, conflict);
  rec_put_rec(section, TDG_SENTENCE, g);
}

static void step(tdg_rec *brief, const char *date, const char *text) {
  tdg_rec *g = cite(text, f.dam2);
  rec_put_str(g, TDG_NORM, date);
  rec_put_rec(brief, TDG_STEP, g);
}

static void day(tdg_rec *section, const char *said, const char *date) { /* of the next sentence */
  tdg_rec *m = rec_new(&arena, TDG_GROUP), *g = rec_new(&arena, TDG_GROUP);
  rec_put_str(m, TDG_TYPE, "date");
  rec_put_str(m, TDG_TEXT, said);
  rec_put_str(m, TDG_NORM, date);
  rec_put_str(g, TDG_TEXT, "Buses bring them back on Monday.");
  rec_put_int(g, TDG_RECORD_ID, f.dam2);
  rec_put_rec(g, TDG_MENTION, m);
  rec_put_rec(section, TDG_SENTENCE, g);
}

static void claim(tdg_rec *conflict, const char *value, const char *text, int64_t record,
                  int64_t corrected_by) {
  tdg_rec *g = cite(text, record);
  rec_put_str(g, TDG_VALUE, value);
  if (corrected_by != 0) rec_put_int(g, TDG_CORRECTED_BY, corrected_by);
  rec_put_rec(conflict, TDG_CLAIM, g);
}

/* What the brief before did not say. */
static tdg_rec *since(void) {
  tdg_rec *r = rec_new(&arena, TDG_GROUP), *settled = rec_new(&arena, TDG_GROUP);
  rec_put_int(r, TDG_FIRST_SEEN, (int64_t)YEAR_2026 * 1000 + 1800000);
  rec_put_int(r, TDG_RECORDS, 1);
  rec_put_int(r, TDG_COPIES, 0);
  rec_put_int(r, TDG_PUBLISHERS, 1);
  rec_put_str(r, TDG_HEADLINE, "Dam above Orlo fails");
  rec_put_int(r, TDG_SENTENCE_NO, 2);
  rec_put_int(r, TDG_SENTENCE_NO, 99); /* which there is not */
  rec_put_int(r, TDG_CONFLICT_NO, 0);
  rec_put_str(settled, TDG_CONFLICT_KIND, "date");
  rec_put_str(settled, TDG_MESSAGE, "The reports give different days.");
  rec_put_rec(r, TDG_SETTLED, settled);
  return r;
}

static void put_brief(void) {
  tdg_rec *r = rec_new(&arena, TDG_BRIEF), *happening = rec_new(&arena, TDG_GROUP),
          *next = rec_new(&arena, TDG_GROUP), *conflict = rec_new(&arena, TDG_GROUP);
  int64_t id = s->ops->new_id(s->handle, (int64_t)YEAR_2026 * 1000 + 7200000);
  rec_put_str(happening, TDG_ROLE, "happening");
  sentence(happening, "The dam above Orlo gave way early on Thursday.", f.dam2, f.herald, "", -1);
  sentence(happening, "Some 300 people were brought to safety.", f.herald, 0, "before", 0);
  rec_put_str(next, TDG_ROLE, "next");
  sentence(next, "Engineers will inspect the two dams upstream.", f.dam2, 0, "expected", -1);
  day(next, "Monday", "2026-01-05");
  rec_put_str(conflict, TDG_CONFLICT_KIND, "figure");
  rec_put_str(conflict, TDG_WHAT, "people");
  rec_put_str(conflict, TDG_HOW, "correction");
  rec_put_str(conflict, TDG_MESSAGE, "reports give different figures");
  claim(conflict, "300", "Some 300 people were brought to safety.", f.herald, f.dam2);
  claim(conflict, "450", "At least 450 people had to leave.", f.dam2, 0);
  rec_put_int(r, TDG_ID, id);
  rec_put_int(r, TDG_STORY_ID, f.dam);
  rec_put_str(r, TDG_HEADLINE, "Dam above Orlo gives way");
  rec_put_rec(r, TDG_SECTION, happening);
  rec_put_rec(r, TDG_SECTION, next);
  step(r, "2025-12-30", "Water had seeped through the dam.");
  step(r, "2026-01-05", "Buses bring them back on Monday.");
  rec_put_rec(r, TDG_CONFLICT, conflict);
  rec_put_rec(r, TDG_SINCE, since());
  rec_put_int(r, TDG_RECORDS, 2);
  rec_put_int(r, TDG_COPIES, 1);
  rec_put_int(r, TDG_PUBLISHERS, 2);
  struct tdg_row row = {
      .size = sizeof row, .kind = TDG_BRIEF, .id = id, .about = f.dam, .story = f.dam, .wire = rec_bytes(r)};
  assert_int_equal(s->ops->record_append(s->handle, &row), 0);
}

static void fill(void) {
  f.dam = put(&(struct article){"Dam above Orlo fails", "Velmora Gazette", "https://gazette.example/dam",
                                "g1", "The dam above Orlo gave way early on Thursday.", "new", 1, 0, 0, 0});
  f.herald = put(&(struct article){"Hundreds brought to safety", "Herald", "https://herald.example/orlo",
                                   "h1", "Some 300 people were brought to safety.", "new", 2, 20, 0, 0});
  f.copy = put(&(struct article){"Hundreds brought to safety (wire)", "Herald", "https://herald.example/wire",
                                 "h2", "Some 300 people were brought to safety.", "new", 3, 30, 0, 0});
  f.market = put(&(struct article){"Evil \033[31mred\033[0m \302\233title \342\200\256live", "",
                                   "https://evil.example/\033]0;x", "e1", "A market.", "new", 4, 40, 0, 0});
  f.harbour =
      put(&(struct article){"\346\270\257\345\217\243\351\207\215\346\226\260\345\274\200\346\224\276",
                            "Nanfang", "https://nanfang.example/1", "n1",
                            "\346\270\241\350\275\256\346\201\242\345\244\215", "new", 5, 50, 0, 0});
  note("dedupe", f.copy, 0, f.herald, "", "the same 11 words in a row");
  note("story", f.dam, f.dam, 0, "Dam above Orlo fails", "nothing like it in the last 7 days");
  note("story", f.herald, f.dam, 0, "", "shares Orlo, dam");
  note("story", f.copy, f.dam, 0, "", "a copy goes where its original is");
  note("story", f.market, f.market, 0, "Evil \033[31mred", "");
  note("story", f.harbour, f.harbour, 0,
       "\346\270\257\345\217\243\351\207\215\346\226\260\345\274\200\346\224\276", "");
  f.dam2 = put(
      &(struct article){"Dam above Orlo gives way", "Velmora Gazette", "https://gazette.example/dam", "g1",
                        "The dam above Orlo gave way early on Thursday. At least 450 people had to leave.",
                        "major", 1, 60, f.dam, 2});
  put_brief();
}

static void fill_rest(void) {
  struct tdg_source_state ok = {.size = sizeof ok,
                                .added = 1,
                                .last_attempt = 5,
                                .last_ok = 5,
                                .polls = 3,
                                .records = 2,
                                .next_due = 1,
                                .id = str("gazette"),
                                .url = str("https://gazette.example/rss"),
                                .title = str("Velmora Gazette")};
  struct tdg_source_state bad = {.size = sizeof bad,
                                 .failures = 4,
                                 .polls = 4,
                                 .id = str("herald"),
                                 .url = str("https://herald.example/atom"),
                                 .last_error = str("no answer within 30 s")};
  tdg_rec *doc = rec_new(&arena, TDG_DOC);
  rec_put_str(doc, TDG_MEDIA_TYPE, "text/html");
  rec_put(doc, TDG_BODY, "<p>\0boom", 8);
  struct tdg_quarantine q = {.size = sizeof q,
                             .signal = 11,
                             .at = (int64_t)YEAR_2026 * 1000,
                             .plugin = str("org.example.bad"),
                             .version = str("1.0"),
                             .cause = str("signal"),
                             .message = str("killed by SIGSEGV"),
                             .url = str("https://herald.example/crash"),
                             .document = rec_bytes(doc)};
  struct tdg_task t = {
      .size = sizeof t, .kind = TDG_TASK_POLL, .due = 1, .request = str("r"), .key = str("k")};
  assert_int_equal(s->ops->source_put(s->handle, &ok), 0);
  assert_int_equal(s->ops->source_put(s->handle, &bad), 0);
  assert_true(s->ops->quarantine_put(s->handle, &q) >= 0);
  assert_int_equal(s->ops->task_add(s->handle, &t), 1);
  assert_true(s->ops->search_index(s->handle, 100) > 0);
}

static int setup(void **state) {
  char message[STORE_MESSAGE];
  (void)state;
  setenv("TZ", "UTC", 1);
  setenv("TIDINGS_PLUGIN_PATH", TIDINGS_BUILD_DIR "/plugins", 1);
  strcpy(f.dir, "/tmp/tidings-reading-XXXXXX");
  if (mkdtemp(f.dir) == NULL) return -1;
  snprintf(f.path, sizeof f.path, "%s/news.db", f.dir);
  s = store_open("sqlite", f.path, TDG_STORE_CREATE, NULL, message, sizeof message, NULL);
  if (s == NULL) return fprintf(stderr, "%s\n", message), -1;
  s->ops->begin(s->handle);
  fill();
  fill_rest();
  if (s->ops->commit(s->handle) != 0) return fprintf(stderr, "%s\n", store_error(s)), -1;
  store_close(s);
  arena_free(&arena);
  return 0;
}

static int teardown(void **state) {
  static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
  (void)state;
  for (size_t i = 0; i < 4; i++) {
    char path[128];
    snprintf(path, sizeof path, "%s%s", f.path, ends[i]);
    unlink(path);
  }
  return rmdir(f.dir);
}

/* ---- running ---- */

static void child(const struct cli_command *command, struct cli cli, char *line) {
  static const struct cli_option none[] = {{0}};
  struct cli_table tables[] = {{command->options != NULL ? command->options : none, command->into, 0},
                               {NULL, NULL, 0}};
  char *argv[MAX_WORDS] = {(char *)(uintptr_t)command->name};
  const char *args[MAX_WORDS];
  int argc = 1;
  for (char *w = strtok(line, " "); w != NULL && argc < MAX_WORDS; w = strtok(NULL, " ")) argv[argc++] = w;
  for (int i = 1; i < argc; i++)
    for (char *p = argv[i]; *p != '\0'; p++)
      if (*p == '_') *p = ' '; /* a word with a space in it */
  cli.args = args;
  if (cli_options(command->name, argc, argv, tables, args, &cli.n_args) < 0) exit(CLI_USAGE);
  int code = command->run(&cli);
  fflush(stdout);
  _exit(code);
}

static void slurp(FILE *file, char *into) {
  rewind(file);
  size_t n = fread(into, 1, MAX_OUTPUT - 1, file);
  into[n] = '\0';
  fclose(file);
}

static const struct result *run_with(const struct cli_command *command, struct cli cli, const char *words) {
  static struct result r;
  char line[512];
  int status;
  FILE *out = tmpfile(), *err = tmpfile();
  snprintf(line, sizeof line, "%s", words);
  if (cli.store == NULL) cli.store = f.path;
  if (cli.width == 0) cli.width = 60;
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    dup2(fileno(out), 1);
    dup2(fileno(err), 2);
    child(command, cli, line);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFEXITED(status));
  r.code = WEXITSTATUS(status);
  slurp(out, r.out);
  slurp(err, r.err);
  return &r;
}

static const struct result *run(const struct cli_command *command, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static const struct result *run(const struct cli_command *command, const char *fmt, ...) {
  char words[512];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(words, sizeof words, fmt, ap);
  va_end(ap);
  return run_with(command, (struct cli){0}, words);
}
static const struct result *run_json(const struct cli_command *command, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static const struct result *run_json(const struct cli_command *command, const char *fmt, ...) {
  char words[512];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(words, sizeof words, fmt, ap);
  va_end(ap);
  return run_with(command, (struct cli){.json = 1}, words);
}

static const char *id(int64_t v) {
  static char text[8][ID_LETTERS + 1];
  static int n;
  char *t = text[n++ % 8];
  id_text(v, t);
  return t;
}

/* ---- what is printed ---- */

static void stories_are_listed_newest_first(void **state) {
  (void)state;
  const struct result *r = run(&cli_stories, "%s", "");
  assert_int_equal(r->code, CLI_DONE);
  assert_string_equal(r->out,
                      "A000001  Dam above Orlo gives way\n" /* as the brief has it */
                      "         3 records from 2 publishers, 1 of them a copy,\n"
                      "         2026-01-01 00:20 to 2026-01-01 01:00, brief\n"
                      "VP00005  \346\270\257\345\217\243\351\207\215\346\226\260\345\274\200\346\224\276\n"
                      "         1 record from 1 publisher, 2026-01-01 00:50\n"
                      "HR00004  Evil \\x1b[31mred\n"
                      "         1 record, 2026-01-01 00:40\n");
  assert_string_equal(r->err, "");
  r = run(&cli_stories, "--min-records 2 --limit 0");
  assert_null(strstr(r->out, "Evil"));
  assert_non_null(strstr(r->out, "Orlo"));
  r = run(&cli_stories, "-n 1");
  assert_non_null(strstr(r->out, "--limit 0 shows all"));
}

static void a_brief_numbers_its_sources_and_marks_what_differs(void **state) {
  static const char wanted[] =
      "Dam above Orlo gives way\n"
      "A000001: As of 1 January 2026, 01:00 UTC, three reports of\n"
      "two publishers, one of them a copy. The first is of 1\n"
      "January 2026, 00:20 UTC.\n"
      "\n"
      "Since the brief of 1 January 2026, 00:30 UTC (one report of\n"
      "one publisher)\n"
      "  ~ The headline was: Dam above Orlo fails\n"
      "  + Engineers will inspect the two dams upstream. (expected\n"
      "    at the time)\302\240[1\302\240only]\n"
      "  + In what the reports differ: A\n"
      "  - No difference any more: The reports give different days.\n"
      "\n"
      "What is happening\n"
      "  The dam above Orlo gave way early on Thursday.\302\240[1]\302\240[2]\n"
      "  Some 300 people were brought to safety. (overtaken since;\n"
      "  reports differ: A)\302\240[2\302\240only]\n"
      "\n"
      "What comes next\n"
      "  Engineers will inspect the two dams upstream. (expected at\n"
      "  the time)\302\240[1\302\240only] Buses bring them back on Monday.\n"
      "  (5\302\240January)\302\240[1]\n"
      "\n"
      "Timeline\n"
      "  30\302\240December\302\2402025  Water had seeped through the dam.\302\240[1]\n"
      "  5\302\240January         Buses bring them back on Monday.\302\240[1]\n"
      "\n"
      "Where the reports differ\n"
      "  A  people: reports give different figures (corrected)\n"
      "     300  Herald\302\240[2], 1 January 2026, 00:20 UTC; corrected\n"
      "          by\302\240[1]\n"
      "     450  Velmora Gazette\302\240[1], 1 January 2026, 01:00 UTC\n"
      "\n"
      "Sources\n"
      " [1]  Velmora Gazette, 1 January 2026, 01:00 UTC  5M00006\n"
      "      Dam above Orlo gives way\n"
      "      https://gazette.example/dam\n"
      " [2]  Herald, 1 January 2026, 00:20 UTC  XW00002\n"
      "      Hundreds brought to safety\n"
      "      https://herald.example/orlo\n";
  const char *const names[] = {id(f.dam),  "A000001", "h1", "https://herald.example/wire",
                               id(f.dam2), "--all"};
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) { /* any record of the story names it */
    const struct result *r = run(&cli_brief, "%s", names[i]);
    assert_string_equal(r->out, wanted);
    assert_string_equal(r->err, "");
    assert_int_equal(r->code, CLI_DONE);
  }
}

static void a_brief_can_be_markdown(void **state) {
  static const char wanted[] =
      "# Dam above Orlo gives way\n\n"
      "As of 1 January 2026, 01:00 UTC, three reports of two publishers, one of them a copy. The first is of "
      "1 "
      "January 2026, 00:20 UTC.\n\n"
      "## Since the brief of 1 January 2026, 00:30 UTC (one report of one publisher)\n\n"
      "- The headline was: Dam above Orlo fails\n"
      "- New: Engineers will inspect the two dams upstream. (expected at the time) [^1] *only*\n"
      "- New in what the reports differ: A\n"
      "- No difference any more: The reports give different days.\n\n"
      "## What is happening\n\n"
      "The dam above Orlo gave way early on Thursday. [^1] [^2] Some 300 people were brought to safety. "
      "(overtaken since; reports differ: A) [^2] *only*\n\n"
      "## What comes next\n\n"
      "Engineers will inspect the two dams upstream. (expected at the time) [^1] *only* Buses bring them "
      "back "
      "on Monday. (5\302\240January) [^1]\n\n"
      "## Timeline\n\n"
      "- **30\302\240December\302\2402025**: Water had seeped through the dam. [^1]\n"
      "- **5\302\240January**: Buses bring them back on Monday. [^1]\n\n"
      "## Where the reports differ\n\n"
      "### A. people: reports give different figures (corrected)\n\n"
      "| value | who says so | when | corrected by |\n|---|---|---|---|\n"
      "| **300** | Herald [^2] | 1 January 2026, 00:20 UTC | [^1] |\n"
      "| **450** | Velmora Gazette [^1] | 1 January 2026, 01:00 UTC | |\n\n"
      "[^1]: Velmora Gazette, 1 January 2026, 01:00 UTC: [Dam above Orlo gives "
      "way](https://gazette.example/dam)\n"
      "[^2]: Herald, 1 January 2026, 00:20 UTC: [Hundreds brought to safety](https://herald.example/orlo)\n";
  (void)state;
  const struct result *r = run(&cli_brief, "--all --format md");
  assert_int_equal(r->code, CLI_DONE);
  assert_string_equal(r->out, wanted);
}

/* From <body> on. */
// clang-format off
static const char brief_page[] =
      "<body>\n"
      "<article>\n"
      "<h1 dir=\"auto\">Dam above Orlo gives way</h1>\n"
      "<p><small>As of 1 January 2026, 01:00 UTC, three reports of two publishers, one of them "
      "a copy. The first is of 1 January 2026, 00:20 UTC.</small></p>\n"
      "<h2>Since the brief of 1 January 2026, 00:30 UTC (one report of one publisher)</h2>\n"
      "<ul>\n"
      "<li dir=\"auto\">The headline was: Dam above Orlo fails</li>\n"
      "<li dir=\"auto\">New: Engineers will inspect the two dams upstream. <small>(expected at "
      "the time)</small><sup><a href=\"#s19b76daa80000001-1\">1</a> only</sup></li>\n"
      "<li dir=\"auto\">New in what the reports differ: A</li>\n"
      "<li dir=\"auto\">No difference any more: The reports give different days.</li>\n"
      "</ul>\n"
      "<h2>What is happening</h2>\n"
      "<p dir=\"auto\">The dam above Orlo gave way early on Thursday.<sup><a "
      "href=\"#s19b76daa80000001-1\">1</a>, <a href=\"#s19b76daa80000001-2\">2</a></sup> Some "
      "300 people were brought to safety. <small>(overtaken since; reports differ: "
      "A)</small><sup><a href=\"#s19b76daa80000001-2\">2</a> only</sup></p>\n"
      "<h2>What comes next</h2>\n"
      "<p dir=\"auto\">Engineers will inspect the two dams upstream. <small>(expected at the "
      "time)</small><sup><a href=\"#s19b76daa80000001-1\">1</a> only</sup> Buses bring them "
      "back on Monday. <small>(5\302\240January)</small><sup><a "
      "href=\"#s19b76daa80000001-1\">1</a></sup></p>\n"
      "<h2>Timeline</h2>\n"
      "<dl>\n"
      "<dt><time datetime=\"2025-12-30\">30\302\240December\302\2402025</time></dt>\n"
      "<dd dir=\"auto\">Water had seeped through the dam.<sup><a "
      "href=\"#s19b76daa80000001-1\">1</a></sup></dd>\n"
      "<dt><time datetime=\"2026-01-05\">5\302\240January</time></dt>\n"
      "<dd dir=\"auto\">Buses bring them back on Monday.<sup><a "
      "href=\"#s19b76daa80000001-1\">1</a></sup></dd>\n"
      "</dl>\n"
      "<div class=\"differ\">\n"
      "<h2>Where the reports differ</h2>\n"
      "<h3 dir=\"auto\">A. people: reports give different figures (corrected)</h3>\n"
      "<table>\n"
      "<tr><th>value</th><th>who says so</th><th>when</th><th>corrected by</th></tr>\n"
      "<tr><td dir=\"auto\"><strong>300</strong></td><td>Herald<sup><a "
      "href=\"#s19b76daa80000001-2\">2</a></sup></td><td><time "
      "datetime=\"2026-01-01T00:20:00Z\">1 January 2026, 00:20 UTC</time></td><td><sup><a "
      "href=\"#s19b76daa80000001-1\">1</a></sup></td></tr>\n"
      "<tr><td dir=\"auto\"><strong>450</strong></td><td>Velmora Gazette<sup><a "
      "href=\"#s19b76daa80000001-1\">1</a></sup></td><td><time "
      "datetime=\"2026-01-01T01:00:00Z\">1 January 2026, 01:00 UTC</time></td><td></td></tr>\n"
      "</table>\n"
      "</div>\n"
      "<h2>Sources</h2>\n"
      "<ol>\n"
      "<li id=\"s19b76daa80000001-1\">Velmora Gazette, <time "
      "datetime=\"2026-01-01T01:00:00Z\">1 January 2026, 01:00 UTC</time>: <a "
      "rel=\"noreferrer\" href=\"https://gazette.example/dam\">Dam above Orlo gives "
      "way</a></li>\n"
      "<li id=\"s19b76daa80000001-2\">Herald, <time datetime=\"2026-01-01T00:20:00Z\">1 "
      "January 2026, 00:20 UTC</time>: <a rel=\"noreferrer\" "
      "href=\"https://herald.example/orlo\">Hundreds brought to safety</a></li>\n"
      "</ol>\n"
      "</article>\n"
      "</body>\n"
      "</html>\n";
// clang-format on

static void a_brief_can_be_a_page(void **state) {
  (void)state;
  const struct result *r = run(&cli_brief, "A000001 -f html");
  assert_int_equal(r->code, CLI_DONE);
  assert_int_equal(strncmp(r->out, "<!DOCTYPE html>", 15), 0);
  assert_non_null(strstr(r->out, "<body>"));
  assert_string_equal(strstr(r->out, "<body>"), brief_page);
}

static void a_brief_as_json_is_the_record_with_its_sources(void **state) {
  (void)state;
  const struct result *r = run_json(&cli_brief, "--all");
  assert_int_equal(r->code, CLI_DONE);
  assert_non_null(strstr(r->out, "{\"kind\":\"brief\""));
  assert_non_null(
      strstr(r->out,
             "\"sections\":[{\"role\":\"happening\",\"sentences\":[{\"text\":\"The dam above Orlo gave way"));
  assert_non_null(strstr(r->out, "\"published_by\":\"Herald\",\"title\":\"Hundreds brought to safety\","
                                 "\"url\":\"https://herald.example/orlo\","
                                 "\"published\":\"2026-01-01T00:20:00Z\",\"first_seen\""));
  assert_non_null(strstr(r->out, "\"since\":{\"first_seen\":\"2026-01-01T00:30:00Z\""));
  assert_int_equal(strchr(r->out, '\n') - r->out, (long)strlen(r->out) - 1); /* one line */
}

static void a_story_without_a_brief_says_so(void **state) {
  (void)state;
  const struct result *r = run(&cli_brief, "n1");
  assert_int_equal(r->code, CLI_NOTHING);
  assert_string_equal(r->out, "");
  assert_non_null(strstr(r->err, "no brief"));
}

static void show_tells_versions_and_reasons(void **state) {
  (void)state;
  const struct result *r = run(&cli_show, "g1");
  assert_int_equal(r->code, CLI_DONE);
  assert_non_null(
      strstr(r->out, "Dam above Orlo gives way\n\nid          1KDVH35M00006\nkind        article, version 2\n"
                     "publisher   Velmora Gazette\nby          Ilse Varga\n"));
  assert_non_null(strstr(
      r->out, "\n  The dam above Orlo gave way early on Thursday. At least\n  450 people had to leave.\n"));
  assert_non_null(strstr(
      r->out,
      "Versions, and when they were first seen\n  1  1KDVDNA000001  2026-01-01  new  Dam above Orlo fails\n"
      "  2  1KDVH35M00006"));
  assert_non_null(
      strstr(r->out, "  1  story: begins a story, because nothing like it in the\n    last 7 days\n"));
  r = run(&cli_show, "h2");
  assert_non_null(strstr(r->out, "copy of     1KDVESXW00002\n"));
  assert_non_null(strstr(r->out, "dedupe: a copy of 1KDVESXW00002, because the same 11 words\n"));
  r = run(&cli_show, "%s --no-text", id(f.dam));
  assert_non_null(strstr(r->out, "version 1 (not the current one)"));
  assert_null(strstr(r->out, "\n  The dam"));
  r = run_json(&cli_show, "g1");
  assert_non_null(strstr(r->out, "\"versions\":[{\"kind\":\"article\",\"id\":\"1KDVDNA000001\""));
  assert_non_null(strstr(r->out, "\"reason\":\"nothing like it in the last 7 days\""));
}

static void no_control_character_of_others_reaches_the_terminal(void **state) {
  static const struct cli_command *const all[] = {&cli_stories, &cli_show, &cli_search};
  static const char *const words[] = {"", "e1", "market"};
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    const struct result *r = run(all[i], "%s", words[i]);
    assert_int_equal(r->code, CLI_DONE);
    for (const unsigned char *p = (const unsigned char *)r->out; *p != '\0'; p++) {
      assert_true(*p >= ' ' || *p == '\n');
      assert_false(*p == 0xC2 && p[1] < 0xA0);                    /* C1 */
      assert_false(p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0xAE); /* right-to-left override */
    }
  }
  const struct result *json = run(&cli_export, "%s", "");
  for (const unsigned char *p = (const unsigned char *)json->out; *p != '\0'; p++) {
    assert_true(*p >= ' ' || *p == '\n');
    assert_false(*p == 0xC2 && p[1] < 0xA0);
  }
  assert_non_null(strstr(json->out, "\\u001b[0m \\u009btitle"));
  const struct result *r = run(&cli_show, "e1");
  assert_ptr_equal(strstr(r->out, "Evil \\x1b[31mred\\x1b[0m \\x9btitle live\n"), r->out);
}

static void colour_comes_only_when_wanted(void **state) {
  (void)state;
  const struct result *r = run_with(&cli_search, (struct cli){.colored = 1}, "orlo");
  assert_non_null(strstr(r->out, "above \033[0;1;33mOrlo\033[0m gave way"));
  r = run(&cli_search, "orlo");
  assert_null(strchr(r->out, '\033'));
}

/* What a paragraph looks like in a width; marks and colours take no room. */
static const char *flowed(int width, const char *text, int hang) {
  static char out[4096];
  struct page p;
  int pipe_fds[2];
  fflush(stdout);
  int before = dup(1);
  assert_int_equal(pipe(pipe_fds), 0);
  dup2(pipe_fds[1], 1);
  close(pipe_fds[1]);
  page_init(&p, &(struct cli){.width = width});
  page_style(&p, PAGE_BOLD);
  page_text(&p, str(text));
  page_flow(&p, 0, hang);
  page_free(&p);
  fflush(stdout);
  dup2(before, 1);
  close(before);
  ssize_t n = read(pipe_fds[0], out, sizeof out - 1);
  out[n < 0 ? 0 : n] = '\0';
  close(pipe_fds[0]);
  return out;
}

static void paragraphs_wrap_as_terminals_count(void **state) {
  (void)state;
  assert_string_equal(flowed(10, "one two three four", 2), "one two\n  three\n  four\n");
  assert_string_equal(flowed(10, "  white \t\n space ", 0), "white\nspace\n");
  assert_string_equal(flowed(10, "https://gazette.example/long and", 1),
                      "https://gazette.example/long\n and\n");
  /* three wide characters are six columns; a full stop does not begin a line */
  assert_string_equal(flowed(6, "\346\270\257\345\217\243\351\207\215\346\226\260", 0),
                      "\346\270\257\345\217\243\351\207\215\n\346\226\260\n");
  assert_string_equal(flowed(6, "\346\270\257\345\217\243\351\207\215\343\200\202\346\226\260", 0),
                      "\346\270\257\345\217\243\n\351\207\215\343\200\202\346\226\260\n");
  /* combining marks take no column; Arabic is handed on as it stands */
  assert_string_equal(flowed(4, "e\314\201e\314\201e\314\201e\314\201 x", 0),
                      "e\314\201e\314\201e\314\201e\314\201\nx\n");
  assert_string_equal(flowed(9, "\331\205\331\212\331\206\330\247\330\241 \330\247", 0),
                      "\331\205\331\212\331\206\330\247\330\241 \330\247\n");
  assert_string_equal(flowed(20,
                             "a\xff"
                             "b",
                             0),
                      "a\\xffb\n"); /* no UTF-8 at all */
}

static void search_finds_words_and_phrases(void **state) {
  (void)state;
  const struct result *r = run(&cli_search, "brought safety");
  assert_int_equal(r->code, CLI_DONE);
  assert_non_null(
      strstr(r->out, "XW00002  Hundreds brought to safety\n         Some 300 people were brought to safety.\n"
                     "         https://herald.example/orlo\n"));
  assert_int_equal(run(&cli_search, "people to_safety")->code, CLI_DONE);
  assert_int_equal(run(&cli_search, "people safety_to")->code, CLI_NOTHING);
  r = run(&cli_search, "nowhere");
  assert_int_equal(r->code, CLI_NOTHING);
  assert_non_null(strstr(r->err, "no record holds"));
  r = run_json(&cli_search, "\351\207\215\346\226\260");
  assert_int_equal(r->code, CLI_DONE);
  assert_non_null(strstr(r->out, "\"id\":\"1KDVGGVP00005\",\"story\":\"1KDVGGVP00005\""));
}

static void export_gives_current_records_with_what_was_found_out(void **state) {
  (void)state;
  const struct result *r = run(&cli_export, "--format jsonl");
  int lines = 0;
  assert_int_equal(r->code, CLI_DONE);
  for (const char *p = r->out; *p != '\0'; p++) lines += *p == '\n';
  assert_int_equal(lines, 5);
  assert_non_null(strstr(r->out, "\"native_id\":\"h2\""));
  assert_non_null(strstr(r->out, "\"story\":\"1KDVDNA000001\",\"duplicate_of\":\"1KDVESXW00002\""));
  assert_null(strstr(r->out, "Dam above Orlo fails")); /* superseded */
  assert_null(strstr(r->out, "\"html\""));
  assert_non_null(strstr(run(&cli_export, "--html")->out, "\"html\":\"<p>"));
}

static void sources_show_who_answers(void **state) {
  (void)state;
  const struct result *r = run(&cli_sources, "%s", "");
  assert_string_equal(r->out, "ok      gazette  Velmora Gazette\n"
                              "        2 records in 3 polls, next now\n"
                              "        https://gazette.example/rss\n"
                              "failing herald\n"
                              "        0 records in 4 polls\n"
                              "        4 failures in a row: no answer within 30 s\n"
                              "        https://herald.example/atom\n");
  r = run(&cli_sources, "--broken");
  assert_null(strstr(r->out, "gazette"));
  r = run_json(&cli_sources, "%s", "");
  assert_non_null(strstr(r->out, "{\"health\":\"failing\",\"id\":\"herald\""));
}

static void status_is_one_page(void **state) {
  (void)state;
  const struct result *r = run(&cli_status, "%s", "");
  assert_int_equal(r->code, CLI_DONE);
  assert_non_null(strstr(r->out, "writer      none at the moment\n"
                                 "records     5 in 6 versions, 1 of them a copy\n"
                                 "stories     3, 1 brief written\n"
                                 "search      up to date\n"
                                 "sources     2, 1 failing (`tidings sources --broken`)\n"
                                 "to do       1 waiting, 0 under way, 0 done, next now\n"
                                 "quarantine  1 document (`tidings quarantine list`)\n"));
  r = run_json(&cli_status, "%s", "");
  assert_non_null(strstr(r->out, "\"writer\":null,\"schema\":"));
  assert_non_null(strstr(r->out, "\"records\":5,\"versions\":6,\"duplicates\":1"));
}

static void quarantine_lists_and_gives_the_bytes_back(void **state) {
  (void)state;
  const struct result *r = run(&cli_quarantine, "%s", "");
  assert_string_equal(r->out, "1    2026-01-01  signal  org.example.bad 1.0\n"
                              "     killed by SIGSEGV\n"
                              "     https://herald.example/crash\n");
  r = run(&cli_quarantine, "show 1");
  assert_non_null(strstr(r->out, "8 bytes of text/html"));
  assert_non_null(strstr(r->out, "<p>\\x00boom"));
  r = run(&cli_quarantine, "show 1 --body");
  assert_memory_equal(r->out, "<p>\0boom", 9);
  assert_int_equal(run(&cli_quarantine, "show 2")->code, CLI_NOTHING);
  assert_int_equal(run(&cli_quarantine, "show x")->code, CLI_USAGE);
}

/* ---- how it ends ---- */

static void what_cannot_be_found_is_told(void **state) {
  (void)state;
  const struct result *r = run(&cli_show, "no-such-thing");
  assert_int_equal(r->code, CLI_NOTHING);
  assert_non_null(strstr(r->err, "\"no-such-thing\""));
  r = run(&cli_brief, "1KDV"); /* all of them begin so */
  assert_int_equal(r->code, CLI_USAGE);
  assert_non_null(strstr(r->err, "\"1KDV\" can mean 7 things"));
  assert_non_null(strstr(r->err, "  1KDVH35M00006  record  Dam above Orlo gives way\n"));
  assert_null(strchr(r->err, '\033'));
}

static void a_missing_store_names_the_file_and_what_to_do(void **state) {
  static const struct cli_command *const all[] = {&cli_stories, &cli_sources, &cli_status, &cli_export,
                                                  &cli_quarantine};
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    const struct result *r = run_with(all[i], (struct cli){.store = "/nowhere/at/all.db"}, "");
    assert_int_equal(r->code, CLI_CONFIG);
    assert_non_null(strstr(r->err, "/nowhere/at/all.db"));
    assert_non_null(strstr(r->err, "tidings import"));
    assert_string_equal(r->out, "");
  }
}

static void wrong_use_is_explained(void **state) {
  (void)state;
  const struct result *r = run(&cli_brief, "%s", "");
  assert_int_equal(r->code, CLI_USAGE);
  assert_non_null(strstr(r->err, "usage: tidings brief"));
  assert_int_equal(run(&cli_show, "a b")->code, CLI_USAGE);
  assert_int_equal(run(&cli_stories, "--limti 3")->code, CLI_USAGE);
  assert_int_equal(run(&cli_search, "%s", "")->code, CLI_USAGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(stories_are_listed_newest_first),
      cmocka_unit_test(a_brief_numbers_its_sources_and_marks_what_differs),
      cmocka_unit_test(a_brief_can_be_markdown),
      cmocka_unit_test(a_brief_can_be_a_page),
      cmocka_unit_test(a_brief_as_json_is_the_record_with_its_sources),
      cmocka_unit_test(a_story_without_a_brief_says_so),
      cmocka_unit_test(show_tells_versions_and_reasons),
      cmocka_unit_test(no_control_character_of_others_reaches_the_terminal),
      cmocka_unit_test(colour_comes_only_when_wanted),
      cmocka_unit_test(paragraphs_wrap_as_terminals_count),
      cmocka_unit_test(search_finds_words_and_phrases),
      cmocka_unit_test(export_gives_current_records_with_what_was_found_out),
      cmocka_unit_test(sources_show_who_answers),
      cmocka_unit_test(status_is_one_page),
      cmocka_unit_test(quarantine_lists_and_gives_the_bytes_back),
      cmocka_unit_test(what_cannot_be_found_is_told),
      cmocka_unit_test(a_missing_store_names_the_file_and_what_to_do),
      cmocka_unit_test(wrong_use_is_explained),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
