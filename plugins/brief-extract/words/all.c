/* words/all.c - the languages there are; English, the first, stands in for those there are not.  See
 * ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_en, words_de, words_fr, words_es, words_it, words_pt, words_nl, words_pl,
    words_cs, words_uk, words_ru, words_tr, words_ar, words_he, words_zh, words_ja, words_ko;

const struct words *const words_all[] = {&words_en, &words_de, &words_fr, &words_es, &words_it, &words_pt,
                                         &words_nl, &words_pl, &words_cs, &words_uk, &words_ru, &words_tr,
                                         &words_ar, &words_he, &words_zh, &words_ja, &words_ko, NULL};
