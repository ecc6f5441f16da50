/* no_store.c - stores from outside the tree that the program cannot use: -DREV=, -DSIZE= of the table, -DNAME= of the component,
 * -DMISSING: without the operation commit. */
#include <tidings/store.h>

#ifndef REV
#define REV TDG_STORE_REV
#endif
#ifndef SIZE
#define SIZE sizeof(struct tdg_store_ops)
#endif
#ifndef NAME
#define NAME "none"
#endif

static struct tdg_store_ops ops;

static int nothing(void) { return TDG_INTERNAL; }

__attribute__((constructor)) static void fill(void) {
  int (*operation)(void) = nothing;
  for (size_t at = offsetof(struct tdg_store_ops, open); at < sizeof ops; at += sizeof operation)
    memcpy((char *)&ops + at, &operation, sizeof operation);
  ops.size = (uint32_t)(SIZE);
  ops.rev = REV;
#ifdef MISSING
  ops.commit = NULL;
#endif
}

TDG_PLUGIN("org.example.no-store", "1.0", "No store",
           TDG_STORE(.name = NAME, .summary = "Keeps nothing", .ops = &ops));
