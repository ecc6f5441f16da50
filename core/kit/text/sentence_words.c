/* sentence_words.c - the words that decide whether a full stop ends a sentence.
 *
 * Lists are per kind, not per language: a word that is an abbreviation in one language and a usual last word
 * of a sentence in another ("no.", "art.", "on.") counts as one only before a number, or only in its
 * language.
 */
#include "kit/text/text_internal.h"

#include <string.h>

/* Never the end: titles before names, and what introduces something. */
static const char titles[] =
    " ee mr mrs ms messrs mme mlle mm dr prof profs st ste gen lt col sgt capt cmdr adm maj cpl brig rep "
    "reps "
    "sen sens gov "
    "govs rev hon pres supt det insp amb sec atty fr hr dres vs viz cf ca approx esp incl resp i.e e.g ie eg "
    "hrn frl bzw z.b d.h u.a sog ggf evtl vgl zzgl inkl exkl geb dipl ing mag dott sig dra sra srta sres "
    "ilmo excmo "
    "p.ej av avda pza mgr inż dypl płk gen.bryg np tzn tj m.in tzw ul św ks tzv např tj mjr mudr judr phdr "
    "rndr "
    "им ул акад проф св т.е т.к ред гр г-н г-жа напр див вул тов hr hrn bl.a t.ex f.eks dvs o.a bijv mevr "
    "dhr drs ir "
    "örn doç av yrd ún dl dna κ.κ π.χ ";

/* Abbreviations only when a number follows. */
static const char numbered[] =
    " no nos nr nrs núm num n pp p pag pág s str art arts abs ziff sec sect fig figs vol vols ch chap cap "
    "par para cl ex "
    "rn kap tab abb rz poz č čl sb dz ust ст п стр рис табл №№ ar mad st lk kl bd bl ago set ";

/* May end a sentence. */
static const char may_end[] =
    " uu inc ltd co corp llc plc bros jr sr esq ph.d m.d b.a m.a u.s u.k u.n e.u u.s.a d.c a.m p.m etc al "
    "est "
    "dept univ assn "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun ave blvd rd hwy "
    "mt ft "
    "usw mio mrd tsd bzgl u.s.w o.ä u.ä ff std min sek okt dez janv févr avr juil déc ene dic gen giu lug "
    "ott "
    "ee.uu s.a s.l s.p.a cía ltda itd itp tys r w.n.e mil apod atd aj kč tř н.э г гг в вв тыс млн млрд руб "
    "коп т.д т.п "
    "др р рр грн стор ін о.з enz m.fl m.m osv mfl vb vs.vb t.c stb kb pl a.d b.c a.c d.c m.ö.o s.o.s ";

enum text_abbreviation text_abbreviation(const char *word, size_t n, const char *language) {
  if (n == 0) return TEXT_NO_ABBREVIATION;
  if (text_in_list(may_end, word, n)) return TEXT_MAY_END;
  if (text_in_list(numbered, word, n)) return TEXT_NUMBERED;
  if (text_in_list(titles, word, n)) return TEXT_TITLE;
  if (strncmp(language, "it", 2) == 0 && text_in_list(" on ", word, n)) return TEXT_TITLE;
  if (strncmp(language, "tr", 2) == 0 && text_in_list(" sn ", word, n)) return TEXT_TITLE;
  return TEXT_NO_ABBREVIATION;
}

static const char starters[] =
    " the a an this that these those there it he she they we you i in on at by for from with without but and "
    "or so yet if when "
    "while although though because since as after before until during despite however meanwhile moreover "
    "also then now "
    "what who why how where which its his her their our my your no not most many some several both each "
    "every all another "
    "one two three four five six seven eight nine ten "
    "under over between through among instead later earlier still once more "
    "der die das den dem des ein eine einen einem er sie es wir ihr ich im am zum zur nach bei mit ohne aber "
    "und oder doch "
    "dabei damit danach dann auch wenn weil während nur für seit bis aus auf an vor über unter durch gegen "
    "nun diese dieser "
    "dieses seine ihre man was wer wie wo warum zwei drei vier fünf sechs sieben acht neun zehn "
    "le la les un une des il elle ils elles on nous vous je ce cet cette ces dans en au aux du mais et ou or "
    "donc après "
    "avant selon pour sur sous avec sans depuis lors si quand comme son sa ses leur leurs deux trois quatre "
    "cinq "
    "el los las una unos y o pero según tras ante con desde hasta entre su sus este esta estos estas ese esa "
    "eso lo se al "
    "por para como cuando aunque sin dos tres cuatro cinco "
    "gli lo uno ma dopo prima secondo nel nella nei con per tra fra da dal dalla di del della è questo "
    "questa il i si non "
    "os as um uma em no na nos nas mas ele ela eles elas segundo depois antes ao à às com sem seu sua não "
    "de het een hij zij ze wij in op bij maar en of toen na voor volgens dat dit deze die er ook "
    "w we na do to nie ale i o po od za ten ta to te jego jej ich gdy jak jednak według "
    "v ve na do to ten ta ale a i po od za podle když jak jeho její "
    "в во на по но и а он она они это этот эта эти как когда после по его её их не за из при однако мы я "
    "у в на але й і та він вона вони це цей ця ці як коли після за його її їх не з зі ми я проте "
    "bu bir ve ama o onlar biz ben ancak daha sonra için "
    "det den de en ett han hon vi jag men och i på efter enligt som et er hun jeg fra "
    "se hän he me mutta ja kun sen tämä ";

int text_is_starter(const char *word, size_t n) { return text_in_list(starters, word, n); }

int text_has_ordinal_dots(const char *language) {
  static const char list[] = " de cs sk da no nb nn fi hu hr sr bs sl tr et lv is pl ";
  size_t n = strcspn(language, "-_");
  return text_in_list(list, language, n);
}
