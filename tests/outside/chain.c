/* chain.c - forty stages from outside the tree.  Each gives a record the tag of its number, when it has that of the stage
 * before; else it fails. */
#include <tidings/plugin.h>

#include <stdio.h>

static int judge(tdg_call *call, const tdg_rec *rec, int number) {
  char mine[24], before[24];
  struct tdg_str tag = {"", 0};
  int found = number == 0;
  snprintf(mine, sizeof mine, "link-%d", number);
  snprintf(before, sizeof before, "link-%d", number - 1);
  for (uint32_t i = 0; !found && (tag = tdg_get_nth(call, rec, TDG_TAG, i)).n > 0; i++)
    found = strcmp(tag.p, before) == 0;
  if (!found) return tdg_fail(call, TDG_BAD_INPUT, "%s is missing", before);
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_str(call, note, TDG_TAG, mine);
  return tdg_emit(call, note);
}

#define LINK(n)                                                                                              \
  static int judge_##n(tdg_call *call, void *self, const tdg_rec *rec) {                                     \
    (void)self;                                                                                              \
    return judge(call, rec, n);                                                                              \
  }
#define STAGE(n) TDG_STAGE(.name = "link-" #n, .summary = "Links", .judge = judge_##n)
// clang-format off
LINK(0) LINK(1) LINK(2) LINK(3) LINK(4)
LINK(5) LINK(6) LINK(7) LINK(8) LINK(9)
LINK(10) LINK(11) LINK(12) LINK(13) LINK(14)
LINK(15) LINK(16) LINK(17) LINK(18) LINK(19)
LINK(20) LINK(21) LINK(22) LINK(23) LINK(24)
LINK(25) LINK(26) LINK(27) LINK(28) LINK(29)
LINK(30) LINK(31) LINK(32) LINK(33) LINK(34)
LINK(35) LINK(36) LINK(37) LINK(38) LINK(39)

TDG_PLUGIN("org.example.chain", "1.0", "Forty stages",
           STAGE(0), STAGE(1), STAGE(2), STAGE(3), STAGE(4),
           STAGE(5), STAGE(6), STAGE(7), STAGE(8), STAGE(9),
           STAGE(10), STAGE(11), STAGE(12), STAGE(13), STAGE(14),
           STAGE(15), STAGE(16), STAGE(17), STAGE(18), STAGE(19),
           STAGE(20), STAGE(21), STAGE(22), STAGE(23), STAGE(24),
           STAGE(25), STAGE(26), STAGE(27), STAGE(28), STAGE(29),
           STAGE(30), STAGE(31), STAGE(32), STAGE(33), STAGE(34),
           STAGE(35), STAGE(36), STAGE(37), STAGE(38), STAGE(39));
// clang-format on
