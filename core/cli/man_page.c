/* cli/man_page.c - manual pages made of tables; see man_page.h.
 *
 * Owns nothing; the buffer is the caller's.  Nothing can fail.
 */
#include "cli/man_page.h"

#include "cli/commands.h"

#include <string.h>

/* ---- text ---- */

/* The bytes of one line, as text: no request, no escape, and hyphens that can be copied. */
static void put_bytes(struct buf *out, const char *p, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const unsigned char c = (unsigned char)p[i];
    if (c == '\\') buf_str(out, "\\e");
    else if (c == '-') buf_str(out, "\\-");
    else if (c == '\'') buf_str(out, "\\(aq");
    else if (c == '`') buf_str(out, "\\(ga");
    else if (c == '^') buf_str(out, "\\(ha");
    else if (c == '~') buf_str(out, "\\(ti");
    else if (c >= ' ' && c != 0x7f) buf_char(out, (char)c);
  }
}

/* What stands between backticks is bold. */
static void put_line(struct buf *out, const char *p, size_t n) {
  if (n > 0 && p[0] == '.') buf_str(out, "\\&");
  while (n > 0) {
    const char *tick = memchr(p, '`', n);
    const char *end = tick != NULL ? memchr(tick + 1, '`', (size_t)(p + n - tick - 1)) : NULL;
    if (end == NULL) break;
    put_bytes(out, p, (size_t)(tick - p));
    buf_str(out, "\\fB");
    put_bytes(out, tick + 1, (size_t)(end - tick - 1));
    buf_str(out, "\\fR");
    n -= (size_t)(end + 1 - p);
    p = end + 1;
  }
  put_bytes(out, p, n);
}

static void put_text(struct buf *out, const char *text) { put_line(out, text, strlen(text)); }

static void put_styled(struct buf *out, const char *style, const char *p, size_t n) {
  buf_str(out, style);
  put_bytes(out, p, n);
  buf_str(out, "\\fR");
}

static void put_bold(struct buf *out, const char *text) { put_styled(out, "\\fB", text, strlen(text)); }

/* Paragraphs stand between empty lines; lines that are indented, and those that go on with one, are shown as they are. */
static void put_prose(struct buf *out, const char *text) {
  int shown = 0, starts = 1;
  for (size_t n; *text != '\0'; text += n + (text[n] != '\0')) {
    n = strcspn(text, "\n");
    const int is_shown = n > 1 && text[0] == ' ' && text[1] == ' ';
    if (shown && !is_shown) buf_str(out, ".fi\n.RE\n");
    if (!shown && is_shown) buf_str(out, ".PP\n.RS 4\n.nf\n");
    if (!is_shown && n > 0 && (starts || shown)) buf_str(out, ".PP\n");
    shown = is_shown;
    starts = n == 0;
    if (n == 0) continue;
    put_line(out, is_shown ? text + 2 : text, is_shown ? n - 2 : n);
    buf_char(out, '\n');
  }
  if (shown) buf_str(out, ".fi\n.RE\n");
}

static void put_section(struct buf *out, const char *title) { buf_printf(out, ".SH %s\n", title); }

/* A title in capitals, as man pages have it. */
static void put_head(struct buf *out, const char *name, int section, const char *summary) {
  buf_str(out, ".TH ");
  for (const char *p = name; *p != '\0'; p++)
    buf_char(out, *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
  buf_printf(out, " %d \"\" \"tidings %s\" \"Tidings\"\n", section, TDG_VERSION);
  put_section(out, "NAME");
  put_text(out, name);
  buf_str(out, " \\- ");
  put_text(out, summary);
  buf_char(out, '\n');
}

static void put_see_also(struct buf *out, const char *name, int section, int is_last) {
  put_bold(out, name);
  buf_printf(out, "(%d)%s\n", section, is_last ? "" : ",");
}

/* ---- commands ---- */

static void put_value(struct buf *out, const struct cli_option *o) {
  if (o->value != NULL) buf_char(out, ' '), put_styled(out, "\\fI", o->value, strlen(o->value));
}

static void put_options(struct buf *out, const struct cli_option *options) {
  for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
    buf_str(out, ".TP\n");
    if (o->letter != 0) buf_printf(out, "\\fB\\-%c\\fR, ", o->letter);
    buf_printf(out, "\\fB\\-\\-");
    put_bytes(out, o->name, strlen(o->name));
    buf_str(out, "\\fR");
    put_value(out, o);
    buf_char(out, '\n');
    put_text(out, o->help);
    buf_char(out, '\n');
  }
}

/* Its alternatives, each on its own line. */
static void put_synopsis(struct buf *out, const struct cli_command *c) {
  const char *p = c->arguments;
  do {
    const char *end = strstr(p, " | ");
    const size_t n = end != NULL ? (size_t)(end - p) : strlen(p);
    if (p != c->arguments) buf_str(out, ".br\n");
    buf_str(out, "\\fBtidings ");
    put_bytes(out, c->name, strlen(c->name));
    buf_str(out, "\\fR [\\fIoptions\\fR]");
    if (n > 0) buf_char(out, ' '), put_bytes(out, p, n);
    buf_char(out, '\n');
    p = end != NULL ? end + 3 : NULL;
  } while (p != NULL);
}

static void put_exit_codes(struct buf *out) {
  put_section(out, "EXIT STATUS");
  for (const struct cli_code *c = cli_codes; c->meaning != NULL; c++)
    buf_printf(out, ".TP\n\\fB%d\\fR\n%s\n", c->code, c->meaning);
}

void man_command(struct buf *out, const struct cli_command *c) {
  char name[MAN_MAX_NAME];
  snprintf(name, sizeof name, "tidings-%s", c->name);
  put_head(out, name, 1, c->summary);
  put_section(out, "SYNOPSIS");
  put_synopsis(out, c);
  if (c->help != NULL) put_section(out, "DESCRIPTION"), put_prose(out, c->help);
  put_section(out, "OPTIONS");
  put_options(out, c->options);
  put_options(out, cli_common_options(c));
  put_exit_codes(out);
  put_section(out, "SEE ALSO");
  put_see_also(out, "tidings", 1, 1);
}

/* ---- the program ---- */

static const struct {
  const char *name, *text;
} variables[] = {
    {"TIDINGS_PLUGIN_PATH",
     "Folders in which plugins are looked for first, with colons between them, at most 60."},
    {"TIDINGS_WORKER", "The program that runs plugins, in place of the one that was installed with it."},
    {"XDG_DATA_HOME", "The folder above tidings/tidings.db, the store that is used when none is named, and "
                      "above tidings/plugins-1, your own "
                      "plugins; else ~/.local/share."},
    {"XDG_CACHE_HOME",
     "The folder above tidings/plugins, where descriptions of plugins are kept; else ~/.cache."},
    {"TMPDIR", "Where `parse` and `plugin try` have files for a moment; else /tmp."},
    {"NO_COLOR", "Not empty: no colours, as with --color never."},
    {"JOURNAL_STREAM", "Set by systemd: lines of the log carry their priority in place of their time."},
};

void man_program(struct buf *out, const struct cli_command *const *commands,
                 const struct plugin_list *plugins) {
  char name[MAN_MAX_NAME];
  put_head(out, "tidings", 1, cli_program_summary);
  put_section(out, "SYNOPSIS");
  buf_str(out, "\\fBtidings\\fR \\fIcommand\\fR [\\fIoptions\\fR]\n.br\n\\fBtidings\\fR \\fIcommand\\fR "
               "\\fB\\-\\-help\\fR\n"
               ".br\n\\fBtidings \\-\\-version\\fR\n");
  put_section(out, "DESCRIPTION");
  put_prose(out,
            "Sources are polled (`tidings run`) or read once (`tidings import`): feeds, pages, official "
            "statements, mails and "
            "files. What they say is kept as records in one store, copies are put behind their originals, "
            "and records "
            "that tell of one event become a story, with a brief in which each sentence has its sources and "
            "contradictions are shown.\n\n"
            "Everything that fetches, reads, groups, writes and stores is a plugin, which runs in processes "
            "of its own "
            "and without rights that it was not given.\n\n"
            "  tidings add --config mine.yaml https://daily.example/\n"
            "  tidings run --config mine.yaml\n"
            "  tidings stories --config mine.yaml\n");
  put_section(out, "COMMANDS");
  for (size_t i = 0; commands[i] != NULL; i++) {
    buf_str(out, ".TP\n\\fBtidings\\-");
    buf_printf(out, "%s\\fR(1)\n", commands[i]->name);
    put_text(out, commands[i]->summary);
    buf_str(out, ".\n");
  }
  put_section(out, "OPTIONS OF ALL COMMANDS");
  put_options(out, cli_common);
  put_exit_codes(out);
  put_section(out, "ENVIRONMENT");
  for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
    buf_str(out, ".TP\n");
    put_bold(out, variables[i].name);
    buf_char(out, '\n');
    put_text(out, variables[i].text);
    buf_char(out, '\n');
  }
  put_section(out, "SEE ALSO");
  for (const struct component_info *c = NULL, *next = plugin_next(plugins, 0, NULL); (c = next) != NULL;) {
    next = plugin_next(plugins, 0, c);
    man_component_name(c, name);
    put_see_also(out, name, 7, next == NULL);
  }
}

/* ---- components of plugins ---- */

void man_component_name(const struct component_info *c, char name[MAN_MAX_NAME]) {
  snprintf(name, MAN_MAX_NAME, "tidings-%s-%s", plugin_kind_name(c->kind), c->name);
}

static void put_option(struct buf *out, const struct component_info *c, const struct option_info *o) {
  char written[400];
  if (o->flags & TDG_O_HIDDEN) return;
  struct buf terms = buf_make(OPTION_MAX_TERMS);
  buf_str(out, ".TP\n");
  put_bold(out, o->name);
  buf_str(out, " (");
  option_terms(o, &terms);
  put_text(out, terms.p);
  buf_free(&terms);
  buf_str(out, ")\n");
  for (const char *p = o->help; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n') {
    put_line(out, p, strcspn(p, "\n"));
    buf_char(out, '\n');
  }
  const uint32_t rights = plugin_option_rights(c, o);
  if (rights == 0) return;
  plugin_option_text(c, o, written, sizeof written);
  buf_printf(out, "It may %s the path that is written as\n", rights & TDG_NEEDS_WRITE ? "write to" : "read");
  put_bold(out, written);
  buf_char(out, '\n');
}

static void put_claims(struct buf *out, const struct component_info *c) {
  if (c->n_claims == 0) return;
  buf_printf(out, ".PP\nIt is asked for %s",
             c->kind == TDG_KIND_FETCHER ? "addresses of the schemes" : "documents of the types");
  for (size_t i = 0; i < c->n_claims; i++) {
    buf_str(out, i == 0 ? " " : ", ");
    put_bold(out, c->claims[i]);
  }
  buf_str(out, ".\n");
}

static void put_rights(struct buf *out, const struct component_info *c) {
  char needs[PLUGIN_RIGHTS_TEXT];
  if (c->needs == 0) {
    buf_str(out, ".PP\nIt needs no rights: no network, no files.\n");
    return;
  }
  plugin_rights_text(c->needs, needs);
  buf_str(out, ".PP\nIt needs the rights: ");
  put_text(out, needs);
  buf_str(out, ".\n");
}

void man_component(struct buf *out, const struct component_info *c) {
  char name[MAN_MAX_NAME];
  man_component_name(c, name);
  put_head(out, name, 7, c->summary);
  put_section(out, "DESCRIPTION");
  buf_str(out, "The ");
  put_text(out, plugin_kind_name(c->kind));
  buf_char(out, ' ');
  put_bold(out, plugin_ref(c));
  buf_str(out, " of the plugin ");
  put_bold(out, c->plugin->id);
  buf_char(out, ' ');
  put_text(out, c->plugin->version);
  buf_str(out, ".\n");
  put_claims(out, c);
  put_rights(out, c);
  if (c->n_options > 0) put_section(out, "OPTIONS");
  for (size_t i = 0; i < c->n_options; i++) {
    const char *section = c->options[i].section, *before = i > 0 ? c->options[i - 1].section : NULL;
    if (section != NULL && section[0] != '\0' && (before == NULL || strcmp(section, before) != 0)) {
      buf_str(out, ".SS ");
      put_text(out, section);
      buf_char(out, '\n');
    }
    put_option(out, c, &c->options[i]);
  }
  if (c->plugin->licence[0] != '\0') {
    put_section(out, "LICENCE");
    put_text(out, c->plugin->licence);
    buf_char(out, '\n');
  }
  put_section(out, "SEE ALSO");
  put_see_also(out, "tidings", 1, 0);
  put_see_also(out, "tidings-plugin", 1, 1);
}
