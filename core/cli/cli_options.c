/* cli/cli_options.c - parse options by table; see cli.h.  Errors are printed to stderr with the correct
 * form. */
#include "cli/commands.h"

#include "plugin/option.h"
#include "util/say.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_option *find(const struct cli_table *tables, const char *name, size_t n, char letter,
                                     const struct cli_table **in) {
  for (; tables->options != NULL; tables++)
    for (const struct cli_option *o = tables->options; o->name != NULL; o++) {
      int same = letter != 0 ? o->letter == letter : strlen(o->name) == n && strncmp(o->name, name, n) == 0;
      if (same) return *in = tables, o;
    }
  return NULL;
}

/* The option that a word is or begins with, and the value in it (NULL: none). */
static const struct cli_option *find_word(const struct cli_table *tables, const char *word,
                                          const struct cli_table **in, const char **value) {
  *value = NULL;
  if (word[1] == '-') {
    const size_t n = strcspn(word + 2, "=");
    if (word[2 + n] == '=') *value = word + 2 + n + 1;
    return find(tables, word + 2, n, 0, in);
  }
  if (word[2] != '\0') *value = word + 2;
  return find(tables, NULL, 0, word[1], in);
}

static const char *nearest(const struct cli_table *tables, const char *name) {
  const char *best = NULL;
  unsigned distance = 3;
  for (; tables->options != NULL; tables++)
    for (const struct cli_option *o = tables->options; o->name != NULL; o++) {
      unsigned d = option_distance(o->name, name);
      if (d < distance) {
        distance = d;
        best = o->name;
      }
    }
  return best;
}

static int choose(const char *words, const char *value) {
  size_t n;
  int at = 0;
  for (const char *w = cli_next_choice(words, NULL, &n); w != NULL; w = cli_next_choice(words, w, &n), at++)
    if (strlen(value) == n && strncmp(w, value, n) == 0) return at;
  return -1;
}

static int add_text(const char *command, const struct cli_option *o, struct cli_texts *list,
                    const char *value) {
  if (list->n == CLI_MAX_TEXTS)
    return say_error("tidings %s: --%s more than %d times\n", command, o->name, CLI_MAX_TEXTS), -1;
  list->v[list->n++] = value;
  return 0;
}

static int store(const char *command, const struct cli_option *o, void *into, const char *value) {
  char *at = (char *)into + o->offset, *end;
  switch (o->type) {
  case CLI_FLAG: *(int *)(void *)at = 1; return 0;
  case CLI_COUNT: ++*(int *)(void *)at; return 0;
  case CLI_TEXT: *(const char **)(void *)at = value; return 0;
  case CLI_TEXTS: return add_text(command, o, (struct cli_texts *)(void *)at, value);
  case CLI_NUMBER:
    *(long *)(void *)at = strtol(value, &end, 10);
    if (end != value && *end == '\0' && *(long *)(void *)at >= 0) return 0;
    say_error("tidings %s: --%s wants a number, not \"%s\"\n", command, o->name, value);
    return -1;
  case CLI_CHOICE:
    *(int *)(void *)at = choose(o->value, value);
    if (*(int *)(void *)at >= 0) return 0;
    say_error("tidings %s: --%s wants one of %s, not \"%s\"\n", command, o->name, o->value, value);
    return -1;
  }
  return -1;
}

static int unknown(const char *command, const struct cli_table *tables, const char *word) {
  const char *name = word + strspn(word, "-"), *like = nearest(tables, name);
  if (like != NULL) say_error("tidings %s: there is no option %s; did you mean --%s?\n", command, word, like);
  else say_error("tidings %s: there is no option %s; see `tidings %s --help`\n", command, word, command);
  return -1;
}

/* Parse the option at argv[*i]; advances *i when its value is the next word. */
static int take(const char *command, int argc, char **argv, int *i, const struct cli_table *tables) {
  const char *word = argv[*i], *value;
  const struct cli_table *in = NULL;
  const struct cli_option *o = find_word(tables, word, &in, &value);
  if (o == NULL) return unknown(command, tables, word);
  if (in->no_paths && cli_takes_path(o)) {
    say_error("tidings %s: --%s names a file: that is not for commands of operators\n", command, o->name);
    return -1;
  }
  if (cli_takes_value(o) && value == NULL && *i + 1 < argc) value = argv[++*i];
  if (cli_takes_value(o) && value == NULL) {
    say_error("tidings %s: --%s wants a value (%s)\n", command, o->name, o->value);
    return -1;
  }
  if (!cli_takes_value(o) && value != NULL &&
      word[1] != '-') { /* -vv, -qj: several short options in one word */
    char rest[3] = "-?";
    for (const char *p = word + 1; *p != '\0'; p++) {
      rest[1] = *p;
      o = find(tables, NULL, 0, *p, &in);
      if (o == NULL || cli_takes_value(o)) return unknown(command, tables, rest);
      store(command, o, in->into, NULL);
    }
    return 0;
  }
  return store(command, o, in->into, value);
}

int cli_options(const char *command, int argc, char **argv, const struct cli_table *tables, const char **args,
                int *n_args) {
  int only_args = 0;
  *n_args = 0;
  for (int i = 1; i < argc; i++) {
    if (!only_args && strcmp(argv[i], "--") == 0) only_args = 1;
    else if (only_args || argv[i][0] != '-' || argv[i][1] == '\0') args[(*n_args)++] = argv[i];
    else if (take(command, argc, argv, &i, tables) < 0) return -1;
  }
  return 0;
}

int cli_words_without(int argc, char **argv, const struct cli_table *tables, const struct cli_option *without,
                      const char **out) {
  int n = 0, only_args = 0;
  for (int i = 1; i < argc; i++) {
    const struct cli_table *in = NULL;
    const char *value = NULL;
    const int is_option = !only_args && argv[i][0] == '-' && argv[i][1] != '\0' && strcmp(argv[i], "--") != 0;
    const struct cli_option *o = is_option ? find_word(tables, argv[i], &in, &value) : NULL;
    const int valued = o != NULL && cli_takes_value(o), two = valued && value == NULL && i + 1 < argc;
    only_args |= !is_option && strcmp(argv[i], "--") == 0;
    if (!valued || in->options != without) out[n++] = argv[i];
    if (two && in->options != without) out[n++] = argv[i + 1];
    i += two;
  }
  return n;
}

void cli_options_help(FILE *out, const struct cli_option *options) {
  for (const struct cli_option *o = options; o->name != NULL; o++) {
    char left[80];
    snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
             o->letter ? "," : " ", o->name, o->value != NULL ? " " : "", o->value != NULL ? o->value : "");
    say_to(out, "  %-30s %s\n", left, o->help);
  }
}
