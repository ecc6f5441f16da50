/* furniture.c - what a page says to its reader, not about the news: calls to subscribe, share lines, notices,
 * and teasers of other stories after the body.
 *
 * Wordings count only in short lines.  Before the first line of prose two weak signs are enough; inside and
 * after the body a line must begin with, or be, a known call.  Teasers are known by their shape, in any
 * language: a headline, then a text that repeats it and breaks off without a stop, with names the report
 * never mentions.
 */
#include "phrases.h"

#include <unicode/uchar.h>

#include <tidings/kit/utf8.h>

enum { MAX_TEASER_LINES = 160, MAX_TEASER = 400, MIN_WORD = 4, MAX_KEYS = 24 };

/* In lines before the report: value 2 says furniture, 1 needs company. */
static const struct phrase CALLS[] = {
    {"subscribe", PHRASE_INSIDE, 2, NULL},
    {"newsletter", PHRASE_INSIDE, 2, NULL},
    {"newsletters", PHRASE_INSIDE, 2, NULL},
    {"bookmark", PHRASE_INSIDE, 2, NULL},
    {"bookmarks", PHRASE_INSIDE, 2, NULL},
    {"get notified", PHRASE_INSIDE, 2, NULL},
    {"notifications", PHRASE_INSIDE, 2, NULL},
    {"sign up", PHRASE_INSIDE, 2, NULL},
    {"sign in", PHRASE_INSIDE, 2, NULL},
    {"log in", PHRASE_INSIDE, 2, NULL},
    {"cookies", PHRASE_INSIDE, 2, NULL},
    {"unsubscribe", PHRASE_INSIDE, 2, NULL},
    {"spam", PHRASE_INSIDE, 1, NULL},
    {"inbox", PHRASE_INSIDE, 1, NULL},
    {"follow us", PHRASE_INSIDE, 2, NULL},
    {"skip to", PHRASE_START, 2, NULL},
    {"click here", PHRASE_INSIDE, 2, NULL},
    {"min read", PHRASE_INSIDE, 2, NULL},
    {"minute read", PHRASE_INSIDE, 2, NULL},
    {"minutes read", PHRASE_INSIDE, 2, NULL},
    {"listen to this", PHRASE_INSIDE, 2, NULL},
    {"share this", PHRASE_INSIDE, 2, NULL},
    {"download our app", PHRASE_INSIDE, 2, NULL},
    {"your", PHRASE_INSIDE, 1, NULL},
    {"you have", PHRASE_INSIDE, 1, NULL},
    {"do not", PHRASE_START, 1, NULL},
    {"don't", PHRASE_INSIDE, 1, NULL},
    {"join", PHRASE_START, 1, NULL},
    {"get", PHRASE_START, 1, NULL},
    {"enter", PHRASE_START, 1, NULL},
    {"never miss", PHRASE_INSIDE, 2, NULL},
    {"abonnieren", PHRASE_INSIDE, 2, NULL},
    {"lesezeichen", PHRASE_INSIDE, 2, NULL},
    {"anmelden", PHRASE_INSIDE, 1, NULL},
    {"jetzt", PHRASE_INSIDE, 1, NULL},
    {"min. lesezeit", PHRASE_INSIDE, 2, NULL},
    {"lesezeit", PHRASE_INSIDE, 2, NULL},
    {"abonnez", PHRASE_INSIDE, 2, NULL},
    {"inscrivez", PHRASE_INSIDE, 2, NULL},
    {"favoris", PHRASE_INSIDE, 1, NULL},
    {"temps de lecture", PHRASE_INSIDE, 2, NULL},
    {"suscríbete", PHRASE_INSIDE, 2, NULL},
    {"suscribirse", PHRASE_INSIDE, 2, NULL},
    {"boletín", PHRASE_INSIDE, 1, NULL},
    {"regístrate", PHRASE_INSIDE, 2, NULL},
    {"iscriviti", PHRASE_INSIDE, 2, NULL},
    {"abbonati", PHRASE_INSIDE, 2, NULL},
    {"inscreva-se", PHRASE_INSIDE, 2, NULL},
    {"assine", PHRASE_START, 2, NULL},
    {"nieuwsbrief", PHRASE_INSIDE, 2, NULL},
    {"zapisz się", PHRASE_INSIDE, 2, NULL},
    {"newslettera", PHRASE_INSIDE, 2, NULL},
    {"bülten", PHRASE_INSIDE, 2, NULL},
    {"abone ol", PHRASE_INSIDE, 2, NULL},
    {"подпишитесь", PHRASE_INSIDE, 2, NULL},
    {"подписаться", PHRASE_INSIDE, 2, NULL},
    {"підпишіться", PHRASE_INSIDE, 2, NULL},
    {"підписатися", PHRASE_INSIDE, 2, NULL},
    {"اشترك", PHRASE_INSIDE, 2, NULL},
    {"订阅", PHRASE_INSIDE, 2, NULL},
    {"登録", PHRASE_INSIDE, 1, NULL},
    {"メルマガ", PHRASE_INSIDE, 2, NULL},
    {"구독", PHRASE_INSIDE, 2, NULL},
};

/* Words of buttons; a line of nothing else is no text. */
static const struct phrase BUTTONS[] = {
    {"share", PHRASE_WHOLE, 1, NULL},        {"save", PHRASE_WHOLE, 1, NULL},
    {"print", PHRASE_WHOLE, 1, NULL},        {"email", PHRASE_WHOLE, 1, NULL},
    {"e-mail", PHRASE_WHOLE, 1, NULL},       {"mail", PHRASE_WHOLE, 1, NULL},
    {"facebook", PHRASE_WHOLE, 1, NULL},     {"twitter", PHRASE_WHOLE, 1, NULL},
    {"tweet", PHRASE_WHOLE, 1, NULL},        {"x", PHRASE_WHOLE, 1, NULL},
    {"whatsapp", PHRASE_WHOLE, 1, NULL},     {"linkedin", PHRASE_WHOLE, 1, NULL},
    {"telegram", PHRASE_WHOLE, 1, NULL},     {"reddit", PHRASE_WHOLE, 1, NULL},
    {"bluesky", PHRASE_WHOLE, 1, NULL},      {"pinterest", PHRASE_WHOLE, 1, NULL},
    {"comment", PHRASE_WHOLE, 1, NULL},      {"comments", PHRASE_WHOLE, 1, NULL},
    {"like", PHRASE_WHOLE, 1, NULL},         {"menu", PHRASE_WHOLE, 1, NULL},
    {"search", PHRASE_WHOLE, 1, NULL},       {"home", PHRASE_WHOLE, 1, NULL},
    {"teilen", PHRASE_WHOLE, 1, NULL},       {"drucken", PHRASE_WHOLE, 1, NULL},
    {"merken", PHRASE_WHOLE, 1, NULL},       {"partager", PHRASE_WHOLE, 1, NULL},
    {"imprimer", PHRASE_WHOLE, 1, NULL},     {"compartir", PHRASE_WHOLE, 1, NULL},
    {"imprimir", PHRASE_WHOLE, 1, NULL},     {"guardar", PHRASE_WHOLE, 1, NULL},
    {"condividi", PHRASE_WHOLE, 1, NULL},    {"stampa", PHRASE_WHOLE, 1, NULL},
    {"compartilhar", PHRASE_WHOLE, 1, NULL}, {"delen", PHRASE_WHOLE, 1, NULL},
    {"udostępnij", PHRASE_WHOLE, 1, NULL},   {"drukuj", PHRASE_WHOLE, 1, NULL},
    {"paylaş", PHRASE_WHOLE, 1, NULL},       {"yazdır", PHRASE_WHOLE, 1, NULL},
    {"поделиться", PHRASE_WHOLE, 1, NULL},   {"печать", PHRASE_WHOLE, 1, NULL},
    {"поділитися", PHRASE_WHOLE, 1, NULL},   {"друк", PHRASE_WHOLE, 1, NULL},
    {"分享", PHRASE_WHOLE, 1, NULL},         {"打印", PHRASE_WHOLE, 1, NULL},
    {"共有", PHRASE_WHOLE, 1, NULL},         {"공유", PHRASE_WHOLE, 1, NULL},
};

/* Lines that are furniture wherever they stand. */
static const struct phrase FIXED[] = {
    {"advertisement", PHRASE_WHOLE, 1, NULL},
    {"anzeige", PHRASE_WHOLE, 1, NULL},
    {"werbung", PHRASE_WHOLE, 1, NULL},
    {"publicité", PHRASE_WHOLE, 1, NULL},
    {"publicidad", PHRASE_WHOLE, 1, NULL},
    {"pubblicità", PHRASE_WHOLE, 1, NULL},
    {"publicidade", PHRASE_WHOLE, 1, NULL},
    {"reklama", PHRASE_WHOLE, 1, NULL},
    {"реклама", PHRASE_WHOLE, 1, NULL},
    {"sponsored", PHRASE_WHOLE, 1, NULL},
    {"sponsored content", PHRASE_WHOLE, 1, NULL},
    {"copy link", PHRASE_WHOLE, 1, NULL},
    {"comments", PHRASE_WHOLE, 1, NULL},
    {"leave a comment", PHRASE_WHOLE, 1, NULL},
    {"back to top", PHRASE_WHOLE, 1, NULL},
    {"share this article", PHRASE_START, 1, NULL},
    {"share this story", PHRASE_START, 1, NULL},
    {"share on", PHRASE_START, 1, NULL},
    {"follow us on", PHRASE_START, 1, NULL},
    {"subscribe to our", PHRASE_START, 1, NULL},
    {"subscribe now", PHRASE_START, 1, NULL},
    {"sign up for our", PHRASE_START, 1, NULL},
    {"sign up to our", PHRASE_START, 1, NULL},
    {"join our", PHRASE_START, 1, NULL},
    {"click here to", PHRASE_START, 1, NULL},
    {"read more", PHRASE_START, 1, NULL},
    {"read also", PHRASE_START, 1, NULL},
    {"also read", PHRASE_START, 1, NULL},
    {"see also", PHRASE_START, 1, NULL},
    {"mehr zum thema", PHRASE_START, 1, NULL},
    {"lesen sie auch", PHRASE_START, 1, NULL},
    {"lire aussi", PHRASE_START, 1, NULL},
    {"à lire aussi", PHRASE_START, 1, NULL},
    {"lea también", PHRASE_START, 1, NULL},
    {"leia também", PHRASE_START, 1, NULL},
    {"leggi anche", PHRASE_START, 1, NULL},
    {"lees ook", PHRASE_START, 1, NULL},
    {"czytaj także", PHRASE_START, 1, NULL},
    {"zobacz też", PHRASE_START, 1, NULL},
    {"читайте также", PHRASE_START, 1, NULL},
    {"читайте також", PHRASE_START, 1, NULL},
    {"اقرأ أيضا", PHRASE_START, 1, NULL},
    {"相关阅读", PHRASE_START, 1, NULL},
    {"あわせて読みたい", PHRASE_START, 1, NULL},
    {"all rights reserved", PHRASE_INSIDE, 1, NULL},
    {"alle rechte vorbehalten", PHRASE_INSIDE, 1, NULL},
    {"tous droits réservés", PHRASE_INSIDE, 1, NULL},
    {"todos los derechos reservados", PHRASE_INSIDE, 1, NULL},
    {"todos os direitos reservados", PHRASE_INSIDE, 1, NULL},
    {"tutti i diritti riservati", PHRASE_INSIDE, 1, NULL},
    {"все права защищены", PHRASE_INSIDE, 1, NULL},
    {"copyright ©", PHRASE_INSIDE, 1, NULL},
    {"ends", PHRASE_WHOLE, 1, NULL},
    {"30", PHRASE_WHOLE, 1, NULL},
};

/* Headings of lists of other stories: what follows is furniture as long as it is not prose. */
static const struct phrase RELATED[] = {
    {"related", PHRASE_WHOLE, 1, NULL},
    {"related articles", PHRASE_WHOLE, 1, NULL},
    {"related stories", PHRASE_WHOLE, 1, NULL},
    {"related news", PHRASE_WHOLE, 1, NULL},
    {"related posts", PHRASE_WHOLE, 1, NULL},
    {"more stories", PHRASE_START, 1, NULL},
    {"more news", PHRASE_WHOLE, 1, NULL},
    {"more from", PHRASE_START, 1, NULL},
    {"most read", PHRASE_WHOLE, 1, NULL},
    {"most popular", PHRASE_WHOLE, 1, NULL},
    {"trending", PHRASE_START, 1, NULL},
    {"latest news", PHRASE_WHOLE, 1, NULL},
    {"recommended", PHRASE_START, 1, NULL},
    {"you may also like", PHRASE_START, 1, NULL},
    {"you might also like", PHRASE_START, 1, NULL},
    {"don't miss", PHRASE_WHOLE, 1, NULL},
    {"das könnte sie auch interessieren", PHRASE_START, 1, NULL},
    {"meistgelesen", PHRASE_WHOLE, 1, NULL},
    {"weitere meldungen", PHRASE_WHOLE, 1, NULL},
    {"sur le même sujet", PHRASE_WHOLE, 1, NULL},
    {"les plus lus", PHRASE_WHOLE, 1, NULL},
    {"noticias relacionadas", PHRASE_WHOLE, 1, NULL},
    {"lo más leído", PHRASE_WHOLE, 1, NULL},
    {"te puede interesar", PHRASE_START, 1, NULL},
    {"notícias relacionadas", PHRASE_WHOLE, 1, NULL},
    {"mais lidas", PHRASE_WHOLE, 1, NULL},
    {"articoli correlati", PHRASE_WHOLE, 1, NULL},
    {"meest gelezen", PHRASE_WHOLE, 1, NULL},
    {"najczęściej czytane", PHRASE_WHOLE, 1, NULL},
    {"похожие новости", PHRASE_WHOLE, 1, NULL},
    {"схожі новини", PHRASE_WHOLE, 1, NULL},
    {"самое читаемое", PHRASE_WHOLE, 1, NULL},
    {"مواضيع ذات صلة", PHRASE_WHOLE, 1, NULL},
    {"相关新闻", PHRASE_WHOLE, 1, NULL},
    {"関連記事", PHRASE_WHOLE, 1, NULL},
};
#define COUNT(t) (sizeof(t) / sizeof((t)[0]))

static int is_quoted(const struct tdg_line *l) {
  return memchr(l->s.p, '"', l->s.n) != NULL || memmem(l->s.p, l->s.n, "\xE2\x80\x9C", 3) != NULL;
}

/* "Share  Save  Print": nothing but the names of buttons. */
static int is_buttons(const struct report *r, const struct tdg_line *l) {
  struct tdg_range *w;
  struct tdg_str s = report_fold(r, l);
  size_t n = l->words <= 8 && l->end == TDG_ENDS_OPEN ? tdg_words(r->call, s, &w) : 0;
  for (size_t i = 0; i < n; i++)
    if (!report_phrases(r, BUTTONS, COUNT(BUTTONS),
                        (struct tdg_str){s.p + w[i].start, w[i].end - w[i].start}))
      return 0;
  return n > 0;
}

static int is_fixed(const struct report *r, const struct tdg_line *l) {
  if (l->s.n > MAX_SHORT || is_quoted(l)) return 0;
  if (is_buttons(r, l)) return 1;
  return report_phrases(r, FIXED, COUNT(FIXED), report_fold(r, l)) > 0;
}

/* Signs that a short line before the report speaks to the reader. */
static int call_score(const struct report *r, const struct tdg_line *l) {
  if (l->s.n > MAX_SHORT || l->words == 0 || is_quoted(l)) return 0;
  int score = report_phrases(r, CALLS, COUNT(CALLS), report_fold(r, l));
  if (l->end == TDG_ENDS_ASK && l->s.p[l->s.n - 1] == '!') score++;
  if (l->words > 3 && l->capitals * 3 >= l->words * 2) score--; /* set like a headline */
  return score;
}

void report_clean_head(struct report *r) {
  for (size_t i = 0; i < r->first && i < r->n; i++) {
    struct tdg_line *l = &r->v[i];
    if (l->kind == LINE_BODY && (call_score(r, l) >= 2 || is_fixed(r, l))) l->kind = LINE_FURNITURE;
  }
}

/* ---- teasers ---- */

struct teaser {
  size_t shared; /* words of the headline that the text repeats */
  size_t names;  /* capitalised words */
  size_t unseen; /* of these, how many the report never uses */
};

/* Does the report (its prose before the line) contain this word? */
static int body_has(const struct report *r, size_t before, struct tdg_str word) {
  for (size_t i = 0; i < before; i++) {
    const struct tdg_line *l = &r->v[i];
    if (l->kind == LINE_BODY && tdg_line_is_prose(l) && memmem(l->s.p, l->s.n, word.p, word.n) != NULL)
      return 1;
  }
  return 0;
}

/* Two words count as the same when their first letters are, whatever their endings. */
static int same_stem(struct tdg_str a, struct tdg_str b) {
  size_t n = a.n < b.n ? a.n : b.n, same = 0;
  while (same < n && (a.p[same] | 32) == (b.p[same] | 32)) same++;
  return same >= MIN_WORD && same * 3 >= (a.n > b.n ? a.n : b.n) * 2;
}

static size_t keys_of(const struct report *r, struct tdg_str s, struct tdg_str keys[MAX_KEYS]) {
  struct tdg_range *w;
  size_t n = tdg_words(r->call, s, &w), out = 0;
  for (size_t i = 0; i < n && out < MAX_KEYS; i++) {
    struct tdg_str k = {s.p + w[i].start, w[i].end - w[i].start};
    if (k.n >= MIN_WORD) keys[out++] = k;
  }
  return out;
}

static void count_names(const struct report *r, size_t before, const struct tdg_str *keys, size_t n,
                        struct teaser *t) {
  for (size_t i = 0; i < n; i++) {
    const char *p = keys[i].p;
    if (!u_isupper((UChar32)tdg_utf8_next(&p, keys[i].p + keys[i].n))) continue;
    t->names++;
    t->unseen += !body_has(r, before, keys[i]);
  }
}

static struct teaser teaser_look(const struct report *r, size_t body_end, const struct tdg_line *head,
                                 const struct tdg_line *text) {
  struct teaser t = {0, 0, 0};
  struct tdg_str a[MAX_KEYS], b[MAX_KEYS];
  size_t na = keys_of(r, head->s, a), nb = keys_of(r, text->s, b);
  for (size_t i = 0; i < na; i++) {
    size_t k = 0;
    while (k < nb && !same_stem(a[i], b[k])) k++;
    t.shared += k < nb;
  }
  count_names(r, body_end, b, nb, &t);
  return t;
}

/* Cut off: the text simply stops, in the middle of a clause or a word. */
static int is_cut(const struct tdg_line *l) {
  return l->end == TDG_ENDS_OPEN || l->end == TDG_ENDS_COMMA || l->end == TDG_ENDS_DOTS;
}

static int looks_like_pair(const struct tdg_line *head, const struct tdg_line *text) {
  return tdg_line_is_titlelike(head) && !tdg_line_is_prose(head) && head->s.n <= MAX_SHORT &&
         text->s.n <= MAX_TEASER && is_cut(text) && text->words >= head->words / 2 && text->words > 3;
}

/* Where the run of teasers at the end of the report begins; r->n when there is none. */
static size_t teasers_begin(const struct report *r) {
  size_t at = r->n, low = r->n > MAX_TEASER_LINES ? r->n - MAX_TEASER_LINES : 0;
  while (at >= low + 2 && looks_like_pair(&r->v[at - 2], &r->v[at - 1])) at -= 2;
  return at;
}

static void clean_teasers(struct report *r) {
  size_t from = teasers_begin(r), pairs = (r->n - from) / 2, sure = 0;
  if (pairs == 0 || from <= r->first) return;
  for (size_t i = from; i < r->n; i += 2) {
    struct teaser t = teaser_look(r, from, &r->v[i], &r->v[i + 1]);
    sure += t.shared >= 2 || (t.shared >= 1 && t.unseen * 2 >= t.names && t.unseen > 0);
  }
  if (sure * 2 <= pairs || (pairs == 1 && r->v[r->n - 1].end == TDG_ENDS_COMMA && !sure)) return;
  for (size_t i = from; i < r->n; i++) r->v[i].kind = LINE_FURNITURE;
}

/* A list of other stories under its own heading. */
static void clean_related(struct report *r) {
  for (size_t i = r->first + 1; i < r->n; i++) {
    const struct tdg_line *l = &r->v[i];
    if (l->kind != LINE_BODY || l->s.n > 80 || !report_phrases(r, RELATED, COUNT(RELATED), report_fold(r, l)))
      continue;
    size_t to = i + 1;
    while (to < r->n && !tdg_line_is_prose(&r->v[to])) to++;
    if (to < r->n && r->v[to].words >= 25) continue; /* the report goes on: an ordinary heading */
    for (size_t k = i; k < to; k++) r->v[k].kind = LINE_FURNITURE;
    i = to - 1;
  }
}

static void clean_fixed(struct report *r) {
  for (size_t i = r->first; i < r->n; i++) {
    struct tdg_line *l = &r->v[i];
    if (l->kind == LINE_BODY && !tdg_line_is_prose(l) && is_fixed(r, l)) l->kind = LINE_FURNITURE;
  }
}

void report_clean(struct report *r) {
  clean_teasers(r);
  clean_related(r);
  clean_fixed(r);
}
