/* worker/host.c - the host table; see host.h.
 *
 * All memory of a plugin comes from the call's arena and is freed with it.  Only emit returns errors to the
 * plugin; a plugin that asks for too much memory ends its process (in a worker), and the document is retried.
 */
#include "worker/host.h"

#include "record/record_json.h"
#include "util/check.h"
#include "util/clock.h"
#include "worker/codec.h"
#include "worker/host_check.h"
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include <tidings/ext/encodings.h>
#include <tidings/ext/json.h>
#include <tidings/ext/state.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_MAX_JSON = 64 << 20 };
_Static_assert((int)TDG_JSON_HTML == (int)JSON_HTML && (int)TDG_JSON_NO_BYTES == (int)JSON_NO_BYTES,
               "one set of flags");

static struct host_call *of(tdg_call *c) { return (struct host_call *)(void *)c; }

static struct tdg_str host_json(tdg_call *c, const tdg_rec *r, unsigned flags) {
  struct buf text = buf_make(HOST_MAX_JSON);
  struct tdg_str out = {"", 0};
  if (rec_json(&text, r, flags) == 0)
    out = (struct tdg_str){arena_copy(&of(c)->arena, text.p, text.n), text.n};
  buf_free(&text);
  return out;
}

/* ---- values that a component keeps ---- */

/* A key that the call has set.  Its room is used again for its next value, and for another key once nothing is
 * to be said of it, so that a call may set as often as it likes. */
struct change {
  char key[TDG_STATE_MAX_KEY + 1];
  int used;
  char *value; /* n 0: the key is removed */
  size_t n, room;
};

/* Each kept key may be removed, and as many others set. */
enum { MAX_CHANGES = 2 * TDG_STATE_MAX_KEYS };

static struct change *find_change(const struct host_call *call, const char *key) {
  for (size_t i = 0; i < call->n_changes; i++)
    if (call->changes[i].used && strcmp(call->changes[i].key, key) == 0) return &call->changes[i];
  return NULL;
}

/* NULL: as many keys are set and removed as may be. */
static struct change *new_change(struct host_call *call, const char *key) {
  size_t i = 0;
  while (i < call->n_changes && call->changes[i].used) i++;
  if (i == MAX_CHANGES) return NULL;
  if (call->changes == NULL) call->changes = arena_zalloc(&call->values, MAX_CHANGES * sizeof *call->changes);
  struct change *c = &call->changes[i];
  if (i == call->n_changes) call->n_changes++;
  snprintf(c->key, sizeof c->key, "%s", key);
  c->used = 1;
  c->n = 0;
  return c;
}

static void set_change(struct host_call *call, struct change *c, const void *value, size_t n) {
  if (n > c->room) { /* the value may be what get returned, in the old room */
    c->room = 2 * n < TDG_STATE_MAX_VALUE ? 2 * n : TDG_STATE_MAX_VALUE;
    char *room = arena_alloc(&call->values, c->room + 1);
    memcpy(room, value, n);
    c->value = room;
  } else if (n > 0) {
    memmove(c->value, value, n);
  }
  if (c->value != NULL) c->value[n] = '\0';
  c->n = n;
}

/* The value that the engine has handed out; NULL: there is none. */
static const tdg_rec *find_kept(const struct host_call *call, const char *key) {
  const tdg_rec *v, *found = NULL;
  for (uint32_t i = 0; call->kept != NULL && (v = rec_get_rec(call->kept, TDG_KEPT, i)) != NULL; i++)
    if (strcmp(rec_get(v, TDG_NAME, 0).p, key) == 0) found = v;
  return found;
}

static struct tdg_str host_state_get(tdg_call *c, const char *key) {
  const struct change *now = find_change(of(c), key);
  const tdg_rec *v = now == NULL ? find_kept(of(c), key) : NULL;
  if (now != NULL && now->n > 0) return (struct tdg_str){now->value, now->n};
  return v != NULL ? rec_get(v, TDG_BODY, 0) : (struct tdg_str){"", 0};
}

/* The keys that have a value as things stand. */
static int count_keys(struct host_call *call) {
  const tdg_rec *v;
  int n = 0;
  for (uint32_t i = 0; call->kept != NULL && (v = rec_get_rec(call->kept, TDG_KEPT, i)) != NULL; i++)
    n += host_state_get(&call->pub, rec_get(v, TDG_NAME, 0).p).n > 0;
  for (size_t i = 0; i < call->n_changes; i++)
    n += call->changes[i].used && call->changes[i].n > 0 && find_kept(call, call->changes[i].key) == NULL;
  return n;
}

/* Values belong to a run of a fetcher or parser. */
static int keeps_values(const struct host_call *call) {
  const struct tdg_component *c = call->mistakes.component;
  return !call->no_values && (c == NULL || c->kind == TDG_KIND_FETCHER || c->kind == TDG_KIND_PARSER);
}

static int set_value(tdg_call *c, const char *key, const void *value, size_t n) {
  struct host_call *call = of(c);
  const size_t length = strlen(key);
  if (length == 0 || length > TDG_STATE_MAX_KEY || !tdg_utf8_valid(key, length)) return TDG_BAD_INPUT;
  if (n > TDG_STATE_MAX_VALUE || !keeps_values(call)) return TDG_DENIED;
  if (n > 0 && host_state_get(c, key).n == 0 && count_keys(call) >= TDG_STATE_MAX_KEYS) return TDG_DENIED;
  struct change *change = find_change(call, key);
  if (n == 0 && call->kept != NULL && find_kept(call, key) == NULL) { /* as before the call */
    if (change != NULL) change->used = 0;
    return TDG_OK;
  }
  if (change == NULL) change = new_change(call, key);
  if (change == NULL) return TDG_DENIED;
  set_change(call, change, value, n);
  return TDG_OK;
}

/* The plugin gets the status; who tries it sees it. */
static int host_state_set(tdg_call *c, const char *key, const void *value, size_t n) {
  struct host_call *call = of(c);
  char text[HOST_MAX_MESSAGE];
  const int status = set_value(c, key, value, n);
  if (status == TDG_OK || call->sink.log == NULL) return status;
  snprintf(text, sizeof text, "the value \"%.*s\" is not kept (%s): see tidings/ext/state.h for what can be",
           (int)tdg_utf8_cut(tdg_str_of(key), TDG_STATE_MAX_KEY),
           tdg_utf8_valid(key, strlen(key)) ? key : "?",
           status == TDG_DENIED ? "TDG_DENIED" : "TDG_BAD_INPUT");
  call->sink.log(call->sink.arg, TDG_LOG_DEBUG, text);
  return status;
}

const tdg_rec *host_take_values(struct host_call *call, const tdg_rec *in) {
  static const uint32_t kept[] = {TDG_KEPT, 0};
  if (in == NULL || !rec_has(in, TDG_KEPT)) return in;
  call->kept = in;
  return rec_without(&call->arena, in, kept);
}

static void forget_changes(struct host_call *call) {
  for (size_t i = 0; i < call->n_changes; i++) call->changes[i].used = 0;
}

static void put_changes(struct host_call *call, tdg_rec *out, int removed) {
  for (size_t i = 0; i < call->n_changes; i++) {
    const struct change *c = &call->changes[i];
    if (!c->used || (c->n == 0) != removed) continue;
    tdg_rec *one = rec_new(&call->arena, TDG_GROUP);
    rec_put(one, TDG_NAME, c->key, strlen(c->key));
    rec_put(one, TDG_BODY, c->n > 0 ? c->value : "", c->n);
    rec_put_rec(out, TDG_KEPT, one);
  }
}

/* Removed ones come first: the store counts while it takes one after another. */
const tdg_rec *host_changed_values(struct host_call *call) {
  int any = 0;
  for (size_t i = 0; i < call->n_changes; i++) any |= call->changes[i].used;
  if (!any) return NULL;
  tdg_rec *out = rec_new(&call->arena, TDG_VALUES);
  put_changes(call, out, 1);
  put_changes(call, out, 0);
  forget_changes(call);
  return out;
}

static void tell_extension(struct host_table *host, const char *text) {
  if (host->call->sink.log != NULL)
    host->call->sink.log(host->call->sink.arg, MISTAKE_LINE(WRONG_EXTENSION), text);
}

/* Once for each id: the author forgot it. */
static void tell_unnamed(struct host_table *host, struct host_extension *x) {
  char text[HOST_MAX_MESSAGE];
  if (x->told++) return;
  snprintf(text, sizeof text,
           "it asks for the extension %.100s of another plugin and gets NULL: the component must name it, "
           ".uses = (an array of ids with NULL at the end)",
           x->id);
  tell_extension(host, text);
}

/* Is this the first time?  Never of more than HOST_MAX_UNKNOWN ids. */
static int remember_unknown(struct host_table *host, const char *id) {
  char(*at)[HOST_MAX_EXTENSION_ID] = host->unknown;
  char begins[HOST_MAX_EXTENSION_ID];
  snprintf(begins, sizeof begins, "%s", id);
  for (size_t i = 0; i < host->n_unknown; i++)
    if (strcmp(at[i], begins) == 0) return 0;
  if (host->n_unknown == HOST_MAX_UNKNOWN) return 0;
  memcpy(at[host->n_unknown++], begins, sizeof begins);
  return 1;
}

/* Once for each id: it is misspelt, of another revision, or its plugin is not there. */
static void tell_unknown(struct host_table *host, const char *id) {
  char text[HOST_MAX_MESSAGE];
  if (!remember_unknown(host, id)) return;
  size_t n = (size_t)snprintf(text, sizeof text,
                              "it asks for the extension %.100s, which nobody offers, and gets NULL: correct "
                              "the id, or install the plugin "
                              "that offers it and name it in .uses; there are " TDG_EXT_ENCODINGS
                              ", " TDG_EXT_JSON ", " TDG_EXT_STATE,
                              id);
  for (size_t i = 0; i < host->n_extensions && n + strlen(host->extension[i].id) + 3 < sizeof text; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, ", %s", host->extension[i].id);
  tell_extension(host, text);
}

static const void *find_extension(struct host_table *host, const char *id) {
  for (size_t i = 0; i < host->n_extensions; i++) {
    struct host_extension *x = &host->extension[i];
    if (strcmp(x->id, id) != 0) continue;
    if (x->table == NULL) tell_unnamed(host, x);
    return x->table;
  }
  tell_unknown(host, id);
  return NULL;
}

static const void *host_ext(const struct tdg_host *host, const char *id) {
  static const struct tdg_json json = {.size = sizeof json, .write = host_json};
  static const struct tdg_state state = {.size = sizeof state, .get = host_state_get, .set = host_state_set};
  static struct tdg_encodings encodings = {.size = sizeof encodings};
  encodings.accept = codec_names();
  if (strcmp(id, TDG_EXT_STATE) == 0) return &state;
  if (strcmp(id, TDG_EXT_ENCODINGS) == 0) return &encodings;
  if (strcmp(id, TDG_EXT_JSON) == 0) return &json;
  return host != NULL ? find_extension((struct host_table *)(uintptr_t)host, id) : NULL;
}

void host_extend(struct host_call *call, const char *id, const void *table) {
  struct host_table *t = &call->table;
  if (t->n_extensions < HOST_MAX_EXTENSIONS)
    t->extension[t->n_extensions++] = (struct host_extension){id, table, 0};
}

/* ---- records ---- */

/* A mistake is a line of the log; it does not count as one of the plugin's. */
static void tell(struct host_call *call, const struct mistake *m) {
  if (m->text[0] != '\0' && call->sink.log != NULL)
    call->sink.log(call->sink.arg, MISTAKE_LINE(m->what), m->text);
}

static tdg_rec *host_rec_new(tdg_call *c, uint32_t kind) { return rec_new(&of(c)->arena, kind); }

static int not_its_own(tdg_call *c, uint32_t field) {
  struct mistake m;
  mistakes_foreign(&of(c)->mistakes, field, &m);
  tell(of(c), &m);
  return 0;
}

static void note_late(tdg_call *c, const tdg_rec *r, uint32_t field) {
  of(c)->mistakes.late += r->sent == r->n;
  of(c)->mistakes.late_field = field;
}

/* May the plugin put a field into r?  It may not into its input and parts of records; what it puts into a record
 * that was emitted is lost unless it is emitted again. */
static inline int may_put(tdg_call *c, const tdg_rec *r, uint32_t field) {
  if (__builtin_expect(r->cap == 0, 0)) return not_its_own(c, field);
  if (__builtin_expect(r->sent != 0, 0)) note_late(c, r, field);
  return 1;
}

static void host_put(tdg_call *c, tdg_rec *r, uint32_t f, const void *p, size_t n) {
  if (may_put(c, r, f)) rec_put(r, f, p, n);
}
static void host_put_int(tdg_call *c, tdg_rec *r, uint32_t f, int64_t v) {
  if (may_put(c, r, f)) rec_put_int(r, f, v);
}
static void host_put_real(tdg_call *c, tdg_rec *r, uint32_t f, double v) {
  if (may_put(c, r, f)) rec_put_real(r, f, v);
}
static void host_put_rec(tdg_call *c, tdg_rec *r, uint32_t f, const tdg_rec *v) {
  if (may_put(c, r, f)) rec_put_rec(r, f, v);
}
static uint32_t host_kind(tdg_call *c, const tdg_rec *r) {
  (void)c;
  return rec_kind(r);
}
static struct tdg_str host_get(tdg_call *c, const tdg_rec *r, uint32_t f, uint32_t nth) {
  (void)c;
  return rec_get(r, f, nth);
}
static int64_t host_get_int(tdg_call *c, const tdg_rec *r, uint32_t f, int64_t otherwise) {
  (void)c;
  return rec_get_int(r, f, otherwise);
}
static const tdg_rec *host_get_rec(tdg_call *c, const tdg_rec *r, uint32_t f, uint32_t nth) {
  (void)c;
  return rec_get_rec(r, f, nth);
}
/* The struct tdg_item of revision 1: another size is that of a later one. */
struct item_1 {
  uint32_t field, type;
  struct tdg_str str;
  int64_t num;
  double real;
  const tdg_rec *rec;
};

static int host_next_item(tdg_call *c, const tdg_rec *r, size_t *pos, struct tdg_item *out, size_t size) {
  struct tdg_item item;
  (void)c;
  if (size == sizeof *out) return rec_next(r, pos, out);
  int more = rec_next(r, pos, &item);
  if (!more) return 0;
  if (size > sizeof item) memset((char *)out + sizeof item, 0, size - sizeof item);
  memcpy(out, &item, size < sizeof item ? size : sizeof item);
  return more;
}
static int host_next(tdg_call *c, const tdg_rec *r, size_t *pos, struct tdg_item *out) {
  return host_next_item(c, r, pos, out, sizeof(struct item_1));
}

/* What is wrong with a record that was built wrongly: its field, and what was done. */
static void say_fault(struct host_call *call, const tdg_rec *r, int status) {
  const struct rec_field *info = rec_field_info(r->fault_field);
  if (call->message[0] != '\0') return;
  if (r->fault == NULL)
    snprintf(call->message, sizeof call->message,
             status == TDG_INTERNAL ? "the plugin put a value of the wrong type into a record"
                                    : "a record is larger than allowed");
  else if (info != NULL) snprintf(call->message, sizeof call->message, "%s: %s", info->symbol, r->fault);
  else snprintf(call->message, sizeof call->message, "field %u: %s", (unsigned)r->fault_field, r->fault);
}

/* Whose fault it is, for failures whose words are the host's. */
static void say_whose(struct host_call *call) {
  const struct tdg_component *c = call->mistakes.component;
  char words[HOST_MAX_MESSAGE];
  if (c == NULL || (c->kind != TDG_KIND_PARSER && c->kind != TDG_KIND_FETCHER))
    return; /* who tells it names it */
  memcpy(words, call->message, sizeof words);
  snprintf(call->message, sizeof call->message, "%s: %.*s", call->mistakes.label, HOST_MAX_MESSAGE - 260,
           words);
}

static int give(struct host_call *call, const tdg_rec *r) {
  if (r->error != 0) return r->error;
  if (r->n > REC_MAX_DOCUMENT) return TDG_DENIED;
  memset(&call->odd, 0, sizeof call->odd);
  return call->sink.emit(call->sink.arg, r);
}

/* It stays the plugin's: `sent` is the host's own mark. */
static void mark_sent(struct host_call *call, const tdg_rec *r) {
  if (r->cap == 0) return;
  call->mistakes.late -= r->sent != 0 && r->sent != r->n && call->mistakes.late > 0;
  ((tdg_rec *)(uintptr_t)r)->sent = r->n;
}

static int host_emit(tdg_call *c, const tdg_rec *r) {
  struct host_call *call = of(c);
  struct mistake m;
  if (!mistakes_may_emit(&call->mistakes, rec_kind(r), &m)) {
    tell(call, &m);
    return TDG_OK;
  }
  if (r->cap != 0 && r->sent != 0 && r->sent == r->n) {
    mistakes_again(&call->mistakes, r, &m);
    tell(call, &m);
  }
  int status = give(call, r);
  mark_sent(call, r);
  if (status >= 0) {
    mistakes_emitted(&call->mistakes, r, &call->odd, &m);
    tell(call, &m);
    return status;
  }
  forget_changes(call); /* in pump they would go with the next document, which may be of another source */
  if (call->first_error == 0) {
    call->first_error = status;
    say_fault(call, r, status);
    say_whose(call);
  }
  return status;
}

static void free_apart(struct host_call *call, size_t from) {
  while (call->n_apart > from) free(call->apart[--call->n_apart]);
}

static void *scratch_apart(struct host_call *call, size_t n) {
  if (call->n_apart == call->cap_apart) {
    call->cap_apart = call->cap_apart > 0 ? 2 * call->cap_apart : 64;
    call->apart = check_realloc(call->apart, call->cap_apart * sizeof *call->apart);
  }
  void *p = check_alloc(n > 0 ? n : 1);
  memset(p, 0, n);
  return call->apart[call->n_apart++] = p;
}

static void *host_scratch(tdg_call *c, size_t n) {
  return of(c)->is_apart ? scratch_apart(of(c), n) : arena_zalloc(&of(c)->arena, n);
}

/* Copy a message, which may quote hostile bytes, with '?' for NUL and for bytes that are not UTF-8. */
static void set_text(char to[HOST_MAX_MESSAGE], const char *p, size_t n) {
  if (n > TDG_MAX_MESSAGE) {
    size_t cut = tdg_utf8_cut((struct tdg_str){p, n}, TDG_MAX_MESSAGE);
    n = TDG_MAX_MESSAGE - cut < 4 ? cut : TDG_MAX_MESSAGE; /* else it is no UTF-8 */
  }
  if (n > 0) memcpy(to, p, n);
  to[n] = '\0';
  if (tdg_utf8_valid(to, n)) return;
  for (size_t i = 0; i < n; i++)
    if (to[i] == '\0' || (unsigned char)to[i] >= 0x80) to[i] = '?';
}

static int host_fail_text(tdg_call *c, int status, const char *p, size_t n) {
  set_text(of(c)->message, p, n);
  of(c)->said_failure = status < 0;
  return status;
}

static void host_log_text(tdg_call *c, int level, const char *p, size_t n) {
  struct host_call *call = of(c);
  char text[HOST_MAX_MESSAGE];
  set_text(text, p, n);
  call->mistakes.logged++;
  if (call->sink.log != NULL) call->sink.log(call->sink.arg, level & (MISTAKE_LEVEL - 1), text);
}

/* Plugins of revision 1 leave the formatting to the host.  The room is larger than what is kept, so that the text
 * is cut between two characters. */
enum { FORMAT_ROOM = HOST_MAX_MESSAGE + 8 };
__attribute__((format(printf, 2, 0))) static size_t format(char to[FORMAT_ROOM], const char *fmt,
                                                           va_list ap) {
  int n = vsnprintf(to, FORMAT_ROOM, fmt, ap);
  return n < 0 ? 0 : n < FORMAT_ROOM ? (size_t)n : FORMAT_ROOM - 1;
}

__attribute__((format(printf, 3, 0))) static int host_fail(tdg_call *c, int status, const char *fmt,
                                                           va_list ap) {
  char text[FORMAT_ROOM];
  return host_fail_text(c, status, text, format(text, fmt, ap));
}

__attribute__((format(printf, 3, 0))) static void host_log(tdg_call *c, int level, const char *fmt,
                                                           va_list ap) {
  char text[FORMAT_ROOM];
  host_log_text(c, level, text, format(text, fmt, ap));
}

static int64_t host_now_ms(tdg_call *c) { return of(c)->now_ms; }

/* The mark is a copy of the arena's state, stored in the arena itself: releasing to it frees the mark too. */
struct kept_mark {
  struct arena_mark arena;
  size_t n_apart;
};

static void *host_mark(tdg_call *c) {
  struct arena_mark m = arena_mark(&of(c)->arena);
  struct kept_mark *kept = arena_alloc(&of(c)->arena, sizeof *kept);
  *kept = (struct kept_mark){m, of(c)->n_apart};
  return kept;
}

static void host_release(tdg_call *c, void *mark) {
  const struct kept_mark m = *(struct kept_mark *)mark;
  arena_release(&of(c)->arena, m.arena);
  free_apart(of(c), m.n_apart);
}

static const struct tdg_host functions = {
    .size = sizeof functions,
    .rev = TDG_REV,
    .ext = host_ext,
    .rec_new = host_rec_new,
    .put = host_put,
    .put_int = host_put_int,
    .put_real = host_put_real,
    .put_rec = host_put_rec,
    .kind = host_kind,
    .get = host_get,
    .get_int = host_get_int,
    .get_rec = host_get_rec,
    .next = host_next,
    .emit = host_emit,
    .scratch = host_scratch,
    .fail = host_fail,
    .log = host_log,
    .now_ms = host_now_ms,
    .mark = host_mark,
    .release = host_release,
    .fail_text = host_fail_text,
    .log_text = host_log_text,
    .next_item = host_next_item,
};

void host_init(struct host_call *call, const struct host_sink *sink) {
  memset(call, 0, sizeof *call);
  call->table.pub = functions;
  call->table.call = call;
  call->pub.host = &call->table.pub;
  call->sink = *sink;
}

void host_begin(struct host_call *call, int64_t now_ms) {
  if (call->check != NULL) host_check_end(call);
  else arena_reset(&call->arena);
  free_apart(call, 0);
  call->now_ms = now_ms;
  call->kept = NULL;
  call->changes = NULL;
  call->n_changes = 0;
  call->no_values = 0;
  arena_reset(&call->values);
  call->first_error = 0;
  call->said_failure = 0;
  call->message[0] = '\0';
  mistakes_begin(&call->mistakes);
}

/* A record that the host refused: its reason is the message of the failure, and for a check a mistake as well. */
static void tell_invalid(struct host_call *call) {
  if (call->sink.log == NULL) return;
  call->sink.log(call->sink.arg, MISTAKE_LINE(call->first_error == TDG_DENIED ? WRONG_LIMIT : WRONG_RECORD),
                 call->message);
}

int host_status(struct host_call *call, enum mistake_call called, int returned, const tdg_rec *in) {
  struct mistake wrong, nothing, late, unfailed;
  if (returned == TDG_OK && call->first_error == 0 && call->said_failure) {
    mistakes_unfailed(&call->mistakes, call->message, &unfailed);
    tell(call, &unfailed);
  }
  if (returned == TDG_OK && call->first_error < 0) returned = call->first_error;
  const int status = mistakes_status(&call->mistakes, called, returned, &wrong);
  if (wrong.text[0] != '\0') snprintf(call->message, sizeof call->message, "%s", wrong.text);
  if (wrong.text[0] != '\0' && call->metered) tell(call, &wrong);
  if (call->first_error < 0 && call->metered) tell_invalid(call);
  mistakes_answered(&call->mistakes, called, call->first_error < 0 ? call->first_error : status,
                    call->message, in, &nothing, &late);
  tell(call, &nothing);
  tell(call, &late);
  return status >= 0 && call->first_error < 0 ? call->first_error : status;
}

void host_after_last(struct host_call *call) {
  struct mistake m;
  mistakes_after_last(&call->mistakes, &m);
  tell(call, &m);
}

void host_free(struct host_call *call) {
  host_check_free(call);
  free_apart(call, 0);
  free(call->apart);
  arena_free(&call->arena);
  arena_free(&call->values);
}

int64_t host_clock(const struct tdg_component *c) {
  return c->kind == TDG_KIND_PARSER || c->kind == TDG_KIND_STAGE ? 0 : clock_wall_ms();
}

void host_close(const struct tdg_component *c, struct host_call *call, void *self) {
  host_begin(call, host_clock(c));
  if (c->close_call != NULL) c->close_call(&call->pub, self);
  else if (c->close != NULL) c->close(self);
}

int host_recall(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in) {
  int status = TDG_OK;
  size_t pos = 0;
  struct tdg_item it;
  if (c->recall == NULL) return TDG_OK;
  if (rec_kind(in) != TDG_STORY) return c->recall(call, self, in);
  while (rec_next(in, &pos, &it)) {
    if (it.field != TDG_MEMBER || it.rec == NULL) continue;
    of(call)->now_ms = rec_get_int(it.rec, TDG_FIRST_SEEN, 0);
    int now = c->recall(call, self, it.rec);
    if (status == TDG_OK) status = now;
  }
  return status;
}

int host_save(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in) {
  return c->save != NULL ? c->save(call, self, rec_get_int(in, TDG_ABOUT, 1) - 1) : TDG_OK;
}

int host_restore(const struct tdg_component *c, tdg_call *call, void *self, const tdg_rec *in) {
  return c->restore != NULL ? c->restore(call, self, in) : TDG_DENIED;
}
