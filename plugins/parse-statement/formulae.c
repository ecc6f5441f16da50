/* formulae.c - the formulae official documents are made of, in several languages, and how sure they make us.
 *
 * A cue counts where such a document has it: numbers and release lines near the top, recitals at the
 * beginning of a paragraph, the end mark as a line of its own.  A news report that quotes a statement has
 * none of them there.
 */
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "statement.h"

enum how { AT_START = 1, WHOLE, INSIDE };

struct cue {
  const char *text;
  uint32_t cue;
  int how, head; /* head: only among the first items */
};

static const struct cue CUES[] = {
    {"for immediate release", CUE_RELEASE, AT_START, 1},
    {"zur sofortigen veröffentlichung", CUE_RELEASE, AT_START, 1},
    {"pour diffusion immédiate", CUE_RELEASE, AT_START, 1},
    {"para publicación inmediata", CUE_RELEASE, AT_START, 1},
    {"embargoed until", CUE_EMBARGO, AT_START, 1},
    {"embargo", CUE_EMBARGO, AT_START, 1},
    {"not for release before", CUE_EMBARGO, AT_START, 1},
    {"sperrfrist", CUE_EMBARGO, AT_START, 1},
    {"sous embargo", CUE_EMBARGO, AT_START, 1},

    {"press release no", CUE_NUMBER, AT_START, 1},
    {"press release nr", CUE_NUMBER, AT_START, 1},
    {"media release", CUE_NUMBER, AT_START, 1},
    {"press release", CUE_RELEASE, WHOLE, 1},
    {"statement no", CUE_NUMBER, AT_START, 1},
    {"pressemitteilung nr", CUE_NUMBER, AT_START, 1},
    {"pressemitteilung", CUE_RELEASE, WHOLE, 1},
    {"communiqué de presse n", CUE_NUMBER, AT_START, 1},
    {"communiqué de presse", CUE_RELEASE, WHOLE, 1},
    {"comunicado de prensa n", CUE_NUMBER, AT_START, 1},
    {"comunicado de prensa", CUE_RELEASE, WHOLE, 1},
    {"comunicato stampa n", CUE_NUMBER, AT_START, 1},
    {"comunicato stampa", CUE_RELEASE, WHOLE, 1},
    {"nota à imprensa n", CUE_NUMBER, AT_START, 1},
    {"komunikat prasowy nr", CUE_NUMBER, AT_START, 1},
    {"order no", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"decree no", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"resolution no", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"decision no", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"erlass nr", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"décret n", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"decreto n", CUE_NUMBER | CUE_TITLE, AT_START, 1},
    {"указ №", CUE_NUMBER | CUE_TITLE, AT_START, 1},

    {"joint statement", CUE_JOINT, AT_START, 1},
    {"joint declaration", CUE_JOINT, AT_START, 1},
    {"joint communique", CUE_JOINT, AT_START, 1},
    {"joint press statement", CUE_JOINT, AT_START, 1},
    {"leaders' statement", CUE_JOINT, AT_START, 1},
    {"leaders' declaration", CUE_JOINT, AT_START, 1},
    {"chair's statement", CUE_JOINT, AT_START, 1},
    {"gemeinsame erklärung", CUE_JOINT, AT_START, 1},
    {"déclaration conjointe", CUE_JOINT, AT_START, 1},
    {"déclaration commune", CUE_JOINT, AT_START, 1},
    {"communiqué conjoint", CUE_JOINT, AT_START, 1},
    {"declaración conjunta", CUE_JOINT, AT_START, 1},
    {"comunicado conjunto", CUE_JOINT, AT_START, 1},
    {"declaração conjunta", CUE_JOINT, AT_START, 1},
    {"dichiarazione congiunta", CUE_JOINT, AT_START, 1},
    {"wspólne oświadczenie", CUE_JOINT, AT_START, 1},
    {"спільна заява", CUE_JOINT, AT_START, 1},
    {"совместное заявление", CUE_JOINT, AT_START, 1},
    {"ortak açıklama", CUE_JOINT, AT_START, 1},
    {"بيان مشترك", CUE_JOINT, AT_START, 1},
    {"联合声明", CUE_JOINT, INSIDE, 1},
    {"共同声明", CUE_JOINT, INSIDE, 1},
    {"statement by", CUE_TITLE, AT_START, 1},
    {"statement of the", CUE_TITLE, AT_START, 1},
    {"statement on", CUE_TITLE, AT_START, 1},
    {"declaration by", CUE_TITLE, AT_START, 1},
    {"communique of", CUE_TITLE, AT_START, 1},
    {"communique on", CUE_TITLE, AT_START, 1},
    {"final communique", CUE_TITLE, AT_START, 1},
    {"remarks by", CUE_TITLE, AT_START, 1},
    {"erklärung des", CUE_TITLE, AT_START, 1},
    {"erklärung der", CUE_TITLE, AT_START, 1},
    {"déclaration du", CUE_TITLE, AT_START, 1},
    {"déclaration de la", CUE_TITLE, AT_START, 1},
    {"déclaration des", CUE_TITLE, AT_START, 1},
    {"declaración del", CUE_TITLE, AT_START, 1},
    {"declaración de la", CUE_TITLE, AT_START, 1},
    {"dichiarazione del", CUE_TITLE, AT_START, 1},
    {"oświadczenie", CUE_TITLE, AT_START, 1},
    {"заява", CUE_TITLE, AT_START, 1},
    {"заявление", CUE_TITLE, AT_START, 1},

    {"we, the", CUE_WE, AT_START, 1},
    {"we the", CUE_WE, AT_START, 1},
    {"wir, die", CUE_WE, AT_START, 1},
    {"nous, ", CUE_WE, AT_START, 1},
    {"nosotros, ", CUE_WE, AT_START, 1},
    {"noi, ", CUE_WE, AT_START, 1},
    {"nós, ", CUE_WE, AT_START, 1},
    {"ми, ", CUE_WE, AT_START, 1},
    {"мы, ", CUE_WE, AT_START, 1},

    {"having regard to", CUE_RECITAL, AT_START, 0},
    {"having considered", CUE_RECITAL, AT_START, 0},
    {"in erinnerung an", CUE_RECITAL, AT_START, 0},
    {"in anbetracht", CUE_RECITAL, AT_START, 0},
    {"gestützt auf", CUE_RECITAL, AT_START, 0},
    {"in kenntnis", CUE_RECITAL, AT_START, 0},
    {"eingedenk", CUE_RECITAL, AT_START, 0},
    {"vu ", CUE_RECITAL, AT_START, 0},
    {"considérant", CUE_RECITAL, AT_START, 0},
    {"rappelant", CUE_RECITAL, AT_START, 0},
    {"réaffirmant", CUE_RECITAL, AT_START, 0},
    {"considerando", CUE_RECITAL, AT_START, 0},
    {"recordando", CUE_RECITAL, AT_START, 0},
    {"reafirmando", CUE_RECITAL, AT_START, 0},
    {"visto ", CUE_RECITAL, AT_START, 0},
    {"ricordando", CUE_RECITAL, AT_START, 0},
    {"враховуючи", CUE_RECITAL, AT_START, 0},
    {"нагадуючи", CUE_RECITAL, AT_START, 0},
    {"учитывая", CUE_RECITAL, AT_START, 0},
    {"напоминая", CUE_RECITAL, AT_START, 0},

    {"as follows:", CUE_FORMULA, INSIDE, 0},
    {"the following measures:", CUE_FORMULA, INSIDE, 0},
    {"has decided that", CUE_FORMULA, INSIDE, 0},
    {"have decided to:", CUE_FORMULA, INSIDE, 0},
    {"folgendes vereinbart", CUE_FORMULA, INSIDE, 0},
    {"folgendes beschlossen", CUE_FORMULA, INSIDE, 0},
    {"ordnet an:", CUE_FORMULA, INSIDE, 0},
    {"sont convenus de ce qui suit", CUE_FORMULA, INSIDE, 0},
    {"arrête :", CUE_FORMULA, INSIDE, 0},
    {"han acordado lo siguiente", CUE_FORMULA, INSIDE, 0},
    {"hanno convenuto quanto segue", CUE_FORMULA, INSIDE, 0},
    {"погодилися про таке", CUE_FORMULA, INSIDE, 0},

    {"done at", CUE_DONE, AT_START, 0},
    {"done in", CUE_DONE, AT_START, 0},
    {"geschehen zu", CUE_DONE, AT_START, 0},
    {"fait à", CUE_DONE, AT_START, 0},
    {"hecho en", CUE_DONE, AT_START, 0},
    {"fatto a", CUE_DONE, AT_START, 0},
    {"feito em", CUE_DONE, AT_START, 0},
    {"вчинено", CUE_DONE, AT_START, 0},
    {"совершено в", CUE_DONE, AT_START, 0},

    {"ends", CUE_END, WHOLE, 0},
    {"end", CUE_END, WHOLE, 0},
    {"30", CUE_END, WHOLE, 0},
    {"ende", CUE_END, WHOLE, 0},
    {"ende der mitteilung", CUE_END, WHOLE, 0},
    {"fin", CUE_END, WHOLE, 0},
    {"fin du communiqué", CUE_END, WHOLE, 0},
    {"fine", CUE_END, WHOLE, 0},
    {"koniec", CUE_END, WHOLE, 0},

    {"notes to editors", CUE_NOTES, AT_START, 0},
    {"note to editors", CUE_NOTES, AT_START, 0},
    {"notes for editors", CUE_NOTES, AT_START, 0},
    {"hinweise für die redaktion", CUE_NOTES, AT_START, 0},
    {"hinweis für die redaktion", CUE_NOTES, AT_START, 0},
    {"notes aux rédactions", CUE_NOTES, AT_START, 0},
    {"note aux rédactions", CUE_NOTES, AT_START, 0},
    {"note aux rédacteurs", CUE_NOTES, AT_START, 0},
    {"nota a los editores", CUE_NOTES, AT_START, 0},
    {"notas para los editores", CUE_NOTES, AT_START, 0},
    {"note per la stampa", CUE_NOTES, AT_START, 0},
    {"nota per i redattori", CUE_NOTES, AT_START, 0},
    {"примітки для редакцій", CUE_NOTES, AT_START, 0},

    {"contact", CUE_CONTACT, AT_START, 0},
    {"contacts", CUE_CONTACT, AT_START, 0},
    {"press contact", CUE_CONTACT, AT_START, 0},
    {"press contacts", CUE_CONTACT, AT_START, 0},
    {"media contact", CUE_CONTACT, AT_START, 0},
    {"media contacts", CUE_CONTACT, AT_START, 0},
    {"media enquiries", CUE_CONTACT, AT_START, 0},
    {"for further information", CUE_CONTACT, AT_START, 0},
    {"for more information", CUE_CONTACT, AT_START, 0},
    {"pressekontakt", CUE_CONTACT, AT_START, 0},
    {"kontakt", CUE_CONTACT, AT_START, 0},
    {"rückfragen", CUE_CONTACT, AT_START, 0},
    {"contact presse", CUE_CONTACT, AT_START, 0},
    {"contacts presse", CUE_CONTACT, AT_START, 0},
    {"contacto", CUE_CONTACT, AT_START, 0},
    {"contatti", CUE_CONTACT, AT_START, 0},
    {"контакт", CUE_CONTACT, AT_START, 0},

    {"annex", CUE_ANNEX, AT_START, 0},
    {"anlage", CUE_ANNEX, AT_START, 0},
    {"annexe", CUE_ANNEX, AT_START, 0},
    {"anexo", CUE_ANNEX, AT_START, 0},
    {"allegato", CUE_ANNEX, AT_START, 0},
    {"додаток", CUE_ANNEX, AT_START, 0},
    {"приложение", CUE_ANNEX, AT_START, 0},

    {"about", CUE_ABOUT, AT_START, 0},
    {"über", CUE_ABOUT, AT_START, 0},
    {"à propos", CUE_ABOUT, AT_START, 0},
    {"acerca de", CUE_ABOUT, AT_START, 0},

    {"ministry of", CUE_LETTERHEAD, INSIDE, 1},
    {"ministry for", CUE_LETTERHEAD, INSIDE, 1},
    {"department of", CUE_LETTERHEAD, AT_START, 1},
    {"office of the", CUE_LETTERHEAD, AT_START, 1},
    {"ministerium", CUE_LETTERHEAD, INSIDE, 1},
    {"ministère", CUE_LETTERHEAD, INSIDE, 1},
    {"ministerio", CUE_LETTERHEAD, INSIDE, 1},
    {"ministero", CUE_LETTERHEAD, INSIDE, 1},
    {"ministério", CUE_LETTERHEAD, INSIDE, 1},
    {"ministerstwo", CUE_LETTERHEAD, INSIDE, 1},
    {"міністерство", CUE_LETTERHEAD, INSIDE, 1},
    {"министерство", CUE_LETTERHEAD, INSIDE, 1},
    {"republic of", CUE_LETTERHEAD, AT_START, 1},
    {"kingdom of", CUE_LETTERHEAD, AT_START, 1},
};
#define N_CUES (sizeof(CUES) / sizeof(CUES[0]))

static const char *const OFFICES[] = {"minister",     "president",  "chancellor", "secretary",  "director",
                                      "commissioner", "governor",   "mayor",      "ambassador", "chair",
                                      "präsident",    "kanzler",    "ministre",   "président",  "ministro",
                                      "ministra",     "presidente", "prezydent",  "premier",    "міністр",
                                      "президент",    "министр",    "prime",      "king",       "queen"};

/* Signs off both ends. */
static struct tdg_str bare(struct tdg_str s) {
  while (s.n > 0 && strchr(" -*_#=\"'(.:", *s.p) != NULL) s.p++, s.n--;
  while (s.n > 0 && strchr(" -*_#=)\".:", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

static int cue_matches(struct tdg_str line, struct tdg_str core, struct tdg_str text, int how) {
  if (how == WHOLE) return tdg_str_same(core, text);
  if (how == INSIDE) return memmem(line.p, line.n, text.p, text.n) != NULL;
  if (core.n < text.n || memcmp(core.p, text.p, text.n) != 0) return 0;
  return core.n == text.n || !tdg_is_letter(core.p[text.n]) || !tdg_is_letter(core.p[text.n - 1]);
}

static uint32_t cues_of(const struct tdg_str folded[N_CUES], struct tdg_str line, int head) {
  struct tdg_str core = bare(line);
  uint32_t found = 0;
  for (size_t i = 0; core.n > 0 && i < N_CUES; i++)
    if ((head || !CUES[i].head) && cue_matches(line, core, folded[i], CUES[i].how)) found |= CUES[i].cue;
  return found;
}

/* "Recalling ..., / Noting ...;": a participle that opens, a comma that closes. */
static int is_participle(const struct stm_item *it) {
  const char *space = memchr(it->line.s.p, ' ', it->line.s.n);
  size_t n = space != NULL ? (size_t)(space - it->line.s.p) : 0;
  if (it->type == TDG_HEADING || it->line.words < 5) return 0;
  return n > 5 && n < 20 && memcmp(space - 3, "ing", 3) == 0 && it->line.start == TDG_STARTS_UPPER &&
         it->line.end == TDG_ENDS_COMMA;
}

static int is_office(const struct stm_item *it, struct tdg_str folded) {
  if (it->line.words > 10 || it->line.end == TDG_ENDS_STOP || it->line.end == TDG_ENDS_COMMA) return 0;
  for (size_t i = 0; i < sizeof(OFFICES) / sizeof(OFFICES[0]); i++)
    if (memmem(folded.p, folded.n, OFFICES[i], strlen(OFFICES[i])) != NULL) return 1;
  return 0;
}

/* "The foreign ministers of A, B and C met in ..." as the first sentence of the text. */
static int is_meeting(struct tdg_str folded, const struct stm_item *it) {
  return it->line.words > 6 && memcmp(folded.p, "the ", folded.n < 4 ? folded.n : 4) == 0 &&
         memmem(folded.p, folded.n < 200 ? folded.n : 200, "ministers of ", 13) != NULL &&
         memmem(folded.p, folded.n, " met ", 5) != NULL;
}

/* What a folded line can be, given its shape: a whole paragraph is no title, letterhead or release line. */
static uint32_t cues_allowed(const struct stm_item *it) {
  uint32_t allowed = it->type == TDG_IMAGE || it->type == TDG_EMBED ? 0 : ~0u;
  if (it->line.s.n > MAX_CUE_LINE) allowed &= CUE_WE | CUE_RECITAL | CUE_DONE | CUE_CONTACT | CUE_MET;
  if (tdg_line_is_prose(&it->line))
    allowed &= ~(uint32_t)(CUE_JOINT | CUE_TITLE | CUE_LETTERHEAD | CUE_NUMBER | CUE_ABOUT);
  return allowed;
}

static struct tdg_str head_of(struct tdg_str s) {
  return (struct tdg_str){s.p, tdg_utf8_cut(s, MAX_CUE_LINE)};
}

void stm_cues(struct statement *s) {
  struct tdg_str *folded = tdg_scratch(s->call, N_CUES * sizeof(*folded));
  for (size_t i = 0; i < N_CUES; i++) folded[i] = tdg_fold(s->call, tdg_str_of(CUES[i].text));
  for (size_t i = 0; i < s->n; i++) {
    struct stm_item *it = &s->v[i];
    struct tdg_str line = tdg_fold(s->call, head_of(it->line.s));
    it->cues = cues_of(folded, line, i < MAX_HEAD_ITEMS);
    if (is_participle(it)) it->cues |= CUE_RECITAL;
    if (is_office(it, line)) it->cues |= CUE_OFFICE;
    if (i < MAX_HEAD_ITEMS && is_meeting(line, it)) it->cues |= CUE_MET;
    if (tdg_line_rule(it->line.s) == '#') it->cues |= CUE_END;
    it->cues &= cues_allowed(it);
    if (line.n > 0 && (*line.p == '"' || *line.p == '\''))
      it->cues &= ~(uint32_t)(CUE_WE | CUE_DONE | CUE_RECITAL); /* quoted */
  }
}

enum { MAX_WEAK = 30, MAX_RECITALS = 60 /* items: later on they open nothing */ };

/* Recitals stand together; single sentences that happen to begin like one do not. */
static int has_recitals(const struct statement *s) {
  for (size_t i = 1; i < s->n && i < MAX_RECITALS; i++)
    if ((s->v[i].cues & CUE_RECITAL) && (s->v[i - 1].cues & CUE_RECITAL)) return 1;
  return 0;
}

/* Without one of these a letterhead, a contact or an end mark prove nothing. */
#define STRONG (CUE_JOINT | CUE_NUMBER | CUE_RELEASE | CUE_TITLE | CUE_WE | CUE_MET | CUE_DONE | CUE_NOTES)

int stm_score(const struct statement *s) {
  static const struct {
    uint32_t cue;
    int value;
  } worth[] = {{CUE_JOINT, 50},   {CUE_NUMBER, 50},     {CUE_RELEASE, 40}, {CUE_EMBARGO, 20}, {CUE_TITLE, 35},
               {CUE_WE, 40},      {CUE_MET, 30},        {CUE_DONE, 35},    {CUE_NOTES, 35},   {CUE_END, 15},
               {CUE_FORMULA, 25}, {CUE_LETTERHEAD, 20}, {CUE_CONTACT, 10}};
  uint32_t all = 0;
  int score = 0;
  for (size_t i = 0; i < s->n; i++) all |= s->v[i].cues;
  for (size_t i = 0; i < sizeof(worth) / sizeof(worth[0]); i++)
    if (all & worth[i].cue) score += worth[i].value;
  if (has_recitals(s)) score += 35;
  else if (!(all & STRONG) && score > MAX_WEAK) score = MAX_WEAK;
  return score > 100 ? 100 : score;
}
