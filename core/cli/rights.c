/* cli/rights.c - format the rights of plugins for commands that show them; see cli.h.  Nothing here fails. */
#include "cli/cli.h"

#include "plugin/plugin_info.h"

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
