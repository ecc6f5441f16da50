/* news/sniff.c - detect the media type of a document; see news.h.  Pure functions over a bounded prefix. */
#include "news/news.h"

#include <string.h>
#include <strings.h>

#include <tidings/kit/captured.h>

static const char *skip_space(const char *p, const char *end) {
  if (end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')) p++;
  return p;
}

static int starts(const char *p, const char *end, const char *what) {
  size_t n = strlen(what);
  return (size_t)(end - p) >= n && strncasecmp(p, what, n) == 0;
}

/* Behind "<!" or "<?": the next element. */
static const char *next_tag(const char *p, const char *end) {
  const char *close = starts(p, end, "<!--") ? "-->" : ">";
  const char *at = memmem(p, (size_t)(end - p), close, strlen(close));
  return at != NULL ? at + strlen(close) : end;
}

static const char *by_root(const char *p, const char *end) {
  static const struct {
    const char *tag, *type;
  } roots[] = {{"<rss", "application/rss+xml"},
               {"<feed", "application/atom+xml"},
               {"<rdf:rdf", "application/rdf+xml"},
               {"<rdf", "application/rdf+xml"},
               {"<channel", "application/rss+xml"},
               {"<urlset", "application/sitemap+xml"},
               {"<sitemapindex", "application/sitemap+xml"},
               {"<opml", "text/x-opml"},
               {"<newsitem", "application/vnd.iptc.g2+xml"},
               {"<newsmessage", "application/vnd.iptc.g2+xml"},
               {"<packageitem", "application/vnd.iptc.g2+xml"},
               {"<nar:", "application/vnd.iptc.g2+xml"}, /* its usual prefix */
               {"<nitf", "application/nitf+xml"},
               {"<html", "text/html"},
               {"<head", "text/html"},
               {"<body", "text/html"},
               {"<!doctype html", "text/html"}};
  while (p < end) {
    p = memchr(p, '<', (size_t)(end - p));
    if (p == NULL) return NULL;
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
      if (starts(p, end, roots[i].tag)) return roots[i].type;
    if (p + 1 < end && (p[1] == '!' || p[1] == '?')) p = next_tag(p, end);
    else return NULL;
  }
  return NULL;
}

static int looks_html(const char *p, const char *end) {
  static const char *const tags[] = {"<div",   "<p>", "<p ", "<table", "<script", "<meta",
                                     "<title", "<a ", "<h1", "<br",    "<article"};
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
    if (starts(p, end, tags[i])) return 1;
  return 0;
}

/* Types that servers give to anything. */
int sniff_is_vague(const char *type) {
  static const char *const vague[] = {"",
                                      "text/html",
                                      "text/plain",
                                      "text/xml",
                                      "application/xml",
                                      "application/octet-stream",
                                      "application/x-unknown",
                                      "unknown/unknown",
                                      "binary/octet-stream"};
  for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++)
    if (strcasecmp(type, vague[i]) == 0) return 1;
  return 0;
}

int sniff_is_wrapping(const char *type) {
  static const char *const wrapping[] = {
      "message/rfc822",
      "message/global",
      "application/mbox",
      "application/pdf",
      "application/x-pdf",
      "application/zip",
      "application/x-zip-compressed",
      "application/warc",
      "application/har+json",
      TDG_HAR_ENTRY,
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.oasis.opendocument.text"};
  for (size_t i = 0; i < sizeof wrapping / sizeof wrapping[0]; i++)
    if (strcasecmp(type, wrapping[i]) == 0) return 1;
  return 0;
}

int sniff_is_data(const char *type) {
  static const char *const data[] = {"application/json", "text/json", "application/ld+json"};
  for (size_t i = 0; i < sizeof data / sizeof data[0]; i++)
    if (strcasecmp(type, data[i]) == 0) return 1;
  return 0;
}

/* ---- a mail: a block of header fields, some of which only mails have ---- */

/* The bytes of "Name:" at the front of a line; 0: it is no header field. */
static size_t field_name(const char *p, const char *end) {
  const char *at = p;
  while (at<end && * at> ' ' && *at < 127 && *at != ':') at++;
  return at > p && at < end && *at == ':' && at - p < 78 ? (size_t)(at - p) : 0;
}

enum { MAIL_FROM = 1, MAIL_DATE = 2, MAIL_SUBJECT = 4, MAIL_OWN = 8 };
static int mail_field(const char *p, size_t n, const char *value, size_t value_n) {
  static const char *const own[] = {"received",     "message-id",   "mime-version",   "return-path",
                                    "delivered-to", "content-type", "dkim-signature", "x-mailer"};
  if (n == 4 && strncasecmp(p, "from", 4) == 0) return memchr(value, '@', value_n) != NULL ? MAIL_FROM : 0;
  if (n == 4 && strncasecmp(p, "date", 4) == 0) return MAIL_DATE;
  if (n == 7 && strncasecmp(p, "subject", 7) == 0) return MAIL_SUBJECT;
  for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
    if (strlen(own[i]) == n && strncasecmp(p, own[i], n) == 0) return MAIL_OWN;
  return 0;
}

/* The fields of the block at p that mails have; 0 when it is no such block. */
static int mail_fields(const char *p, const char *end) {
  int found = 0, first = 1;
  while (p < end && *p != '\n' && *p != '\r') {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    if (stop == NULL) stop = end;
    const size_t n = field_name(p, stop);
    if (n > 0) found |= mail_field(p, n, p + n, (size_t)(stop - p) - n);
    else if (first || (*p != ' ' && *p != '\t')) return 0;
    first = 0;
    p = stop < end ? stop + 1 : end;
  }
  return found;
}

/* A file of mails, or one that a program has stored, begins "From ADDRESS DATE". */
static const char *mail_type(const char *p, const char *end) {
  const int boxed = starts(p, end, "From ") && memcmp(p, "From ", 5) == 0;
  if (boxed && (p = memchr(p, '\n', (size_t)(end - p))) == NULL) return NULL;
  p += boxed;
  const int found = mail_fields(p, end), named = MAIL_FROM | MAIL_DATE | MAIL_SUBJECT;
  if ((found & named) != named && !((found & MAIL_OWN) && (found & named))) return NULL;
  return boxed ? "application/mbox" : "message/rfc822";
}

/* Readers of PDF accept bytes before its signature. */
static int is_pdf(const char *p, const char *end) {
  const char *at = memmem(p, end - p < 1024 ? (size_t)(end - p) : 1024, "%PDF-", 5);
  return at != NULL && (at == p || (*p != '<' && (at[-1] == '\n' || at[-1] == '\r')));
}

static const char *by_signature(const char *p, const char *end) {
  return is_pdf(p, end) ? "application/pdf" : mail_type(p, end);
}

/* What a browser has recorded: {"log": {... "creator": ...  Servers do not know the ending of such files. */
static int is_har(const char *p, const char *end) {
  if (p == end || *p != '{') return 0;
  p = skip_space(p + 1, end);
  return starts(p, end, "\"log\"") && (memmem(p, (size_t)(end - p), "\"creator\"", 9) != NULL ||
                                       memmem(p, (size_t)(end - p), "\"entries\"", 9) != NULL);
}

const char *sniff_type(const char *declared, struct tdg_str body) {
  const char *end = body.p + (body.n < SNIFF_BYTES ? body.n : SNIFF_BYTES), *p = skip_space(body.p, end);
  if ((sniff_is_vague(declared) || sniff_is_data(declared)) && is_har(p, end)) return "application/har+json";
  if (!sniff_is_vague(declared)) return declared;
  const char *signature = by_signature(p, end), *root = signature == NULL ? by_root(p, end) : NULL;
  if (signature != NULL) return signature;
  if (root != NULL) return root;
  if (strcasecmp(declared, "text/html") == 0) return declared;
  if (p < end && *p == '<')
    return looks_html(p, end) ? "text/html" : declared[0] != '\0' ? declared : "text/xml";
  if (p < end && (*p == '{' || *p == '[')) return "application/json";
  return declared[0] != '\0' ? declared : "text/plain";
}

int sniff_is_message(const char *type) {
  return strcasecmp(type, "message/rfc822") == 0 || strcasecmp(type, "message/global") == 0;
}
