/* mail_header.c - the fields of a header: encoded words, mailboxes, subjects, dates.
 *
 * Headers are written by programs of forty years.  Encoded words stand inside quotation marks, contain spaces, are cut in
 * the middle of a character; bytes of any character set stand where only ASCII may.  All of it is read, nothing fails.
 */
#include <tidings/kit/charset.h>
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>
#include <tidings/kit/word_classes.h>

#include "mail.h"

enum { MAX_WORD = 4096, MAX_CHARSET = 64, MAX_PREFIX = 24, MAX_PREFIXES = 8 };

/* ---- encoded words ---- */

struct word {
  struct tdg_str charset, text;
  char how; /* 'q' or 'b' */
};

/* The bytes of the encoded word at p; 0: there is none. */
static size_t word_at(const char *p, const char *end, struct word *w) {
  if (end - p < 6 || p[0] != '=' || p[1] != '?') return 0;
  const char *charset = p + 2, *a = memchr(charset, '?', (size_t)(end - charset));
  if (a == NULL || a - charset > MAX_CHARSET || a == charset || end - a < 4 || a[2] != '?') return 0;
  const char how = tdg_lower(a[1]), *text = a + 3, *close = memmem(text, (size_t)(end - text), "?=", 2);
  if ((how != 'q' && how != 'b') || close == NULL || close - text > MAX_WORD) return 0;
  while (close + 2 < end && close[2] == '=' && close > text && how == 'q')
    close++; /* "?==": the text ends in "?" */
  w->charset = tdg_str_before((struct tdg_str){charset, (size_t)(a - charset)}, "*");
  w->text = (struct tdg_str){text, (size_t)(close - text)};
  w->how = how;
  return (size_t)(close + 2 - p);
}

static void add_quoted(struct tdg_buf *b, struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) {
    const int high = s.p[i] == '=' && i + 2 < s.n ? tdg_hex_value(s.p[i + 1]) : -1;
    const int low = high >= 0 ? tdg_hex_value(s.p[i + 2]) : -1;
    if (low >= 0) tdg_buf_char(b, (char)(high * 16 + low)), i += 2;
    else tdg_buf_char(b, (char)(s.p[i] == '_' ? ' ' : s.p[i]));
  }
}

/* Bytes of one character set, which may have been cut anywhere between words. */
struct run {
  struct tdg_buf bytes;
  struct tdg_str charset;
};

static void end_run(struct run *r, struct tdg_buf *out) {
  char label[MAX_CHARSET + 1];
  if (r->bytes.n == 0) return;
  memcpy(label, r->charset.p, r->charset.n);
  label[r->charset.n] = '\0';
  struct tdg_str text = tdg_decode(out->call, tdg_buf_get(&r->bytes), label, "", NULL);
  tdg_buf_add(out, text.p, text.n);
  tdg_buf_cut(&r->bytes, 0);
}

static void add_plain(struct tdg_buf *out, struct tdg_str s) {
  struct tdg_str text = tdg_decode(out->call, s, "", "", NULL);
  tdg_buf_add(out, text.p, text.n);
}

static int is_blank(struct tdg_str s) { return tdg_str_trim(s).n == 0; }

/* White space between two encoded words is none. */
static struct tdg_str decode_words(tdg_call *call, struct tdg_str value) {
  struct tdg_buf out = tdg_buf_make(call, 4 * MAIL_MAX_VALUE);
  struct run run = {tdg_buf_make(call, MAIL_MAX_VALUE), {"", 0}};
  struct word w;
  const char *end = value.p + value.n, *plain = value.p;
  int behind_word = 0;
  for (const char *p = value.p; p < end;) {
    const size_t n = *p == '=' ? word_at(p, end, &w) : 0;
    if (n == 0) {
      p++;
      continue;
    }
    const struct tdg_str between = {plain, (size_t)(p - plain)};
    const int joins = behind_word && is_blank(between);
    if (!joins || !tdg_nocase_same(run.charset, w.charset)) end_run(&run, &out);
    if (!joins) add_plain(&out, between);
    run.charset = w.charset;
    if (w.how == 'q') add_quoted(&run.bytes, w.text);
    else tdg_buf_base64(&run.bytes, w.text);
    behind_word = 1;
    plain = p += n;
  }
  end_run(&run, &out);
  add_plain(&out, (struct tdg_str){plain, (size_t)(end - plain)});
  return tdg_buf_get(&out);
}

/* Encoded words and bytes of any character set to UTF-8 in one line. */
static struct tdg_str decode_value(tdg_call *call, struct tdg_str value) {
  if (value.n > MAIL_MAX_VALUE) value.n = MAIL_MAX_VALUE;
  return tdg_trim_invisible(tdg_fold_space(call, decode_words(call, value)));
}

/* ---- mailboxes ---- */

struct mailbox_reader {
  struct tdg_buf name, address, comment;
};

/* Until the comma behind the first mailbox that has an address.  Quotation marks and comments hide commas. */
static void read_mailbox(struct mailbox_reader *r, struct tdg_str s) {
  int quoted = 0, depth = 0, angle = 0;
  for (size_t i = 0; i < s.n; i++) {
    const char c = s.p[i];
    struct tdg_buf *to = depth > 0 ? &r->comment : angle ? &r->address : &r->name;
    if (c == '\\' && (quoted || depth > 0) && i + 1 < s.n) tdg_buf_char(to, s.p[++i]);
    else if (c == '"' && depth == 0 && !angle) quoted = !quoted;
    else if (quoted) tdg_buf_char(to, c);
    else if (c == '(' && !angle) depth++;
    else if (c == ')' && depth > 0) depth--;
    else if (depth > 0) tdg_buf_char(to, c);
    else if (c == '<' && !angle) angle = 1, tdg_buf_cut(&r->address, 0);
    else if (c == '>' && angle) return;
    else if ((c == ',' || c == ';') && !angle && memchr(r->name.p, '@', r->name.n) != NULL) return;
    else tdg_buf_char(to, c);
  }
}

void mail_mailbox(tdg_call *call, struct tdg_str value, struct tdg_str *name, struct tdg_str *address) {
  struct mailbox_reader r = {tdg_buf_make(call, MAIL_MAX_VALUE), tdg_buf_make(call, MAIL_MAX_VALUE),
                             tdg_buf_make(call, MAIL_MAX_VALUE)};
  if (value.n > MAIL_MAX_VALUE) value.n = MAIL_MAX_VALUE;
  read_mailbox(&r, value);
  struct tdg_str bare = tdg_str_trim(tdg_buf_get(&r.name)), inside = tdg_str_trim(tdg_buf_get(&r.address));
  const int only_address =
      inside.n == 0 && memchr(bare.p, '@', bare.n) != NULL && memchr(bare.p, ' ', bare.n) == NULL;
  *address = tdg_decode(call, only_address ? bare : inside, "", "", NULL);
  *name = decode_value(call, only_address ? tdg_buf_get(&r.comment) : bare);
  while (name->n > 1 && (name->p[0] == '\'' || name->p[0] == '"') && name->p[name->n - 1] == name->p[0])
    name->p++, name->n -= 2;
  if (tdg_nocase_same(*name, *address)) name->n = 0;
}

/* ---- subjects ---- */

/* The bytes of "Re: ", "AW[2]: ", "Fwd : " at the front; 0: there is none.  Full-width colons too. */
static size_t prefix_of(tdg_call *call, struct tdg_str s, int *value) {
  static const char wide[] = "\xEF\xBC\x9A";
  size_t k = 0, n;
  while (k < s.n && k < MAX_PREFIX && s.p[k] != ':' && s.p[k] != '[' && s.p[k] != '(' &&
         memcmp(s.p + k, wide, s.n - k < 3 ? s.n - k : 3) != 0)
    k++;
  n = k;
  while (n < s.n && n < k + 6 && strchr("[]()0123456789", s.p[n]) != NULL) n++;
  const struct tdg_str word = tdg_str_trim((struct tdg_str){s.p, k}), rest = {s.p + n, s.n - n};
  const size_t colon = tdg_str_starts(rest, ":") ? 1 : tdg_str_starts(rest, wide) ? 3 : 0;
  if (colon == 0 || word.n == 0) return 0;
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_mail_prefixes, TDG_EVERY_LANGUAGE, tdg_fold(call, word));
  if (w == NULL) return 0;
  *value = w->value;
  return n + colon;
}

struct tdg_str mail_subject(tdg_call *call, struct tdg_str s, int *forwarded) {
  size_t n;
  int value = 0;
  *forwarded = 0;
  s = tdg_str_trim(s);
  for (int i = 0; i < MAX_PREFIXES && (n = prefix_of(call, s, &value)) > 0; i++) {
    *forwarded |= value == TDG_MAIL_PREFIXES_FORWARD;
    s = tdg_str_trim((struct tdg_str){s.p + n, s.n - n});
  }
  return s;
}

/* ---- the fields that matter ---- */

/* "Thu, 5 Mar 2026 09:30:00 +0100 (CET)": the comment repeats the zone. */
static void take_date(struct mail *m, struct tdg_str value) {
  struct tdg_date d;
  size_t from, to;
  struct tdg_str date = tdg_str_trim(tdg_str_before(value, "("));
  if (m->facts.has_date) return;
  if (tdg_date_parse(date.p, date.n, NULL, &d) != 0 &&
      tdg_date_find(value.p, value.n, NULL, &d, &from, &to) != 0)
    return;
  m->facts.date = d.ms;
  m->facts.has_date = 1;
  m->facts.date_raw = value;
}

/* The name of a field is of printable ASCII (RFC 5322, 3.6.8); others come from nobody who means a list. */
static int is_field_name(const char *name) {
  while (*name > ' ' && *name < 0x7F) name++;
  return *name == '\0';
}

static void take_list(struct mail *m, const char *name, struct tdg_str value) {
  struct mail_facts *f = &m->facts;
  if (!is_field_name(name)) return;
  if (tdg_nocase_starts(tdg_str_of(name), "list-unsubscribe"))
    return; /* holds the key of the one who receives it */
  if (f->n_list == sizeof f->list / sizeof f->list[0] || value.n == 0) return;
  f->list[f->n_list++] = (struct mail_field){tdg_str_copy(m->call, tdg_str_of(name)), value};
}

static struct tdg_str in_brackets(struct tdg_str s) {
  const char *a = memchr(s.p, '<', s.n), *b = a != NULL ? memchr(a, '>', s.n - (size_t)(a - s.p)) : NULL;
  return b != NULL ? (struct tdg_str){a + 1, (size_t)(b - a - 1)} : s;
}

/* Without line breaks; the bytes are of any character set. */
static struct tdg_str unfold(tdg_call *call, const char *raw) {
  struct tdg_str s = tdg_str_of(raw);
  if (s.n > MAIL_MAX_VALUE) s.n = MAIL_MAX_VALUE;
  char *p = tdg_scratch(call, s.n + 1);
  for (size_t i = 0; i < s.n; i++)
    p[i] = (char)(s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i]);
  return tdg_str_trim((struct tdg_str){p, s.n});
}

/* RFC 3834; "auto-generated" is what newsletters say of themselves too. */
static int is_of_program(struct tdg_str field, struct tdg_str value) {
  if (tdg_nocase_is(field, "auto-submitted")) return tdg_nocase_starts(value, "auto-replied");
  if (tdg_nocase_is(field, "precedence")) return tdg_nocase_is(value, "auto_reply");
  if (tdg_nocase_is(field, "content-type")) return tdg_nocase_starts(value, "multipart/report");
  return tdg_nocase_is(field, "x-autoreply") || tdg_nocase_is(field, "x-autorespond");
}

static int is_of_list(const struct mail_facts *f) {
  for (size_t i = 0; i < f->n_list; i++)
    if (tdg_nocase_is(f->list[i].name, "list-id") || tdg_nocase_is(f->list[i].name, "list-post")) return 1;
  return 0;
}

const char *mail_is_private(const struct mail *m, const struct mail_conf *conf) {
  const struct mail_facts *f = &m->facts;
  if (f->is_automatic || tdg_nocase_starts(f->from_address, "mailer-daemon@"))
    return "an automatic answer, or a mail that could not be delivered";
  if ((conf == NULL || conf->replies == MAIL_REPLIES_LIST) && f->answers && f->is_reply && !is_of_list(f))
    return "an answer to a mail, which came over no list (replies: all reads it)";
  return NULL;
}

void mail_take_field(struct mail *m, const char *name, const char *raw) {
  struct mail_facts *f = &m->facts;
  const struct tdg_str field = tdg_str_of(name);
  struct tdg_str bytes = unfold(m->call, raw), value;
  int forwarded;
  if (tdg_nocase_is(field, "from") || (tdg_nocase_is(field, "sender") && f->from_address.n == 0)) {
    struct tdg_str who, address;
    mail_mailbox(m->call, bytes, &who, &address);
    if (who.n + address.n > 0) f->from_name = who, f->from_address = address;
    return;
  }
  value = decode_value(m->call, bytes);
  if (value.n == 0) return;
  if (tdg_nocase_is(field, "subject") && f->subject.n == 0) {
    f->subject = mail_subject(m->call, value, &forwarded);
    f->is_reply = !forwarded && f->subject.n < value.n;
  } else if (tdg_nocase_is(field, "in-reply-to")) f->answers = 1;
  else if (is_of_program(field, value)) f->is_automatic = 1;
  else if (tdg_nocase_is(field, "date")) take_date(m, value);
  else if (tdg_nocase_is(field, "message-id") && f->id.n == 0) f->id = tdg_str_trim(in_brackets(value));
  else if (tdg_nocase_is(field, "content-language")) f->language = tdg_str_before(value, ",");
  else if (tdg_nocase_is(field, "archived-at")) f->archived = in_brackets(value);
  else if (tdg_nocase_is(field, "keywords")) f->keywords = value;
  else if (tdg_nocase_starts(field, "list-")) take_list(m, name, value);
}
