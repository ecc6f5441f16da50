/* about.h - language, section, tags, picture, rights and other addresses of an article. */
#ifndef PARSE_ARTICLE_ABOUT_H
#define PARSE_ARTICLE_ABOUT_H

#include "meta.h"

void about_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec);

#endif
