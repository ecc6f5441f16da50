/* cli/check/check_settings.c - values for options that a component requires and the author did not give; see plugin_check.h.
 *
 * Paths lie in the check's folder, addresses lead nowhere. */
#include "cli/check/plugin_check.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

static int is_set(const struct check *k, const struct option_info *o) {
  const struct cli_texts *all[] = {&k->opt->set, &k->opt->secret};
  const size_t n = strlen(o->name);
  for (size_t a = 0; a < 2; a++)
    for (size_t i = 0; i < all[a]->n; i++)
      if (strncmp(all[a]->v[i], o->name, n) == 0 && all[a]->v[i][n] == '=') return 1;
  return 0;
}

/* Readable and writable by the user that a worker of root becomes. */
static const char *make_folder(struct check *k, const struct option_info *o) {
  const char *path = arena_printf(&k->arena, "%s/%s-%s/", k->folder, k->component->name, o->name);
  mkdir(path, 0755);
  return path;
}

static const char *value_of(struct check *k, const struct option_info *o) {
  switch (o->type) {
  case TDG_O_BOOL: return "true";
  case TDG_O_SIZE:
  case TDG_O_INT: return arena_printf(&k->arena, "%lld", (long long)(o->min > 0 ? o->min : 1));
  case TDG_O_DURATION: return arena_printf(&k->arena, "%lldms", (long long)(o->min > 0 ? o->min : 1000));
  case TDG_O_PERCENT: return "0.5";
  case TDG_O_REAL: return arena_printf(&k->arena, "%lld", (long long)o->min);
  case TDG_O_ENUM: return o->choices != NULL && o->choices[0] != NULL ? o->choices[0] : "";
  case TDG_O_URL: return "http://127.0.0.1:9/";
  case TDG_O_PATH:
    return o->flags & TDG_O_READ ? check_write(k, o->name, check_records, strlen(check_records))
                                 : make_folder(k, o);
  default: return "check";
  }
}

/* A folder for a sink's file is not a file: a path that is written is asked for by its default, too. */
static const char *path_of(struct check *k, const struct option_info *o) {
  const char *folder = make_folder(k, o);
  return strcmp(o->name, "path") == 0 || strcmp(o->name, "file") == 0
             ? arena_printf(&k->arena, "%sout.txt", folder)
             : folder;
}

void check_make_settings(struct check *k) {
  const struct component_info *c = k->component;
  const uint32_t lacks = c->needs & ~plugin_rights_in_use(c, NULL, 0) & plugin_rights_by_options(c);
  k->set = k->opt->set;
  k->made_settings = 0;
  for (size_t i = 0; i < c->n_options && k->set.n < CLI_MAX_TEXTS; i++) {
    const struct option_info *o = &c->options[i];
    const uint32_t gives = plugin_option_rights(c, o);
    if (is_set(k, o) || (!(o->flags & TDG_O_REQUIRED) && !(gives & lacks))) continue;
    const char *value = gives & TDG_NEEDS_WRITE ? path_of(k, o) : value_of(k, o);
    k->set.v[k->set.n++] = arena_printf(&k->arena, "%s=%s", o->name, value);
    k->made_settings = 1;
  }
}
