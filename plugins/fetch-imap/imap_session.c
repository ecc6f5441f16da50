/* imap_session.c - the commands of one connection to a folder, and what comes of their answers.
 *
 *   EXAMINE folder                                        opened to read only: no mail becomes "seen"
 *   UID FETCH last+1:* (UID RFC822.SIZE INTERNALDATE)     what is new, and what did not come (imap_missed.c)
 *   UID FETCH 7,8,9 (UID BODY.PEEK[])                     the mails, some at a time
 *
 * Nothing else is ever sent.  A session owns what it lists and the mail that it holds back; its documents are emitted as
 * they come.  What was read before a connection breaks counts, and the next poll goes on behind it.
 */
#include "imap.h"

#include <stdlib.h>

#include <tidings/ext/state.h>
#include <tidings/kit/str.h>

enum { DAY_MS = 86400000 };

/* ---- commands ---- */

__attribute__((format(printf, 2, 3))) static void say(struct imap_session *s, const char *fmt, ...) {
  va_list ap;
  size_t n = (size_t)snprintf(s->out, sizeof s->out, "T%u ", ++s->tag);
  va_start(ap, fmt);
  n += (size_t)vsnprintf(s->out + n, sizeof s->out - n - 3, fmt, ap);
  va_end(ap);
  n += (size_t)snprintf(s->out + n, 3, "\r\n");
  s->out_n = n;
  s->unasked = 0;
}

void imap_session_begin(struct imap_session *s) {
  char quoted[2 * IMAP_MAX_FOLDER + 3], *q = quoted;
  *q++ = '"';
  for (const char *p = s->folder; *p != '\0' && q < quoted + sizeof quoted - 3; p++) {
    if (*p == '"' || *p == '\\') *q++ = '\\';
    *q++ = *p;
  }
  *q++ = '"';
  *q = '\0';
  s->step = IMAP_SELECT;
  say(s, "EXAMINE %s", quoted);
}

TDG_PRINTF(3, 4)
static void fail(struct imap_session *s, const char *class, const char *fmt, ...) {
  va_list ap;
  if (s->class != NULL) return;
  va_start(ap, fmt);
  vsnprintf(s->why, sizeof s->why, fmt, ap);
  va_end(ap);
  s->class = class;
  s->step = IMAP_DONE;
}

void imap_session_cut(struct imap_session *s, const char *class, const char *why) {
  if (s->step != IMAP_DONE) fail(s, class, "%s", why);
}

/* ---- documents ---- */

static tdg_rec *document(tdg_call *call, const struct imap_session *s) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  tdg_put_int(call, doc, TDG_REQUEST_NO, s->request_no);
  tdg_put_int(call, doc, TDG_FETCHED, tdg_now_ms(call));
  return doc;
}

/* As RFC 5092 writes it; without the name of the account. */
static void put_address(tdg_call *call, tdg_rec *doc, const struct imap_session *s, uint32_t uid) {
  struct tdg_buf url = tdg_buf_make(call, 2 * IMAP_OUT);
  char end[60];
  snprintf(end, sizeof end, ";UIDVALIDITY=%u/;UID=%u", (unsigned)s->now.validity, (unsigned)uid);
  const char *server = strstr(s->url, "://") != NULL ? strstr(s->url, "://") + 3 : s->url;
  const char *at = memchr(server, '@', strcspn(server, "/"));
  tdg_buf_add(&url, s->url, (size_t)(server - s->url));
  tdg_buf_str(&url, at != NULL ? at + 1 : server);
  tdg_buf_str(&url, end);
  tdg_put_text(call, doc, TDG_URL, url.p, url.n);
}

/* is_last: nothing follows it. */
static int emit_held(tdg_call *call, struct imap_session *s, int is_last) {
  struct imap_held *h = &s->held;
  if (!h->is) return TDG_OK;
  tdg_rec *doc = document(call, s);
  put_address(call, doc, s, h->uid);
  if (h->class != NULL) {
    tdg_put_str(call, doc, TDG_ERROR, h->class);
    tdg_put_str(call, doc, TDG_MESSAGE, h->why);
  } else {
    tdg_put_str(call, doc, TDG_MEDIA_TYPE, "message/rfc822");
    tdg_put_bytes(call, doc, TDG_BODY, h->body, h->n);
  }
  if (!is_last) tdg_put_int(call, doc, TDG_MORE, 1);
  free(h->body);
  *h = (struct imap_held){.is = 0};
  return tdg_emit(call, doc);
}

static void hold(tdg_call *call, struct imap_session *s, const struct imap_held *h) {
  void *mark = tdg_mark(call);
  emit_held(call, s, 0);
  tdg_release(call, mark);
  s->held = *h;
  s->held.is = 1;
  s->documents++;
  s->failures += h->class != NULL;
}

static void hold_mail(tdg_call *call, struct imap_session *s, uint32_t uid, struct tdg_str body) {
  struct imap_held h = {.uid = uid, .n = body.n, .body = malloc(body.n + 1)};
  if (h.body == NULL) {
    fail(s, "memory", "there was no memory for a mail");
    return;
  }
  memcpy(h.body, body.p, body.n);
  s->bytes += body.n;
  hold(call, s, &h);
}

static void hold_failure(tdg_call *call, struct imap_session *s, const struct imap_mail *m,
                         const char *said) {
  struct imap_held h = {.uid = m->uid, .class = said == NULL ? "too-large" : "refused-mail"};
  if (said == NULL) imap_missed_drop(s, m->uid);
  if (said == NULL)
    snprintf(h.why, sizeof h.why,
             "the mail has %lld bytes, more than the %lld of max_size, and is left out; with a larger one "
             "(fetchers: { "
             "imap: { max_size: 32MiB } }) later ones like it are read",
             (long long)m->size, (long long)s->conf->max_size);
  else if (said[0] == '\0')
    snprintf(h.why, sizeof h.why,
             "the server lists this mail, and did not send it when it was asked for (%d times)",
             (int)IMAP_TRIES);
  else snprintf(h.why, sizeof h.why, "the server does not give this mail, and says: %.200s", said);
  hold(call, s, &h);
}

/* ---- the mails ---- */

/* The next ones are asked for, or all is done. */
static void ask_for_mails(tdg_call *call, struct imap_session *s) {
  struct tdg_buf uids = tdg_buf_make(call, IMAP_OUT);
  int64_t bytes = 0;
  size_t n = 0, most = s->alone ? 1 : IMAP_GROUP_MAILS;
  while (s->group < s->wanted && s->list[s->group].is_done) s->group++;
  for (s->group_end = s->group; s->group_end < s->wanted && n < most; s->group_end++) {
    struct imap_mail *m = &s->list[s->group_end];
    char text[16];
    if (m->is_done) continue;
    if (m->size > s->conf->max_size) {
      m->is_done = 1;
      hold_failure(call, s, m, NULL);
      continue;
    }
    if (n > 0 && bytes + m->size > IMAP_GROUP_BYTES) break;
    if ((int64_t)s->bytes + bytes + m->size > IMAP_SESSION_BYTES && s->bytes + (size_t)bytes > 0) break;
    bytes += m->size;
    snprintf(text, sizeof text, "%s%u", n++ > 0 ? "," : "", (unsigned)m->uid);
    tdg_buf_str(&uids, text);
  }
  if (n == 0) s->step = IMAP_DONE;
  else say(s, "UID FETCH %s (UID BODY.PEEK[])", uids.p);
}

static struct imap_mail *find_asked(struct imap_session *s, uint32_t uid) {
  for (size_t i = s->group; i < s->group_end; i++)
    if (s->list[i].uid == uid) return &s->list[i];
  return NULL;
}

static void take_mail(tdg_call *call, struct imap_session *s, const struct imap_answer *a) {
  struct imap_mail *m = find_asked(s, a->uid);
  if (m == NULL || m->is_done || !a->has_body) { /* also what becomes of other mails meanwhile */
    s->strange += a->has_body != 0;
    s->unasked++;
    return;
  }
  m->is_done = 1;
  imap_missed_drop(s, m->uid);
  if ((int64_t)a->body.n > s->conf->max_size) {
    m->size = (int64_t)a->body.n;
    hold_failure(call, s, m, NULL);
  } else if (a->body.n > 0) hold_mail(call, s, m->uid, a->body);
}

/* It was asked for and did not come: deleted meanwhile, perhaps, which the list of the next poll tells. */
static void miss(tdg_call *call, struct imap_session *s, struct imap_mail *m, int is_ok, const char *said) {
  const int again = imap_missed_note(s, m->uid);
  m->is_done = 1;
  s->missing += (size_t)(is_ok && again);
  if (!is_ok || !again) hold_failure(call, s, m, is_ok ? "" : said[0] != '\0' ? said : "nothing");
}

static void end_group(tdg_call *call, struct imap_session *s, const struct imap_answer *a) {
  char said[200];
  size_t left = 0;
  imap_plain_words(said, sizeof said, a->text.p, a->text.n);
  for (size_t i = s->group; i < s->group_end; i++) left += !s->list[i].is_done;
  if (a->status != IMAP_STATUS_OK && left > 1) s->alone = 1;
  else
    for (size_t i = s->group; i < s->group_end; i++)
      if (!s->list[i].is_done) miss(call, s, &s->list[i], a->status == IMAP_STATUS_OK, said);
  ask_for_mails(call, s);
}

/* ---- what is new ---- */

static void list_mail(tdg_call *call, struct imap_session *s, const struct imap_answer *a) {
  const int64_t today = tdg_now_ms(call) / DAY_MS, since = s->conf->since / DAY_MS;
  const int again = imap_missed_is_listed(s, a->uid);
  if ((a->uid <= s->now.last && !again) ||
      a->size < 0) { /* "9:*" names the last mail, whatever its number is */
    s->unasked++;
    return;
  }
  if (a->uid > s->highest) s->highest = a->uid;
  if (!again && (s->is_first || a->uid <= s->before.first) && since > 0 && a->day >= 0 &&
      a->day < today - since) {
    s->old++;
    return;
  }
  if (s->n_list == IMAP_MAX_MAILS) {
    fail(s, "too-large",
         "the folder has more than %d mails that were not read; set `since`, or move old mails into "
         "another folder",
         (int)IMAP_MAX_MAILS);
    return;
  }
  if (s->n_list == s->cap_list) {
    const size_t cap = s->cap_list > 0 ? 2 * s->cap_list : 256;
    struct imap_mail *more = realloc(s->list, cap * sizeof *more);
    if (more == NULL) {
      fail(s, "memory", "there was no memory for the list of mails");
      return;
    }
    s->list = more;
    s->cap_list = cap;
  }
  s->list[s->n_list++] = (struct imap_mail){a->uid, a->size, 0};
}

static int by_uid(const void *a, const void *b) {
  const struct imap_mail *x = a, *y = b;
  return x->uid < y->uid ? -1 : x->uid > y->uid;
}

static void begin_mails(tdg_call *call, struct imap_session *s) {
  const int64_t in_poll = s->conf->mails_a_poll - s->offset,
                most = in_poll < s->conf->mails ? in_poll : s->conf->mails;
  size_t n = 0;
  if (s->asked_again) imap_missed_drop_gone(s);
  if (s->n_list > 1) qsort(s->list, s->n_list, sizeof *s->list, by_uid);
  for (size_t i = 0; i < s->n_list; i++) /* a server may name one twice */
    if (n == 0 || s->list[n - 1].uid != s->list[i].uid) s->list[n++] = s->list[i];
  s->n_list = n;
  s->now.first = s->is_first ? s->highest : s->before.first;
  s->wanted = most < 0 ? 0 : (size_t)most < n ? (size_t)most : n;
  s->step = IMAP_GET;
  ask_for_mails(call, s);
}

/* What is new, and with the first connection of a poll what did not come. */
static void ask_for_list(tdg_call *call, struct imap_session *s, int some_are_new) {
  struct tdg_buf uids = tdg_buf_make(call, IMAP_OUT);
  char text[24];
  for (size_t i = 0; i < s->n_missed && s->asked_again; i++) {
    snprintf(text, sizeof text, "%s%u", i > 0 ? "," : "", (unsigned)s->missed[i].uid);
    tdg_buf_str(&uids, text);
  }
  if (some_are_new) {
    snprintf(text, sizeof text, "%s%u:*", uids.n > 0 ? "," : "", (unsigned)s->now.last + 1);
    tdg_buf_str(&uids, text);
  }
  s->step = IMAP_LIST;
  say(s, "UID FETCH %s (UID RFC822.SIZE INTERNALDATE)", uids.p);
}

static void opened(tdg_call *call, struct imap_session *s) {
  if (s->now.validity == 0) {
    fail(s, "protocol",
         "the server numbers the mails of the folder %s anew each time (it gives no UIDVALIDITY), so "
         "that what was read cannot be known",
         s->shown);
    return;
  }
  s->is_first = s->before.validity != s->now.validity;
  s->now.last = s->is_first ? 0 : s->before.last;
  if (s->is_first && s->before.validity != 0)
    tdg_log(call, TDG_LOG_WARNING,
            "%s: the server has numbered the mails of the folder anew (UIDVALIDITY): they are read again; "
            "those that are "
            "known are not stored twice",
            s->url);
  if (s->only_looks) {
    s->step = IMAP_DONE;
    return;
  }
  const uint32_t next = s->highest;
  s->highest = s->now.last;
  if (s->is_first) s->n_missed = 0;
  s->asked_again = s->n_missed > 0 && s->offset == 0;
  const int some_are_new =
      s->exists > 0 && !(next > 0 && next <= s->now.last + 1) && s->now.last < UINT32_MAX;
  if (s->exists == 0) imap_missed_drop_gone(s);
  if (some_are_new || (s->asked_again && s->exists > 0)) ask_for_list(call, s, some_are_new);
  else s->step = IMAP_DONE;
}

/* ---- answers ---- */

static void hear_end(tdg_call *call, struct imap_session *s, const struct imap_answer *a) {
  char tag[16], said[200];
  snprintf(tag, sizeof tag, "T%u", s->tag);
  imap_plain_words(said, sizeof said, a->text.p, a->text.n);
  if (strlen(tag) != a->tag.n || memcmp(tag, a->tag.p, a->tag.n) != 0) {
    fail(s, "protocol", "the server answers a command that was not given");
    return;
  }
  switch (s->step) {
  case IMAP_SELECT:
    if (a->status == IMAP_STATUS_OK) opened(call, s);
    else
      fail(s, "not-found",
           "the server does not open the folder \"%s\": %s; is its name right, as the server writes "
           "it, and may this account read it?",
           s->shown, said);
    break;
  case IMAP_LIST:
    if (a->status == IMAP_STATUS_OK) begin_mails(call, s);
    else fail(s, "protocol", "the server does not say which mails are new: %s", said);
    break;
  case IMAP_GET: end_group(call, s, a); break;
  case IMAP_DONE: break;
  }
}

void imap_session_hear(tdg_call *call, struct imap_session *s, const struct imap_answer *a) {
  char said[200];
  switch (a->kind) {
  case IMAP_TAGGED: hear_end(call, s, a); return;
  case IMAP_BYE:
    imap_plain_words(said, sizeof said, a->text.p, a->text.n);
    fail(s, "incomplete", "the server ended the connection: %s", said);
    return;
  case IMAP_GARBLED: fail(s, "protocol", "the server's answer is none of IMAP"); return;
  case IMAP_EXISTS: s->exists = a->number; break;
  case IMAP_FETCH:
    if (s->step == IMAP_LIST) list_mail(call, s, a);
    else if (s->step == IMAP_GET) take_mail(call, s, a);
    if (s->step != IMAP_SELECT && s->unasked <= IMAP_MAX_UNASKED) return;
    break;
  case IMAP_OK:
    if (s->step == IMAP_SELECT && a->uidvalidity > 0) s->now.validity = a->uidvalidity;
    if (s->step == IMAP_SELECT && a->uidnext > 0) s->highest = a->uidnext; /* until it is opened */
    break;
  case IMAP_OTHER: break;
  }
  if (++s->unasked > IMAP_MAX_UNASKED)
    fail(s, "protocol", "the server says much that nobody asked for, and does not answer");
}

/* ---- the end ---- */

/* Up to where all was read; those before that did not come are kept by themselves. */
static uint32_t read_to(const struct imap_session *s, size_t *left) {
  size_t i = 0;
  while (i < s->n_list && (s->list[i].is_done || s->list[i].uid <= s->now.last)) i++;
  *left = s->n_list - i;
  if (i < s->n_list) return s->list[i].uid - 1;
  if (s->step == IMAP_DONE && s->class == NULL) return s->highest;
  return i > 0 && s->list[i - 1].uid > s->now.last ? s->list[i - 1].uid : s->now.last;
}

static void keep(tdg_call *call, const struct imap_session *s, uint32_t last) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  char text[40];
  const uint32_t first = s->now.first > 0 ? s->now.first : s->is_first ? last : s->before.first;
  const int n =
      snprintf(text, sizeof text, "%u %u %u", (unsigned)s->now.validity, (unsigned)last, (unsigned)first);
  if (state == NULL || s->now.validity == 0) return;
  state->set(call, "folder", text, (size_t)n);
  imap_missed_keep(call, s);
}

static void tell(tdg_call *call, const struct imap_session *s, size_t left, int is_last_of_poll) {
  if (s->class != NULL)
    tdg_log(call, TDG_LOG_WARNING,
            "%s: %s; %zu mails were read before, and the next poll goes on behind them", s->url, s->why,
            s->documents);
  else if (is_last_of_poll)
    tdg_log(call, TDG_LOG_WARNING,
            "%s: %zu mails are left for the next poll (fetchers: { imap: { mails_a_poll } })", s->url, left);
  if (s->missing > 0)
    tdg_log(
        call, TDG_LOG_WARNING,
        "%s: the server lists %zu mails that it did not send when they were asked for; they are asked for "
        "again with the next poll",
        s->url, s->missing);
  if (s->old > 0)
    tdg_log(call, TDG_LOG_INFO, "%s: %zu mails that came before `since` are not read", s->url, s->old);
  if (s->strange > 0)
    tdg_log(call, TDG_LOG_WARNING, "%s: the server sent %zu mails that were not asked for; they are not read",
            s->url, s->strange);
}

/* The last record: it has no TDG_MORE, as a document that ends its request. */
static int ask_for_rest(tdg_call *call, const struct imap_session *s) {
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_int(call, request, TDG_REQUEST_NO, s->request_no);
  tdg_put_str(call, request, TDG_URL, s->url);
  tdg_put_int(call, request, TDG_OFFSET, s->offset + (int64_t)s->documents);
  return tdg_emit(call, request);
}

static int emit_failure(tdg_call *call, const struct imap_session *s) {
  tdg_rec *doc = document(call, s);
  tdg_put_str(call, doc, TDG_URL, s->url);
  if (s->class[0] == '\0') tdg_put_int(call, doc, TDG_STATUS, 401);
  else tdg_put_str(call, doc, TDG_ERROR, s->class);
  tdg_put_str(call, doc, TDG_MESSAGE, s->why);
  if (s->unreachable) tdg_put_str(call, doc, TDG_FLAG, "unreachable");
  if (s->unreachable && s->alone_away) tdg_put_str(call, doc, TDG_FLAG, "no-network");
  return tdg_emit(call, doc);
}

static int emit_unchanged(tdg_call *call, const struct imap_session *s, int is_last) {
  tdg_rec *doc = document(call, s);
  tdg_put_str(call, doc, TDG_URL, s->url);
  tdg_put_int(call, doc, TDG_STATUS, 304);
  if (!is_last) tdg_put_int(call, doc, TDG_MORE, 1);
  return tdg_emit(call, doc);
}

int imap_session_end(tdg_call *call, struct imap_session *s) {
  size_t left = 0;
  int status = TDG_OK;
  if (s->class != NULL && s->documents == 0) return emit_failure(call, s);
  if (s->only_looks) return emit_unchanged(call, s, 1);
  const uint32_t last = read_to(s, &left);
  const int is_last_of_poll = s->offset + (int64_t)s->documents >= s->conf->mails_a_poll;
  tell(call, s, left, left > 0 && is_last_of_poll);
  const int only_failures = s->documents == s->failures,
            has_rest = left > 0 && s->class == NULL && !is_last_of_poll;
  if (only_failures || has_rest) status = emit_held(call, s, 0);
  if (status != TDG_OK) return status;
  keep(call, s, last);
  if (only_failures) status = emit_unchanged(call, s, !has_rest);
  else if (!has_rest) status = emit_held(call, s, 1);
  return status == TDG_OK && has_rest ? ask_for_rest(call, s) : status;
}

void imap_session_free(struct imap_session *s) {
  free(s->held.body);
  free(s->list);
  free(s->url);
  free(s->folder);
  free(s->shown);
}
