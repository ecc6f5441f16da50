/* fuzz_site_file.c - any bytes as a file of site rules: no crash, no undefined behaviour; what is understood is then
 * asked of a page, which must still give a well formed record. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "worker/host.h"

#include <tidings/plugin.h>

#include "reading.h"

static const char page_html[] =
    "<html><head><title>Light</title><meta name=author content=Ada></head><body class=page><h1>Light</h1>"
    "<div id=story class='text main'><p>The light at Sorrel Point burns again.</p><img src=a.jpg "
    "data-big=b.jpg>"
    "<div class=promo><a href=/2>More</a></div><p>Ships see it <b>far</b> away.</p><a class=next "
    "href='/2'>2</a></div>"
    "</body></html>";

static int keep(void *arg, const tdg_rec *r) {
  struct tdg_str bytes = rec_bytes(r);
  char why[200];
  (void)arg;
  if (rec_check(bytes.p, bytes.n, (size_t)64 << 20, why, sizeof why) != 0) abort();
  return TDG_OK;
}

static void quiet(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

static void read_page(tdg_call *call, const tdg_rec *doc, struct site_file *file) {
  struct reading *r = tdg_scratch(call, sizeof *r);
  struct site_files files = {file, NULL};
  r->pg = tdg_scratch(call, sizeof *r->pg);
  if (page_open(call, doc, r->pg) != TDG_OK) return;
  r->pg->keep_all = 1;
  page_parse(r->pg, doc, &files);
  r->rule = site_select(r->pg, &files, &r->picked);
  reading_lines(r);
  tdg_rec *rec = reading_record(r, doc);
  if (rec != NULL) tdg_emit(call, rec);
  reading_ask_on(r, doc, "article");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  struct arena in = {0};
  if (size > 16384) return 0;
  tdg_rec *doc = rec_new(&in, TDG_DOC), *rules = rec_new(&in, TDG_DOC);
  host_init(&call, &(struct host_sink){.emit = keep, .log = quiet});
  host_begin(&call, 1700000000000);
  rec_put_str(doc, TDG_URL, "https://daily.example/news/story.html");
  rec_put(doc, TDG_BODY, page_html, sizeof page_html - 1);
  rec_put(rules, TDG_BODY, data, size);
  site_check_run(&call.pub, NULL, rules);
  char *text = malloc(size + 1);
  if (text == NULL) abort();
  size_t n = 0; /* the component decodes; here what is no ASCII, or NUL, is left out */
  for (size_t i = 0; i < size; i++)
    if (data[i] != 0 && data[i] < 0x80) text[n++] = (char)data[i];
  struct site_file *file = site_file_read("daily.example.txt", (struct tdg_str){text, n}, NULL, NULL);
  if (file != NULL) read_page(&call.pub, doc, file);
  site_file_free(file);
  free(text);
  host_free(&call);
  arena_free(&in);
  return 0;
}
