/* nest.c - a parser from outside the tree whose documents hold others, as their lines say:
 *
 *   doc TYPE TEXT     an inner document; "\n" in the text is a line break
 *   form TYPE TEXT    the same, a form of one thing
 *   known TITLE       the title that the next ones have if they have none of their own, with a guid
 *   deep N            an inner document of this type that is "deep N-1"
 *   many N            N inner documents
 *   large N           N inner documents of 8 MiB each
 *   ask URL           a request
 *   record TITLE      an article of its own
 *   crash             abort
 */
#include <tidings/plugin.h>

#include <stdlib.h>

static const char *title;

static int emit_inner(tdg_call *call, const char *type, const char *p, size_t n, int form) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  tdg_put_bytes(call, doc, TDG_BODY, p, n);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, type);
  if (form) tdg_put_str(call, doc, TDG_REL, "alternate");
  if (title != NULL) {
    tdg_rec *known = tdg_group(call);
    tdg_put_str(call, known, TDG_TITLE, title);
    tdg_put_str(call, known, TDG_GUID, "known-guid");
    tdg_put_rec(call, doc, TDG_MEMBER, known);
  }
  return tdg_emit(call, doc);
}

static int written(tdg_call *call, char *line, int form) {
  char *text = strchr(line, ' '), *to;
  size_t n;
  if (text == NULL) return tdg_fail(call, TDG_BAD_INPUT, "no text in \"%s\"", line);
  *text++ = '\0';
  to = text;
  for (const char *p = text; *p != '\0'; p++)
    if (p[0] == '\\' && p[1] == 'n') *to++ = '\n', p++;
    else *to++ = *p;
  n = (size_t)(to - text);
  return emit_inner(call, line, text, n, form);
}

static int obey(tdg_call *call, char *line) {
  char text[100];
  char *rest = strchr(line, ' ');
  const int n = rest != NULL ? atoi(rest + 1) : 0;
  int status = TDG_OK;
  if (rest != NULL) *rest++ = '\0';
  if (strcmp(line, "doc") == 0) return written(call, rest, 0);
  if (strcmp(line, "form") == 0) return written(call, rest, 1);
  if (strcmp(line, "known") == 0) title = rest;
  if (strcmp(line, "crash") == 0) abort();
  if (strcmp(line, "deep") == 0 && n > 0) {
    snprintf(text, sizeof text, "deep %d", n - 1);
    return emit_inner(call, "text/x-nest", text, strlen(text), 0);
  }
  if (strcmp(line, "deep") == 0 || strcmp(line, "record") == 0) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    tdg_put_str(call, r, TDG_TITLE,
                n == 0 && rest != NULL && strcmp(line, "record") == 0 ? rest : "at the bottom");
    tdg_block(call, r, TDG_PARAGRAPH, "It is here.", 11);
    return tdg_emit(call, r);
  }
  if (strcmp(line, "ask") == 0) {
    tdg_rec *r = tdg_rec_new(call, TDG_REQUEST);
    tdg_put_str(call, r, TDG_URL, rest);
    return tdg_emit(call, r);
  }
  for (int i = 0; i < n && status == TDG_OK && strcmp(line, "many") == 0; i++) {
    snprintf(text, sizeof text, "record number %d", i);
    status = emit_inner(call, "text/x-nest", text, strlen(text), 0);
  }
  if (strcmp(line, "large") == 0) {
    char *large = tdg_scratch(call, 8 << 20);
    memset(large, ' ', 8 << 20);
    memcpy(large, "record large\n", 13);
    for (int i = 0; i < n && status == TDG_OK; i++)
      status = emit_inner(call, "text/x-nest", large, 8 << 20, 0);
  }
  return status;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  char *text = tdg_scratch(call, body.n + 1), *line;
  int status = TDG_OK;
  (void)self;
  title = NULL;
  memcpy(text, body.p, body.n);
  for (line = strtok(text, "\n"); line != NULL && status == TDG_OK; line = strtok(NULL, "\n"))
    if (*line != ' ') status = obey(call, line);
  return status;
}

static const char *const claims[] = {"text/x-nest", NULL};

TDG_PLUGIN("org.example.nest", "1.0", "Documents in documents",
           TDG_PARSER(.name = "nest", .summary = "Documents in documents", .claims = claims, .run = run));
