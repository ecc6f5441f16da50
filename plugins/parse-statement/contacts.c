/* contacts.c - whom to ask: name, telephone and address of mail, in one line or in several. */
#include "statement.h"

enum { MAX_NAME = 160, MAX_CONTACT_LINE = 1000 };

static int is_mail_char(char c) { return tdg_is_alnum(c) || (c != '\0' && strchr("._-+", c) != NULL); }

static struct tdg_str find_mail(struct tdg_str s) {
  const char *at = memchr(s.p, '@', s.n), *from = at, *to = at;
  if (at == NULL) return stm_none();
  while (from > s.p && is_mail_char(from[-1])) from--;
  for (to = at + 1; to < s.p + s.n && is_mail_char(*to);) to++;
  while (to > at && to[-1] == '.') to--;
  if (from == at || to <= at + 3) return stm_none();
  return (struct tdg_str){from, (size_t)(to - from)};
}

/* Seven digits or more with their usual signs. */
static struct tdg_str find_phone(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] != '+' && s.p[i] != '(' && !tdg_is_digit(s.p[i])) continue;
    if (i > 0 && (tdg_is_letter(s.p[i - 1]) || s.p[i - 1] == '@')) continue;
    size_t k = i, digits = 0, last = i;
    for (; k < s.n && s.p[k] != '\0' && (strchr("+()/-. ", s.p[k]) != NULL || tdg_is_digit(s.p[k])); k++)
      if (tdg_is_digit(s.p[k])) digits++, last = k + 1;
    if (digits >= 7 && digits <= 16) return (struct tdg_str){s.p + i, last - i};
    i = k;
  }
  return stm_none();
}

static struct tdg_str trim_signs(struct tdg_str s) {
  while (s.n > 0 && strchr(",;:(|-\xC2 ", s.p[s.n - 1]) != NULL) s.n--;
  while (s.n > 0 && strchr(",;:)|- ", *s.p) != NULL) s.p++, s.n--;
  return s;
}

/* The line without the words before a telephone number or an address: "Tel.", "E-mail:". */
static struct tdg_str without_labels(const struct statement *s, struct tdg_str t) {
  struct stm_tokens k = stm_tokens(s, t, 24);
  size_t end = k.n, from = 0;
  for (size_t i = 0; i < k.n; i++) {
    const struct stm_hit hit = stm_phrase_at(s->words, SET_LABEL, &k, i);
    if ((hit.value == TDG_STATEMENT_LABELS_PHONE || hit.value == TDG_STATEMENT_LABELS_MAIL) &&
        i + stm_covers(&k, i, hit.size) == k.n) {
      end = i;
      break;
    }
  }
  if (end > 0) {
    const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, &k, 0);
    const size_t n = stm_covers(&k, 0, hit.size);
    if (hit.value == TDG_STATEMENT_LINES_CONTACT && n <= end && (n == k.n || k.v[n - 1].colon)) from = n;
  }
  return stm_slice(&k, from, end);
}

static struct tdg_str contact_name(const struct statement *s, struct tdg_str t, struct tdg_str mail,
                                   struct tdg_str phone) {
  const char *end = t.p + t.n;
  if (mail.n > 0 && mail.p < end) end = mail.p;
  if (phone.n > 0 && phone.p < end) end = phone.p;
  t.n = (size_t)(end - t.p);
  return trim_signs(without_labels(s, trim_signs(t)));
}

struct contact {
  struct tdg_str name, mail, phone;
};

static void put_contact(struct statement *s, struct contact *c) {
  if (c->mail.n > 0 || c->phone.n > 0) {
    tdg_rec *g = tdg_group(s->call);
    if (c->name.n < MAX_NAME) tdg_put_text(s->call, g, TDG_NAME, c->name.p, c->name.n);
    tdg_put_text(s->call, g, TDG_EMAIL, c->mail.p, c->mail.n);
    tdg_put_text(s->call, g, TDG_PHONE, c->phone.p, c->phone.n);
    tdg_put_rec(s->call, s->rec, TDG_CONTACT, g);
  }
  *c = (struct contact){stm_none(), stm_none(), stm_none()};
}

void stm_contacts(struct statement *s) {
  struct contact c = {stm_none(), stm_none(), stm_none()};
  int headed = 0; /* "Contact" stands over it: "Press office" below is a name */
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    struct tdg_str t = l->line.s;
    const int in_head = i < s->body && (l->cues & CUE_CONTACT) && i != s->line_of_title;
    if ((l->role != ROLE_CONTACT && !in_head) || t.n > MAX_CONTACT_LINE || l->type == TDG_TABLE) {
      if (l->role != ROLE_NONE || i < s->body) put_contact(s, &c), headed = 0;
      continue;
    }
    const struct tdg_str mail = find_mail(t), phone = find_phone(t);
    if (mail.n == 0 && phone.n == 0) {
      if (((l->cues & CUE_CONTACT) && !headed) || l->line.words > 12) {
        headed = 1;
        continue;
      }
      if (c.mail.n > 0 || c.phone.n > 0) put_contact(s, &c);
      if (c.name.n == 0) c.name = trim_signs(t);
      continue;
    }
    const struct tdg_str name = tdg_line_is_prose(&l->line) ? stm_none() : contact_name(s, t, mail, phone);
    if ((mail.n > 0 && c.mail.n > 0) || (phone.n > 0 && c.phone.n > 0) ||
        (name.n > 0 && (c.mail.n > 0 || c.phone.n > 0)))
      put_contact(s, &c);
    if (name.n > 0 && c.name.n == 0) c.name = name;
    if (mail.n > 0) c.mail = mail;
    if (phone.n > 0) c.phone = phone;
  }
  put_contact(s, &c);
}
