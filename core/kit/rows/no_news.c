/* kit/rows/no_news.c - files that are no news, by their first bytes; see tidings/kit/no_news.h.
 *
 * Binary formats have signatures, some formats of text a beginning.  Source code, makefiles and logs are told by their lines: a share of them must look
 * like it, so that a report that quotes a line of code stays one.  Constant data; nothing fails.
 */
#include <tidings/kit/no_news.h>

#include "kit/rows/data_lines.h"

#include <tidings/kit/str.h>

#include <string.h>

enum { MAX_LINES = 60 };

static const struct {
  size_t at, n;
  const char *bytes, *what;
} signatures[] = {{0, 8, "\x89PNG\r\n\x1A\n", "a picture (PNG)"},
                  {0, 3, "\xFF\xD8\xFF", "a picture (JPEG)"},
                  {0, 4, "GIF8", "a picture (GIF)"},
                  {8, 4, "WEBP", "a picture (WebP)"},
                  {4, 8, "ftypavif", "a picture (AVIF)"},
                  {4, 8, "ftypheic", "a picture (HEIC)"},
                  {0, 4, "II*\0", "a picture (TIFF)"},
                  {0, 4, "MM\0*", "a picture (TIFF)"},
                  {0, 4, "\0\0\1\0", "a picture (icon)"},
                  {0, 4, "8BPS", "a picture (PSD)"},
                  {4, 4, "ftyp", "a video"},
                  {0, 4, "\x1A\x45\xDF\xA3", "a video (Matroska)"},
                  {8, 4, "AVI ", "a video (AVI)"},
                  {8, 4, "WAVE", "sound (WAVE)"},
                  {0, 3, "ID3", "sound (MP3)"},
                  {0, 4, "OggS", "sound or video (Ogg)"},
                  {0, 4, "fLaC", "sound (FLAC)"},
                  {0, 4, "wOFF", "a font"},
                  {0, 4, "wOF2", "a font"},
                  {0, 4, "OTTO", "a font"},
                  {0, 5, "\0\1\0\0\0", "a font"},
                  {0, 16, "SQLite format 3", "a database (SQLite)"},
                  {0, 4,
                   "\x7F"
                   "ELF",
                   "a program or object file (ELF)"},
                  {0, 4, "\xCA\xFE\xBA\xBE", "a program (Java or Mach-O)"},
                  {0, 4, "\xCF\xFA\xED\xFE", "a program (Mach-O)"},
                  {0, 4, "\0asm", "a program (WebAssembly)"},
                  {0, 8, "!<arch>\n", "a library of object files"},
                  {0, 4, "DIRC", "an index of git"},
                  {0, 4, "PACK", "objects of git"},
                  {0, 4, "\x1B\x4C\x75\x61", "a program (Lua)"},
                  {0, 4, "dex\n", "a program (Android)"},
                  {0, 4, "\xDE\x12\x04\x95", "translations of a program"},
                  {0, 4, "\x95\x04\x12\xDE", "translations of a program"},
                  {0, 4, "PAR1", "a table in Parquet; write it as CSV or JSON Lines"},
                  {0, 6, "ARROW1", "a table in Arrow; write it as CSV or JSON Lines"},
                  {0, 6, "\x93NUMPY", "an array (NumPy)"},
                  {0, 8, "\x89HDF\r\n\x1A\n", "an array (HDF5)"},
                  {0, 8, "\0\0\0\1Bud1", "a folder's view (.DS_Store)"},
                  {0, 8, "L\0\0\0\1\x14\2\0", "a link (Windows)"},
                  {0, 8, "bplist00", "settings of a program (plist)"},
                  {0, 4, "\x37\x7F\x06\x82", "a database's log (SQLite)"},
                  {0, 4, "\x37\x7F\x06\x83", "a database's log (SQLite)"},
                  {0, 3, "FWS", "an animation (Flash)"},
                  {0, 3, "CWS", "an animation (Flash)"},
                  {0, 2, "BM", "a picture (BMP)"},
                  {0, 11, "d8:announce", "a torrent"},
                  {0, 2, "MZ", "a program (Windows)"}};

static int is_text(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < 9 || ((unsigned char)s.p[i] > 13 && (unsigned char)s.p[i] < 27)) return 0;
  return 1;
}

static const char *by_signature(struct tdg_str head) {
  for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
    if (head.n >= signatures[i].at + signatures[i].n &&
        memcmp(head.p + signatures[i].at, signatures[i].bytes, signatures[i].n) == 0 &&
        (signatures[i].n > 3 || !is_text(head))) /* a few letters begin words as well */
      return signatures[i].what;
  return NULL;
}

/* ---- lines ---- */

static int ends_in(struct tdg_str line, const char *characters) {
  return line.n > 0 && strchr(characters, line.p[line.n - 1]) != NULL;
}

/* "target: prerequisite", and a line behind a tab. */
static int is_rule(struct tdg_str line, int tabbed, int *rules, int *recipes) {
  size_t n = 0;
  if (tabbed) return ++*recipes;
  while (n < line.n && (tdg_is_alnum(line.p[n]) || strchr("._-/%$()", line.p[n]) != NULL)) n++;
  if (n == 0 || n >= line.n || line.p[n] != ':' || (n + 1 < line.n && line.p[n + 1] == '/')) return 0;
  return ++*rules;
}

/* 2026-03-05T14:30:00Z, or with a space; [Thu Mar  5 ...; "tidings: warning: ". */
static int is_log(struct tdg_str line) {
  static const char *const heads[] = {"tidings: ", "warning: ", "error: ", NULL};
  if (data_begins_with(line, heads)) return 1;
  if (line.n > 0 && *line.p == '[') line.p++, line.n--;
  int digits = 0;
  for (size_t i = 0; i < 19 && i < line.n; i++) digits += tdg_is_digit(line.p[i]);
  return line.n > 24 && digits >= 14 && line.p[4] == '-' && line.p[13] == ':' && line.p[16] == ':';
}

/* A field that mails have: their heads are no prose, and no rules of a makefile. */
static int is_of_mail(struct tdg_str line) {
  static const char *const fields[] = {
      "from:", "received:", "message-id:", "return-path:", "mime-version:", "delivered-to:"};
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
    if (tdg_nocase_starts(line, fields[i])) return 1;
  return 0;
}

static const char *by_lines(struct tdg_str head) {
  struct tdg_str rest = head, line;
  int lines = 0, rules = 0, recipes = 0, logs = 0, prose = 0, mail = 0;
  if (tdg_str_starts(head, "#!/")) return "a script";
  while (lines < MAX_LINES && data_next_line(&rest, &line)) {
    const int tabbed = line.n > 0 && *line.p == '\t';
    const struct tdg_str bare = tdg_str_trim(line);
    if (bare.n == 0) continue;
    lines++;
    mail |= is_of_mail(bare);
    if (is_log(bare)) logs++;
    else if (!is_rule(bare, tabbed, &rules, &recipes)) prose += bare.n > 60 && ends_in(bare, ".!?\"");
  }
  if (lines < 3) return NULL;
  if (!mail && rules > 0 && recipes > 0 && 2 * (rules + recipes) >= lines && prose == 0) return "a makefile";
  if (3 * logs >= 2 * lines) return "a log of a program";
  return NULL;
}

/* ---- texts that are data ---- */

/* What a text of a format begins with. */
static const char *by_beginning(struct tdg_str head) {
  static const struct {
    const char *begins, *what;
  } formats[] = {{"-----BEGIN ", "a key or certificate"},
                 {"ssh-", "a key"},
                 {"BEGIN:VCALENDAR", "a calendar"},
                 {"BEGIN:VCARD", "contacts"},
                 {"%!PS", "a page description (PostScript); make it a PDF"},
                 {"\\documentclass", "TeX; make it a PDF"},
                 {"WEBVTT", "subtitles"},
                 {"1\n00:", "subtitles"},
                 {"1\r\n00:", "subtitles"},
                 {"diff --git ", "changes of source code"},
                 {"--- a/", "changes of source code"},
                 {"TY  - ", "a list of literature (RIS); export it as CSL-JSON"},
                 {"<?php", "source code"},
                 {"BABYL OPTIONS:", "mails of Emacs (Babyl); make it an mbox"},
                 {"\1\1\1\1\n", "mails in MMDF; make it an mbox"}};
  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
    if (tdg_str_starts(head, formats[i].begins)) return formats[i].what;
  return NULL;
}

/* By the element that it consists of. */
static const char *by_element(struct tdg_str head) {
  static const struct {
    const char *element, *what;
  } known[] = {{"<svg", "a picture (SVG)"},
               {"<plist", "settings of a program (plist)"},
               {"<kml", "a map (KML)"},
               {"<gpx", "a map (GPX)"},
               {"<mediawiki", "a dump of a wiki, which no parser reads"},
               {"<xs:schema", "a schema"},
               {"<xsd:schema", "a schema"},
               {"<schema", "a schema"},
               {"<xsl:", "a style sheet"},
               {"<project", "a makefile (XML)"},
               {"<Project", "a makefile (XML)"},
               {"<configuration", "settings of a program"},
               {"<template", "source code"}};
  struct tdg_str s = tdg_str_trim(head);
  while (tdg_str_starts(s, "<?") || tdg_str_starts(s, "<!")) { /* declarations, comments */
    const char *end = tdg_str_starts(s, "<!--") ? tdg_str_find(s, "-->") : memchr(s.p, '>', s.n);
    if (end == NULL) return NULL;
    end += *end == '-' ? 3 : 1;
    s = tdg_str_trim((struct tdg_str){end, s.n - (size_t)(end - s.p)});
  }
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const size_t n = strlen(known[i].element);
    if (tdg_str_starts(s, known[i].element) && s.n > n &&
        (known[i].element[n - 1] == ':' || !tdg_is_alnum(s.p[n])))
      return known[i].what;
  }
  return NULL;
}

/* "[section]", and then "name = value". */
static int is_ini(struct tdg_str head) {
  struct tdg_str line;
  int lines = 0, pairs = 0;
  if (head.n == 0 || *head.p != '[' || !data_next_line(&head, &line)) return 0;
  line = tdg_str_trim(line);
  for (size_t i = 1; i + 1 < line.n; i++)
    if (!tdg_is_alnum(line.p[i]) && strchr("._-: []", line.p[i]) == NULL) return 0;
  if (line.n < 3 || !tdg_is_letter(line.p[1]) || line.p[line.n - 1] != ']') return 0;
  while (lines < MAX_LINES && data_next_line(&head, &line)) {
    line = tdg_str_trim(line);
    if (line.n == 0 || *line.p == '#' || *line.p == ';' || *line.p == '[') continue;
    lines++;
    pairs += memchr(line.p, '=', line.n) != NULL;
  }
  return lines > 0 && pairs == lines;
}

static int is_word(struct tdg_str w) {
  while (w.n > 0 && strchr("\"'(", *w.p) != NULL) w.p++, w.n--;
  while (w.n > 0 && strchr("\"').,;:!?", w.p[w.n - 1]) != NULL) w.n--;
  for (size_t i = 0; i < w.n; i++)
    if (!tdg_is_letter(w.p[i]) && (i == 0 || (w.p[i] != '-' && w.p[i] != '\''))) return 0;
  return w.n > 0;
}

/* Words one after the other, as nothing but language has them. */
static int is_prose(struct tdg_str line) {
  int words = 0, others = 0, small = 0;
  while (line.n > 0) {
    size_t n = 0;
    while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t') n++;
    const struct tdg_str w = {line.p, n};
    if (n > 0) is_word(w) ? words++ : others++;
    small += n > 0 && *w.p >= 'a' && *w.p <= 'z';
    n += n < line.n;
    line = (struct tdg_str){line.p + n, line.n - n};
  }
  return words >= 5 && small > 0 && words >= 4 * others;
}

/* A line in words that begins large, and an empty one: what stands below it is said of something. */
static int has_headline(struct tdg_str head) {
  struct tdg_str line, next;
  if (!data_next_line(&head, &line) || !data_next_line(&head, &next) || tdg_str_trim(next).n > 0) return 0;
  line = tdg_str_trim(line);
  while (line.n > 0 && (*line.p == '#' || *line.p == ' ')) line.p++, line.n--;
  if (line.n < 4 || *line.p < 'A' || *line.p > 'Z') return 0;
  for (size_t i = 0; i < line.n; i++)
    if (!tdg_is_alnum(line.p[i]) && strchr(" ,:'-?!.", line.p[i]) == NULL) return 0;
  while (data_next_line(&head, &line))
    if (memchr(tdg_str_trim(line).p, ' ', tdg_str_trim(line).n) != NULL) return 1;
  return 0;
}

int tdg_is_wordless(struct tdg_str head) {
  struct tdg_str line;
  static const char *const web[] = {"http://", "https://", NULL};
  int lines = 0, words = 0;
  if (!is_text(head)) return 0;
  for (size_t i = 0; i < head.n; i++)
    if ((unsigned char)head.p[i] >= 0x80) return 0;
  if (has_headline(head)) return 0;
  while (data_next_line(&head, &line)) {
    line = tdg_str_trim(line);
    if (is_prose(line) || is_of_mail(line)) return 0;
    lines += line.n > 0 && !data_begins_with(line, web); /* texts may lead somewhere */
    for (size_t i = 1; i < line.n; i++) words += line.p[i] == ' ';
  }
  return lines > 3 || (lines == 1 && words == 0);
}

/* ---- lists of addresses ---- */

/* What stands first on a line of newsboat's that is no address. */
static int is_of_newsboat(struct tdg_str line) {
  static const char *const heads[] = {"query:", "exec:", "filter:", "file:", NULL};
  return data_begins_with(line, heads);
}

int tdg_is_address_list(struct tdg_str head) {
  static const char *const web[] = {"http://", "https://", NULL};
  struct tdg_str line;
  int addresses = 0, lines = 0;
  if (tdg_str_starts(head, "\xEF\xBB\xBF")) head.p += 3, head.n -= 3;
  while (data_next_line(&head, &line)) {
    line = tdg_str_trim(line);
    if (line.n > 0 && *line.p == '"') line.p++, line.n--;
    if (line.n == 0 || *line.p == '#') continue;
    addresses += data_begins_with(line, web);
    lines += !is_of_newsboat(line);
  }
  return addresses > 0 && 5 * addresses >= 4 * lines;
}

const char *tdg_no_news(struct tdg_str head) {
  const char *what = by_signature(head);
  if (what != NULL || head.n == 0) return what;
  if ((what = by_beginning(head)) != NULL) return what;
  if (*head.p == '<') return by_element(head);
  if (is_ini(head)) return "settings of a program";
  return NULL;
}

const char *tdg_is_data(struct tdg_str head) {
  if (head.n == 0 || strchr("<{[", *head.p) != NULL) return NULL;
  const char *what = is_text(head) ? by_lines(head) : NULL;
  return what != NULL ? what : data_lines(head);
}
