/* fetch-file/kind.c - the kind of a file.  The request's hints take precedence, then the name, then the first
 * bytes.  A wrong guess costs little, because parsers are then chosen by the content. */
#include "file.h"

#include <strings.h>
#include <zlib.h>
#ifdef FILE_HAS_ZSTD
#include <zstd.h>
#endif

#include <tidings/kit/mbox.h>
#include <tidings/kit/no_news.h>
#include <tidings/kit/str.h>

static const struct {
  const char *ending, *type;
} endings[] = {{"html", "text/html"},
               {"htm", "text/html"},
               {"xhtml", "application/xhtml+xml"},
               {"rss", "application/rss+xml"},
               {"atom", "application/atom+xml"},
               {"rdf", "application/rdf+xml"},
               {"opml", "text/x-opml"},
               {"txt", "text/plain"},
               {"text", "text/plain"},
               {"md", "text/markdown"},
               {"csv", "text/csv"},
               {"tsv", "text/csv"},
               {"tab", "text/csv"},
               {"eml", "message/rfc822"},
               {"emlx", "message/rfc822"},
               {"mht", "message/rfc822"},
               {"mhtml", "message/rfc822"},
               {"pdf", "application/pdf"},
               {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
               {"odt", "application/vnd.oasis.opendocument.text"},
               {"epub", "application/epub+zip"},
               {"har", "application/har+json"},
               {"mbox", "application/mbox"},
               {"warc", "application/warc"},
               {"jsonl", "application/jsonl"},
               {"ndjson", "application/jsonl"}};

/* The last extension of name[0..n), without its dot; *n becomes the offset of the dot. */
static const char *ending_of(const char *name, size_t *n, size_t *length) {
  for (size_t i = *n; i-- > 0 && name[i] != '/';) {
    if (name[i] != '.' || i == 0 || name[i - 1] == '/') continue;
    *length = *n - i - 1;
    *n = i;
    return name + i + 1;
  }
  *length = 0;
  return "";
}

static const char *type_by_name(const char *name, size_t n) {
  size_t length;
  const char *ending = ending_of(name, &n, &length);
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (tdg_nocase_is((struct tdg_str){ending, length}, endings[i].ending)) return endings[i].type;
  return NULL;
}

/* Unpack the first bytes of a packed file. */
static size_t unpack_head(enum file_packing packing, const char *head, size_t n, char out[FILE_HEAD]) {
  z_stream z;
  size_t got;
#ifdef FILE_HAS_ZSTD
  if (packing == FILE_ZSTD) {
    ZSTD_DCtx *d = ZSTD_createDCtx();
    ZSTD_inBuffer in = {head, n, 0};
    ZSTD_outBuffer to = {out, FILE_HEAD, 0};
    while (d != NULL && in.pos < n && to.pos < FILE_HEAD && !ZSTD_isError(ZSTD_decompressStream(d, &to, &in)))
      continue;
    ZSTD_freeDCtx(d);
    return to.pos;
  }
#endif
  memset(&z, 0, sizeof z);
  if (packing != FILE_GZIP || inflateInit2(&z, 15 + 16) != Z_OK) return 0;
  z.next_in = (Bytef *)(uintptr_t)head;
  z.avail_in = (uInt)n;
  z.next_out = (Bytef *)out;
  z.avail_out = FILE_HEAD;
  inflate(&z, Z_SYNC_FLUSH);
  got = FILE_HEAD - z.avail_out;
  inflateEnd(&z);
  return got;
}

static int contains(const char *p, size_t n, const char *word) {
  return memmem(p, n, word, strlen(word)) != NULL;
}

static int begins(const char *p, size_t n, const char *word) {
  return n >= strlen(word) && strncasecmp(p, word, strlen(word)) == 0;
}

/* The first element, behind declarations and comments; its prefix is left out.  NULL: there is none. */
static const char *first_element(const char *p, size_t n) {
  const char *end = p + n;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    const char *close = end - p > 3 && memcmp(p, "<!--", 4) == 0      ? memmem(p, (size_t)(end - p), "-->", 3)
                        : end - p > 1 && (p[1] == '?' || p[1] == '!') ? memchr(p, '>', (size_t)(end - p))
                                                                      : p;
    if (close == p) break;
    if (close == NULL) return NULL;
    p = close;
  }
  if (p == NULL) return NULL;
  for (const char *q = ++p; q < end && (tdg_is_alnum(*q) || *q == '-' || *q == '_'); q++)
    if (q + 1 < end && q[1] == ':') return q + 2;
  return p;
}

/* The formats of news hold pages of HTML inside. */
static int is_news(const char *p, size_t n) {
  static const char *const roots[] = {"newsItem", "newsMessage", "packageItem", "nitf"};
  const char *root = first_element(p, n);
  for (size_t i = 0; root != NULL && i < sizeof roots / sizeof roots[0]; i++)
    if (begins(root, n - (size_t)(root - p), roots[i])) return 1;
  return 0;
}

static int is_xml(const char *p, size_t n, const char **type) {
  static const char *const roots[][2] = {
      {"<rss", "application/rss+xml"},        {"<feed", "application/atom+xml"},
      {"<rdf:RDF", "application/rdf+xml"},    {"<opml", "text/x-opml"},
      {"<urlset", "application/sitemap+xml"}, {"<html", "application/xhtml+xml"}};
  *type = "application/xml";
  if (is_news(p, n)) return 1;
  if (!begins(p, n, "<?xml") && !begins(p, n, "<rss") && !begins(p, n, "<feed") && !begins(p, n, "<rdf:") &&
      !begins(p, n, "<opml") && !begins(p, n, "<urlset"))
    return 0;
  for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
    if (!contains(p, n, roots[i][0])) continue;
    *type = roots[i][1];
    break;
  }
  return 1;
}

/* A line that a program writes before a mail, and a field of its header. */
static int is_mbox(const char *p, size_t n) {
  const char *stop = memchr(p, '\n', n), *end = p + n;
  if (stop == NULL || !tdg_mbox_is_separator((struct tdg_str){p, (size_t)(stop - p)})) return 0;
  for (p = stop + 1; p < end && (tdg_is_alnum(*p) || *p == '-' || *p == '>'); p++) continue;
  return p > stop + 1 && p < end && (*p == ':' || (*p == ' ' && p[-1] == 'm'));
}

/* What no parser here reads, so that it is told what it is. */
static const struct unread {
  const char *begins;
  size_t n;
  const char *type;
} unread[] = {{"Rar!\x1A\7", 6, "application/vnd.rar"},
              {"\x04\x22\x4D\x18", 4, "application/x-lz4"},
              {"\x5D\0\0", 3, "application/x-lzma"},
              {"\x1F\x9D", 2, "application/x-compress"},
              {"LZIP", 4, "application/x-lzip"},
              {"070701", 6, "application/x-cpio"},
              {"070707", 6, "application/x-cpio"},
              {"\xC7\x71", 2, "application/x-cpio"},
              {"MSCF", 4, "application/vnd.ms-cab-compressed"},
              {"\xED\xAB\xEE\xDB", 4, "application/x-rpm"},
              {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "application/x-ole-storage"},
              {"!BDN", 4, "application/vnd.ms-outlook-pst"},
              {"{\\rtf", 5, "application/rtf"}};

static const struct unread *unread_of(const char *p, size_t n) {
  for (size_t i = 0; i < sizeof unread / sizeof unread[0]; i++)
    if (n >= unread[i].n && memcmp(p, unread[i].begins, unread[i].n) == 0) return &unread[i];
  return NULL;
}

/* Whatever its name says: bytes that are no text, behind a sign that is no accident. */
static const struct unread *surely_unread(const char *p, size_t n) {
  enum { LONG_ENOUGH = 4 };
  const struct unread *u = memchr(p, 0, n) != NULL ? unread_of(p, n) : NULL;
  return u != NULL && u->n >= LONG_ENOUGH ? u : NULL;
}

static const char *type_by_bytes(const char *p, size_t n) {
  const char *type;
  const struct unread *u = unread_of(p, n);
  if (begins(p, n, "WARC/")) return "application/warc";
  if (u != NULL) return u->type;
  if (is_mbox(p, n)) return "application/mbox";
  if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3, n -= 3;
  while (n > 0 && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n' || *p == '\x1E')) p++, n--;
  if (is_xml(p, n, &type)) return type;
  if (begins(p, n, "<!doctype html") || begins(p, n, "<html") || begins(p, n, "<head") ||
      begins(p, n, "<body") ||
      (n > 0 && *p == '<' && (contains(p, n, "<html") || contains(p, n, "<p>") || contains(p, n, "<meta"))))
    return "text/html";
  if (n > 0 && *p == '{' && contains(p, n, "\"log\"") && contains(p, n, "\"creator\""))
    return "application/har+json";
  if (n > 0 && (*p == '{' || *p == '['))
    return contains(p, n, "jsonfeed.org/version") ? "application/feed+json" : "application/json";
  if (begins(p, n, "%PDF-")) return "application/pdf";
  return memchr(p, 0, n) == NULL ? "text/plain" : "application/octet-stream";
}

/* The office formats are archives whose parts only make sense together. */
static const char *zip_type(const char *p, size_t n) {
  static const char odf[] = "mimetypeapplication/";
  static const struct {
    const char *part, *type;
  } parts[] = {{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
               {"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
               {"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"}};
  if (n > 60 && memcmp(p + 30, odf, sizeof odf - 1) == 0)
    return contains(p + 30, n - 30, "opendocument.text") ? "application/vnd.oasis.opendocument.text"
           : contains(p + 30, n - 30, "epub+zip")        ? "application/epub+zip"
                                                         : "application/vnd.oasis.opendocument";
  if (contains(p, n, "[Content_Types].xml") || contains(p, n, "_rels/.rels"))
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
      if (contains(p, n, parts[i].part)) return parts[i].type;
  return contains(p, n, "[Content_Types].xml") ? parts[0].type
                                               : "application/zip"; /* its parser says what it lacks */
}

static int is_office(const char *type) {
  return strncmp(type, "application/vnd.o", strlen("application/vnd.o")) == 0 ||
         strcmp(type, "application/epub+zip") == 0;
}

static int has_at(const char *p, size_t n, size_t at, const char *sign, size_t length) {
  return n >= at + length && memcmp(p + at, sign, length) == 0;
}

/* Programs come as archives too. */
static const char *program_in(const char *p, size_t n) {
  if (has_at(p, n, 0, "PK\3\4", 4) && n > 60)
    return has_at(p, n, 30, "META-INF/", 9) || has_at(p, n, 30, "AndroidManifest.xml", 19)
               ? "a program (Java)"
               : NULL;
  return NULL;
}

/* What archives begin with; NULL: it is none. */
static const char *archive_type(const char *p, size_t n) {
  if (has_at(p, n, 0, "PK\3\4", 4)) return zip_type(p, n);
  if (has_at(p, n, 0, "PK\5\6", 4)) return "application/zip"; /* an empty one */
  if (has_at(p, n, 0, "7z\xBC\xAF\x27\x1C", 6)) return "application/x-7z-compressed";
  if (has_at(p, n, 257, "ustar", 5)) return "application/x-tar";
  if (has_at(p, n, 0, "BZh", 3) && n > 4 && p[3] >= '1' && p[3] <= '9') return "application/x-bzip2";
  return has_at(p, n, 0,
                "\xFD"
                "7zXZ\0",
                6)
             ? "application/x-xz"
             : NULL;
}

static enum file_form form_of(const char *type) {
  static const struct {
    const char *type;
    enum file_form form;
  } forms[] = {{"application/jsonl", FILE_LINES},
               {"application/x-ndjson", FILE_LINES},
               {"application/json-lines", FILE_LINES},
               {"application/mbox", FILE_MBOX},
               {"application/warc", FILE_WARC},
               {"application/har+json", FILE_HAR},
               {"application/zip", FILE_ARCHIVE},
               {"application/x-zip-compressed", FILE_ARCHIVE},
               {"application/x-7z-compressed", FILE_ARCHIVE},
               {"application/x-tar", FILE_ARCHIVE},
               {"application/x-bzip2", FILE_ARCHIVE},
               {"application/x-xz", FILE_ARCHIVE}};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
    if (strcmp(type, forms[i].type) == 0) return forms[i].form;
  return FILE_DOCUMENT;
}

/* With which a .warc.zst begins. */
static int is_dictionary(const char *head, size_t n) {
  return n >= 4 && memcmp(head, "\x5D\x2A\x4D\x18", 4) == 0;
}

enum file_packing file_packing_of(const char *head, size_t n) {
  if (n >= 2 && memcmp(head, "\x1F\x8B", 2) == 0) return FILE_GZIP;
  if (n < 4) return FILE_PLAIN;
  return memcmp(head, "\x28\xB5\x2F\xFD", 4) == 0 || is_dictionary(head, n) ? FILE_ZSTD : FILE_PLAIN;
}

/* JSON Lines: an object on one line, and another one behind it. */
static int is_lines(struct tdg_str head) {
  const char *end = head.p + head.n, *line = memchr(head.p, '\n', head.n), *p = line;
  if (line == NULL || head.n == 0 || (*head.p != '{' && *head.p != '\xEF')) return 0;
  while (p > head.p && (p[-1] == '\r' || p[-1] == ' ')) p--;
  while (line < end && tdg_is_xml_space(*line)) line++;
  return p > head.p && p[-1] == '}' && line < end && *line == '{';
}

/* Lists of articles and tables are found by what stands in them; what has such rows is news, though its lines look like code. */
static enum file_form form_by_rows(const struct file_ask *ask, const struct file_kind *k,
                                   struct tdg_str head) {
  const struct tdg_str as = tdg_get(ask->call, ask->request, TDG_AS);
  const int is_csv = strcmp(k->type, "text/csv") == 0;
  if (as.n > 0 && strcmp(as.p, "record") != 0) return FILE_DOCUMENT;
  if (is_csv || strcmp(k->type, "text/plain") == 0)
    return file_is_table(ask, head) || (is_csv && k->no_news == NULL) ? FILE_TABLE : FILE_DOCUMENT;
  if (strcmp(k->type, "application/json") != 0 || k->no_news != NULL) return FILE_DOCUMENT;
  return is_lines(head) ? FILE_LINES : FILE_JSON;
}

static int has_rows(enum file_form form) {
  return form == FILE_LINES || file_form_is_json(form) || form == FILE_TABLE;
}

struct file_kind file_kind_of(const struct file_ask *ask, const char *path, struct tdg_str asked,
                              const char *head, size_t n) {
  struct file_kind k = {.packing = file_packing_of(head, n), .form = FILE_DOCUMENT};
  char plain[FILE_HEAD], text[2 * FILE_HEAD];
  size_t name_length = strlen(path), before = name_length, length;
  const char *ending = ending_of(path, &before, &length);
  const int is_tar = (struct tdg_str){ending, length}.n == 3 && strncasecmp(ending, "tar", 3) == 0;
  if ((length == 2 && strncasecmp(ending, "gz", 2) == 0) ||
      (length == 3 && strncasecmp(ending, "zst", 3) == 0))
    name_length = before;
  k.type = asked.n > 0 ? asked.p : type_by_name(path, name_length);
  if (k.type == NULL && is_dictionary(head, n)) k.type = "application/warc";
  if (k.packing != FILE_PLAIN) {
    n = unpack_head(k.packing, head, n, plain);
    head = plain;
  }
  if (k.type == NULL || asked.n == 0) {
    const char *archive = archive_type(head, n);
    if (archive == NULL && is_tar) archive = "application/x-tar"; /* of the time before it had a sign */
    if (archive != NULL && (k.type == NULL || (form_of(archive) == FILE_ARCHIVE && !is_office(k.type))))
      k.type = archive;
  }
  const struct unread *surely = asked.n == 0 ? surely_unread(head, n) : NULL;
  if (surely != NULL) k.type = surely->type;
  k.wide = file_wide_of((struct tdg_str){head, n});
  if (k.wide != FILE_NARROW) {
    n = file_wide_text(k.wide, (struct tdg_str){head, n}, text);
    head = text;
  }
  if (k.type == NULL) k.type = type_by_bytes(head, n);
  k.form = form_of(k.type);
  const char *program = asked.n == 0 ? program_in(head, n) : NULL;
  if (program != NULL) k.form = FILE_DOCUMENT;
  if (k.form == FILE_DOCUMENT && asked.n == 0)
    k.no_news = program != NULL ? program : tdg_no_news((struct tdg_str){head, n});
  if (k.form == FILE_DOCUMENT && k.no_news == NULL && asked.n == 0) {
    k.no_news = tdg_is_data((struct tdg_str){head, n});
    k.is_guess = k.no_news != NULL;
  }
  if (k.form == FILE_DOCUMENT) k.form = form_by_rows(ask, &k, (struct tdg_str){head, n});
  if (k.form == FILE_DOCUMENT && asked.n == 0 && tdg_is_address_list((struct tdg_str){head, n}))
    k.no_news = "a list of addresses: an import reads them when the list itself is named";
  if (k.form == FILE_DOCUMENT && k.no_news == NULL && asked.n == 0 && strcmp(k.type, "text/plain") == 0 &&
      tdg_is_wordless((struct tdg_str){head, n})) {
    k.no_news = "no sentence is in it: settings, a list, data";
    k.is_guess = 1;
  }
  if (k.form != FILE_DOCUMENT) k.no_news = NULL;
  if (!has_rows(k.form)) k.wide = FILE_NARROW;
  return k;
}
