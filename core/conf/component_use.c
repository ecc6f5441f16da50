/* conf/component_use.c - the rights of a component with the settings of one use, and the paths that these grant.
 *
 * Owns nothing.  Errors: a right that is missing, with what to write; a path that is not there, because the
 * sandbox can open only what exists.
 */
#include "conf/sections.h"
#include "plugin/plugin_info.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_folder(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *conf_write_folder(struct arena *a, const char *path) {
  size_t n = strcspn(path, "%");
  if (is_folder(path)) return path;
  return load_folder_of(a, (struct tdg_str){path, n});
}

static void check_path(const char *path, uint32_t right, const char *component, const struct conf_setting *s,
                       struct conf_errors *errors) {
  struct arena a = {0};
  const char *why = NULL;
  if (right == TDG_NEEDS_WRITE) why = conf_unwritable(&a, path, conf_write_folder(&a, path), 1);
  else if (access(path, R_OK) < 0)
    why = arena_printf(&a, "%s cannot be read: %s; create it, or name another", path, strerror(errno));
  if (why != NULL)
    (errors->paths_may_come ? conf_warn : conf_complain)(errors, s->place, "%s: %s: %s", component, s->name,
                                                         why);
  arena_free(&a);
}

void conf_check_paths(const char *dir, const struct component_info *info, const struct conf_component *c,
                      struct conf_errors *errors) {
  for (size_t i = 0; i < c->n_settings; i++) {
    const struct conf_setting *s = &c->settings[i];
    const struct option_info *o = option_find(info->options, info->n_options, s->name);
    uint32_t right = o != NULL ? plugin_option_rights(info, o) : 0;
    struct arena a = {0};
    if (right == 0 || s->value[0] == '\0') continue;
    check_path(s->value[0] == '/' ? s->value : arena_printf(&a, "%s/%s", dir, s->value), right, c->name, s,
               errors);
    arena_free(&a);
  }
}

void conf_check_rights(const struct component_info *info, const struct conf_component *all,
                       const struct conf_component *one, struct conf_place place,
                       struct conf_errors *errors) {
  char text[PLUGIN_LACKS_TEXT];
  struct arena a = {0};
  size_t n;
  if (conf_is_spoilt(all) || conf_is_spoilt(one)) return;
  const struct option_value *v = conf_options(&a, all, one, &n);
  uint32_t lacks = info->needs & ~plugin_rights_in_use(info, v, n);
  arena_free(&a);
  if (lacks == 0) return;
  plugin_lacks_text(info, lacks, text);
  conf_complain(errors, place, "%s", text);
}
