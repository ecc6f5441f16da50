/* conf/fuzz_conf.c - fuzz the configuration reader: any text is refused with places, or gives a valid
 * configuration. */
#include "conf/conf.h"
#include "plugin/plugin_info.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One file in memory for all inputs. */
static const char *write_input(const uint8_t *data, size_t size) {
  static char path[40];
  static int fd = -1;
  if (fd < 0) {
    if ((fd = memfd_create("conf", 0)) < 0) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  }
  if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size) abort();
  return path;
}

static void look_at(const struct conf *c) {
  for (size_t i = 0; i < c->n_sources; i++) {
    const struct conf_source *s = &c->sources[i];
    if (s->id.n == 0 || s->url.n == 0 || s->id.p[s->id.n] != '\0') abort();
    if (conf_source(c, s->id.p) != s) abort(); /* each id once */
  }
  if (c->fetch.interval.min > c->fetch.interval.max || c->store.path.n == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *path = write_input(data, size);
  const struct plugin_list none = {0};
  struct conf_errors errors = {0};
  struct conf *c = conf_read(path, &errors); /* checked further even with errors, as `check` does */
  if (conf_errors_count(&errors) == 0) look_at(c);
  if (c->n_pipeline > 0 && conf_check_plugins(c, &none, &errors) == 0) abort(); /* no stage is there */
  conf_errors_free(&errors);
  conf_free(c);
  return 0;
}
