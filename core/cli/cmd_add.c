/* cli/cmd_add.c - tidings add: find what can be polled at an address, and write it into the configuration. */
#include "cli/cli.h"

#include "cli/ask_running.h"
#include "cli/find_source.h"
#include "cli/text_page.h"
#include "conf/usual.h"
#include "engine/schedule.h"
#include "record/record_json.h"
#include "record/scratch.h"
#include "util/clean.h"
#include "util/clock.h"
#include "util/map.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/mbox.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

enum { MAX_ITEMS = 5, MAX_NAME = 120, MAX_STANZA = 16 << 10 };

static struct add_options {
  const char *id, *as, *password;
  int dry_run;
} opt;

static const struct cli_option options[] = {
    {"id", 0, CLI_TEXT, offsetof(struct add_options, id), "ID", "Its id; else one is made of its title."},
    {"as", 0, CLI_TEXT, offsetof(struct add_options, as), "PARSER",
     "The parser to use, also for a page that names no feed."},
    {"password", 0, CLI_TEXT, offsetof(struct add_options, password), "FILE",
     "Of an imap: or imaps: address: the file that holds the password of the account."},
    {"dry-run", 'n', CLI_FLAG, offsetof(struct add_options, dry_run), NULL,
     "Show all that, and write nothing."},
    {0}};

/* ---- the source ---- */

/* One line without what a terminal acts on, cut between characters. */
static struct tdg_str name_of(struct discovery *d) {
  struct buf clean = buf_make(MAX_STANZA);
  const struct tdg_str title = d->head != NULL ? rec_get(d->head, TDG_TITLE, 0) : (struct tdg_str){"", 0};
  clean_text(&clean, title.p, title.n, CLEAN_FLOW);
  const size_t n = clean.n > 0 ? tdg_utf8_cut((struct tdg_str){clean.p, clean.n}, MAX_NAME) : 0;
  const struct tdg_str name = {arena_copy(&d->arena, n > 0 ? clean.p : "", n), n};
  buf_free(&clean);
  return name;
}

static struct tdg_str title_of(const struct discovery *d) {
  const tdg_rec *from = d->head != NULL ? d->head : d->n_items > 0 ? d->items[0] : d->doc;
  return rec_get(from, TDG_TITLE, 0);
}

/* The id of the source that has this address, in the arena; NULL: none has. */
static const char *who_has(struct arena *a, struct tdg_str url) {
  struct source_names names = {0};
  source_names_load(&names);
  const char *id = source_names_with(&names, url);
  if (id != NULL) id = arena_copy(a, id, strlen(id));
  source_names_free(&names);
  return id;
}

static void make_id(char id[SOURCE_MAX_ID], struct tdg_str title, struct tdg_str url) {
  struct source_names names = {0};
  source_names_load(&names);
  source_make_id(id, title, url, &names.ids);
  source_names_free(&names);
  if (opt.id != NULL) snprintf(id, SOURCE_MAX_ID, "%s", opt.id);
}

/* ---- what is shown ---- */

static void show_item(struct page *p, const tdg_rec *r) {
  const struct tdg_str title = rec_get(r, rec_kind(r) == TDG_REQUEST ? TDG_TITLE_HINT : TDG_TITLE, 0);
  page_say(p, "- ");
  if (title.n > 0) page_text(p, title);
  else page_said(p, rec_get(r, TDG_URL, 0));
  if (rec_get_int(r, TDG_PUBLISHED, 0) != 0) {
    page_say(p, ", ");
    page_time_of(p, rec_get_int(r, TDG_PUBLISHED, 0), rec_time_is_local(r, "published"));
  }
  page_flow(p, 2, 4);
}

static void put_span(struct page *p, int64_t ms) {
  const int hours = ms % 3600000 == 0, seconds = ms < 60000;
  const int64_t n = hours ? ms / 3600000 : seconds ? (ms + 999) / 1000 : (ms + 59999) / 60000;
  page_say(p, "%lld %s%s", (long long)n, hours ? "hour" : seconds ? "second" : "minute", n == 1 ? "" : "s");
}

static int64_t first_wait(const struct engine_spec *spec, const struct discovery *d,
                          struct schedule_hints *hints) {
  const struct schedule_limits limits = {spec->interval_min, spec->interval_max, spec->interval_fixed,
                                         spec->jitter};
  const int64_t now = clock_wall_ms();
  struct schedule_state plan = {0};
  schedule_hear(&plan.hints, d->doc, now);
  schedule_hear_feed(&plan.hints, d->head);
  *hints = plan.hints;
  return schedule_success(&plan, &limits, now, 0, d->n_items, 0) - now;
}

static void show_schedule(struct page *p, const struct engine_spec *spec, const struct discovery *d) {
  struct schedule_hints hints;
  const int64_t wait = first_wait(spec, d, &hints), asked = hints.http > hints.feed ? hints.http : hints.feed;
  page_say(p, "After the first poll the next one comes in ");
  put_span(p, wait);
  if (asked > 0) {
    page_say(p, "; the server asks for ");
    put_span(p, asked);
  }
  page_say(p, ". Then as it changes, every ");
  put_span(p, spec->interval_min);
  page_say(p, " to ");
  put_span(p, spec->interval_max);
  page_flow(p, 0, 0);
}

static void show(const struct cli *cli, const struct engine_spec *spec, const struct discovery *d) {
  struct page p;
  page_init(&p, cli);
  page_style(&p, PAGE_BOLD);
  page_text(&p, title_of(d));
  page_style(&p, PAGE_PLAIN);
  page_flow(&p, 0, 2);
  page_style(&p, PAGE_LINK);
  page_said(&p, d->url);
  page_style(&p, PAGE_PLAIN);
  page_line(&p, 0);
  page_say(&p, "read by %s%s: %zu item%s", d->parser, d->from_page ? ", named by the page" : "", d->n_items,
           d->n_items == 1 ? "" : "s");
  if (d->other > 0) page_say(&p, "; the page names %zu more", d->other);
  page_flow(&p, 0, 2);
  for (size_t i = 0; i < d->n_items && i < MAX_ITEMS; i++) show_item(&p, d->items[i]);
  if (d->is_cut) {
    page_say(&p, "The answer ends before the end of the feed. Its whole items are read, but it is asked for "
                 "again in full "
                 "at each poll, and counts as failing: tell its publisher, or look for another address.");
    page_flow(&p, 0, 0);
  }
  show_schedule(&p, spec, d);
  page_free(&p);
}

static void show_json(const struct engine_spec *spec, const struct discovery *d, const char *id) {
  struct buf out = buf_make(1 << 20);
  struct schedule_hints hints;
  buf_str(&out, "{\"id\":");
  json_quote(&out, id, strlen(id));
  json_put_said(&out, "url", d->url);
  json_put_text(&out, "parse", tdg_str_of(d->parser));
  json_put_text(&out, "title", title_of(d));
  buf_printf(&out, ",\"items\":%zu,\"incomplete\":%s,\"next_ms\":%lld,\"written\":%s}\n", d->n_items,
             d->is_cut ? "true" : "false", (long long)first_wait(spec, d, &hints),
             opt.dry_run ? "false" : "true");
  say_ready(stdout, out.p, out.n);
  buf_free(&out);
}

/* ---- the command ---- */

static int write_source(struct cli *cli, struct discovery *d, const char *id) {
  char password[PATH_MAX];
  const struct conf_new_source source = {.id = id,
                                         .parse = d->parser,
                                         .url = d->url,
                                         .name = name_of(d),
                                         .language = {"", 0},
                                         .password =
                                             opt.password != NULL ? realpath(opt.password, password) : NULL};
  if (opt.password != NULL && source.password == NULL)
    return say_error("tidings add: %s: %s\n", opt.password, strerror(errno)), CLI_FAILED;
  struct buf text = buf_make(MAX_STANZA);
  char why[2000];
  int rc = opt.dry_run ? 0 : conf_insert_sources(cli_conf(), &source, 1, why, sizeof why);
  conf_source_text(&text, &source, 0);
  if (rc < 0) say_error("tidings add: %s\n%s\n", why, text.p);
  else if (!cli->json && !cli->quiet)
    say("%s: %s\n", opt.dry_run ? "It would be written so" : "Written", text.p);
  buf_free(&text);
  return rc < 0 ? CLI_FAILED : opt.dry_run ? CLI_DONE : ask_to_reload(cli, "tidings add", "it", id);
}

/* Also in a list of addresses. */
static int is_taken(const char *id) {
  struct source_names names = {0};
  source_names_load(&names);
  const int taken = map_get(&names.ids, id, strlen(id)) != NULL;
  source_names_free(&names);
  return taken;
}

/* Nothing of it is there yet. */
static int is_new(struct discovery *d, const char *id) {
  const char *has = who_has(&d->arena, d->url);
  if (has != NULL)
    return say_error("tidings add: the source %s has this address already: %s\n", has, d->url.p), 0;
  if (!is_taken(id)) return 1;
  say_error("tidings add: there is a source %s already; name another --id\n", id);
  return 0;
}

/* ---- an address without a scheme ---- */

/* "example.org/feed", "localhost:8080"; no path and no other scheme. */
static int names_host(const char *text) {
  const size_t end = strcspn(text, "/?#"), n = strcspn(text, ":/?#");
  const int has_port = text[n] == ':' && end > n + 1 && strspn(text + n + 1, "0123456789") == end - n - 1;
  if (n == 0 || text[0] == '.' || (text[n] == ':' && !has_port)) return 0;
  for (size_t i = 0; i < n; i++)
    if (strchr("-.0123456789", text[i]) == NULL && !tdg_is_letter(text[i]) && (unsigned char)text[i] < 0x80)
      return 0;
  return has_port || memchr(text, '.', n) != NULL;
}

/* As it is pasted: with white space around, or as a link to subscribe to (feed:https://...). */
static const char *plain_address(struct arena *a, const char *text) {
  struct scratch scratch;
  const struct tdg_str url = tdg_url_of_feed(scratch_begin(&scratch), tdg_trim_invisible(tdg_str_of(text)));
  const char *plain = arena_copy(a, url.p, url.n);
  scratch_end(&scratch);
  return plain;
}

/* Both addresses of one without a scheme, the second for when the first does not answer; NULL: no address. */
static int addresses_of(struct arena *a, const char *text, const char *out[2]) {
  out[0] = text = plain_address(a, text);
  out[1] = NULL;
  if (tdg_url_is_web(tdg_str_of(text))) return 1;
  if (!names_host(text)) return 0;
  out[0] = arena_printf(a, "https://%s", text);
  out[1] = arena_printf(a, "http://%s", text);
  return 1;
}

/* 0, or -1 after it was told why. */
static int find(const struct cli *cli, struct engine *e, const char *const url[2], struct discovery *d) {
  const char *as = opt.as != NULL ? opt.as : "";
  if (discover(e, url[0], as, d) == 0) return 0;
  say_error("tidings add: %s\n", d->why);
  if (url[1] == NULL || d->answered) return -1;
  if (!cli->quiet) say_error("tidings add: trying %s\n", url[1]);
  discovery_free(d);
  if (discover(e, url[1], as, d) == 0) return 0;
  say_error("tidings add: %s\n", d->why);
  return -1;
}

/* title: its id is made of it.  spec: what was found is shown; NULL: nothing was looked at. */
static int add_found(struct cli *cli, const struct engine_spec *spec, struct discovery *d,
                     struct tdg_str title) {
  char id[SOURCE_MAX_ID];
  make_id(id, title, d->url);
  if (!is_new(d, id)) return CLI_FAILED;
  if (spec != NULL && cli->json) show_json(spec, d, id);
  else if (spec != NULL && !cli->quiet) show(cli, spec, d);
  return write_source(cli, d, id);
}

static int add(struct cli *cli, struct engine *e, const char *const url[2]) {
  struct discovery d;
  const int code = find(cli, e, url, &d) < 0 ? CLI_FAILED : add_found(cli, &e->spec, &d, title_of(&d));
  discovery_free(&d);
  return code;
}

/* ---- mails ---- */

static int is_account(const char *text) {
  return tdg_nocase_starts(tdg_str_of(text), "imap://") || tdg_nocase_starts(tdg_str_of(text), "imaps://");
}

/* A Maildir or a file of mails: its address, in the arena; NULL: it is none. */
static const char *mails_at(struct arena *a, const char *path) {
  char whole[PATH_MAX], url[TDG_MAX_FILE_URL], line[200] = "";
  struct stat st;
  if (realpath(path, whole) == NULL || stat(whole, &st) != 0) return NULL;
  if (S_ISDIR(st.st_mode)) {
    if (access(arena_printf(a, "%s/cur", whole), F_OK) != 0 ||
        access(arena_printf(a, "%s/new", whole), F_OK) != 0)
      return NULL;
  } else {
    FILE *f = fopen(whole, "r");
    if (f == NULL || fgets(line, sizeof line, f) == NULL) line[0] = '\0';
    if (f != NULL) fclose(f);
    if (!tdg_mbox_is_separator(tdg_str_of(line))) return NULL;
  }
  const size_t n = tdg_file_url(whole, url, sizeof url);
  return n > 0 ? arena_copy(a, url, n) : NULL;
}

/* Does the account log in, and has it the folder?  Its mails are left for the first poll: they could be many. */
static int try_account(struct cli *cli, struct arena *a, const char *url, struct discovery *d) {
  struct engine_spec spec = {0};
  const char *why, *login = conf_account_login(a, tdg_str_of(url), opt.password, &why);
  int code = CLI_DONE;
  if (login == NULL) return say_error("tidings add: %s: %s\n", opt.password, why), CLI_FAILED;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  spec.store_path = NULL;
  struct engine *e = cli_engine("add", &spec, &code);
  if (e == NULL) return code;
  if (discover_account(e, url, login, d) < 0) {
    say_error("tidings add: %s\n", d->why);
    code = CLI_FAILED;
  }
  engine_free(e);
  return code;
}

/* What lies here is not read. */
static int add_mails(struct cli *cli, struct arena *a, const char *url) {
  struct discovery d = {.url = tdg_str_of(url), .parser = "", .why = ""};
  const char *place = strrchr(url, '/');
  int code = is_account(url) && who_has(a, d.url) == NULL ? try_account(cli, a, url, &d) : CLI_DONE;
  if (code == CLI_DONE) code = add_found(cli, NULL, &d, tdg_str_of(place != NULL ? place + 1 : ""));
  discovery_free(&d);
  return code;
}

static int run_add(struct cli *cli, struct arena *a) {
  struct engine_spec spec = {0};
  const char *url[2] = {NULL, NULL};
  int code;
  const char *mails = is_account(cli->args[0]) ? cli->args[0]
                      : cli->for_operator      ? NULL
                                               : mails_at(a, cli->args[0]);
  if (is_account(cli->args[0]) && (opt.password == NULL || strchr(cli->args[0], '@') == NULL))
    return cli_usage(&cli_add,
                     "write imaps://NAME@HOST/FOLDER, and name the file with its password with --password");
  if (!is_account(cli->args[0]) && opt.password != NULL)
    return cli_usage(&cli_add,
                     "--password is of imap: and imaps: addresses; see `request: auth:` for others");
  if (mails == NULL && !addresses_of(a, cli->args[0], url))
    return cli_usage(&cli_add, "write an address of the web: https://example.org/, or example.org");
  if (cli->config == NULL) return cli_usage(&cli_add, "name the configuration with --config");
  if (opt.id != NULL && (!conf_is_id(opt.id) || strlen(opt.id) >= SOURCE_MAX_ID))
    return cli_usage(&cli_add, "--id: letters, digits, - _ . only, at most %d", SOURCE_MAX_ID - 1);
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  if (mails != NULL) return add_mails(cli, a, mails);
  const char *has = who_has(a, tdg_str_of(url[0])); /* in whichever scheme */
  if (has != NULL) return say_error("tidings add: the source %s has this address already\n", has), CLI_FAILED;
  spec.store_path = NULL;
  struct engine *e = cli_engine("add", &spec, &code);
  if (e == NULL) return code;
  code = add(cli, e, url);
  engine_free(e);
  return code;
}

static int run(struct cli *cli) {
  struct arena a = {0};
  if (cli->n_args != 1) return cli_usage(&cli_add, "name one address");
  const int code = run_add(cli, &a);
  arena_free(&a);
  return code;
}

const struct cli_command cli_add = {
    "add",
    "URL",
    "Find what can be polled at an address, and add it to the configuration",
    options,
    &opt,
    run,
    "A feed, a page that names one, a sitemap, an OPML list or a statement. It shows the last items and when "
    "the\n"
    "source would be polled, and writes one line into the file, whose comments and layout stay; the new text "
    "is read\n"
    "before it takes the place of the old one. A running program is told to reload. An address without a "
    "scheme\n"
    "is asked over https, and over http when that does not answer. A Maildir, a file of mails (mbox) and the "
    "folder\n"
    "of an account (imaps://NAME@HOST/FOLDER, with --password) are written down as they are; the account is "
    "asked\n"
    "first whether it lets in, and has that folder.\n"};
