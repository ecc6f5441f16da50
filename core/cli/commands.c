/* cli/commands.c - what all commands have in common; see commands.h.  Owns nothing, and nothing can fail. */
#include "cli/commands.h"

#include "plugin/option.h"

#include <string.h>

const char cli_program_summary[] =
    "reads news sources, groups what tells the same story, and briefs it with its sources";

const struct cli_option cli_common[] = {
    {"store", 0, CLI_TEXT, offsetof(struct cli, store), "PATH",
     "The store; else the configured one, else your own."},
    {"config", 'c', CLI_TEXT, offsetof(struct cli, config), "FILE", "The configuration."},
    {"json", 0, CLI_FLAG, offsetof(struct cli, json), NULL, "For programs: JSON, one object a line."},
    {"color", 0, CLI_CHOICE, offsetof(struct cli, color), "auto|always|never", "Colours."},
    {"quiet", 'q', CLI_FLAG, offsetof(struct cli, quiet), NULL, "Only errors."},
    {"verbose", 'v', CLI_COUNT, offsetof(struct cli, verbose), NULL, "Say more; twice: everything."},
    {"help", 'h', CLI_FLAG, offsetof(struct cli, help), NULL, "This text."},
    {0}};

const struct cli_code cli_codes[] = {{CLI_DONE, "done"},
                                     {CLI_FAILED, "failed"},
                                     {CLI_USAGE, "usage"},
                                     {CLI_PARTLY, "partly done"},
                                     {CLI_NOTHING, "nothing matched"},
                                     {CLI_BUSY, "another program writes the store"},
                                     {CLI_CONFIG, "configuration"},
                                     {CLI_INTERRUPTED, "interrupted"},
                                     {0, NULL}};

const struct cli_command *cli_command(const struct cli_command *const *table, const char *name) {
  for (; *table != NULL; table++)
    if (strcmp((*table)->name, name) == 0) return *table;
  return NULL;
}

const char *cli_suggest_command(const struct cli_command *const *table, const char *name) {
  const char *best = NULL;
  unsigned distance = 3;
  for (; *table != NULL; table++) {
    const unsigned d = option_distance((*table)->name, name);
    if (d < distance) {
      distance = d;
      best = (*table)->name;
    }
  }
  return best;
}

static int is_one_of(const char *const *names, const struct cli_command *c) {
  for (size_t i = 0; names[i] != NULL; i++)
    if (strcmp(names[i], c->name) == 0) return 1;
  return 0;
}

int cli_opens_no_store(const struct cli_command *c) {
  static const char *const names[] = {"check", "parse", "rules", "completion", "manual", NULL};
  return is_one_of(names, c);
}

/* `reload` is a request of its own. */
int cli_is_for_operators(const struct cli_command *c) {
  static const char *const names[] = {"add",    "status", "sources", "stories", "brief",
                                      "search", "show",   "changes", NULL};
  return is_one_of(names, c);
}

/* --store is the first of them. */
const struct cli_option *cli_common_options(const struct cli_command *c) {
  return cli_opens_no_store(c) ? cli_common + 1 : cli_common;
}

/* ---- what options and arguments are ---- */

int cli_takes_value(const struct cli_option *o) { return o->type != CLI_FLAG && o->type != CLI_COUNT; }

static int is_path_word(const char *word) {
  static const char *const paths[] = {"FILE", "PATH", "REPORT", "LIST", "DIR", "FOLDER", NULL};
  for (size_t i = 0; paths[i] != NULL; i++) {
    const size_t n = strlen(paths[i]);
    if (strncmp(word, paths[i], n) == 0 && (word[n] == '\0' || strchr(".|[] ", word[n]) != NULL)) return 1;
  }
  return 0;
}

int cli_takes_path(const struct cli_option *o) {
  if (!cli_takes_value(o) || o->type == CLI_CHOICE || o->value == NULL) return 0;
  const char *after = strchr(o->value, '=');
  return is_path_word(after != NULL ? after + 1 : o->value);
}

const char *cli_next_choice(const char *words, const char *at, size_t *n) {
  at = at == NULL ? words : at + *n + (at[*n] == '|');
  *n = strcspn(at, "|");
  return *n > 0 ? at : NULL;
}

/* Alternatives stand between " | ". */
const char *cli_next_word(const struct cli_command *c, const char *at, size_t *n) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
  for (const char *p = at != NULL ? strstr(at, " | ") : c->arguments; p != NULL; p = strstr(p, " | ")) {
    p += strspn(p, " |[");
    *n = strspn(p, letters);
    if (*n > 0 && (p[*n] == '\0' || strchr(" ]", p[*n]) != NULL)) return p;
  }
  return NULL;
}

int cli_takes_files(const struct cli_command *c) {
  for (const char *p = c->arguments; *p != '\0'; p += strcspn(p, "[ |") + 1) {
    if (is_path_word(p)) return 1;
    if (p[strcspn(p, "[ |")] == '\0') break;
  }
  return 0;
}
