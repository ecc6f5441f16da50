/* language_tags.h - language, section, tags, picture, rights and other addresses of an article. */
#ifndef PARSE_ARTICLE_LANGUAGE_TAGS_H
#define PARSE_ARTICLE_LANGUAGE_TAGS_H

#include "meta.h"

void language_tags_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec);

#endif
