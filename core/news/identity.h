/* news/identity.h - the keys by which a work is found again.
 *
 * A key is a hash with a mark of its kind.  What is meant only within a source (a guid, a title) has the owner in it; an
 * address is the same for all.  Content is what a reader sees: title, subtitle, blocks; not image addresses or times, which
 * change by themselves.  A work's number is the first key it was found by.
 */
#ifndef NEWS_IDENTITY_H
#define NEWS_IDENTITY_H

#include "news/address.h"

void identity_content(const tdg_rec *r, uint64_t out[2]);
/* Of an item within its document: alike means the same item printed twice. */
void identity_sign(const uint64_t content[2], int64_t published, struct tdg_str a, struct tdg_str b,
                   uint64_t out[2]);

/* ---- keys ---- */

void key_native(struct tdg_str owner, struct tdg_str id, uint64_t out[2]);
void key_guid(struct tdg_str owner, struct tdg_str guid, uint64_t out[2]);
void key_address(const struct address *address, int with_fragment, uint64_t out[2]);
/* The title at an address, with its date (0: none). */
void key_title(struct tdg_str owner, const struct address *at, struct tdg_str title, int64_t published,
               uint64_t out[2]);
/* The same words at an address, with their date. */
void key_text(struct tdg_str owner, const struct address *at, const uint64_t content[2], int64_t published,
              uint64_t out[2]);
/* The same item, whoever brings it. */
void key_item(const struct address *at, const uint64_t content[2], int64_t published, uint64_t out[2]);
/* Of a source whose guids mean nothing. */
void key_restless(struct tdg_str owner, uint64_t out[2]);
/* Another number for an owner's work, when the key is the number of somebody else's. */
void key_another(struct tdg_str owner, const uint64_t key[2], uint64_t n, uint64_t out[2]);

#endif
