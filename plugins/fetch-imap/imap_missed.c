/* imap_missed.c - mails that the server lists and did not send: they are asked for again with the next polls.
 *
 * A server may say OK without a mail that was asked for, or NO to it, because another program holds the folder or a disk is
 * away; it may also have been deleted between the list and the question, which the next list tells.  Their UIDs, and how
 * often each was asked for, are kept beside the place that was read to.  At most IMAP_MAX_MISSED of them, IMAP_TRIES times.
 */
#include "imap.h"

#include <stdlib.h>

#include <tidings/ext/state.h>

static const char key[] = "missed";

void imap_missed_recall(tdg_call *call, struct imap_session *s) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  const char *p = state != NULL ? state->get(call, key).p : "";
  char *end;
  s->n_missed = 0;
  if (strtoul(p, &end, 10) != s->before.validity || end == p) return; /* of other mails */
  while (s->n_missed < IMAP_MAX_MISSED) {
    const unsigned long uid = strtoul(p = end, &end, 10);
    if (end == p || *end != ':' || uid == 0 || uid > UINT32_MAX) break;
    const unsigned long tries = strtoul(end + 1, &end, 10);
    s->missed[s->n_missed++] =
        (struct imap_missed){(uint32_t)uid, tries < IMAP_TRIES ? (unsigned)tries : IMAP_TRIES, 0};
  }
  s->had_missed = s->n_missed > 0;
}

static struct imap_missed *find(struct imap_session *s, uint32_t uid) {
  for (size_t i = 0; i < s->n_missed; i++)
    if (s->missed[i].uid == uid) return &s->missed[i];
  return NULL;
}

int imap_missed_is_listed(struct imap_session *s, uint32_t uid) {
  struct imap_missed *m = find(s, uid);
  if (m != NULL) m->listed = 1;
  return m != NULL;
}

void imap_missed_drop(struct imap_session *s, uint32_t uid) {
  struct imap_missed *m = find(s, uid);
  if (m != NULL) *m = s->missed[--s->n_missed];
}

void imap_missed_drop_gone(struct imap_session *s) {
  size_t n = 0;
  for (size_t i = 0; i < s->n_missed; i++)
    if (s->missed[i].listed) s->missed[n++] = s->missed[i];
  s->n_missed = n;
}

int imap_missed_note(struct imap_session *s, uint32_t uid) {
  struct imap_missed *m = find(s, uid);
  if (m == NULL && s->n_missed < IMAP_MAX_MISSED) {
    m = &s->missed[s->n_missed++];
    *m = (struct imap_missed){uid, 0, 1};
  }
  if (m != NULL && ++m->tries < IMAP_TRIES) return 1;
  imap_missed_drop(s, uid);
  return 0;
}

void imap_missed_keep(tdg_call *call, const struct imap_session *s) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  char text[TDG_STATE_MAX_VALUE];
  size_t n = (size_t)snprintf(text, sizeof text, "%u", (unsigned)s->now.validity);
  if (state == NULL || (s->n_missed == 0 && !s->had_missed)) return;
  for (size_t i = 0; i < s->n_missed; i++)
    n +=
        (size_t)snprintf(text + n, sizeof text - n, " %u:%u", (unsigned)s->missed[i].uid, s->missed[i].tries);
  state->set(call, key, text, s->n_missed > 0 ? n : 0);
}
