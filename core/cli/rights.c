/* cli/rights.c - format the rights of plugins for commands that show them; see cli.h.  Nothing here fails. */
#include "cli/cli.h"

#include "plugin/plugin_info.h"
#include "plugin/program.h"

void cli_put_rights(struct buf *out, const char *name, uint32_t rights) {
  const char *comma = "";
  buf_printf(out, ",\"%s\":[", name);
  for (uint32_t bit = 1; bit != 0; bit <<= 1) {
    char word[PLUGIN_RIGHTS_TEXT];
    if (!(rights & bit)) continue;
    plugin_rights_text(bit, word);
    buf_printf(out, "%s\"%s\"", comma, word);
    comma = ",";
  }
  buf_char(out, ']');
}

static void say_list(const char *before, const char *const *v, size_t n) {
  for (size_t i = 0; i < n; i++) say("%s%s", i == 0 ? before : " ", v[i]);
}

void cli_say_reach(const struct component_info *c, const char *before) {
  const struct plugin_program *p = c->plugin->program;
  struct arena a = {0};
  struct program_reach r;
  if (p == NULL) return;
  program_reach(&a, p->command, p->n_command, &r);
  say("%s", before);
  say_list("runs ", r.run, r.n_run);
  say_list("; reads ", r.files, r.n_files);
  say_list("; reads what is in ", r.folders, r.n_folders);
  say_list("; granted to read: ", p->read, p->n_read);
  say_list("; granted to write: ", p->write, p->n_write);
  say("; network: %s\n", p->net ? "granted" : "no");
  arena_free(&a);
}
