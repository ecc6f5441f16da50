/* kit/rows/data_lines.c - short texts that programs read: source code, settings, tables of a system, licences; see tidings/kit/no_news.h.
 *
 * Each line is data, prose, or neither: a text is data when its lines are, and hardly any is prose.  What people write in lines - facts, results, poems,
 * telegrams - has no signs of a program.  Constant data; nothing fails.
 */
#include "kit/rows/data_lines.h"

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include <string.h>

enum { MAX_LINES = 120 };

enum line_kind { LINE_OTHER, LINE_DATA, LINE_PROSE, LINE_NEUTRAL, LINE_KEY };

int data_next_line(struct tdg_str *rest, struct tdg_str *line) {
  const char *end = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
  if (rest->n == 0) return 0;
  line->p = rest->p;
  line->n = end != NULL ? (size_t)(end - rest->p) : rest->n;
  const size_t used = line->n + (end != NULL);
  rest->p += used;
  rest->n -= used;
  return 1;
}

int data_begins_with(struct tdg_str line, const char *const *heads) {
  for (; *heads != NULL; heads++)
    if (tdg_str_starts(line, *heads)) return 1;
  return 0;
}

static int has_one(struct tdg_str line, const char *const *signs) {
  for (; *signs != NULL; signs++)
    if (tdg_str_has(line, *signs)) return 1;
  return 0;
}

static char last(struct tdg_str s) { return s.n > 0 ? s.p[s.n - 1] : '\0'; }

/* The first word, and what follows it. */
static struct tdg_str word_of(struct tdg_str *line) {
  size_t n = 0;
  while (n < line->n && line->p[n] != ' ' && line->p[n] != '\t') n++;
  const struct tdg_str word = {line->p, n};
  *line = tdg_str_trim((struct tdg_str){line->p + n, line->n - n});
  return word;
}

static int words_in(struct tdg_str line) {
  int n = 0;
  while (line.n > 0) n += word_of(&line).n > 0;
  return n;
}

static int is_name(struct tdg_str s, const char *more) {
  for (size_t i = 0; i < s.n; i++)
    if (!tdg_is_alnum(s.p[i]) && strchr(more, s.p[i]) == NULL) return 0;
  return s.n > 0;
}

static int is_made_of(struct tdg_str s, const char *characters) {
  size_t n = 0;
  while (n < s.n && strchr(characters, s.p[n]) != NULL) n++;
  return n == s.n;
}

/* ---- lines of programs ---- */

static int is_statement(struct tdg_str line) {
  static const char *const heads[] = {"#include",
                                      "#define ",
                                      "#ifdef ",
                                      "#ifndef ",
                                      "#endif",
                                      "#pragma ",
                                      "#if ",
                                      "<?php",
                                      "@import",
                                      "msgid \"",
                                      "msgstr \"",
                                      "import {",
                                      "export const ",
                                      "export default ",
                                      "export function ",
                                      "} else",
                                      "};",
                                      "});",
                                      "),",
                                      "//",
                                      "/*",
                                      "*/",
                                      "<!--",
                                      NULL};
  static const char *const signs[] = {" == ", " != ", " && ", " || ", "+= ", " => ", "->", "::",
                                      "();",  "[];",  "({",   "$(",   "${",  "<-",   ":=", NULL};
  const char end = last(line), before = line.n > 1 ? line.p[line.n - 2] : '\0';
  if (data_begins_with(line, heads)) return 1;
  if (end == '{' || (end == '}' && (line.n < 4 || memchr(line.p, '{', line.n) != NULL))) return 1;
  if (end == ';' &&
      (strchr(")]}\"'>", before) != NULL || memchr(line.p, '=', line.n) != NULL ||
       (words_in(line) <= 3 && memchr(line.p, ':', line.n) != NULL && line.n < 60 && before != ' ')))
    return 1;
  if (line.p[0] == '\\' && line.n > 2 && tdg_is_letter(line.p[1]) && memchr(line.p, ' ', line.n) == NULL)
    return 1;
  if (line.p[0] == '(' && line.n > 3 && line.p[1] >= 'a' && line.p[1] <= 'z' &&
      memchr(line.p + 1, '(', line.n - 1) != NULL && end == ')' &&
      last((struct tdg_str){line.p, line.n - 1}) == ')')
    return 1;
  return has_one(line, signs) && strchr(".!?", end) == NULL;
}

/* "name = value", "name=value", "name := value"; "name(...)"; the value may be a sentence. */
static int is_assignment(struct tdg_str line) {
  size_t n = 0;
  if (tdg_str_starts(line, "export ") || tdg_str_starts(line, "const ") || tdg_str_starts(line, "local "))
    word_of(&line);
  while (n < line.n && (tdg_is_alnum(line.p[n]) || strchr("_.-$@[]", line.p[n]) != NULL)) n++;
  const struct tdg_str name = {line.p, n}, rest = tdg_str_trim((struct tdg_str){line.p + n, line.n - n});
  if (name.n == 0) return 0;
  if (n < line.n && line.p[n] == '(')
    return name.p[0] >= 'a' && name.p[0] <= 'z' && strchr("),;:{", last(line)) != NULL;
  return rest.n > 1 && (rest.p[0] == '=' || tdg_str_starts(rest, ":=") || tdg_str_starts(rest, "+=") ||
                        tdg_str_starts(rest, "?="));
}

/* Words that begin lines of programs, with what must follow, so that "from Hollin" and "IF ONLY" are none. */
static int is_command(struct tdg_str line) {
  static const char *const code[] = {
      "def ",      "class ",  "return",   "import ",    "from ",    "package ", "using ", "fn ",   "func ",
      "function ", "impl ",   "struct ",  "module ",    "require ", "for ",     "while ", "if ",   "elif ",
      "static ",   "public ", "private ", "protected ", "typedef ", "int ",     "void ",  "char ", "const ",
      "let ",      "var ",    "try:",     "else:",      "except",   "end",      "use ",   NULL};
  static const char *const shell[] = {"fi", "done", "esac",  "then",  "else",
                                      "do", "end",  "endif", "begin", NULL};
  static const char *const scripts[] = {"set -", "cd /",     "cd $",    "echo ",   "if [",
                                        "sudo ", "apt-get ", "npm ",    "pip ",    "rm -",
                                        "cp -",  "mkdir ",   "source ", "export ", NULL};
  static const char *const docker[] = {"RUN", "CMD",     "COPY",        "ADD",    "ENTRYPOINT",
                                       "ENV", "WORKDIR", "EXPOSE",      "VOLUME", "LABEL",
                                       "ARG", "USER",    "HEALTHCHECK", NULL};
  static const char *const sql[] = {"SELECT ",
                                    "INSERT INTO ",
                                    "CREATE TABLE ",
                                    "CREATE INDEX ",
                                    "CREATE VIEW ",
                                    "UPDATE ",
                                    "DELETE FROM ",
                                    "DROP ",
                                    "ALTER TABLE ",
                                    "GRANT ",
                                    "WHERE ",
                                    "GROUP BY ",
                                    "ORDER BY ",
                                    "VALUES ",
                                    "select ",
                                    "insert into ",
                                    "create table ",
                                    "FROM ",
                                    NULL};
  struct tdg_str rest = line;
  const struct tdg_str first = word_of(&rest);
  const char end = last(line);
  for (size_t i = 0; shell[i] != NULL; i++)
    if (tdg_str_same(line, tdg_str_of(shell[i]))) return 1;
  if (data_begins_with(line, scripts)) return strchr(".!?", end) == NULL;
  if (data_begins_with(line, code))
    return strchr("{}:;)(", end) != NULL || words_in(line) <= 3 ||
           (memchr(line.p, '(', line.n) != NULL && strchr(".!?", end) == NULL) || tdg_str_starts(rest, "\"");
  if (tdg_str_same(first, tdg_str_of("FROM")) && rest.n > 0)
    return rest.p[0] >= 'a' && rest.p[0] <= 'z' &&
           (words_in(rest) == 1 || tdg_str_has(rest, " AS ") || tdg_str_has(rest, " as ") || end == ';');
  for (size_t i = 0; docker[i] != NULL; i++)
    if (tdg_str_same(first, tdg_str_of(docker[i])))
      return rest.n > 0 && (strchr("[./$-{\"", rest.p[0]) != NULL || (rest.p[0] >= 'a' && rest.p[0] <= 'z') ||
                            tdg_is_digit(rest.p[0]) || memchr(rest.p, '=', rest.n) != NULL);
  return data_begins_with(line, sql) && (end == ';' || end == '(' || end == ',' ||
                                         has_one(line, (const char *const[]){"(", "=", "*", NULL}));
}

/* "root:x:0:0::/root:/bin/sh"; "127.0.0.1 localhost"; "0 5 * * 1 tar ..."; "/dev/sda1 / ext4"; "*.o", "build/"; "flask>=2". */
static int is_row(struct tdg_str line) {
  struct tdg_str rest = line;
  const struct tdg_str first = word_of(&rest);
  size_t colons = 0, dots = 0;
  for (size_t i = 0; i < first.n; i++) colons += first.p[i] == ':', dots += first.p[i] == '.';
  if (colons >= 2 && tdg_is_letter(first.p[0]) && !tdg_str_has(first, "://")) return 1;
  if (colons >= 2 && rest.n > 0 && is_name(first, ":.")) return first.p[0] == ':' || colons > 2;
  if (dots == 3 && rest.n > 0 && is_name(first, "./") && tdg_is_digit(first.p[0]) &&
      tdg_is_digit(last(first)))
    return 1;
  if (first.p[0] == '/' && first.n > 1 && tdg_str_has(rest, " "))
    return words_in(rest) < 6 && strchr(".!?", last(line)) == NULL;
  if (rest.n == 0 && !tdg_str_has(first, "://"))
    return last(first) == '/' || first.p[0] == '*' ||
           (first.p[0] == '.' && first.n > 1 && tdg_is_letter(first.p[1])) || first.p[0] == '/' ||
           has_one(first, (const char *const[]){"==", ">=", "~=", "<=", NULL});
  if (tdg_str_has(line, " h1:")) return 1;
  int fields = 0;
  for (struct tdg_str f = first, more = rest;
       fields < 5 && is_name(f, "*/,-") && (tdg_is_digit(f.p[0]) || f.p[0] == '*'); f = word_of(&more))
    fields++;
  return fields == 5 && memchr(line.p, '*', line.n) != NULL;
}

/* "key: value" as programs write settings: the key is one word in small ASCII letters.  *machine: so no list of facts is written. */
static int is_key(struct tdg_str line, int *machine) {
  size_t n = 0;
  int item = 0;
  if (tdg_str_starts(line, "- ")) line = tdg_str_trim((struct tdg_str){line.p + 2, line.n - 2}), item = 1;
  while (n < line.n &&
         ((line.p[n] >= 'a' && line.p[n] <= 'z') || (line.p[n] >= 'A' && line.p[n] <= 'Z' && n > 0) ||
          tdg_is_digit(line.p[n]) || strchr("_-./", line.p[n]) != NULL))
    n++;
  if (n == 0 || n >= line.n || line.p[n] != ':') return 0;
  if (n + 1 < line.n && line.p[n + 1] != ' ') return 0;
  const struct tdg_str value = tdg_str_trim((struct tdg_str){line.p + n + 1, line.n - n - 1});
  if (value.n == 0 || item || strchr("[{\"'&*|>", value.p[0]) != NULL ||
      has_one((struct tdg_str){line.p, n}, (const char *const[]){"_", ".", "/", NULL}))
    *machine = 1;
  *machine |= tdg_str_same(value, tdg_str_of("true")) || tdg_str_same(value, tdg_str_of("false")) ||
              tdg_str_same(value, tdg_str_of("null"));
  return words_in(value) < 4 && strchr(".!?", last(value)) == NULL;
}

/* A sentence, in any language. */
static int is_prose(struct tdg_str line) {
  int words = 0, wide = 0;
  for (size_t i = 0; i < line.n; i++) wide += ((unsigned char)line.p[i] & 0xC0) == 0xC0;
  struct tdg_str rest = line;
  while (rest.n > 0) {
    const struct tdg_str w = word_of(&rest);
    words += w.n > 1 && (tdg_is_letter(w.p[0]) || (unsigned char)w.p[0] >= 0x80);
  }
  return words >= 5 || wide >= 8 || (words >= 2 && strchr(".!?", last(line)) != NULL);
}

static enum line_kind kind_of(struct tdg_str line, int *machine) {
  static const char *const comments[] = {"# ", "#!", "-- ", "* ", "% ", ";;", "\"\"\"", "'''", NULL};
  if (is_statement(line) || is_assignment(line) || is_command(line) || is_row(line)) return LINE_DATA;
  if (is_key(line, machine)) return LINE_KEY;
  if (data_begins_with(line, comments) || tdg_str_starts(line, "- ") || is_made_of(line, "(){}[],;*#-=/ "))
    return LINE_NEUTRAL;
  return is_prose(line) ? LINE_PROSE : LINE_OTHER;
}

/* ---- comments ---- */

/* Lines of a comment that lasts: no prose of the text.  Three lines in a row that begin with # are one, too. */
struct comment {
  const char *until; /* what ends it; NULL: none is open */
  int hashes;        /* the lines before, in a row */
};

static int is_comment(struct comment *c, struct tdg_str line) {
  static const struct {
    const char *begin, *end;
  } kinds[] = {{"/*", "*/"},  {"\"\"\"", "\"\"\""}, {"r\"\"\"", "\"\"\""}, {"'''", "'''"},
               {"#[[", "]]"}, {"<!--", "-->"},      {"(*", "*)"},          {"{-", "-}"}};
  c->hashes =
      line.p[0] == '#' || tdg_str_starts(line, "//") || tdg_str_starts(line, "--") ? c->hashes + 1 : 0;
  if (c->until != NULL) {
    if (tdg_str_has(line, c->until)) c->until = NULL;
    return 1;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    const size_t n = strlen(kinds[i].begin);
    if (!tdg_str_starts(line, kinds[i].begin)) continue;
    if (!tdg_str_has((struct tdg_str){line.p + n, line.n - n}, kinds[i].end)) c->until = kinds[i].end;
    return 1;
  }
  return c->hashes > 2;
}

/* ---- texts ---- */

static int is_licence(struct tdg_str head) {
  static const char *const licences[] = {
      "Permission is hereby granted, free of charge, to any person obtaining",
      "Redistribution and use in source and binary forms",
      "Everyone is permitted to copy and distribute verbatim copies",
      "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
      "Permission to use, copy, modify, and/or distribute this software",
      "Mozilla Public License Version",
      NULL};
  return has_one(head, licences);
}

/* Its letters and blanks stand elsewhere. */
static int is_ebcdic(struct tdg_str head) {
  size_t blanks = 0, letters = 0, ascii = 0;
  for (size_t i = 0; i < head.n; i++) {
    const unsigned char c = (unsigned char)head.p[i], low = c & 0x0F;
    blanks += c == 0x40;
    ascii += c == ' ' || c == 0;
    letters += (c >= 0x81 && c <= 0xA9 && low >= 1 && low <= 9) || (c >= 0xC1 && low <= 9);
  }
  return head.n >= 20 && 16 * blanks >= head.n && 50 * ascii < head.n &&
         10 * (blanks + letters) >= 8 * head.n && !tdg_utf8_valid(head.p, head.n);
}

static int is_list_of_literature(struct tdg_str head) {
  const struct tdg_str s = tdg_str_trim(head);
  size_t n = 1;
  if (s.n < 3 || s.p[0] != '@') return 0;
  while (n < s.n && tdg_is_letter(s.p[n])) n++;
  return n > 1 && n < s.n && s.p[n] == '{';
}

const char *data_lines(struct tdg_str head) {
  struct tdg_str rest = head, line;
  struct comment comment = {NULL, 0};
  int n[LINE_KEY + 1] = {0}, lines = 0, machine = 0, tabbed = 0, rules = 0, commented = 0;
  if (is_ebcdic(head)) return "a text in EBCDIC; convert it: iconv -f CP037";
  if (is_licence(head)) return "the licence of a program";
  if (is_list_of_literature(head)) return "a list of literature (BibTeX); export it as CSL-JSON";
  while (lines < MAX_LINES && data_next_line(&rest, &line)) {
    const int tab = line.n > 0 && line.p[0] == '\t';
    line = tdg_str_trim(line);
    if (line.n == 0) continue;
    lines++;
    const enum line_kind kind = is_comment(&comment, line) ? LINE_NEUTRAL : kind_of(line, &machine);
    n[kind]++;
    commented += comment.until != NULL || comment.hashes > 2;
    tabbed += tab && rules > 0;
    rules += !tab && (kind == LINE_KEY || last(line) == ':') && line.p[0] >= 'a';
  }
  if (rules > 0 && tabbed > 0 && n[LINE_PROSE] == 0 && rules + tabbed >= lines - n[LINE_NEUTRAL])
    return "a makefile";
  if (n[LINE_DATA] == 0 && machine && n[LINE_KEY] > 0 && n[LINE_PROSE] == 0 &&
      5 * n[LINE_KEY] >= 4 * (n[LINE_KEY] + n[LINE_OTHER]))
    return "settings of a program";
  if (machine) n[LINE_DATA] += n[LINE_KEY];
  else n[LINE_OTHER] += n[LINE_KEY];
  const int judged = n[LINE_DATA] + n[LINE_OTHER] + n[LINE_PROSE];
  const int few = n[LINE_PROSE] == 0 && 3 * n[LINE_DATA] >= 2 * judged,
            many = n[LINE_DATA] >= 4 && n[LINE_DATA] > 2 * n[LINE_PROSE] && 3 * n[LINE_DATA] >= judged;
  if (judged == 0 && commented > 3)
    return "source code"; /* a comment about it that takes all of the beginning */
  return n[LINE_DATA] > 0 && (few || many) ? "source code, settings or a table of a program" : NULL;
}
