/* test_memory.c - tdg_mark and tdg_release: what was made since goes, what was made before stays as it was. */
#include "worker/host.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int drop(void *arg, const tdg_rec *r) {
  (void)arg;
  (void)r;
  return TDG_OK;
}

static void begin(struct host_call *call) {
  host_init(call, &(struct host_sink){.emit = drop});
  host_begin(call, 0);
}

static void what_was_made_before_the_mark_stays(void **state) {
  struct host_call call;
  (void)state;
  begin(&call);
  tdg_rec *r = tdg_rec_new(&call.pub, TDG_ARTICLE);
  tdg_put_str(&call.pub, r, TDG_TITLE, "before");
  void *mark = tdg_mark(&call.pub);
  memset(tdg_scratch(&call.pub, 5 << 20), 'x', 5 << 20);
  tdg_release(&call.pub, mark);
  assert_string_equal(tdg_get(&call.pub, r, TDG_TITLE).p, "before");
  char *again = tdg_scratch(&call.pub, 1000);
  for (int i = 0; i < 1000; i++) assert_int_equal(again[i], 0);
  host_free(&call);
}

static void memory_does_not_grow_over_many_marks(void **state) {
  struct host_call call;
  (void)state;
  begin(&call);
  tdg_scratch(&call.pub, 100);
  size_t used = call.arena.used;
  for (int i = 0; i < 1000; i++) {
    void *mark = tdg_mark(&call.pub);
    tdg_rec *r = tdg_rec_new(&call.pub, TDG_ARTICLE);
    for (int k = 0; k < 100; k++) tdg_block(&call.pub, r, TDG_PARAGRAPH, "a paragraph of some length", 26);
    assert_int_equal(tdg_emit(&call.pub, r), TDG_OK);
    tdg_release(&call.pub, mark);
  }
  assert_int_equal(call.arena.used, used);
  host_free(&call);
}

static void marks_nest(void **state) {
  struct host_call call;
  (void)state;
  begin(&call);
  void *outer = tdg_mark(&call.pub);
  char *kept = tdg_scratch(&call.pub, 16);
  memcpy(kept, "kept", 5);
  void *inner = tdg_mark(&call.pub);
  tdg_scratch(&call.pub, 3 << 20);
  tdg_release(&call.pub, inner);
  assert_string_equal(kept, "kept");
  tdg_release(&call.pub, outer);
  host_free(&call);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_made_before_the_mark_stays),
      cmocka_unit_test(memory_does_not_grow_over_many_marks),
      cmocka_unit_test(marks_nest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
