/* cli/trial_input.c - files of records for components that are tried, one JSON object behind another; see plugin_try.h.
 *
 * Owns the text of the file, up to 64 MiB.  An object that is no record is told with its line, and the next one is read.
 */
#include "cli/plugin_try.h"

#include "record/rec.h"
#include "worker/input_record.h"

#include <jansson.h>
#include <string.h>

int trial_input_open(struct trial_input *in, const char *command, const char *path, uint32_t otherwise) {
  struct arena a = {0};
  char message[500] = "";
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  *in = (struct trial_input){.path = path, .line = 1, .otherwise = otherwise, .text = buf_make(64 << 20)};
  host_init(&in->call, &(struct host_sink){.emit = NULL});
  int status = cli_read_body(doc, path, message, sizeof message);
  if (status < 0) say_error("tidings plugin %s: %s\n", command, message);
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  buf_add(&in->text, body.p, body.n);
  arena_free(&a);
  return status < 0 ? -1 : 0;
}

static void skip(struct trial_input *in, size_t n) {
  for (const char *p = in->text.p + in->at, *end = p + n; p < end; p++) in->line += *p == '\n';
  in->at += n;
}

int trial_input_next(struct trial_input *in, struct arena *a, tdg_rec **rec, char *message, size_t size) {
  char where[300];
  json_error_t error;
  if (in->text.n > in->at) skip(in, strspn(in->text.p + in->at, " \t\r\n"));
  if (in->at >= in->text.n) return 0;
  snprintf(where, sizeof where, "%s, line %d", in->path, in->line);
  json_t *o = json_loadb(in->text.p + in->at, in->text.n - in->at, JSON_DISABLE_EOF_CHECK, &error);
  if (!json_is_object(o)) {
    snprintf(message, size, "%s, line %d: %s", in->path, in->line + (o == NULL ? error.line - 1 : 0),
             o == NULL ? error.text : "wanted an object {...} in the form of `tidings export`");
    json_decref(o);
    in->at = in->text.n;
    return -1;
  }
  skip(in, (size_t)error.position);
  in->number++;
  *rec = input_record(&in->call, where, o, in->otherwise, in->number, a, message, size);
  json_decref(o);
  return *rec != NULL ? 1 : -1;
}

void trial_input_close(struct trial_input *in) {
  host_free(&in->call);
  buf_free(&in->text);
}
