/* record/akn.c - write a statement as Akoma Ntoso 3.0; see akn.h.
 *
 * The roles of a record's parts are the standard's own: recitals are the preamble, points are numbered paragraphs in each
 * other, signatures are the conclusions, annexes are attachments.  Every element gets the id that the naming convention of
 * the standard wants.  Only elements and attributes of that standard are written; no markup of a source can come in. */
#include "record/akn.h"

#include "record/plain_text.h"

#include <string.h>
#include <time.h>

#include <tidings/kit/str.h>

enum { MAX_AKN_BLOCKS = 20000, MAX_AKN_OPEN = 16, MAX_AKN_SIGNERS = 400 };

struct akn_point {
  struct tdg_str number;
  int64_t block, end;
};

struct akn_block {
  const tdg_rec *rec;
  const char *role;
  const struct akn_point *point; /* that begins with it; NULL */
};

struct akn {
  struct buf *out;
  const tdg_rec *r;
  struct arena arena;
  struct akn_block *block;
  size_t n;
  struct akn_point *point;
  size_t n_points;
  int ids, sections, annexes; /* given so far */
};

/* ---- small steps ---- */

static void text(struct akn *a, struct tdg_str s) { html_escape(a->out, s.p, s.n); }

static void element(struct akn *a, const char *name, const char *attributes, struct tdg_str s) {
  buf_printf(a->out, "<%s%s>", name, attributes);
  text(a, s);
  buf_printf(a->out, "</%s>", name);
}

static void attribute(struct akn *a, const char *name, struct tdg_str value) {
  buf_printf(a->out, " %s=\"", name);
  text(a, value);
  buf_char(a->out, '"');
}

static struct tdg_str block_text(const tdg_rec *b) { return rec_get(b, TDG_TEXT, 0); }
static int64_t type_of(const tdg_rec *b) { return rec_get_int(b, TDG_BLOCK_TYPE, TDG_PARAGRAPH); }
static int is_role(const struct akn_block *b, const char *role) { return strcmp(b->role, role) == 0; }

static const char *day_of(int64_t ms, char out[40]) {
  time_t at = (time_t)(ms / 1000 - (ms % 1000 < 0));
  struct tm tm;
  if (gmtime_r(&at, &tm) == NULL ||
      strftime(out, 40, ms % 86400000 == 0 ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
    return "0001-01-01";
  return out;
}

/* ---- what the record has ---- */

static void take_blocks(struct akn *a) {
  struct tdg_item it;
  for (size_t pos = 0; rec_next(a->r, &pos, &it);) a->n += it.field == TDG_BLOCK && it.type == TDG_T_REC;
  if (a->n > MAX_AKN_BLOCKS) a->n = MAX_AKN_BLOCKS;
  a->block = arena_zalloc(&a->arena, (a->n + 1) * sizeof *a->block);
  size_t n = 0;
  for (size_t pos = 0; n < a->n && rec_next(a->r, &pos, &it);)
    if (it.field == TDG_BLOCK && it.type == TDG_T_REC)
      a->block[n++] = (struct akn_block){rec_copy(&a->arena, it.rec, TDG_GROUP), "body", NULL};
}

static void take_roles(struct akn *a) {
  const tdg_rec *part;
  for (uint32_t i = 0; (part = rec_get_rec(a->r, TDG_PART, i)) != NULL; i++) {
    int64_t start = rec_get_int(part, TDG_START, 0), end = rec_get_int(part, TDG_END, 0);
    struct tdg_str role = rec_get(part, TDG_ROLE, 0);
    const char *kept = role.n > 0 ? arena_copy(&a->arena, role.p, role.n) : "body";
    for (int64_t k = start < 0 ? 0 : start; k < end && k < (int64_t)a->n; k++) a->block[k].role = kept;
  }
}

static void take_points(struct akn *a) {
  const tdg_rec *p;
  while (rec_get_rec(a->r, TDG_POINT, (uint32_t)a->n_points) != NULL && a->n_points < a->n) a->n_points++;
  a->point = arena_zalloc(&a->arena, (a->n_points + 1) * sizeof *a->point);
  for (uint32_t i = 0; i < a->n_points && (p = rec_get_rec(a->r, TDG_POINT, i)) != NULL; i++) {
    struct akn_point *to = &a->point[i];
    struct tdg_str number = rec_get(p, TDG_NUMBER, 0);
    *to = (struct akn_point){
        {arena_copy(&a->arena, number.p, number.n), number.n}, rec_get_int(p, TDG_BLOCK_NO, -1), 0};
    to->end = rec_get_int(p, TDG_END, to->block + 1);
    if (to->block >= 0 && to->block < (int64_t)a->n && a->block[to->block].point == NULL)
      a->block[to->block].point = to;
  }
}

/* ---- meta ---- */

static void frbr_uri(struct akn *a, const char *what, const char *more) {
  static const uint32_t fields[] = {TDG_CANONICAL, TDG_URL, TDG_REFERENCE, TDG_TITLE};
  struct tdg_str uri = {"", 0};
  for (size_t i = 0; i < 4 && uri.n == 0; i++) uri = rec_get(a->r, fields[i], 0);
  buf_printf(a->out, "<%s value=\"", what);
  text(a, uri.n > 0 ? uri : tdg_str_of("unknown"));
  buf_printf(a->out, "%s\"/>", more);
}

static void frbr_date(struct akn *a, int64_t ms, int known, const char *name) {
  char day[40];
  buf_printf(a->out, "<FRBRdate date=\"%s\" name=\"%s\"/>", known ? day_of(ms, day) : "0001-01-01",
             known ? name : "unknown");
}

static void frbr_head(struct akn *a, const char *more) {
  frbr_uri(a, "FRBRthis", more);
  frbr_uri(a, "FRBRuri", more);
}

static int time_of(struct akn *a, uint32_t field, int64_t *ms) {
  *ms = rec_get_int(a->r, field, 0);
  return rec_has(a->r, field);
}

/* more: what is added to addresses, for an annex. */
static void identification(struct akn *a, const char *more) {
  struct tdg_str language = rec_get(a->r, TDG_LANGUAGE, 0), number = rec_get(a->r, TDG_REFERENCE, 0);
  const tdg_rec *source = rec_get_rec(a->r, TDG_SOURCE, 0);
  struct tdg_str country = source != NULL ? rec_get(source, TDG_COUNTRY, 0) : (struct tdg_str){"", 0};
  int64_t published, signed_at, updated, known;
  int has_published = time_of(a, TDG_PUBLISHED, &published),
      has_signed = time_of(a, TDG_EVENT_TIME, &signed_at);
  buf_str(a->out, "<identification source=\"#tidings\"><FRBRWork>");
  frbr_head(a, more);
  known = has_signed ? signed_at : published;
  frbr_date(a, known, has_signed || has_published, has_signed ? "signature" : "publication");
  buf_str(a->out, "<FRBRauthor href=\"#org_1\"/><FRBRcountry value=\"");
  text(a, country.n == 2 ? country : tdg_str_of("zz"));
  buf_str(a->out, "\"/>");
  if (number.n > 0 && more[0] == '\0') {
    buf_str(a->out, "<FRBRnumber");
    attribute(a, "value", number);
    buf_str(a->out, "/>");
  }
  buf_str(a->out, "</FRBRWork><FRBRExpression>");
  frbr_head(a, more);
  frbr_date(a, published, has_published, "publication");
  buf_str(a->out, "<FRBRauthor href=\"#org_1\"/><FRBRlanguage");
  attribute(a, "language", language.n > 0 ? language : tdg_str_of("und"));
  buf_str(a->out, "/></FRBRExpression><FRBRManifestation>");
  frbr_head(a, more);
  if (time_of(a, TDG_UPDATED, &updated)) frbr_date(a, updated, 1, "update");
  else frbr_date(a, published, has_published, "publication");
  buf_str(a->out, "<FRBRauthor href=\"#tidings\"/></FRBRManifestation></identification>");
}

static void organization(struct akn *a, int n, struct tdg_str name) {
  buf_printf(a->out, "<TLCOrganization eId=\"org_%d\" href=\"#org_%d\"", n, n);
  attribute(a, "showAs", name.n > 0 ? name : tdg_str_of("unknown"));
  buf_str(a->out, "/>");
}

static void reference_for(struct akn *a, const char *name, const char *id, int n, struct tdg_str shown) {
  if (shown.n == 0) return;
  buf_printf(a->out, "<%s eId=\"%s_%d\" href=\"#%s_%d\"", name, id, n, id, n);
  attribute(a, "showAs", shown);
  buf_str(a->out, "/>");
}

/* In this order: identification, references. */
static void meta(struct akn *a, const char *more) {
  const tdg_rec *g, *source = rec_get_rec(a->r, TDG_SOURCE, 0);
  int n = 0, persons = 0;
  buf_str(a->out, "<meta>");
  identification(a, more);
  buf_str(a->out, "<references source=\"#tidings\"><TLCOrganization eId=\"tidings\" href=\"#tidings\" "
                  "showAs=\"Tidings\"/>");
  for (uint32_t i = 0; (g = rec_get_rec(a->r, TDG_ISSUER, i)) != NULL; i++)
    organization(a, ++n, rec_get(g, TDG_NAME, 0));
  if (n == 0) organization(a, 1, source != NULL ? rec_get(source, TDG_OUTLET, 0) : (struct tdg_str){"", 0});
  for (uint32_t i = 0; i < MAX_AKN_SIGNERS && (g = rec_get_rec(a->r, TDG_SIGNATORY, i)) != NULL; i++) {
    buf_printf(a->out, "<TLCPerson eId=\"person_%d\" href=\"#person_%d\"", persons + 1, persons + 1);
    persons++;
    attribute(a, "showAs", rec_get(g, TDG_NAME, 0));
    buf_str(a->out, "/>");
    reference_for(a, "TLCRole", "role", persons, rec_get(g, TDG_OFFICE, 0));
    reference_for(a, "TLCOrganization", "side", persons, rec_get(g, TDG_ORG, 0));
  }
  if (rec_get(a->r, TDG_PLACE, 0).n > 0) {
    buf_str(a->out, "<TLCLocation eId=\"place\" href=\"#place\"");
    attribute(a, "showAs", rec_get(a->r, TDG_PLACE, 0));
    buf_str(a->out, "/>");
  }
  if (rec_get(a->r, TDG_OCCASION, 0).n > 0) {
    buf_str(a->out, "<TLCEvent eId=\"occasion\" href=\"#occasion\"");
    attribute(a, "showAs", rec_get(a->r, TDG_OCCASION, 0));
    buf_str(a->out, "/>");
  }
  buf_str(a->out, "</references></meta>\n");
}

/* ---- blocks ---- */

static void table(struct akn *a, const tdg_rec *b) {
  const tdg_rec *row;
  struct tdg_item it;
  buf_str(a->out, "<table>");
  for (uint32_t i = 0; (row = rec_get_rec(b, TDG_ROW, i)) != NULL; i++) {
    const char *cell = rec_get_int(row, TDG_HEADER_ROW, 0) ? "th" : "td";
    int cells = 0;
    buf_str(a->out, "<tr>");
    for (size_t pos = 0; rec_next(row, &pos, &it);) {
      if (it.field != TDG_CELL || it.type != TDG_T_TEXT) continue;
      buf_printf(a->out, "<%s>", cell);
      element(a, "p", "", it.str);
      buf_printf(a->out, "</%s>", cell);
      cells++;
    }
    buf_str(a->out, cells > 0 ? "</tr>" : "<td><p/></td></tr>");
  }
  buf_str(a->out, "</table>");
}

static void content(struct akn *a, const tdg_rec *b) {
  switch (type_of(b)) {
  case TDG_TABLE:
    if (rec_get_rec(b, TDG_ROW, 0) != NULL) table(a, b);
    else element(a, "p", "", block_text(b));
    break;
  case TDG_QUOTE: element(a, "p", " class=\"quote\"", block_text(b)); break;
  case TDG_FOOTNOTE: element(a, "p", " class=\"footnote\"", block_text(b)); break;
  case TDG_ITEM:
    if (rec_get(b, TDG_NUMBER, 0).n == 0) {
      buf_str(a->out, "<ul>");
      element(a, "li", "", block_text(b));
      buf_str(a->out, "</ul>");
      break;
    }
    buf_str(a->out, "<p>");
    text(a, rec_get(b, TDG_NUMBER, 0));
    buf_char(a->out, ' ');
    text(a, block_text(b));
    buf_str(a->out, "</p>");
    break;
  case TDG_IMAGE: element(a, "p", " class=\"picture\"", rec_get(b, TDG_ALT, 0)); break;
  case TDG_RULE: buf_str(a->out, "<p class=\"rule\"/>"); break;
  default: element(a, "p", "", block_text(b));
  }
}

/* Of a path, what this step adds to the point around it: "(a)" of "2(a)"; "1.2" stays whole. */
static struct tdg_str step_of(struct tdg_str number, const struct akn_point *around) {
  size_t n = around != NULL ? around->number.n : 0;
  if (n > 0 && number.n > n && memcmp(number.p, around->number.p, n) == 0 && number.p[n] == '(')
    return (struct tdg_str){number.p + n, number.n - n};
  return number;
}

struct open_points {
  const struct akn_point *v[MAX_AKN_OPEN];
  size_t n;
};

static void close_points(struct akn *a, struct open_points *open, int64_t at) {
  while (open->n > 0 && (at < 0 || at >= open->v[open->n - 1]->end))
    buf_str(a->out, --open->n == 0 ? "</paragraph>\n" : "</point>");
}

static int has_inner(const struct akn *a, const struct akn_point *p, size_t end) {
  for (int64_t k = p->block + 1; k < p->end && k < (int64_t)end; k++)
    if (a->block[k].point != NULL) return 1;
  return 0;
}

/* How many blocks were written: the point's own, and those that continue it. */
static size_t begin_point(struct akn *a, size_t i, size_t end, struct open_points *open) {
  const struct akn_point *p = a->block[i].point;
  const struct akn_point *around = open->n > 0 ? open->v[open->n - 1] : NULL;
  const char *around_text = has_inner(a, p, end) ? "intro" : "content";
  size_t k = i;
  buf_printf(a->out, "<%s eId=\"p_%d\">", open->n == 0 ? "paragraph" : "point", ++a->ids);
  element(a, "num", "", step_of(p->number, around));
  buf_printf(a->out, "<%s>", around_text);
  do element(a, "p", "", block_text(a->block[k].rec));
  while (++k < end && (int64_t)k < p->end && a->block[k].point == NULL &&
         type_of(a->block[k].rec) == TDG_PARAGRAPH);
  buf_printf(a->out, "</%s>", around_text);
  open->v[open->n++] = p;
  return k - i;
}

static void plain_paragraph(struct akn *a, const tdg_rec *b, const struct open_points *open) {
  const char *name = open->n == 0 ? "paragraph" : "point";
  buf_printf(a->out, "<%s eId=\"p_%d\"><content>", name, ++a->ids);
  content(a, b);
  buf_printf(a->out, "</content></%s>", name);
  if (open->n == 0) buf_char(a->out, '\n');
}

/* Blocks from..end - 1 as a hierarchy: a heading begins a section. */
static void hierarchy(struct akn *a, size_t from, size_t end) {
  struct open_points open = {.n = 0};
  int in_section = 0;
  for (size_t i = from; i < end;) {
    const struct akn_block *b = &a->block[i];
    close_points(a, &open, type_of(b->rec) == TDG_HEADING ? -1 : (int64_t)i);
    if (type_of(b->rec) == TDG_HEADING && b->point == NULL) {
      int last = i + 1 == end || type_of(a->block[i + 1].rec) == TDG_HEADING;
      if (in_section) buf_str(a->out, "</section>\n");
      buf_printf(a->out, "<section eId=\"sec_%d\">", ++a->sections);
      element(a, "heading", "", block_text(b->rec));
      if (last) buf_str(a->out, "<content><p/></content>");
      in_section = 1;
      i++;
    } else if (b->point != NULL && open.n < MAX_AKN_OPEN) {
      i += begin_point(a, i, end, &open);
    } else {
      plain_paragraph(a, b->rec, &open);
      i++;
    }
  }
  close_points(a, &open, -1);
  if (in_section) buf_str(a->out, "</section>\n");
}

/* ---- the parts of the document ---- */

static void preface_line(struct akn *a, const char *name, const char *attributes, struct tdg_str s) {
  if (s.n == 0) return;
  buf_str(a->out, "<p>");
  element(a, name, attributes, s);
  buf_str(a->out, "</p>");
}

static void preface(struct akn *a) {
  const tdg_rec *issuer;
  int64_t published;
  char attributes[80], day[40];
  buf_str(a->out, "<preface>");
  preface_line(a, "docTitle", "", rec_get(a->r, TDG_TITLE, 0));
  preface_line(a, "docType", "", rec_get(a->r, TDG_GENRE, 0));
  preface_line(a, "docNumber", "", rec_get(a->r, TDG_REFERENCE, 0));
  for (uint32_t i = 0; (issuer = rec_get_rec(a->r, TDG_ISSUER, i)) != NULL; i++) {
    buf_printf(a->out, "<p><docProponent refersTo=\"#org_%u\">", i + 1);
    text(a, rec_get(issuer, TDG_NAME, 0));
    buf_str(a->out, "</docProponent>");
    if (rec_get(issuer, TDG_ROLE, 0).n > 0) {
      buf_str(a->out, " (");
      text(a, rec_get(issuer, TDG_ROLE, 0));
      buf_char(a->out, ')');
    }
    buf_str(a->out, "</p>");
  }
  preface_line(a, "location", " refersTo=\"#place\"", rec_get(a->r, TDG_PLACE, 0));
  preface_line(a, "event", " refersTo=\"#occasion\"", rec_get(a->r, TDG_OCCASION, 0));
  if (time_of(a, TDG_PUBLISHED, &published)) {
    snprintf(attributes, sizeof attributes, " date=\"%s\"", day_of(published, day));
    preface_line(a, "docDate", attributes, tdg_str_of(day));
  }
  if (rec_get(a->r, TDG_TITLE, 0).n == 0) buf_str(a->out, "<p/>");
  buf_str(a->out, "</preface>\n");
}

static size_t run_of(const struct akn *a, size_t i) {
  size_t k = i + 1;
  while (k < a->n && strcmp(a->block[k].role, a->block[i].role) == 0) k++;
  return k;
}

static void preamble(struct akn *a) {
  int any = 0, recitals = 0, n = 0;
  for (size_t i = 0; i < a->n; i++) {
    const struct akn_block *b = &a->block[i];
    if (!is_role(b, "preamble")) continue;
    if (!any++) buf_str(a->out, "<preamble>");
    int recital = type_of(b->rec) != TDG_HEADING;
    if (recital != recitals) buf_str(a->out, recital ? "<recitals>" : "</recitals>");
    recitals = recital;
    if (recital) {
      buf_printf(a->out, "<recital eId=\"rec_%d\">", ++n);
      content(a, b->rec);
      buf_str(a->out, "</recital>");
    } else {
      element(a, "p", " class=\"heading\"", block_text(b->rec));
    }
  }
  if (recitals) buf_str(a->out, "</recitals>");
  if (any) buf_str(a->out, "</preamble>\n");
}

static int is_main(const struct akn_block *b) {
  return !is_role(b, "preamble") && !is_role(b, "signature") && !is_role(b, "annex");
}

static void main_body(struct akn *a) {
  size_t any = 0;
  buf_str(a->out, "<mainBody>\n");
  for (size_t i = 0; i < a->n;) {
    size_t end = run_of(a, i);
    int plain =
        is_role(&a->block[i], "body") || is_role(&a->block[i], "operative") || is_role(&a->block[i], "point");
    if (is_main(&a->block[i])) {
      if (!plain) {
        buf_printf(a->out, "<hcontainer eId=\"h_%d\"", ++a->ids);
        attribute(a, "name", tdg_str_of(a->block[i].role));
        buf_char(a->out, '>');
      } else {
        while (end < a->n && (is_role(&a->block[end], "body") || is_role(&a->block[end], "operative")))
          end = run_of(a, end);
      }
      hierarchy(a, i, end);
      if (!plain) buf_str(a->out, "</hcontainer>\n");
      any++;
    }
    i = end;
  }
  if (any == 0) buf_str(a->out, "<p/>");
  buf_str(a->out, "</mainBody>\n");
}

/* ---- signatures ---- */

static void signature(struct akn *a, const tdg_rec *g, int n) {
  char ref[40];
  buf_printf(a->out, "<signature><person refersTo=\"#person_%d\">", n);
  text(a, rec_get(g, TDG_NAME, 0));
  buf_str(a->out, "</person>");
  if (rec_get(g, TDG_OFFICE, 0).n > 0) {
    buf_str(a->out, ", ");
    snprintf(ref, sizeof ref, " refersTo=\"#role_%d\"", n);
    element(a, "role", ref, rec_get(g, TDG_OFFICE, 0));
  }
  if (rec_get(g, TDG_ORG, 0).n > 0) {
    buf_str(a->out, ", ");
    snprintf(ref, sizeof ref, " refersTo=\"#side_%d\"", n);
    element(a, "organization", ref, rec_get(g, TDG_ORG, 0));
  }
  buf_str(a->out, "</signature>");
}

/* A line of the signature block is said by the signature that begins at it, or as it stands when it names nobody. */
static int names_somebody(const struct akn *a, struct tdg_str line) {
  static const uint32_t fields[] = {TDG_NAME, TDG_OFFICE, TDG_ORG};
  const tdg_rec *g;
  for (uint32_t i = 0; i < MAX_AKN_SIGNERS && (g = rec_get_rec(a->r, TDG_SIGNATORY, i)) != NULL; i++)
    for (size_t k = 0; k < 3; k++) {
      struct tdg_str s = rec_get(g, fields[k], 0);
      if (s.n > 0 && line.n > 0 &&
          (memmem(line.p, line.n, s.p, s.n) != NULL || memmem(s.p, s.n, line.p, line.n) != NULL))
        return 1;
    }
  return 0;
}

static void conclusions(struct akn *a) {
  const tdg_rec *g;
  int any = 0;
  for (size_t i = 0; i < a->n; i++) {
    if (!is_role(&a->block[i], "signature") || names_somebody(a, block_text(a->block[i].rec))) continue;
    if (!any++) buf_str(a->out, "<conclusions>");
    element(a, "p", "", block_text(a->block[i].rec));
  }
  for (uint32_t i = 0; i < MAX_AKN_SIGNERS && (g = rec_get_rec(a->r, TDG_SIGNATORY, i)) != NULL; i++) {
    if (!any++) buf_str(a->out, "<conclusions>");
    buf_str(a->out, "<p>");
    signature(a, g, (int)i + 1);
    buf_str(a->out, "</p>");
  }
  if (any) buf_str(a->out, "</conclusions>\n");
}

static void attachments(struct akn *a) {
  char more[32];
  for (size_t i = 0; i < a->n;) {
    size_t end = i + 1;
    if (!is_role(&a->block[i], "annex")) {
      i++;
      continue;
    }
    /* a heading of the first rank, or the end of the role, ends an annex */
    while (end < a->n && is_role(&a->block[end], "annex") &&
           !(type_of(a->block[end].rec) == TDG_HEADING &&
             rec_get_int(a->block[end].rec, TDG_LEVEL, 2) <= rec_get_int(a->block[i].rec, TDG_LEVEL, 2)))
      end++;
    if (a->annexes == 0) buf_str(a->out, "<attachments>\n");
    snprintf(more, sizeof more, "/!annex_%d", ++a->annexes);
    buf_printf(a->out, "<attachment eId=\"att_%d\"><doc name=\"annex\">", a->annexes);
    meta(a, more);
    buf_str(a->out, "<mainBody>\n");
    hierarchy(a, i, end);
    buf_str(a->out, "</mainBody></doc></attachment>\n");
    i = end;
  }
  if (a->annexes > 0) buf_str(a->out, "</attachments>\n");
}

void rec_akn(struct buf *out, const tdg_rec *r) {
  struct akn a = {.out = out, .r = r};
  take_blocks(&a);
  take_roles(&a);
  take_points(&a);
  buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n"
               "<statement name=\"statement\" contains=\"originalVersion\">\n");
  meta(&a, "");
  preface(&a);
  preamble(&a);
  main_body(&a);
  conclusions(&a);
  attachments(&a);
  buf_str(out, "</statement>\n</akomaNtoso>\n");
  arena_free(&a.arena);
}
