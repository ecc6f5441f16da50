/* date_origin.c - what a record keeps of how a date was written.
 *
 * The one place that says whether a time is local.  Groups are the call's; nothing fails. */
#include <tidings/kit/date.h>

static const char *precision_name(int precision) {
  switch (precision) {
  case TDG_DATE_YEAR: return "year";
  case TDG_DATE_MONTH: return "month";
  case TDG_DATE_DAY: return "day";
  case TDG_DATE_MINUTE: return "minute";
  case TDG_DATE_SECOND: return "second";
  default: return "";
  }
}

void tdg_date_put_written(tdg_call *call, tdg_rec *origin, const struct tdg_date *d, int zoned) {
  tdg_put_str(call, origin, TDG_PRECISION, precision_name(d->precision));
  if (d->has_zone) tdg_put_int(call, origin, TDG_ZONE, d->offset_min);
  if (tdg_date_is_local(d, zoned)) tdg_put_int(call, origin, TDG_LOCAL, 1);
}

void tdg_date_put_origin(tdg_call *call, tdg_rec *rec, const char *field, const char *from,
                         struct tdg_str raw, const struct tdg_date *d, int zoned) {
  tdg_rec *origin = tdg_group(call);
  tdg_put_str(call, origin, TDG_FIELD_NAME, field);
  tdg_put_str(call, origin, TDG_FROM, from);
  tdg_put_text(call, origin, TDG_RAW, raw.p, raw.n);
  if (d != NULL) tdg_date_put_written(call, origin, d, zoned);
  tdg_put_rec(call, rec, TDG_ORIGIN, origin);
}
