/* tests/tryout.c - tidings-tryout: one parser plugin inside this process, over a list of files.
 *
 *   tidings-tryout --as NAME --jsonl LIST      the answers of `tidings parse --jsonl`, without workers
 *
 * For debuggers, profilers and sanitizers: a crash is a crash of this program.  NAME is a component; its plugin is
 * looked for as plugins/parse-NAME.so beside the program, or give --plugin FILE.
 */
#include "record/record_json.h"
#include "util/check.h"
#include "worker/inproc.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { MAX_FILE = 32 << 20, MAX_ANSWER = 512 << 20 };

static struct buf read_file(const char *path) {
  struct buf b = buf_make(MAX_FILE);
  gzFile f = gzopen(path, "rb"); /* reads plain files as they are */
  char *room;
  if (f == NULL) check_die(1, "%s cannot be opened", path);
  while ((room = buf_space(&b, 1 << 20)) != NULL) {
    int n = gzread(f, room, 1 << 20);
    if (n <= 0) break;
    b.n += (size_t)n;
  }
  gzclose(f);
  return b;
}

static const char *text_of(const json_t *line, const char *key, const char *other) {
  const char *v = json_string_value(json_object_get(line, key));
  if (v == NULL && other != NULL) v = json_string_value(json_object_get(line, other));
  return v != NULL ? v : "";
}

static tdg_rec *document(struct arena *a, const json_t *line, const char *folder) {
  tdg_rec *doc = rec_new(a, TDG_DOC);
  const char *path = text_of(line, "path", "html_path"), *type = text_of(line, "content_type", NULL), *key;
  json_t *value;
  struct buf body = read_file(path[0] == '/' ? path : arena_printf(a, "%s/%s", folder, path));
  rec_put_str(doc, TDG_URL, text_of(line, "url", NULL));
  rec_put(doc, TDG_MEDIA_TYPE, type, strcspn(type, "; "));
  const char *charset = strstr(type, "charset=");
  rec_put_str(doc, TDG_CHARSET,
              text_of(line, "encoding", NULL)[0] ? text_of(line, "encoding", NULL)
              : charset != NULL                  ? arena_copy(a, charset + 8, strcspn(charset + 8, ";\" "))
                                                 : "");
  json_object_foreach(json_object_get(line, "headers"), key, value) {
    tdg_rec *h = rec_new(a, TDG_GROUP);
    rec_put_str(h, TDG_NAME, key);
    rec_put_str(h, TDG_VALUE, json_string_value(value));
    rec_put_rec(doc, TDG_HEADER, h);
  }
  rec_put(doc, TDG_BODY, body.p, body.n);
  buf_free(&body);
  return doc;
}

static void print_list(struct buf *out, const char *name, const struct inproc_reply *reply, int requests) {
  const char *comma = "";
  buf_printf(out, ",\"%s\":[", name);
  for (size_t i = 0; i < reply->n; i++) {
    if ((rec_kind(reply->recs[i]) == TDG_REQUEST) != requests) continue;
    buf_str(out, comma);
    rec_json(out, reply->recs[i], JSON_HTML);
    comma = ",";
  }
  buf_char(out, ']');
}

static void print_reply(const char *id, const char *parser, const struct inproc_reply *reply) {
  struct buf out = buf_make(MAX_ANSWER);
  buf_str(&out, "{\"input\":");
  json_quote(&out, id, strlen(id));
  if (reply->status < 0 || reply->status == TDG_NOT_MINE) {
    buf_printf(&out, ",\"error\":{\"code\":\"%d\",\"message\":", reply->status);
    json_quote(&out, reply->message, strlen(reply->message));
    buf_str(&out, "}}\n");
  } else {
    buf_printf(&out, ",\"parser\":\"%s\"", parser);
    print_list(&out, "records", reply, 0);
    print_list(&out, "requests", reply, 1);
    buf_str(&out, "}\n");
  }
  fwrite(out.p, 1, out.n, stdout);
  fflush(stdout);
  buf_free(&out);
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"as", 1, NULL, 'a'}, {"jsonl", 1, NULL, 'j'}, {"plugin", 1, NULL, 'p'}, {0}};
  const char *as = "article", *list = NULL, *plugin = NULL;
  char self[4096] = "", why[500] = "", line[1 << 16];
  for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    if (c == 'a') as = optarg;
    else if (c == 'j') list = optarg;
    else if (c == 'p') plugin = optarg;
    else return 2;
  }
  if (list == NULL) check_die(2, "usage: tidings-tryout --as NAME [--plugin FILE] --jsonl LIST");
  struct arena a = {0}, names = {0};
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  if (n > 0) *strrchr(self, '/') = '\0';
  if (plugin == NULL) plugin = arena_printf(&names, "%s/plugins/parse-%s.so", self, as);
  struct inproc *p = inproc_open(plugin, as, NULL, 0, why, sizeof why);
  if (p == NULL) check_die(1, "%s", why);
  char *folder = arena_copy(&names, list, strlen(list));
  if (strrchr(folder, '/') != NULL) *strrchr(folder, '/') = '\0';
  else folder = arena_copy(&names, ".", 1);
  FILE *f = fopen(list, "r");
  if (f == NULL) check_die(1, "%s cannot be opened", list);
  while (fgets(line, sizeof line, f) != NULL) {
    json_t *row = json_loads(line, 0, NULL);
    if (row == NULL) continue;
    struct inproc_reply reply;
    inproc_call(p, INPROC_RUN, document(&a, row, folder), 1767700000000, &reply);
    print_reply(text_of(row, "id", NULL), as, &reply);
    json_decref(row);
    arena_reset(&a);
  }
  fclose(f);
  inproc_close(p);
  arena_free(&a);
  arena_free(&names);
  return 0;
}
