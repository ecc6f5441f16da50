/* words/all.c - the languages there are; English stands in for those there are not.  See ../words.h. */
#include "../words.h"

extern const struct words words_en;

const struct words *const words_all[] = {&words_en, NULL};
