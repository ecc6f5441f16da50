/* wisher.c - asks for what each line of a document says, "METHOD HEADER ADDRESS"; its fetcher asks for what stands
 * behind "wish:" in the address. */
#include <tidings/plugin.h>

static int ask(tdg_call *call, const char *method, const char *header, const char *url) {
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST), *h = tdg_group(call);
  if (strcmp(method, "-") != 0) tdg_put_str(call, request, TDG_METHOD, method);
  tdg_put_str(call, request, TDG_URL, url);
  tdg_put_str(call, h, TDG_NAME, header);
  tdg_put_str(call, h, TDG_VALUE, "x");
  if (strcmp(header, "-") != 0) tdg_put_rec(call, request, TDG_HEADER, h);
  return tdg_emit(call, request);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  char method[20], header[100], url[1000];
  const char *p = tdg_get(call, doc, TDG_BODY).p;
  int n;
  (void)self;
  for (; sscanf(p, "%19s %99s %999s%n", method, header, url, &n) == 3; p += n) ask(call, method, header, url);
  return TDG_OK;
}

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  (void)self;
  return ask(call, "-", "-", tdg_get(call, request, TDG_URL).p + 5);
}

static const char *const schemes[] = {"wish", NULL};

TDG_PLUGIN("org.example.wisher", "1.0", "Asks for addresses",
           TDG_PARSER(.name = "wisher", .summary = "Asks for addresses", .run = run),
           TDG_FETCHER(.name = "wish", .summary = "Asks for an address", .claims = schemes, .run = fetch));
