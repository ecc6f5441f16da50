/* tag.c - stages of an outside author that give records tags and other fields: two that partly contradict each
 * other, and one that says what a stage may not say. */
#include <stdlib.h>

#include <tidings/plugin.h>

static void put_ext(tdg_call *call, tdg_rec *note, const char *name, const char *text) {
  tdg_rec *ext = tdg_group(call);
  tdg_put_str(call, ext, TDG_NAME, name);
  tdg_put_str(call, ext, TDG_TEXT, text);
  tdg_put_rec(call, note, TDG_EXT, ext);
}

static void put_category(tdg_call *call, tdg_rec *note, const char *name) {
  tdg_rec *category = tdg_group(call);
  tdg_put_str(call, category, TDG_NAME, name);
  tdg_put_str(call, category, TDG_SCHEME, "https://tag.example/");
  tdg_put_rec(call, note, TDG_CATEGORY, category);
}

/* Two notes; the second one replaces "mood", and repeats a tag. */
static int tag_first(tdg_call *call, void *self, const tdg_rec *rec) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE), *more = tdg_rec_new(call, TDG_NOTE),
          *mention = tdg_group(call);
  (void)self, (void)rec;
  tdg_put_str(call, note, TDG_TAG, "harbour");
  tdg_put_str(call, note, TDG_TAG, "ferry"); /* the feed says so too */
  tdg_put_str(call, note, TDG_GENRE, "opinion");
  tdg_put_str(call, note, TDG_LANGUAGE, "cy");
  put_category(call, note, "Transport");
  put_ext(call, note, "mood", "grim");
  tdg_put_str(call, mention, TDG_TYPE, "place");
  tdg_put_str(call, mention, TDG_TEXT, "Oster Ness");
  tdg_put_int(call, mention, TDG_BLOCK_NO, 0);
  tdg_put_rec(call, note, TDG_MENTION, mention);
  put_ext(call, more, "mood", "calm");
  tdg_put_str(call, more, TDG_TAG, "harbour");
  int status = tdg_emit(call, note);
  return status != TDG_OK ? status : tdg_emit(call, more);
}

static int tag_second(tdg_call *call, void *self, const tdg_rec *rec) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  (void)self, (void)rec;
  tdg_put_str(call, note, TDG_TAG, "harbour");
  tdg_put_str(call, note, TDG_TAG, "sea");
  tdg_put_str(call, note, TDG_GENRE, "report");
  put_category(call, note, "Transport");
  put_ext(call, note, "mood", "fair");
  return tdg_emit(call, note);
}

/* ---- what no stage may say ---- */

struct last {
  int64_t id;
};

static int open_wrong(tdg_call *call, const void *conf, void **self) {
  (void)call, (void)conf;
  *self = calloc(1, sizeof(struct last));
  return *self != NULL ? TDG_OK : TDG_INTERNAL;
}

static int tag_wrongly(tdg_call *call, void *self, const tdg_rec *rec) {
  struct last *last = self;
  tdg_rec *title = tdg_rec_new(call, TDG_NOTE), *other = tdg_rec_new(call, TDG_NOTE),
          *nobody = tdg_rec_new(call, TDG_NOTE), *article = tdg_rec_new(call, TDG_ARTICLE),
          *dropped = tdg_rec_new(call, TDG_NOTE);
  tdg_put_str(call, title, TDG_TITLE, "Forged");
  tdg_put_str(call, title, TDG_TAG, "kept");
  tdg_emit(call, title);
  if (last->id != 0) {
    tdg_put_int(call, other, TDG_ABOUT, last->id);
    tdg_put_str(call, other, TDG_GENRE, "forged");
    tdg_emit(call, other);
  }
  tdg_put_int(call, nobody, TDG_ABOUT, 77);
  tdg_put_int(call, nobody, TDG_STORY_ID, 77);
  tdg_emit(call, nobody);
  tdg_put_str(call, article, TDG_TITLE, "Smuggled");
  tdg_emit(call, article);
  tdg_put_rec(call, dropped, TDG_DROPPED, tdg_group(call));
  last->id = tdg_get_int(call, rec, TDG_ID, 0);
  return tdg_emit(call, dropped);
}

TDG_PLUGIN("org.example.tag", "1.0", "Stages that give records fields",
           TDG_STAGE(.name = "tag-first", .summary = "Gives fields", .judge = tag_first),
           TDG_STAGE(.name = "tag-second", .summary = "Gives some of them otherwise", .judge = tag_second),
           TDG_STAGE(.name = "tag-wrong", .summary = "Says what it may not", .open = open_wrong,
                     .judge = tag_wrongly));
