/* news/publisher.h - who published a record. */
#ifndef NEWS_PUBLISHER_H
#define NEWS_PUBLISHER_H

#include "record/rec.h"

/* The outlet or the name of the source as configured, else the host of the address, else what the record says; "" when nothing
 * does: two files of unknown origin are not two publishers.  brief-extract says the same (read.c). */
struct tdg_str publisher_of(struct arena *a, const tdg_rec *r);

#endif
