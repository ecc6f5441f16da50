/* shelf.c - a plugin from outside the tree that offers an extension to others: its table counts letters. */
#include "shelf.h"

#ifndef ID
#define ID "org.example.shelf"
#endif

static size_t letters(tdg_call *call, const char *text) {
  size_t n = 0;
  (void)call;
#ifdef CRASH
  *(volatile int *)(uintptr_t)8 = 1;
#endif
  for (; *text != '\0'; text++) n += *text >= 'a' && *text <= 'z';
  return n;
}

static const void *offered(const char *id) {
  static const struct shelf table = {sizeof table, 0, letters};
#ifdef EMPTY
  return NULL;
#endif
  return strcmp(id, SHELF) == 0 ? &table : NULL;
}

#ifndef ONLY
static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self, (void)doc;
  return tdg_fail(call, TDG_NOT_MINE, "it only offers");
}
#endif

static const char *const offers[] = {SHELF, NULL};

#ifdef ONLY
TDG_PLUGIN_ONLY_OFFERS(ID, "1.0", "Offers letters", NULL, NULL, offers, offered);
#else
TDG_PLUGIN_OFFERS(ID, "1.0", "Offers letters", NULL, NULL, offers, offered,
                  TDG_PARSER(.name = "shelf", .summary = "Reads nothing", .run = run));
#endif
