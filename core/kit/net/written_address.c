/* kit/net/written_address.c - addresses as feeds and lists write them: with invisible characters around them, without their scheme.
 * Slices in; what is made lies in the memory of the call. */
#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

#include <strings.h>

/* Characters nobody sees, which belong to no text at whose edge they stand: spaces of all widths, the byte order
 * mark, marks of direction, the soft hyphen.  Not the joiners, which shape letters. */
static int is_invisible(uint32_t c) {
  return c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x200B) || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202F) || c == 0x205F || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x3000 || c == 0xFEFF;
}

static size_t first_invisible(struct tdg_str s) {
  size_t used;
  if ((unsigned char)s.p[0] < 0x80) return 0;
  return is_invisible(tdg_utf8_read(s.p, s.p + s.n, &used)) ? used : 0;
}

static size_t last_invisible(struct tdg_str s) {
  size_t from = s.n - 1, used;
  if ((unsigned char)s.p[from] < 0x80) return 0;
  while (from > 0 && s.n - from < 4 && ((unsigned char)s.p[from] & 0xC0) == 0x80) from--;
  return is_invisible(tdg_utf8_read(s.p + from, s.p + s.n, &used)) && used == s.n - from ? used : 0;
}

struct tdg_str tdg_trim_invisible(struct tdg_str s) {
  size_t n;
  s = tdg_str_trim(s);
  while (s.n > 0 && (n = first_invisible(s)) > 0) s = tdg_str_trim((struct tdg_str){s.p + n, s.n - n});
  while (s.n > 0 && (n = last_invisible(s)) > 0) s = tdg_str_trim((struct tdg_str){s.p, s.n - n});
  return s;
}

static struct tdg_str joined(tdg_call *call, const char *head, struct tdg_str s) {
  struct tdg_buf b = tdg_buf_make(call, s.n + 16);
  tdg_buf_str(&b, head);
  tdg_buf_add(&b, s.p, s.n);
  return tdg_buf_get(&b);
}

/* Does it begin with the host of the base, a part of a path behind it? */
static int begins_with_host(struct tdg_str base, struct tdg_str ref) {
  struct tdg_url u;
  if (tdg_url_parse(base, &u) != 0 || u.host.p == NULL || u.host.n == 0 || ref.n < u.host.n) return 0;
  if (memchr(u.host.p, '.', u.host.n) == NULL || strncasecmp(ref.p, u.host.p, u.host.n) != 0) return 0;
  return ref.n == u.host.n || ref.p[u.host.n] == '/';
}

/* An address that lacks its scheme, or a sign of it. */
static struct tdg_str mended(tdg_call *call, struct tdg_str base, struct tdg_str ref) {
  const char *scheme = tdg_nocase_starts(base, "http:") ? "http://" : "https://";
  if (tdg_nocase_starts(ref, "www.") && ref.n > 5 && memchr(ref.p + 4, '.', ref.n - 4) != NULL)
    return joined(call, scheme, ref);
  if (tdg_nocase_starts(ref, "http//")) return joined(call, "http:", (struct tdg_str){ref.p + 4, ref.n - 4});
  if (tdg_nocase_starts(ref, "https//"))
    return joined(call, "https:", (struct tdg_str){ref.p + 5, ref.n - 5});
  if (tdg_str_starts(ref, "://")) return joined(call, scheme, (struct tdg_str){ref.p + 3, ref.n - 3});
  return begins_with_host(base, ref) ? joined(call, scheme, ref) : ref;
}

/* "&amp;" in an address was escaped once too often. */
static struct tdg_str unescaped(tdg_call *call, struct tdg_str s) {
  const char *p = s.p, *end = p + s.n, *at;
  if (memchr(p, '&', s.n) == NULL || memmem(p, s.n, "&amp;", 5) == NULL) return s;
  struct tdg_buf b = tdg_buf_make(call, s.n);
  for (; (at = memmem(p, (size_t)(end - p), "&amp;", 5)) != NULL; p = at + 5)
    tdg_buf_add(&b, p, (size_t)(at + 1 - p));
  tdg_buf_add(&b, p, (size_t)(end - p));
  return tdg_buf_get(&b);
}

struct tdg_str tdg_url_resolve_written(tdg_call *call, struct tdg_str base, struct tdg_str ref) {
  ref = tdg_trim_invisible(ref);
  if (ref.n == 0) return (struct tdg_str){"", 0};
  ref = unescaped(call, ref);
  if (!tdg_url_is_web(ref)) return tdg_url_resolve(call, base, mended(call, base, ref));
  struct tdg_str inner = {ref.p + 7, ref.n - 7}; /* http://https://... */
  return tdg_url_resolve(call, base,
                         tdg_nocase_starts(ref, "http://http") && tdg_url_is_web(inner) ? inner : ref);
}
