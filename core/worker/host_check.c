/* worker/host_check.c - a host table whose functions look at what they are given; see host_check.h.
 *
 * Owns the overwritten memory of the last calls.  It ends the process (abort) on a mistake, so it is for workers of
 * authors alone; an ordinary worker has the table of host.c and pays nothing.
 */
#include "worker/host_check.h"

#include "util/check.h"
#include "util/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BEHIND = 16, BEHIND_BYTE = 0xC5, MAX_BLOCKS = 4096 };

enum { ENDED_CALLS = 8, ENDED_BYTES = 16 << 20 /* of one call; larger ones are freed at once */ };

struct host_check {
  struct tdg_host host; /* the functions that do the work */
  struct arena ended[ENDED_CALLS];
  size_t next;
  int overwrite;
  int guarded;
  struct placed {
    char *base;
    size_t size;
  } placed[ENDED_CALLS]; /* inputs, with the page behind them */
  size_t next_place;
  struct tdg_str blocks[MAX_BLOCKS]; /* of scratch, in this call */
  size_t n_blocks;
  struct tdg_str lent; /* the input's bytes, */
  char *was;           /*   and a copy */
};

static struct host_call *of(tdg_call *c) { return (struct host_call *)(void *)c; }
static const struct tdg_host *host_of(tdg_call *c) { return &of(c)->check->host; }

/* ---- memory that has ended ---- */

_Noreturn static void end_by(const char *what, const char *todo) {
  say_flush();
  say_error("%s; %s\n", what, todo);
  abort();
}

_Noreturn static void end_by_text(const char *function, uint32_t field) {
  const struct rec_field *info = field != 0 ? rec_field_info(field) : NULL;
  char what[200];
  snprintf(what, sizeof what, "%s " HOST_CHECK_ENDED "%s%s", function, info != NULL ? " for " : "",
           info != NULL ? info->symbol : "");
  end_by(what, "texts, records and scratch end with their call: copy what is kept into memory of your own");
}

/* The whole of a short text, or four bytes in a row: no UTF-8 has one of them. */
static int is_ended(const void *p, size_t n) {
  static const char four[] = {(char)ARENA_ENDED, (char)ARENA_ENDED, (char)ARENA_ENDED, (char)ARENA_ENDED};
  if (n == 0) return 0;
  return n < sizeof four ? memcmp(p, four, n) == 0 : memmem(p, n, four, sizeof four) != NULL;
}

static void look_at_text(const char *function, uint32_t field, const void *p, size_t n) {
  if (p != NULL && is_ended(p, n)) end_by_text(function, field);
}

static void look_at_rec(const char *function, const tdg_rec *r) {
  if (r != NULL && is_ended(&r->p, sizeof r->p)) end_by_text(function, 0);
}

/* Bytes of a document may be anything. */
static int is_text(uint32_t field) {
  const struct rec_field *info = rec_field_info(field);
  return info == NULL || info->type != TDG_T_BYTES;
}

/* ---- the functions ---- */

static void put(tdg_call *c, tdg_rec *r, uint32_t f, const void *p, size_t n) {
  look_at_rec("tdg_put", r);
  if (is_text(f)) look_at_text("tdg_put", f, p, n);
  host_of(c)->put(c, r, f, p, n);
}
static void put_int(tdg_call *c, tdg_rec *r, uint32_t f, int64_t v) {
  look_at_rec("tdg_put_int", r);
  host_of(c)->put_int(c, r, f, v);
}
static void put_real(tdg_call *c, tdg_rec *r, uint32_t f, double v) {
  look_at_rec("tdg_put_real", r);
  host_of(c)->put_real(c, r, f, v);
}
static void put_rec(tdg_call *c, tdg_rec *r, uint32_t f, const tdg_rec *v) {
  look_at_rec("tdg_put_rec", r);
  look_at_rec("tdg_put_rec", v);
  host_of(c)->put_rec(c, r, f, v);
}
static uint32_t kind(tdg_call *c, const tdg_rec *r) {
  look_at_rec("tdg_kind", r);
  return host_of(c)->kind(c, r);
}
static struct tdg_str get(tdg_call *c, const tdg_rec *r, uint32_t f, uint32_t nth) {
  look_at_rec("tdg_get", r);
  return host_of(c)->get(c, r, f, nth);
}
static int64_t get_int(tdg_call *c, const tdg_rec *r, uint32_t f, int64_t otherwise) {
  look_at_rec("tdg_get_int", r);
  return host_of(c)->get_int(c, r, f, otherwise);
}
static const tdg_rec *get_rec(tdg_call *c, const tdg_rec *r, uint32_t f, uint32_t nth) {
  look_at_rec("tdg_get_rec", r);
  return host_of(c)->get_rec(c, r, f, nth);
}
static int next(tdg_call *c, const tdg_rec *r, size_t *pos, struct tdg_item *out) {
  look_at_rec("tdg_next", r);
  return host_of(c)->next(c, r, pos, out);
}
static int next_item(tdg_call *c, const tdg_rec *r, size_t *pos, struct tdg_item *out, size_t size) {
  look_at_rec("tdg_next", r);
  return host_of(c)->next_item(c, r, pos, out, size);
}
static int emit(tdg_call *c, const tdg_rec *r) {
  look_at_rec("tdg_emit", r);
  return host_of(c)->emit(c, r);
}
static int fail_text(tdg_call *c, int status, const char *p, size_t n) {
  look_at_text("tdg_fail", 0, p, n);
  return host_of(c)->fail_text(c, status, p, n);
}
static void log_text(tdg_call *c, int level, const char *p, size_t n) {
  look_at_text("tdg_log", 0, p, n);
  host_of(c)->log_text(c, level, p, n);
}

/* ---- what lies behind blocks and inputs ---- */

static void look_behind(struct host_check *check) {
  for (size_t i = 0; i < check->n_blocks; i++)
    for (size_t k = 0; k < BEHIND; k++)
      if ((unsigned char)check->blocks[i].p[check->blocks[i].n + k] != BEHIND_BYTE)
        end_by(HOST_CHECK_BEHIND, "ask for as many bytes as are written, a NUL included");
  check->n_blocks = 0;
}

static void *scratch(tdg_call *c, size_t n) {
  struct host_check *check = of(c)->check;
  if (n > SIZE_MAX - BEHIND) return host_of(c)->scratch(c, n);
  char *p = host_of(c)->scratch(c, n + BEHIND);
  memset(p + n, BEHIND_BYTE, BEHIND);
  if (check->n_blocks < MAX_BLOCKS) check->blocks[check->n_blocks++] = (struct tdg_str){p, n};
  return p;
}

/* Blocks that are older than the mark are looked at for the last time. */
static void release(tdg_call *c, void *mark) {
  look_behind(of(c)->check);
  host_of(c)->release(c, mark);
}

static void remove_place(struct placed *place) {
  if (place->base != NULL) munmap(place->base, place->size);
  place->base = NULL;
}

const unsigned char *host_check_place(struct host_call *call, const unsigned char *p, size_t n) {
  struct host_check *check = call->check;
  const size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (n + page - 1) / page * page;
  if (!check->guarded) return (const unsigned char *)arena_copy(&call->arena, p, n);
  struct placed *place = &check->placed[check->next_place];
  check->next_place = (check->next_place + 1) % ENDED_CALLS;
  remove_place(place);
  char *base = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return (const unsigned char *)arena_copy(&call->arena, p, n);
  *place = (struct placed){base, room + page};
  mprotect(base + room, page, PROT_NONE);
  memcpy(base + room - n, p, n);
  return (const unsigned char *)base + room - n;
}

/* The bytes of the input of the call that ends. */
static void overwrite_place(struct host_check *check) {
  const struct placed *place = &check->placed[(check->next_place + ENDED_CALLS - 1) % ENDED_CALLS];
  if (place->base != NULL) memset(place->base, ARENA_ENDED, place->size - (size_t)sysconf(_SC_PAGESIZE));
}

/* ---- calls ---- */

void host_check_begin(struct host_call *call, int overwrite, int guarded) {
  struct tdg_host *table = &call->table.pub;
  call->check = check_alloc(sizeof *call->check);
  memset(call->check, 0, sizeof *call->check);
  call->check->host = *table;
  call->check->overwrite = overwrite;
  call->check->guarded = guarded;
  if (guarded) table->scratch = scratch, table->release = release;
  table->put = put;
  table->put_int = put_int;
  table->put_real = put_real;
  table->put_rec = put_rec;
  table->kind = kind;
  table->get = get;
  table->get_int = get_int;
  table->get_rec = get_rec;
  table->next = next;
  table->next_item = next_item;
  table->emit = emit;
  table->fail_text = fail_text;
  table->log_text = log_text;
}

void host_check_end(struct host_call *call) {
  struct host_check *check = call->check;
  const size_t used = call->arena.used, limit = call->arena.limit;
  if (check->overwrite) arena_overwrite(&call->arena), overwrite_place(check);
  check->n_blocks = 0;
  arena_free(&check->ended[check->next]);
  check->ended[check->next] = call->arena;
  call->arena = (struct arena){.limit = limit};
  if (used > ENDED_BYTES) arena_free(&check->ended[check->next]);
  check->next = (check->next + 1) % ENDED_CALLS;
  free(check->was);
  check->was = NULL;
}

void host_check_free(struct host_call *call) {
  if (call->check == NULL) return;
  for (size_t i = 0; i < ENDED_CALLS; i++) {
    arena_free(&call->check->ended[i]);
    remove_place(&call->check->placed[i]);
  }
  free(call->check->was);
  free(call->check);
  call->check = NULL;
}

void host_check_lend(struct host_call *call, const tdg_rec *in) {
  struct host_check *check = call->check;
  if (check == NULL || in == NULL) return;
  free(check->was);
  check->lent = rec_bytes(in);
  check->was = check_alloc(check->lent.n + 1);
  memcpy(check->was, check->lent.p, check->lent.n);
}

void host_check_lent(struct host_call *call) {
  struct host_check *check = call->check;
  if (check != NULL) look_behind(check);
  if (check == NULL || check->was == NULL) return;
  if (memcmp(check->was, check->lent.p, check->lent.n) == 0) return;
  end_by(HOST_CHECK_WROTE ", which it may only read",
         "what tdg_get() gives is not the plugin's: copy it to tdg_scratch() and change it there");
}
