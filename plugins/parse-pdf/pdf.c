/* pdf.c - plugin parse-pdf: the text of PDF documents, for the readers of pages and statements.
 *
 * The lines of the pages are put in order and joined to paragraphs, and the page of HTML that comes of it is passed on as a
 * document inside this one (TDG_DOC).  Title and date of the information dictionary are what the record gets when its text says
 * neither.
 *
 * Fails with bad input on what is encrypted or damaged, and on pages without text (scans).  Of a document with more than
 * PDF_MAX_PAGES pages the first are read, which is told.
 */
#include <tidings/kit/str.h>

#include "pdf.h"

#include <glib.h>

enum { MIN_CHARS = 20 };

/* What poppler has to say of a document is not for the operator: the document is read, or the reason is told. */
static GLogWriterOutput say_nothing(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data) {
  (void)level, (void)fields, (void)n, (void)data;
  return G_LOG_WRITER_HANDLED;
}

static int start(tdg_call *call, const void *conf, void **self) {
  static int once;
  (void)call, (void)conf, (void)self;
  if (!once++) g_log_set_writer_func(say_nothing, NULL, NULL);
  return TDG_OK;
}

static int emit(struct pdf *p, struct tdg_str html) {
  tdg_call *call = p->call;
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC), *known = tdg_group(call);
  const struct tdg_str hint = tdg_get(call, p->doc, TDG_TITLE_HINT);
  tdg_put_bytes(call, doc, TDG_BODY, html.p, html.n);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/html");
  tdg_put_str(call, doc, TDG_CHARSET, "utf-8");
  tdg_put_str(call, doc, TDG_FLAG, "converted");
  tdg_put_text(call, doc, TDG_TITLE_HINT, hint.n > 0 ? hint.p : p->title.p, hint.n > 0 ? hint.n : p->title.n);
  tdg_put_text(call, known, TDG_TITLE, p->title.p, p->title.n);
  if (p->created > 0) tdg_put_int(call, known, TDG_PUBLISHED, p->created);
  if (p->title.n > 0 || p->created > 0) tdg_put_rec(call, doc, TDG_MEMBER, known);
  return tdg_emit(call, doc);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct pdf *p = tdg_scratch(call, sizeof *p);
  (void)self;
  *p = (struct pdf){.call = call, .doc = doc, .title = {"", 0}};
  const int status = pdf_read(p, tdg_get(call, doc, TDG_BODY));
  if (status != TDG_OK) return status;
  if (p->chars < MIN_CHARS)
    return tdg_fail(call, TDG_BAD_INPUT,
                    "the PDF has no text in %d page%s; it is a scan, or its letters are drawn: recognise the "
                    "text first (OCR)",
                    p->n_pages, p->n_pages == 1 ? "" : "s");
  if (p->all_pages > p->n_pages)
    tdg_log(call, TDG_LOG_WARNING, "the PDF has %d pages; the first %d are read", p->all_pages, p->n_pages);
  else if (p->chars >= PDF_MAX_CHARS || p->n >= PDF_MAX_LINES)
    tdg_log(call, TDG_LOG_WARNING,
            "the PDF has more text than is read: what is behind %zu characters is left out", p->chars);
  pdf_order(p);
  return emit(p, pdf_page(p));
}

static const char *const claims[] = {"application/pdf", "application/x-pdf", NULL};

TDG_PLUGIN("org.tidings.parse-pdf", TDG_VERSION, "Reads the text of PDF documents",
           TDG_PARSER(.name = "pdf", .summary = "PDF documents: columns, paragraphs, headings, footnotes",
                      .claims = claims, .open = start, .run = run));
