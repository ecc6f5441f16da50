/* news/publisher.h - who published a record. */
#ifndef NEWS_PUBLISHER_H
#define NEWS_PUBLISHER_H

#include "record/rec.h"

/* The outlet or the name of the source as configured, else the host of the address, else what the record says; "" when nothing
 * does: two files of unknown origin are not two publishers.  The store keeps it with the record, counts it, and briefs are given
 * it with the members of a story (TDG_PUBLISHER): nobody else decides it. */
struct tdg_str publisher_of(struct arena *a, const tdg_rec *r);

#endif
