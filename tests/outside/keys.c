/* keys.c - a parser from outside the tree that keeps more than it may, and says what it was told. */
#include <tidings/ext/state.h>

#include <stdio.h>

static char large[TDG_STATE_MAX_VALUE + 1];

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  char key[200], title[300];
  int kept = 0, denied = 0, bytes;
  (void)self;
  if (state == NULL) return tdg_fail(call, TDG_INTERNAL, "this host has no %s", TDG_EXT_STATE);
  struct tdg_str before = state->get(call, "k0");
  bytes = (int)state->get(call, "bytes").n;
  for (int i = 0; i < 70; i++) {
    int n = snprintf(key, sizeof key, "k%d", i);
    int status = state->set(call, key, key, (size_t)n);
    kept += status == TDG_OK;
    denied += status == TDG_DENIED;
  }
  void *mark = tdg_mark(call);
  state->set(call, "k5", NULL, 0);
  int room = state->set(call, "bytes", "a\0b", 3);
  int again = state->set(call, "k5", "k5", 2);
  state->set(call, "bytes", NULL, 0); /* the second poll begins as the first one did */
  tdg_release(call, mark);
  memset(key, 'x', sizeof key);
  key[sizeof key - 1] = '\0';
  snprintf(title, sizeof title,
           "before %s, bytes %d; kept %d, denied %d; k5 \"%s\", room %d, again %d; large %d, max %d, empty "
           "%d, long %d",
           before.p, bytes, kept, denied, state->get(call, "k5").p, room, again,
           state->set(call, "k1", large, sizeof large), state->set(call, "k1", large, sizeof large - 1),
           state->set(call, "", "x", 1), state->set(call, key, "x", 1));
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, title);
  tdg_put_str(call, r, TDG_URL, tdg_get(call, doc, TDG_URL).p);
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.keys", "1.0", "Keeps values",
           TDG_PARSER(.name = "keys", .summary = "Keeps values", .run = run));
