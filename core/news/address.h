/* news/address.h - the address of a record, in the forms it is compared in. */
#ifndef NEWS_ADDRESS_H
#define NEWS_ADDRESS_H

#include "record/rec.h"

struct address {
  struct tdg_str key;      /* tdg_url_key, or the address as it is when it has none; "" there is no address */
  struct tdg_str fragment; /* without its #; "" none */
  /* of the key, with its port when that is not the usual one; "" it is none of the web */
  struct tdg_str host;
  int is_home; /* of the web, and nothing stands behind the host */
};

/* Strings live in the arena. */
struct address address_of(struct arena *a, struct tdg_str url);
/* A fragment by which pages of a script tell their articles apart: #!/post/2, #/post/2. */
int address_is_scripted(const struct address *address);
/* but for their fragments; no address is like none */
int address_same(const struct address *x, const struct address *y);
/* Is the second another place than the first?  What differs in the query alone is none; nothing moves from no address. */
int address_moved(const struct address *before, const struct address *now);
/* The path, or what stands in its place: without host and query. */
struct tdg_str address_path(const struct address *address);

#endif
