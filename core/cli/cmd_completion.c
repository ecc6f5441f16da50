/* cli/cmd_completion.c - tidings completion: what bash, zsh and fish need to complete commands, options and values.
 *
 * The scripts are made of the tables of commands and options; they run nothing.  Nothing can fail but the output.
 */
#include "cli/commands.h"

#include <string.h>

enum { MAX_SCRIPT = 1 << 20 };

/* ---- texts inside single quotes of a shell ---- */

static void put_text(struct buf *out, const char *text, const char *escaped) {
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\'') buf_str(out, "'\\''");
    else if (strchr(escaped, *p) != NULL) buf_char(out, '\\'), buf_char(out, *p);
    else buf_char(out, *p);
  }
}

/* "text md html " */
static void put_choices(struct buf *out, const struct cli_option *o) {
  size_t n;
  for (const char *w = cli_next_choice(o->value, NULL, &n); w != NULL; w = cli_next_choice(o->value, w, &n)) {
    buf_add(out, w, n);
    buf_char(out, ' ');
  }
}

/* The words that its arguments may begin with. */
static void put_words(struct buf *out, const struct cli_command *c) {
  size_t n;
  for (const char *w = cli_next_word(c, NULL, &n); w != NULL; w = cli_next_word(c, w, &n)) {
    buf_add(out, w, n);
    buf_char(out, ' ');
  }
}

static int has_words(const struct cli_command *c) {
  size_t n;
  return cli_next_word(c, NULL, &n) != NULL;
}

/* ---- bash ---- */

static void bash_options(struct buf *out, const struct cli_option *options) {
  for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
    buf_printf(out, "--%s ", o->name);
    if (o->letter != 0) buf_printf(out, "-%c ", o->letter);
  }
}

/* The values of options: a case for each that takes one. */
static void bash_values(struct buf *out, const char *command, const struct cli_option *options) {
  for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
    if (!cli_takes_value(o)) continue;
    buf_printf(out, "    %s:--%s", command, o->name);
    if (o->letter != 0) buf_printf(out, "|%s:-%c", command, o->letter);
    if (o->type == CLI_CHOICE) buf_str(out, ") words='"), put_choices(out, o), buf_str(out, "' ;;\n");
    else buf_str(out, cli_takes_path(o) ? ") files=yes ;;\n" : ") return ;;\n");
  }
}

static void bash(struct buf *out, const struct cli_command *const *commands) {
  buf_str(
      out,
      "# Completion of tidings for bash: source it, or put it into "
      "~/.local/share/bash-completion/completions\n"
      "_tidings() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= behind= words= files= "
      "i\n"
      "  COMPREPLY=()\n"
      "  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    if [[ ${COMP_WORDS[i]} == -* ]]; then continue; fi\n"
      "    if [[ $command ]]; then behind=yes; else command=${COMP_WORDS[i]}; fi\n"
      "  done\n"
      "  case $command:$prev in\n");
  for (size_t i = 0; commands[i] != NULL; i++) bash_values(out, commands[i]->name, commands[i]->options);
  bash_values(out, "*", cli_common);
  buf_str(out, "    *) case $command in\n      '') words='");
  for (size_t i = 0; commands[i] != NULL; i++) buf_printf(out, "%s ", commands[i]->name);
  buf_str(out, "--help --version' ;;\n");
  for (size_t i = 0; commands[i] != NULL; i++) {
    const struct cli_command *c = commands[i];
    buf_printf(out, "      %s) if [[ $cur == -* ]]; then words='", c->name);
    bash_options(out, c->options);
    bash_options(out, cli_common_options(c));
    buf_str(out, "'; else words='");
    put_words(out, c);
    buf_str(out, cli_takes_files(c) ? has_words(c) ? "'; files=$behind" : "'; files=yes" : "'");
    buf_str(out, "; fi ;;\n");
  }
  buf_str(
      out,
      "    esac ;;\n"
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
      "  if [[ $files ]]; then compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- \"$cur\")); fi\n"
      "}\n"
      "complete -F _tidings tidings\n");
}

/* ---- zsh ---- */

static void zsh_value(struct buf *out, const struct cli_option *o) {
  if (!cli_takes_value(o)) return;
  buf_char(out, ':');
  if (o->type == CLI_CHOICE) buf_str(out, "value:("), put_choices(out, o), buf_char(out, ')');
  else put_text(out, o->value, ":[]\\"), buf_str(out, cli_takes_path(o) ? ":_files" : ": ");
}

static void zsh_options(struct buf *out, const struct cli_option *options) {
  for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
    const char *repeated = o->type == CLI_TEXTS || o->type == CLI_COUNT ? "*" : "",
               *assigned = cli_takes_value(o) ? "=" : "";
    if (o->letter != 0 && repeated[0] == '\0')
      buf_printf(out, "        '(-%c --%s)'{-%c,--%s%s}'[", o->letter, o->name, o->letter, o->name, assigned);
    else if (o->letter != 0) buf_printf(out, "        '*'{-%c,--%s%s}'[", o->letter, o->name, assigned);
    else buf_printf(out, "        '%s--%s%s[", repeated, o->name, assigned);
    put_text(out, o->help, ":[]\\");
    buf_char(out, ']');
    zsh_value(out, o);
    buf_str(out, "' \\\n");
  }
}

static void zsh(struct buf *out, const struct cli_command *const *commands) {
  buf_str(out, "#compdef tidings\n# Completion of tidings for zsh: as `_tidings` in a folder of fpath\n"
               "_tidings() {\n"
               "  local curcontext=$curcontext state line\n"
               "  typeset -A opt_args\n"
               "  _arguments -C '--help[What there is.]' '--version[Which version this is.]' '1: :->command' "
               "'*:: :->rest'\n"
               "  case $state in\n"
               "    command)\n"
               "      local -a commands=(\n");
  for (size_t i = 0; commands[i] != NULL; i++) {
    buf_printf(out, "        '%s:", commands[i]->name);
    put_text(out, commands[i]->summary, ":\\");
    buf_str(out, "'\n");
  }
  buf_str(out, "      )\n      _describe command commands ;;\n    rest)\n      case $words[1] in\n");
  for (size_t i = 0; commands[i] != NULL; i++) {
    const struct cli_command *c = commands[i];
    buf_printf(out, "      %s) _arguments -s -S \\\n", c->name);
    zsh_options(out, c->options);
    zsh_options(out, cli_common_options(c));
    if (has_words(c)) {
      buf_str(out, "        '1:what:(");
      put_words(out, c);
      buf_str(out, ")' \\\n");
    }
    buf_str(out, cli_takes_files(c) ? "        '*: :_files' ;;\n" : "        '*: : ' ;;\n");
  }
  buf_str(out,
          "      esac ;;\n  esac\n}\n"
          "if [ \"$funcstack[1]\" = _tidings ]; then _tidings \"$@\"; else compdef _tidings tidings; fi\n");
}

/* ---- fish ---- */

static void fish_options(struct buf *out, const char *command, const struct cli_option *options) {
  for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
    buf_printf(out, "complete -c tidings -n '__fish_seen_subcommand_from %s' -l %s", command, o->name);
    if (o->letter != 0) buf_printf(out, " -s %c", o->letter);
    if (o->type == CLI_CHOICE) buf_str(out, " -xa '"), put_choices(out, o), buf_char(out, '\'');
    else if (cli_takes_value(o)) buf_str(out, cli_takes_path(o) ? " -rF" : " -x");
    buf_str(out, " -d '");
    put_text(out, o->help, "\\");
    buf_str(out, "'\n");
  }
}

static void fish(struct buf *out, const struct cli_command *const *commands) {
  buf_str(out, "# Completion of tidings for fish: in ~/.config/fish/completions, or piped to "
               "source\ncomplete -c tidings -f\n"
               "complete -c tidings -n __fish_use_subcommand -l version -d 'Which version this is.'\n");
  for (size_t i = 0; commands[i] != NULL; i++) {
    const struct cli_command *c = commands[i];
    buf_printf(out, "complete -c tidings -n __fish_use_subcommand -a %s -d '", c->name);
    put_text(out, c->summary, "");
    buf_str(out, "'\n");
    fish_options(out, c->name, c->options);
    fish_options(out, c->name, cli_common_options(c));
    if (has_words(c)) {
      buf_printf(out, "complete -c tidings -n '__fish_seen_subcommand_from %s' -a '", c->name);
      put_words(out, c);
      buf_str(out, "'\n");
    }
    if (!cli_takes_files(c)) continue;
    buf_printf(out, "complete -c tidings -n '__fish_seen_subcommand_from %s", c->name);
    if (has_words(c)) buf_str(out, "; and __fish_seen_subcommand_from "), put_words(out, c);
    buf_str(out, "' -F\n");
  }
}

static int run(struct cli *cli) {
  static const struct {
    const char *name;
    void (*make)(struct buf *, const struct cli_command *const *);
  } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
  for (size_t i = 0; cli->n_args == 1 && i < sizeof shells / sizeof shells[0]; i++) {
    if (strcmp(cli->args[0], shells[i].name) != 0) continue;
    struct buf out = buf_make(MAX_SCRIPT);
    shells[i].make(&out, cli->commands);
    say_ready(stdout, out.p, out.n);
    buf_free(&out);
    return CLI_DONE;
  }
  return cli_usage(&cli_completion, "say bash, zsh or fish");
}

const struct cli_command cli_completion = {
    "completion",
    "bash | zsh | fish",
    "What a shell needs to complete commands, options and values",
    NULL,
    NULL,
    run,
    "Packages install these scripts. For one user:\n"
    "  tidings completion bash > tidings.bash       in ~/.local/share/bash-completion/completions\n"
    "  tidings completion zsh > _tidings            in a folder of fpath\n"
    "  tidings completion fish > tidings.fish       in ~/.config/fish/completions\n"};
