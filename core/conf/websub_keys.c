/* conf/websub_keys.c - `websub:`, where hubs are heard and what they call; see conf.h.  Errors are complaints. */
#include "conf/sections.h"

#include "util/socket_address.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

static const char *callback_fault(struct tdg_str url) {
  struct tdg_url u;
  if (!tdg_url_is_web(url) || tdg_url_parse(url, &u) != 0 || u.host.n == 0)
    return "wanted the https address by which hubs reach this program";
  if (tdg_str_has(url, "?") || tdg_str_has(url, "#") || tdg_str_has(url, "@"))
    return "wanted an address without a query, a fragment or a password: a key of each source is added to "
           "its path";
  return NULL;
}

void load_websub(struct loader *l, const struct yaml_node *map) {
  struct conf_websub *w = &l->conf->websub;
  struct sockaddr_storage address;
  load_section(l, &schema_websub, map, w);
  if (w->listen.n == 0 && w->callback.n == 0) return;
  w->place = map->place;
  if (w->listen.n == 0 || w->callback.n == 0) {
    conf_complain(l->errors, map->place, "websub: it needs both, listen and callback");
    return;
  }
  if (socket_address(w->listen.p, &address) == 0)
    conf_complain(
        l->errors, yaml_get(map, "listen")->place,
        "listen: wanted the number of an address of this machine and a port: 127.0.0.1:8471, [::1]:8471");
  const char *fault = callback_fault(w->callback);
  if (fault != NULL) conf_complain(l->errors, yaml_get(map, "callback")->place, "callback: %s", fault);
  else if (tdg_nocase_starts(w->callback, "http:"))
    conf_warn(l->errors, yaml_get(map, "callback")->place,
              "callback: what hubs send over http can be read, and called by others, on its way: use https");
}
