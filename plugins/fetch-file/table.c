/* fetch-file/table.c - CSV with a header is a container: each row is a document, a JSON object by the names of the header.
 *
 * Columns are divided by a comma, a semicolon, a tab or a bar, whichever makes the most of the first line known
 * (tidings/kit/row_names.h); "sep=;" before it says so too.  A value in quotation marks may hold all of these, line breaks, and
 * quotation marks doubled (RFC 4180).  Behind a quotation mark that is not closed, reading goes on at a line that has the shape of the
 * table: what stands before it may be any part of a value.  Rows that are not UTF-8 are in one charset, which is guessed from those at the beginning,
 * and by the names in the header.  Of two columns of one name the first that is filled counts.  The request for the rest carries the
 * header and the charset (TDG_EXT "columns", "charset"), so that a packed file is not read from its start again.
 */
#include "file.h"

#include <errno.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/date.h>
#include <tidings/kit/row_names.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum {
  MAX_COLUMNS = 500,
  MAX_HEADER = 64 << 10,
  MAX_GUESSED = 4 << 10,  /* bytes of a header that are looked at in many charsets */
  MAX_TORN = 4 << 20,     /* bytes behind a row that is not closed */
  LOOKS_AHEAD = 64 << 20, /* bytes that are looked at for rows behind such ones, */
  LOOKS = 8               /* and as many more for each byte that is read */
};

static const char mark[] = "row=";

/* ---- rows ---- */

/* Where the row ends, behind its line break; 0: more of it is needed.  whole: nothing comes behind it. */
static size_t row_end(struct tdg_str s, char delimiter, int whole) {
  int quoted = 0, at_start = 1;
  for (size_t i = 0; i < s.n; i++) {
    const char c = s.p[i];
    if (quoted) {
      if (c == '"' && i + 1 < s.n && s.p[i + 1] == '"') i++;
      else if (c == '"') quoted = 0;
    } else if (c == '"' && at_start) quoted = 1;
    else if (c == '\n') return i + 1;
    at_start = !quoted && c == delimiter;
  }
  return whole && !quoted ? s.n : 0;
}

/* The next cell of a row, without its quotation marks.  0: there is none. */
static int next_cell(tdg_call *call, struct tdg_str *row, char delimiter, struct tdg_str *cell) {
  if (row->p == NULL) return 0;
  const char *p = row->p, *end = row->p + row->n;
  if (p < end && *p == '"') {
    const char *from = ++p;
    while (p < end && (*p != '"' || (p + 1 < end && p[1] == '"'))) p += *p == '"' ? 2 : 1;
    char *to = tdg_scratch(call, (size_t)(p - from) + 1); /* no more: a row may have many of them */
    *cell = (struct tdg_str){to, 0};
    for (const char *q = from; q < p; q++) {
      if (*q == '"') q++;
      to[cell->n++] = *q;
    }
    to[cell->n] = '\0';
    while (p < end && *p != delimiter) p++;
  } else {
    while (p < end && *p != delimiter) p++;
    *cell = tdg_str_trim((struct tdg_str){row->p, (size_t)(p - row->p)});
  }
  *row = p < end ? (struct tdg_str){p + 1, (size_t)(end - p) - 1} : (struct tdg_str){NULL, 0};
  return 1;
}

static struct tdg_str without_break(struct tdg_str row) {
  while (row.n > 0 && (row.p[row.n - 1] == '\n' || row.p[row.n - 1] == '\r')) row.n--;
  return row;
}

/* charset: "" is guessed from the row alone. */
static struct tdg_str decoded(tdg_call *call, struct tdg_str row, const char *charset) {
  return tdg_utf8_valid(row.p, row.n) ? row : tdg_decode(call, row, charset, "", NULL);
}

/* ---- the header ---- */

/* How many of the columns are known; 0 when they make no article. */
static int known_columns(const struct file_ask *ask, struct tdg_str header, char delimiter) {
  struct tdg_str cell;
  int n = 0, makes_one = 0;
  for (int i = 0; i < MAX_COLUMNS && next_cell(ask->call, &header, delimiter, &cell); i++) {
    const int value = tdg_row_name(ask->call, ask->request, cell).value;
    n += value != 0;
    makes_one |= value == TDG_ROW_NAMES_TITLE || value == TDG_ROW_NAMES_TEXT;
  }
  return makes_one && n >= 2 ? n : 0;
}

/* How many columns are known with the delimiter that makes the most of them; 0: none does. */
static int delimiter_of(const struct file_ask *ask, struct tdg_str header, char *delimiter) {
  static const char delimiters[] = ",;\t|";
  int best = 0;
  for (size_t i = 0; delimiters[i] != '\0'; i++) {
    const int n = known_columns(ask, header, delimiters[i]);
    if (n > best) best = n, *delimiter = delimiters[i];
  }
  return best;
}

/* The charset of the lines that are not UTF-8, guessed from those of the beginning of a file; "": there are none. */
static const char *charset_of(const struct file_ask *ask, struct tdg_str head) {
  struct tdg_buf lines = tdg_buf_make(ask->call, MAX_HEADER + 1);
  struct tdg_charset_info info = {.name = ""};
  const char *p = head.p, *end = head.p + head.n;
  for (const char *next; p < end; p = next) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    if (stop == NULL && p > head.p) break; /* it may be cut within a letter */
    next = stop != NULL ? stop + 1 : end;
    if (!tdg_utf8_valid(p, (size_t)(next - p))) tdg_buf_add(&lines, p, (size_t)(next - p));
  }
  if (lines.n > 0)
    tdg_decode(ask->call, tdg_buf_get(&lines), tdg_get(ask->call, ask->request, TDG_CHARSET).p, "", &info);
  return info.name;
}

/* A header is too short for a guess: where it says nothing in the charset of its table, that counts in which most of it is known. */
static int by_charsets(const struct file_ask *ask, struct tdg_str bytes, struct tdg_str *header,
                       char *delimiter, const char **charset) {
  static const char *const charsets[] = {"windows-1251", "koi8-r",       "windows-1250", "iso-8859-2",
                                         "windows-1252", "ibm866",       "windows-1253", "windows-1254",
                                         "windows-1255", "windows-1256", "shift_jis",    "euc-jp",
                                         "euc-kr",       "gb18030",      "big5"};
  int best = 0;
  for (size_t i = 0; i < sizeof charsets / sizeof *charsets && bytes.n <= MAX_GUESSED; i++) {
    char found = '\0';
    const struct tdg_str text = tdg_decode(ask->call, bytes, charsets[i], "", NULL);
    const int n = delimiter_of(ask, text, &found);
    if (n > best) best = n, *header = text, *delimiter = found, *charset = charsets[i];
  }
  return best;
}

/* The bytes before the header: a byte order mark, and a line that names the delimiter. */
static size_t before_header(struct tdg_str head) {
  size_t n = head.n >= 3 && memcmp(head.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  if (head.n > n + 6 && memcmp(head.p + n, "sep=", 4) == 0) {
    const char *end = memchr(head.p + n, '\n', head.n - n);
    if (end != NULL) n = (size_t)(end - head.p) + 1;
  }
  return n;
}

/* Its delimiter and the header, if the beginning of a file is that of such a table. */
static size_t header_of(const struct file_ask *ask, struct tdg_str head, int whole, struct tdg_str *columns,
                        const char **charset) {
  const size_t before = before_header(head);
  struct tdg_str rest = {head.p + before, head.n - before};
  const size_t n = row_end(rest, '\0', whole);
  if (n == 0 || n > MAX_HEADER || memchr(rest.p, '\0', n) != NULL) return 0;
  const struct tdg_str bytes = without_break((struct tdg_str){rest.p, n});
  *charset = charset_of(ask, rest);
  struct tdg_str header = decoded(ask->call, bytes, *charset);
  char delimiter = '\0';
  const int known = delimiter_of(ask, header, &delimiter);
  if (known == 0 &&
      (tdg_utf8_valid(bytes.p, bytes.n) || by_charsets(ask, bytes, &header, &delimiter, charset) == 0))
    return 0;
  char *both = tdg_scratch(ask->call, header.n + 2);
  both[0] = delimiter;
  memcpy(both + 1, header.p, header.n);
  both[header.n + 1] = '\0';
  *columns = (struct tdg_str){both, header.n + 1};
  return before + n;
}

int file_is_table(const struct file_ask *ask, struct tdg_str head) {
  struct tdg_str columns;
  const char *charset;
  const size_t n = header_of(ask, head, 1, &columns, &charset);
  return n > 0 && (n < head.n || head.n < FILE_HEAD);
}

/* ---- documents ---- */

static void put_json(struct tdg_buf *out, struct tdg_str s) {
  static const char hex[] = "0123456789abcdef";
  tdg_buf_char(out, '"');
  for (size_t i = 0, from = 0; i <= s.n; i++) {
    const unsigned char c = i < s.n ? (unsigned char)s.p[i] : '"';
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    tdg_buf_add(out, s.p + from, i - from);
    from = i + 1;
    if (i == s.n) break;
    const char escaped[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    tdg_buf_add(out, escaped, sizeof escaped);
  }
  tdg_buf_char(out, '"');
}

static void put_cell(struct tdg_buf *out, struct tdg_str name, struct tdg_str cell) {
  if (name.n == 0 || cell.n == 0) return;
  if (tdg_buf_get(out).n > 1) tdg_buf_char(out, ',');
  put_json(out, name);
  tdg_buf_char(out, ':');
  put_json(out, cell);
}

/* The first column that is called so, of those up to i. */
static int first_of_name(const struct tdg_str *names, int i) {
  int first = 0;
  while (!tdg_nocase_same(names[first], names[i])) first++;
  return first;
}

/* Of each column the first of its name, made once for a batch. */
static void find_twins(struct file_batch *b) {
  struct tdg_str header = {b->columns.p + 1, b->columns.n - 1}, name;
  struct tdg_str *names = tdg_scratch(b->ask->call, MAX_COLUMNS * sizeof *names);
  b->first_of = tdg_scratch(b->ask->call, MAX_COLUMNS * sizeof *b->first_of);
  for (int n = 0; n < MAX_COLUMNS && next_cell(b->ask->call, &header, b->columns.p[0], &name); n++) {
    names[n] = name;
    b->first_of[n] = name.n > 0 ? first_of_name(names, n) : n;
  }
}

static void tell_twins(struct file_batch *b) {
  struct tdg_str header = {b->columns.p + 1, b->columns.n - 1}, name;
  find_twins(b);
  for (int n = 0; n < MAX_COLUMNS && next_cell(b->ask->call, &header, b->columns.p[0], &name); n++)
    if (b->first_of[n] != n)
      tdg_log(b->ask->call, TDG_LOG_WARNING,
              "%.1000s: columns %d and %d are both called \"%.*s\": the first of them that is filled counts",
              b->place.p, b->first_of[n] + 1, n + 1, (int)(name.n < 100 ? name.n : 100), name.p);
}

static int give(struct file_batch *b, struct tdg_str row, uint64_t at) {
  tdg_call *call = b->ask->call;
  const char delimiter = b->columns.p[0];
  struct tdg_str header = {b->columns.p + 1, b->columns.n - 1}, name, cell;
  struct tdg_buf out = tdg_buf_make(call, 4 * FILE_MAX_LINE);
  char unnamed[40], filled[MAX_COLUMNS] = {0};
  int n = 0;
  if (b->first_of == NULL) find_twins(b);
  row = decoded(call, row, b->charset != NULL ? b->charset : "");
  tdg_buf_char(&out, '{');
  for (; n < MAX_COLUMNS && next_cell(call, &header, delimiter, &name) &&
         next_cell(call, &row, delimiter, &cell);
       n++) {
    const int first = b->first_of[n], is_taken = filled[first];
    filled[first] |= cell.n > 0;
    if (!is_taken) put_cell(&out, name, cell);
  }
  for (; n < MAX_COLUMNS && next_cell(call, &row, delimiter, &cell);
       n++) { /* told as what nothing is known of */
    snprintf(unnamed, sizeof unnamed, "column %d, which has no name", n + 1);
    put_cell(&out, tdg_str_of(unnamed), cell);
  }
  tdg_buf_char(&out, '}');
  if (out.full) return file_batch_fail(b, mark, at, "too-large", "the row is too long");
  tdg_rec *doc = file_batch_document(b, mark, at);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "application/x-tidings-record+json");
  tdg_put_bytes(call, doc, TDG_BODY, out.p, out.n);
  return file_batch_emit(b, doc);
}

/* ---- rows that are not closed ---- */

static int is_time(int value) { return value == TDG_ROW_NAMES_PUBLISHED || value == TDG_ROW_NAMES_UPDATED; }

/* Has it the columns of the table, with a date and an address where it has them?  Without such columns no value may begin
 * with a blank, as what stands behind the comma of a sentence does. */
static int has_shape(const struct file_batch *b, struct tdg_str row) {
  tdg_call *call = b->ask->call;
  const char delimiter = b->columns.p[0];
  struct tdg_str header = {b->columns.p + 1, b->columns.n - 1}, name, cell;
  const struct tdg_date_hint hint = {0};
  struct tdg_date date;
  int telling = 0, shaped = 0, blank = 0, more = 0, n = 0;
  void *memory = tdg_mark(call);
  row = without_break(row);
  for (; n < MAX_COLUMNS && next_cell(call, &header, delimiter, &name); n++) {
    const int value = tdg_row_name(call, b->ask->request, name).value,
              is_link = value == TDG_ROW_NAMES_ADDRESS;
    blank |= row.n > 0 && row.p != NULL && *row.p == ' ';
    more = next_cell(call, &row, delimiter, &cell);
    if (!more) break;
    if (!is_time(value) && !is_link) continue;
    telling++;
    if (cell.n == 0) continue;
    if (is_link ? !tdg_str_has(cell, "://") : tdg_date_parse(cell.p, cell.n, &hint, &date) != 0) more = 0;
    if (!more) break;
    shaped++;
  }
  more = more && !next_cell(call, &row, delimiter, &cell);
  tdg_release(call, memory);
  return more && (telling > 0 ? shaped > 0 : !blank);
}

/* Bytes may be made so that each line begins a row that goes on to the end: looking for rows costs no more than some times of
 * what is read.  0: too much was looked at. */
static int may_look(const struct file_batch *b) { return b->looked < LOOKS_AHEAD; }

static int pass(struct file_batch *b, struct file_reader *r, size_t n) {
  b->looked -= LOOKS * (int64_t)n;
  return file_reader_pass(r, n);
}

/* The bytes of the row with the shape of the table that begins here; 0: none does. */
static size_t row_with_shape(struct file_batch *b, struct tdg_str rest, int whole) {
  const size_t n = may_look(b) ? row_end(rest, b->columns.p[0], whole) : 0;
  b->looked += (int64_t)(n > 0 ? n : rest.n);
  return n > 0 && has_shape(b, (struct tdg_str){rest.p, n}) ? n : 0;
}

/* A quotation mark that is not closed took rows behind its own, up to the next one: that stands before a letter. */
static int took_rows(struct file_batch *b, struct tdg_str row) {
  const char delimiter = b->columns.p[0];
  int quoted = 0, at_start = 1, lines = 0, torn = 0;
  if (!may_look(b)) return 0;
  b->looked += (int64_t)row.n;
  for (size_t i = 0; i < row.n && !torn; i++) {
    const char c = row.p[i], next = i + 1 < row.n ? row.p[i + 1] : '\n';
    if (quoted && c == '"' && next == '"') i++;
    else if (quoted && c == '"')
      torn = lines > 0 && next != delimiter && next != '\n' && next != '\r' && next != ' ', quoted = 0;
    else if (quoted) lines += c == '\n';
    else if (c == '"' && at_start) quoted = 1, lines = 0;
    at_start = !quoted && c == delimiter;
  }
  for (size_t i = 0; torn && i + 1 < row.n; i++) {
    const struct tdg_str rest = {row.p + i + 1, row.n - i - 1};
    if (row.p[i] == '\n' && row_with_shape(b, rest, 1) > 0) return 1;
  }
  return 0;
}

/* Pass over lines up to one with the shape of the table.  How many; -1: errno. */
static int64_t pass_torn(struct file_batch *b, struct file_reader *r) {
  const uint64_t begin = file_reader_position(r);
  int64_t lines = 0;
  struct tdg_str w;
  while (file_reader_position(r) - begin < MAX_TORN) {
    if (file_reader_peek(r, FILE_READ_SIZE, &w) != 0) return -1;
    if (w.n == 0) break;
    const size_t n = row_with_shape(b, w, w.n < FILE_READ_SIZE);
    const char *line = memchr(w.p, '\n', w.n);
    const size_t end = line != NULL ? (size_t)(line - w.p) + 1 : w.n;
    if (n > 0 && !took_rows(b, (struct tdg_str){w.p, n})) break;
    lines += tdg_str_trim((struct tdg_str){w.p, end}).n > 0;
    if (pass(b, r, end) != 0) return -1;
  }
  return lines;
}

enum row { ROW_ERROR = -1, ROW_NONE, ROW_THERE, ROW_OPEN, ROW_LONG };

/* The row at the position.  ROW_OPEN: a quotation mark in it is not closed; row is its first line.  ROW_LONG: not even that ends.
 * looked: bytes. */
static enum row read_row(struct file_reader *r, char delimiter, struct tdg_str *row, int64_t *looked) {
  struct tdg_str w = {"", 0};
  for (;;) {
    const size_t had = w.n, wanted = had > 0 ? 2 * had : 1;
    if (file_reader_peek(r, wanted < FILE_MAX_LINE ? wanted : FILE_MAX_LINE, &w) != 0) return ROW_ERROR;
    if (w.n == 0) return ROW_NONE;
    const size_t n = row_end(w, delimiter, w.n == had);
    *row = (struct tdg_str){w.p, n};
    *looked += (int64_t)(n > 0 ? n : w.n);
    if (n > 0) return ROW_THERE;
    if (w.n == had || w.n >= FILE_MAX_LINE) {
      const char *line = memchr(w.p, '\n', w.n);
      row->n = line != NULL ? (size_t)(line - w.p) + 1 : w.n;
      return line == NULL && w.n >= FILE_MAX_LINE ? ROW_LONG : ROW_OPEN;
    }
  }
}

/* Of a row that is too long, what comes next.  0: the end, or an error (errno). */
static int skip_line(struct file_batch *b, struct file_reader *r) {
  struct tdg_str w;
  errno = 0;
  if (file_reader_peek(r, FILE_READ_SIZE, &w) != 0 || w.n == 0) return 0;
  const char *line = memchr(w.p, '\n', w.n);
  b->inside = line == NULL;
  b->item += !b->inside;
  return file_reader_pass(r, line != NULL ? (size_t)(line - w.p) + 1 : w.n) == 0;
}

static int fail_torn(struct file_batch *b, int64_t lines, uint64_t at) {
  char message[200];
  snprintf(message, sizeof message,
           "a quotation mark in this row is not closed; it was skipped, with %lld lines behind it that have "
           "not the shape of the table",
           (long long)lines);
  return file_batch_fail(b, mark, at, "damaged", message);
}

static int fail_long(struct file_batch *b, uint64_t at) {
  return file_batch_fail(b, mark, at, "too-large", "the row is longer than 4 MiB and was skipped");
}

/* The header, at the beginning of the file or of what is left of it. */
int file_begin_table(struct file_batch *b, struct file_reader *r) {
  const uint64_t at = file_reader_position(r);
  struct tdg_str head;
  if (b->columns.n > 0) return 1;
  b->not_rows = "a table whose first line names no title or text; --map FIELD=NAME says what its columns are";
  file_reader_return(r, 0);
  file_reader_peek(r, MAX_HEADER + 1, &head);
  const int whole = head.n <= MAX_HEADER;
  const size_t n = header_of(b->ask, head, whole, &b->columns, &b->charset);
  if (n == 0 && !whole && row_end((struct tdg_str){head.p, MAX_HEADER}, '\0', 0) == 0)
    b->not_rows =
        "a table whose first line is longer than 64 KiB: no line with the names of its columns is that long";
  if (n == 0) return 0;
  if (at <= n) tell_twins(b);
  if (file_reader_pass(r, n) != 0) return 0;
  b->not_rows = NULL;
  return at <= n || file_reader_pass(r, at - n) == 0; /* a row is wanted alone */
}

int file_read_table(struct file_batch *b, struct file_reader *r, int *status) {
  if (!file_begin_table(b, r)) return 0;
  const uint64_t begin = file_reader_position(r);
  while (*status == TDG_OK && !file_batch_full(b) && file_reader_position(r) - begin < FILE_SKIP_A_CALL) {
    struct tdg_str row = {"", 0};
    const size_t before = b->documents;
    const uint64_t at = file_reader_position(r);
    if (file_reader_over_budget(r)) {
      *status = file_batch_give_up(b, mark, at);
      return 0;
    }
    if (b->inside) {
      if (skip_line(b, r)) continue;
      if (errno != 0) *status = file_batch_fail_errno(b, mark, at, errno);
      return 0;
    }
    const enum row rc = read_row(r, b->columns.p[0], &row, &b->looked);
    if (rc == ROW_ERROR) *status = file_batch_fail_errno(b, mark, at, errno);
    if (rc <= ROW_NONE) return 0;
    const int torn =
        rc == ROW_OPEN || (rc == ROW_THERE && memchr(row.p, '\n', row.n - 1) != NULL && took_rows(b, row));
    if (torn && rc == ROW_THERE) row.n = (size_t)((const char *)memchr(row.p, '\n', row.n) - row.p) + 1;
    if (torn) {
      const int64_t lines = pass(b, r, row.n) == 0 ? pass_torn(b, r) : -1;
      *status = lines >= 0 ? fail_torn(b, lines, at) : file_batch_fail_errno(b, mark, at, errno);
      b->item++;
      continue;
    }
    if (rc != ROW_THERE) *status = fail_long(b, at);
    else if (tdg_str_trim(row).n > 0) *status = give(b, without_break(row), at);
    if (pass(b, r, row.n) != 0) return 0;
    b->inside = rc == ROW_LONG;
    b->item += !b->inside;
    if (rc == ROW_THERE && b->documents > before) file_reader_reset_budget(r);
  }
  return 1;
}
