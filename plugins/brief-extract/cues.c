/* cues.c - words that tell what a sentence is for, and whether it can stand alone.
 *
 * The lists are cues, not grammar: a sentence without any is about what is happening, and one whose cue
 * misleads is merely put under another heading.  English has most of them; other languages have the words
 * that leave a sentence hanging, which matters more.
 */
#include "brief.h"

#include <stdlib.h>

enum { SET_SLOTS = 512 };
struct set {
  uint64_t slot[SET_SLOTS];
};
struct cues {
  struct tdg_small_words small;
  struct set hanging, leading, resuming, of_text, of_page, changed, pointing, pronoun, connective, self,
      matters, next, beyond, outcome, open, relative, said;
};

static const char hanging[] =
    "he she it they his her hers their theirs its this these those that such both former latter him them "
    "er sie es diese dieser dies dieses ihr ihre sein seine il elle ils elles ce cette ces cela ceci celui "
    "celle "
    "este esta esto estos estas ello ellos ellas ese esa eso questo questa questi queste cio lui lei loro "
    "essa esse isso "
    "dit deze zij hij dat ten ta to on ona oni tento tato toto он она они это эти этот эта він вона вони це "
    "ці";
static const char leading[] =
    "without with for from in after before by to of despite besides under against on at";
static const char resuming[] =
    "finding findings move decision announcement remarks remark comment comments duo pair "
    "incident same former others other";
static const char of_text[] = "report article story post page item";
static const char of_page[] =
    "photo photos photograph photographs picture image images caption video reporting "
    "editing correction corrections clarification updated posted published subscribe "
    "advertisement";
static const char changed[] =
    "version updated corrected amended originally misstated incorrectly contributed";
static const char pointing[] = "this these those such latter former dies diese dieser diesen cette ces cet "
                               "este esta estos estas questo questa questi queste deze dit";
static const char pronoun[] = "he she him er elle il lui lei он она він вона hij zij";
static const char connective[] = "however additionally moreover meanwhile simultaneously yet but and also "
                                 "furthermore still besides then nevertheless "
                                 "nonetheless instead therefore thus consequently similarly likewise "
                                 "otherwise aber doch jedoch ausserdem zudem mais "
                                 "cependant toutefois pero sin ademas tuttavia inoltre mas porem maar echter";
static const char self[] =
    "i we my our you your me us ich wir mein unser je nous mon notre yo nosotros io noi eu nos";
static const char matters[] = "could crucial critical critically impact implications implication deter "
                              "deterring risk risks undermine undermining "
                              "significance signifies underscores vital pivotal important importance "
                              "influence concern concerns threat threaten "
                              "threatens jeopardize consequences stability weaken strengthen enhance "
                              "vulnerable fears worries complicating means because balance meaningless";
static const char next[] =
    "will would next plan plans planned expected expects scheduled upcoming finalize finalise finalizing "
    "finalising ratify "
    "ratification ratifying ratified parliamentary legislative must intends due soon tomorrow forthcoming "
    "further hurdles "
    "deadline decide proceed approval approvals likely awaits pending unresolved shall set";
static const char beyond[] =
    "precedent norms law laws broader decades history historic historical worldwide multilateral diplomacy "
    "unity "
    "ethical long-term era generations constitutional deterrence escalation questions debate";
static const char outcome[] = "agreed agree pledged announced signed approved reached secured passed adopted "
                              "won confirmed outlined committed "
                              "ruled voted rejected resigned arrested sentenced elected died killed";
static const char open[] = "uncertain ambiguous convening gathering assemble anticipated awaited progress "
                           "ongoing aims aim hopes hope prospects";
static const char relative[] = "today yesterday tomorrow tonight now currently";
static const char said[] = "said says told added stated noted";

static void put(struct set *s, uint64_t h) {
  size_t i = h & (SET_SLOTS - 1);
  while (s->slot[i] != 0 && s->slot[i] != h) i = (i + 1) & (SET_SLOTS - 1);
  s->slot[i] = h;
}
static int in(const struct set *s, uint64_t h) {
  for (size_t i = h & (SET_SLOTS - 1); s->slot[i] != 0; i = (i + 1) & (SET_SLOTS - 1))
    if (s->slot[i] == h) return 1;
  return 0;
}
static void fill(struct set *s, const char *words) {
  while (*words != '\0') {
    size_t n = strcspn(words, " ");
    put(s, tdg_term_hash(words, n));
    words += n + (words[n] == ' ');
  }
}

const struct cues *cues_make(void) {
  struct cues *c = calloc(1, sizeof *c);
  if (c == NULL) return NULL;
  tdg_small_words_fill(&c->small);
  fill(&c->hanging, hanging);
  fill(&c->leading, leading);
  fill(&c->resuming, resuming);
  fill(&c->of_text, of_text);
  fill(&c->of_page, of_page);
  fill(&c->changed, changed);
  fill(&c->pointing, pointing);
  fill(&c->pronoun, pronoun);
  fill(&c->connective, connective);
  fill(&c->self, self);
  fill(&c->matters, matters);
  fill(&c->next, next);
  fill(&c->beyond, beyond);
  fill(&c->outcome, outcome);
  fill(&c->open, open);
  fill(&c->relative, relative);
  fill(&c->said, said);
  return c;
}

int cues_small(const struct cues *c, uint64_t hash) { return tdg_small_words_has(&c->small, hash); }

/* ---- headings ---- */

static int has_word(const struct tdg_term *t, size_t n, const char *words) {
  struct set s = {{0}};
  fill(&s, words);
  for (size_t i = 0; i < n; i++)
    if (in(&s, t[i].hash)) return 1;
  return 0;
}

enum role cues_heading(const struct cues *c, const struct tdg_term *t, size_t n, int *known) {
  (void)c;
  *known = n > 0 && n <= 6;
  if (*known && has_word(t, n, "beyond bigger broader")) return ROLE_BEYOND;
  if (*known && has_word(t, n, "next ahead nachste suite sigue")) return ROLE_NEXT;
  if (*known && has_word(t, n, "matters important matter importance warum pourquoi importa"))
    return ROLE_MATTERS;
  if (*known && has_word(t, n, "happening happened happen passiert passe pasa")) return ROLE_HAPPENING;
  *known = 0;
  return ROLE_HAPPENING;
}

/* ---- roles ---- */

static int hits(const struct set *set, const struct sentence *s, size_t from, size_t to) {
  int n = 0;
  for (size_t i = from; i < to && i < s->n_terms; i++) n += in(set, s->terms[i].hash);
  return n;
}

/* "next to the station" says where, not when. */
static int says_where(const struct sentence *s) {
  for (size_t i = 1; i < s->n_terms; i++)
    if (s->terms[i].hash == tdg_term_hash("to", 2) && s->terms[i - 1].hash == tdg_term_hash("next", 4))
      return 1;
  return 0;
}

/* Sets how sure the cues are, 0 .. 1. */
static enum role role_of(const struct cues *c, const struct sentence *s, int sentences, float *sure) {
  int m = hits(&c->matters, s, 0, s->n_terms), n = hits(&c->next, s, 0, s->n_terms),
      b = hits(&c->beyond, s, 0, s->n_terms);
  n -= says_where(s);
  int said_by = hits(&c->said, s, 0, s->n_terms);
  int strongest = b > m ? (b > n ? b : n) : m > n ? m : n;
  *sure = strongest >= 3 ? 0.95f : strongest == 2 ? 0.85f : 0.6f;
  if (s->index < 2 || s->index * 4 < sentences) return ROLE_HAPPENING;
  if (b >= 3 && b > m && b > n) return ROLE_BEYOND;
  if (n > m && n >= 1 + said_by) return ROLE_NEXT;
  if (m > n && m >= 1 + said_by) return ROLE_MATTERS;
  if (n > 0 && n == m) return ROLE_NEXT;
  return ROLE_HAPPENING;
}

/* ---- standing alone ---- */

static int ends_well(struct tdg_str t) {
  size_t n = t.n;
  while (n > 0 && (t.p[n - 1] == '"' || t.p[n - 1] == '\'' || t.p[n - 1] == ')')) n--;
  while (n >= 3 &&
         (memcmp(t.p + n - 3, "\xE2\x80\x9D", 3) == 0 || memcmp(t.p + n - 3, "\xE2\x80\x99", 3) == 0))
    n -= 3;
  if (n == 0) return 0;
  if (t.p[n - 1] == '.' || t.p[n - 1] == '!') return !(n >= 3 && t.p[n - 2] == '.' && t.p[n - 3] == '.');
  return n >= 3 &&
         (memcmp(t.p + n - 3, "\xE3\x80\x82", 3) == 0 || memcmp(t.p + n - 3, "\xEF\xBC\x81", 3) == 0 ||
          memcmp(t.p + n - 3, "\xE0\xA5\xA4", 3) == 0);
}

static int quotes_close(struct tdg_str t) {
  int straight = 0, curly = 0;
  for (size_t i = 0; i < t.n; i++) {
    if (t.p[i] == '"') straight++;
    if (i + 2 < t.n && memcmp(t.p + i, "\xE2\x80\x9C", 3) == 0) curly++;
    if (i + 2 < t.n && memcmp(t.p + i, "\xE2\x80\x9D", 3) == 0) curly--;
    if (curly < 0) return 0;
  }
  return straight % 2 == 0 && curly == 0;
}

/* "he" before anyone was named. */
static int points_back(const struct cues *c, const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++) {
    const struct tdg_term *t = &s->terms[i];
    if (in(&c->pronoun, t->hash)) return 1;
    if ((t->flags & TDG_TERM_CAPITAL) && !(i == 0 && cues_small(c, t->hash)) &&
        !(t->flags & TDG_TERM_FIRST && i > 0))
      return 0;
  }
  return 0;
}

int cues_hangs(const struct cues *c, const struct sentence *s) {
  return s->n_terms > 0 && in(&c->hanging, s->terms[0].hash);
}

/* "Without it, they say, ..."; "The finding could ...", but "The decision of the court ...". */
static int resumes(const struct cues *c, const struct sentence *s) {
  const struct tdg_term *t = s->terms;
  if (s->n_terms < 3) return 0;
  if (in(&c->leading, t[0].hash) && in(&c->hanging, t[1].hash)) return 1;
  return t[0].hash == tdg_term_hash("the", 3) && in(&c->resuming, t[1].hash) && !in(&c->leading, t[2].hash);
}

/* Of the page instead of the world: "An earlier version of this report gave ...", "Photograph: ...". */
static int is_about_text(const struct cues *c, const struct sentence *s) {
  const struct tdg_term *t = s->terms;
  if (s->n_terms > 1 && in(&c->of_page, t[0].hash) &&
      (!(t[1].flags & TDG_TERM_ADJACENT) || t[1].hash == tdg_term_hash("by", 2)))
    return 1;
  if (hits(&c->changed, s, 0, s->n_terms) == 0) return 0;
  for (size_t i = 1; i < s->n_terms; i++)
    if (in(&c->of_text, t[i].hash) && in(&c->pointing, t[i - 1].hash)) return 1;
  return 0;
}

static int stands_alone(const struct cues *c, const struct sentence *s) {
  if (s->words < 7 || s->words > 60 || !ends_well(s->text) || !quotes_close(s->text)) return 0;
  if (in(&c->hanging, s->terms[0].hash)) return 0;
  if (in(&c->connective, s->terms[0].hash) && s->n_terms > 1 && in(&c->hanging, s->terms[1].hash)) return 0;
  if (hits(&c->pointing, s, 1, 3) > 0) return 0; /* "the latter", "despite these hurdles" */
  return !resumes(c, s) && !is_about_text(c, s) && !points_back(c, s);
}

/* "us", not "U.S." */
static int speaks_of_self(const struct cues *c, const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (in(&c->self, s->terms[i].hash) && !(s->terms[i].flags & TDG_TERM_UPPER)) return 1;
  return 0;
}

static float liking(const struct cues *c, const struct sentence *s) {
  float l = 1;
  if (in(&c->connective, s->terms[0].hash)) l -= 0.1f;
  if (speaks_of_self(c, s)) l -= 0.2f;
  if (hits(&c->relative, s, 0, s->n_terms) > 0) l -= 0.1f;
  if (hits(&c->pointing, s, 0, s->n_terms) > 0) l -= 0.1f;
  if (s->words > 40) l -= 0.1f;
  return l < 0.2f ? 0.2f : l;
}

/* ---- stages of the event ---- */

static int reports_outcome(const struct cues *c, const struct brief *b, int member) {
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *s = &b->sentence[i];
    if (s->member == member && s->index < 2 && hits(&c->outcome, s, 0, s->n_terms) > 0) return 1;
  }
  return 0;
}

/* Records without the outcome that others report are early ones, unless their date says they are younger. */
static void find_early(const struct cues *c, struct brief *b) {
  int64_t first_outcome = 0;
  int outcomes = 0;
  for (int m = 0; m < b->n_members; m++) {
    if (!reports_outcome(c, b, m)) continue;
    outcomes++;
    if (b->member[m].time != 0 && (first_outcome == 0 || b->member[m].time < first_outcome))
      first_outcome = b->member[m].time;
  }
  for (int m = 0; m < b->n_members && outcomes > 0; m++) {
    int64_t t = b->member[m].time;
    b->member[m].early = !reports_outcome(c, b, m) && (t == 0 || first_outcome == 0 || t < first_outcome);
  }
}

/* What an early record says of the outcome is out of date. */
static int is_overtaken(const struct cues *c, const struct brief *b, const struct sentence *s) {
  return b->member[s->member].early && s->role == ROLE_HAPPENING && hits(&c->open, s, 0, s->n_terms) > 0;
}

void cues_judge(const struct cues *c, struct brief *b) {
  find_early(c, b);
  for (size_t i = 0; i < b->n_sentences; i++) {
    struct sentence *s = &b->sentence[i];
    s->sure = 1;
    if (!s->role_known) s->role = role_of(c, s, b->member[s->member].sentences, &s->sure);
    if (s->role == ROLE_HAPPENING) s->sure = 1;
    s->usable = stands_alone(c, s) && !is_overtaken(c, b, s);
    s->liking = liking(c, s) * (b->member[s->member].early && s->role == ROLE_HAPPENING ? 0.5f : 1.0f);
    if (s->usable) b->words += (size_t)s->words;
  }
}
