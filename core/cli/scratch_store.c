/* cli/scratch_store.c - the copy of a store that a dry run writes to; see scratch_store.h. */
#include "cli/scratch_store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void scratch_store_remove(const struct scratch_store *s) {
  static const char *const names[] = {"", "-wal", "-shm", "-journal", "-lock", "-control", "-stdin"};
  char path[PATH_MAX + 32];
  for (size_t i = 0; s->folder[0] != '\0' && i < sizeof names / sizeof names[0]; i++) {
    snprintf(path, sizeof path, "%s%s", s->path, names[i]);
    unlink(path);
  }
  if (s->folder[0] != '\0') rmdir(s->folder);
}

int scratch_store_make(const struct cli *cli, const char *command, struct scratch_store *s) {
  const char *tmp = getenv("TMPDIR"), *from = cli_store_path(cli);
  snprintf(s->folder, sizeof s->folder, "%s/tidings-dry-XXXXXX", tmp != NULL && tmp[0] == '/' ? tmp : "/tmp");
  if (mkdtemp(s->folder) == NULL) {
    say_error("tidings %s: %s: %s; TMPDIR names another folder\n", command, s->folder, strerror(errno));
    s->folder[0] = '\0';
    return CLI_FAILED;
  }
  snprintf(s->path, sizeof s->path, "%s/tidings.db", s->folder);
  if (access(from, F_OK) != 0) return CLI_DONE;
  struct store *store = cli_open_store(cli);
  if (store == NULL) return CLI_FAILED;
  const int copied = store_copy_to(store, s->path);
  if (copied < 0)
    say_error("tidings %s: the store cannot be copied to %s: %s\n", command, s->path, store_error(store));
  store_close(store);
  return copied < 0 ? CLI_FAILED : CLI_DONE;
}
