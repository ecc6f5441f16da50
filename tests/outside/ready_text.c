/* ready_text.c - a parser as a language without va_list would write it: messages are ready text, the struct of a
 * field has a size of its own; and what else revision 2 of the interface has. */
#include <tidings/plugin.h>

#include <stdio.h>

struct conf {
  double weight;
  int64_t pause;
  struct tdg_str old_way;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, weight, TDG_O_REAL, 0, "0.25", 0, 10, "A weight."),
    TDG_OPT_ALL(struct conf, pause, TDG_O_DURATION, 0, "2s", 0, 60000, NULL, "Between two requests.", "delay",
                "1.3", "Network"),
    {.name = "old_way",
     .help = "Written by hand.",
     .type = TDG_O_TEXT,
     .offset = offsetof(struct conf, old_way)},
};

static int open_parser(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

/* Fields of the document, with a struct shorter and one longer than this revision's. */
static int walk(tdg_call *call, const tdg_rec *doc, char *to, size_t room) {
  struct {
    unsigned char item[sizeof(struct tdg_item) + 16], guard[8];
  } x;
  const size_t sizes[] = {offsetof(struct tdg_item, num), sizeof(struct tdg_item) + 16};
  int n = 0;
  for (int i = 0; i < 2; i++) {
    size_t pos = 0;
    struct tdg_item it;
    memset(&x, 0xA5, sizeof x);
    while (call->host->next_item(call, doc, &pos, (struct tdg_item *)(void *)x.item, sizes[i])) {
      memcpy(&it, x.item, sizeof it);
      if (it.field == TDG_URL) n += snprintf(to + n, room - (size_t)n, "%d:%s ", i, it.str.p);
      size_t kept = 0;
      for (size_t k = sizes[i]; k < sizeof x.item; k++) kept += x.item[k] == 0xA5;
      for (size_t k = 0; k < sizeof x.guard; k++) kept += x.guard[k] == 0xA5;
      if (kept != sizeof x.item - sizes[i] + sizeof x.guard)
        n += snprintf(to + n, room - (size_t)n, "OVERWRITTEN ");
      for (size_t k = sizeof it; i == 1 && k < sizeof x.item; k++)
        if (x.item[k] != 0) return snprintf(to, room, "NOT ZEROED");
    }
  }
  return n;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct conf *conf = self;
  static const char words[] = {'n', 'o', ' ', 't', 'i', 't', 'l', 'e', '\0', '\xff', '!'};
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  char text[2000];
  if (body.n == 0 || body.p[0] == '?') return tdg_fail_text(call, TDG_BAD_INPUT, words, sizeof words);
  if (body.p[0] == '*') { /* 1001 bytes, the last character does not fit */
    memset(text, '-', 999);
    memcpy(text + 999, "\xc3\xa9", 2);
    return tdg_fail_text(call, TDG_BAD_INPUT, text, 1001);
  }
  if (body.p[0] == '%') return tdg_fail(call, TDG_BAD_INPUT, "%999d\xc3\xa9", 7);
  tdg_log_text(call, TDG_LOG_WARNING, "ready 100% text, and more", 15);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  int n = snprintf(text, sizeof text, "weight %.3f pause %d old %s; ", conf->weight, (int)conf->pause,
                   conf->old_way.p);
  n += walk(call, doc, text + n, sizeof text - (size_t)n);
  tdg_put_str(call, article, TDG_TITLE, "Ready");
  tdg_block(call, article, TDG_PARAGRAPH, text, (size_t)n);
  return tdg_emit(call, article);
}

static void close_parser(tdg_call *call, void *self) {
  const struct conf *conf = self;
  tdg_log(call, TDG_LOG_WARNING, "ready parser closes, its weight was %.2f", conf->weight);
}

static void close_wrongly(void *self) {
  *(volatile int *)self = 1; /* must not be called beside close_call */
}

TDG_PLUGIN_INFO("org.example.ready", "1.4", "Ready text", "ISC", "https://ready.example/",
                TDG_PARSER(.name = "ready", .summary = "Ready text", .options = options, .n_options = 3,
                           .conf_size = sizeof(struct conf), .open = open_parser, .run = run,
                           .close = close_wrongly, .close_call = close_parser));
