/* media.h - pictures and embeds of an article. */
#ifndef PARSE_ARTICLE_MEDIA_H
#define PARSE_ARTICLE_MEDIA_H

#include "article_page.h"

enum { MAX_FIGURE_NODES = 400, MAX_IMAGES = 200 };

/* The address of an <img>, absolute; "" when it has none that can be used. */
struct tdg_str image_url(struct page *pg, uint32_t i, struct tdg_str base);
/* The text that goes with it: its figcaption, or a box named caption beside it; "". */
struct tdg_str image_caption(struct page *pg, uint32_t i);
/* Add a block; 1 when there was something to add. */
int image_write(struct page *pg, uint32_t i, struct tdg_str base, tdg_rec *rec);
/* Is this frame a player or a post of a known kind? */
int embed_is_known(const struct page *pg, uint32_t i);
int embed_write(struct page *pg, uint32_t i, struct tdg_str base, tdg_rec *rec);

#endif
