/* fetch-file/growth.c - where a file of mails that grows was read up to.
 *
 * What is kept: the position and number of the next mail, and hashes of the first bytes of the file and of those before
 * the position; of a mail with which the file ended also its own place, so that it is read again when it goes on: whoever wrote
 * it paused for longer than is waited for.  A file whose bytes there are others is another one (it was rotated, or a mail program has rewritten it),
 * and is read from its beginning: the mails that are known are known by their Message-ID.  A poll reads these bytes and what
 * is new, however long the file is.
 *
 * Nothing is owned.  What cannot be read counts as unknown, and the file is then read as a whole.
 */
#include "file.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include <tidings/ext/state.h>
#include <tidings/kit/mbox.h>

enum { LOOKED_AT = 4096, REST_MS = 2000, KEY = 40, VALUE = 160 };

uint64_t file_hash(const void *p, size_t n, uint64_t seed) { /* FNV-1a */
  const unsigned char *byte = p;
  uint64_t h = seed ^ UINT64_C(0xcbf29ce484222325);
  while (n-- > 0) h = (h ^ *byte++) * UINT64_C(0x100000001b3);
  return h ^ h >> 29;
}

/* One file of a source beside others has a value of its own. */
static void key_of(const struct file_ask *ask, char key[KEY]) {
  snprintf(key, KEY, "mbox %016" PRIx64, file_hash(ask->path, strlen(ask->path), 0));
}

static int hash_at(int fd, uint64_t at, size_t n, uint64_t *hash) {
  char bytes[LOOKED_AT];
  if (lseek(fd, (off_t)at, SEEK_SET) < 0 || file_read_fd(fd, bytes, 0, n) != (ssize_t)n) return -1;
  *hash = file_hash(bytes, n, n);
  return 0;
}

/* Of the bytes before a position: the first and the last of them.  -1: there are not so many. */
static int hashes_before(const struct file_ask *ask, uint64_t at, uint64_t out[2]) {
  const size_t n = at < LOOKED_AT ? (size_t)at : LOOKED_AT;
  const int fd = open(ask->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  const int failed = fd < 0 || hash_at(fd, 0, n, &out[0]) != 0 || hash_at(fd, at - n, n, &out[1]) != 0;
  if (fd >= 0) close(fd);
  return failed ? -1 : 0;
}

static const struct tdg_state *state_of(const struct file_ask *ask) {
  return ask->call->host->ext(ask->call->host, TDG_EXT_STATE);
}

/* Does something stand at the position that begins no mail? */
static int mail_goes_on(const struct file_ask *ask, uint64_t at) {
  char bytes[LOOKED_AT];
  const int fd = open(ask->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  const ssize_t n = fd >= 0 ? pread(fd, bytes, sizeof bytes, (off_t)at) : -1;
  if (fd >= 0) close(fd);
  struct tdg_str rest = {bytes, n > 0 ? (size_t)n : 0};
  while (rest.n > 0 && tdg_is_space(*rest.p)) rest.p++, rest.n--;
  const char *end = rest.n > 0 ? memchr(rest.p, '\n', rest.n) : NULL;
  if (end == NULL) /* nothing, or a line that is not finished: it may become that before a mail */
    return rest.n > 0 && memcmp(rest.p, "From ", rest.n < 5 ? rest.n : 5) != 0;
  return !tdg_mbox_is_separator(tdg_str_trim((struct tdg_str){rest.p, (size_t)(end - rest.p)}));
}

int file_growth_recall(const struct file_ask *ask, struct file_growth *g) {
  const struct tdg_state *state = state_of(ask);
  const int64_t asked = tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0);
  struct file_growth then = {.item = 1};
  uint64_t before[2], now[2];
  char key[KEY];
  key_of(ask, key);
  const struct tdg_str kept = state != NULL ? state->get(ask->call, key) : (struct tdg_str){"", 0};
  if (sscanf(kept.p, "%" SCNu64 " %" SCNd64 " %" SCNx64 " %" SCNx64 " %" SCNu64 " %" SCNd64, &then.at,
             &then.item, &before[0], &before[1], &then.last_at, &then.last_item) < 4)
    return asked > 0; /* nothing could be kept: the request for the rest says where */
  if (hashes_before(ask, then.at, now) == 0 && now[0] == before[0] && now[1] == before[1]) {
    *g = then;
    if (then.last_item > 0 && then.last_at < then.at && mail_goes_on(ask, then.at))
      *g = (struct file_growth){then.last_at, then.last_item, .goes_on = 1};
    return 1;
  }
  tdg_log(ask->call, TDG_LOG_INFO,
          "%.1000s: not the file that it was, or rewritten: it is read from its beginning; mails that are "
          "known are "
          "not stored again",
          ask->url.p);
  return 0;
}

void file_growth_keep(const struct file_ask *ask, const struct file_growth *g) {
  const struct tdg_state *state = state_of(ask);
  char key[KEY], value[VALUE];
  uint64_t hash[2];
  if (state == NULL || hashes_before(ask, g->at, hash) != 0) return;
  key_of(ask, key);
  const int n = snprintf(value, sizeof value,
                         "%" PRIu64 " %" PRId64 " %016" PRIx64 " %016" PRIx64 " %" PRIu64 " %" PRId64, g->at,
                         g->item, hash[0], hash[1], g->last_at, g->last_item);
  state->set(ask->call, key, value, (size_t)n);
}

/* By the clock of this machine; a time that is ahead of it, or far behind, says nothing of when that was. */
int file_growth_rests(const struct file_ask *ask) {
  struct stat st;
  struct timespec now;
  if (stat(ask->path, &st) != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
  const off_t size = st.st_size;
  const int64_t since =
      (int64_t)(now.tv_sec - st.st_mtim.tv_sec) * 1000 + (now.tv_nsec - st.st_mtim.tv_nsec) / 1000000;
  if (since >= REST_MS) return 1;
  poll(NULL, 0, since > 0 ? (int)(REST_MS - since) : REST_MS);
  return stat(ask->path, &st) == 0 && st.st_size == size;
}
