/* conf/restart.c - the settings that a program keeps while it runs: the store, where it listens and is asked, and which plugins
 * there are with what rights.  Nothing fails. */
#include "conf/conf.h"

#include "plugin/plugin_info.h"

#include <string.h>

#include <tidings/kit/str.h>

static int same_list(const struct tdg_list *a, const struct tdg_list *b) {
  int same = a->n == b->n;
  for (size_t i = 0; i < a->n && same; i++) same = tdg_str_same(a->v[i], b->v[i]);
  return same;
}

static int same_grants(const struct conf_plugins *a, const struct conf_plugins *b) {
  int same = a->n_grants == b->n_grants;
  for (size_t i = 0; i < a->n_grants && same; i++)
    same = strcmp(a->grants[i].name, b->grants[i].name) == 0 && a->grants[i].rights == b->grants[i].rights;
  return same;
}

static int same_program(const struct plugin_program *a, const struct plugin_program *b) {
  return strcmp(a->name, b->name) == 0 && a->kind == b->kind && a->net == b->net &&
         option_same_texts(a->command, a->n_command, b->command, b->n_command) &&
         option_same_texts(a->claims, a->n_claims, b->claims, b->n_claims) &&
         option_same_texts(a->read, a->n_read, b->read, b->n_read) &&
         option_same_texts(a->write, a->n_write, b->write, b->n_write) &&
         option_same_values(a->options, a->n_options, b->options, b->n_options);
}

static int same_programs(const struct conf_plugins *a, const struct conf_plugins *b) {
  int same = a->n_programs == b->n_programs;
  for (size_t i = 0; i < a->n_programs && same; i++) same = same_program(&a->programs[i], &b->programs[i]);
  return same;
}

static int same_capture(const struct conf_capture *a, const struct conf_capture *b) {
  if (a == NULL || b == NULL) return a == b;
  return tdg_str_same(a->folder, b->folder) && a->form == b->form && a->max_size == b->max_size;
}

void conf_keep(struct conf *c, const struct conf *first, conf_kept_fn fn, void *arg) {
  struct conf_plugins *p = &c->plugins;
  const struct conf_limits limits = p->limits;
  if (!tdg_str_same(c->store.path, first->store.path)) fn(arg, "store.path");
  if (!tdg_str_same(c->store.driver, first->store.driver)) fn(arg, "store.driver");
  if (!same_capture(c->store.capture, first->store.capture)) fn(arg, "store.capture");
  if (memcmp(&c->store.keep, &first->store.keep, sizeof c->store.keep) != 0) fn(arg, "store.keep");
  if (!same_list(&p->path, &first->plugins.path)) fn(arg, "plugins.path");
  if (!same_list(&p->deny, &first->plugins.deny)) fn(arg, "plugins.deny");
  if (!same_grants(p, &first->plugins)) fn(arg, "plugins.grant");
  if (!same_programs(p, &first->plugins)) fn(arg, "plugins.exec");
  if (p->isolation != first->plugins.isolation) fn(arg, "plugins.isolation");
  if (!tdg_str_same(c->websub.listen, first->websub.listen)) fn(arg, "websub.listen");
  if (!tdg_str_same(c->websub.callback, first->websub.callback)) fn(arg, "websub.callback");
  if (!tdg_str_same(c->control.path, first->control.path)) fn(arg, "control.path");
  if (!tdg_str_same(c->control.group, first->control.group)) fn(arg, "control.group");
  c->store = first->store;
  c->control = first->control;
  c->websub.listen = first->websub.listen;
  c->websub.callback = first->websub.callback;
  *p = first->plugins;
  p->limits = limits;
}
