/* number_words.c - the words of figures: numbers, scales, units, bounds.  All in the form tdg_fold() gives.
 */
#include "kit/facts/number_internal.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

struct value {
  const char *words; /* " one two " */
  double value;
};

struct language {
  const char *name;
  const char *words; /* from zero on, separated by spaces; "-" where there is none */
  const char *tens;  /* twenty, thirty ... ninety */
  const char *hundred, *thousand;
};

static const struct language languages[] = {
    {"en",
     "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
     "seventeen "
     "eighteen nineteen",
     "twenty thirty forty fifty sixty seventy eighty ninety", "hundred", "thousand"},
    {"de",
     "null - zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
     "siebzehn "
     "achtzehn neunzehn",
     "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig", "hundert", "tausend"},
    {"fr",
     "zero - deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
     "dix-huit "
     "dix-neuf",
     "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix", "cent", "mille"},
    {"es",
     "cero - dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
     "diecisiete "
     "dieciocho diecinueve",
     "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", "cien", "mil"},
    {"it",
     "zero - due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
     "sedici "
     "diciassette diciotto diciannove",
     "venti trenta quaranta cinquanta sessanta settanta ottanta novanta", "cento", "mille"},
    {"pt",
     "zero - dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis "
     "dezessete "
     "dezoito dezenove",
     "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", "cem", "mil"},
    {"nl",
     "nul - twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
     "zeventien "
     "achttien negentien",
     "twintig dertig veertig vijftig zestig zeventig tachtig negentig", "honderd", "duizend"},
    {"pl", "zero - dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec", "", "sto", "tysiac"},
    {"ru", "ноль - два три четыре пять шесть семь восемь девять десять", "", "сто", "тысяча"},
    {"uk", "нуль - два три чотири п'ять шість сім вісім дев'ять десять", "", "сто", "тисяча"},
    {"sv", "noll - tva tre fyra fem sex sju atta nio tio elva tolv", "", "hundra", "tusen"},
};

static int same(const char *a, size_t n, const char *b) { return strlen(b) == n && memcmp(a, b, n) == 0; }

/* The place of a word in a row of words, or -1. */
static int place(const char *row, const char *word, size_t n) {
  int i = 0;
  for (const char *p = row; *p != '\0'; i++) {
    size_t len = strcspn(p, " ");
    if (len == n && memcmp(p, word, n) == 0 && *p != '-') return i;
    p += len + (p[len] == ' ');
  }
  return -1;
}

static const struct language *language_of(const char *name) {
  size_t n = strcspn(name, "-_");
  for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
    if (same(name, n, languages[i].name)) return &languages[i];
  return n == 0 ? &languages[0] : NULL;
}

static double simple_word(const struct language *l, const char *p, size_t n) {
  int i = place(l->words, p, n);
  if (i >= 0) return i;
  i = place(l->tens, p, n);
  if (i >= 0) return 20 + 10 * i;
  if (same(p, n, l->hundred)) return 100;
  return same(p, n, l->thousand) ? 1000 : -1;
}

/* twenty-seven; siebenundzwanzig, zevenentwintig: the small part first */
static double joined_word(const struct language *l, const char *p, size_t n) {
  const char *hyphen = memchr(p, '-', n);
  if (hyphen != NULL) {
    double tens = simple_word(l, p, (size_t)(hyphen - p)),
           ones = simple_word(l, hyphen + 1, n - (size_t)(hyphen - p) - 1);
    return tens >= 20 && tens < 100 && ones >= 1 && ones < 10 ? tens + ones : -1;
  }
  const char *join = strcmp(l->name, "de") == 0 ? "und" : strcmp(l->name, "nl") == 0 ? "en" : NULL;
  size_t k = join != NULL ? strlen(join) : 0;
  for (size_t i = 3; join != NULL && i + k < n; i++) {
    if (memcmp(p + i, join, k) != 0) continue;
    double ones = same(p, i, "ein") || same(p, i, "een") ? 1 : simple_word(l, p, i),
           tens = simple_word(l, p + i + k, n - i - k);
    if (ones >= 1 && ones < 10 && tens >= 20 && tens < 100) return tens + ones;
  }
  return -1;
}

static unsigned pair_of(const char *p) {
  return ((unsigned)(unsigned char)p[0] * 31u + (unsigned char)p[1]) & 1023u;
}

static void add_pairs(struct number_filter *f, const char *row) {
  for (const char *p = row; *p != '\0'; p += p[0] == ' ') {
    if (*p != '-' && p[1] != '\0') f->bits[pair_of(p) >> 5] |= 1u << (pair_of(p) & 31);
    p += strcspn(p, " ");
  }
}

void number_filter_fill(struct number_filter *f, const char *language) {
  const struct language *l = language_of(language);
  memset(f, 0, sizeof *f);
  if (l == NULL) return;
  add_pairs(f, l->words);
  add_pairs(f, l->tens);
  add_pairs(f, l->hundred);
  add_pairs(f, l->thousand);
  add_pairs(f, "dozen ein een");
}

int number_filter_passes(const struct number_filter *f, const char *p, size_t n) {
  if (n < 2) return 0;
  if ((unsigned char)p[0] >= 0x80 || (unsigned char)p[1] >= 0x80) return 1;
  const char low[2] = {(char)(p[0] | 0x20), (char)(p[1] | 0x20)};
  return f->bits[pair_of(low) >> 5] >> (pair_of(low) & 31) & 1;
}

double number_word(const char *p, size_t n, const char *language) {
  const struct language *l = language_of(language);
  if (l == NULL || n < 2 || n > 40) return -1;
  if (l == &languages[0] && same(p, n, "dozen")) return 12;
  double v = simple_word(l, p, n);
  return v >= 0 ? v : joined_word(l, p, n);
}

static const struct value scales[] = {
    {" hundred ", 100},
    {" thousand thousands k tausend tsd mille milliers millier mila duizend tys tysiecy tysiace tisic tisice "
     "tusen tusind tuhat "
     "tuhatta bin ezer mii thousand тыс тысяч тысячи тысяча тис тисяч тисячі хил хиляди الف الاف אלף 千 천 ",
     1e3},
    {" 万 萬 만 ", 1e4},
    {" lakh lakhs ", 1e5},
    {" crore crores ", 1e7},
    {" million millions mn mln mio millionen millon millones milione milioni milhao milhoes miljoen milion "
     "miliony milionow "
     "milionu miljoner miljon millioner miljoonaa miljoona milyon millio milioane milion млн миллион "
     "миллиона миллионов "
     "мільйон мільйона мільйонів милион милиона مليون ملايين מיליון millions ",
     1e6},
    {" 亿 億 억 ", 1e8},
    {" bn mrd milliarde milliarden milliard milliards miliardo miliardi mld miljard miliard miliardy "
     "miliardow miljarder milliarder "
     "miljardia miljardi milyar milliard miliarde mia bilhao bilhoes млрд миллиард миллиарда миллиардов "
     "мільярд мільярда "
     "мільярдів милиард مليار מיליארד ",
     1e9},
    {" tn trillion trillions трлн триллион 兆 조 ", 1e12},
};

double number_scale(const char *p, size_t n, const char *language) {
  int english = language[0] == '\0' || strncmp(language, "en", 2) == 0;
  if (same(p, n, "billion") || same(p, n, "billions"))
    return english || strncmp(language, "tr", 2) == 0 ? 1e9 : 1e12;
  if (same(p, n, "mil"))
    return strncmp(language, "es", 2) == 0 || strncmp(language, "pt", 2) == 0 ? 1e3 : 1e6;
  for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++)
    if (text_in_list(scales[i].words, p, n)) return scales[i].value;
  return 0;
}

struct unit {
  const char *words, *unit;
};
static const struct unit units[] = {
    {" % percent prozent procent procenten procentow procenta percento yuzde prosenttia процент процента "
     "процентов відсотків "
     "відсотка ％ ",
     "%"},
    {" $ us$ dollar dollars usd dolares dolar dolarow dollari доллар доллара долларов доларів ", "$"},
    {" € euro euros eur евро євро euroa eura ", "€"},
    {" £ pound pounds gbp sterling pfund ", "£"},
    {" ¥ yen jpy yuan cny rmb ", "¥"},
    {" ₽ ruble rubles rouble roubles rub rubel рубль рубля рублей ", "₽"},
    {" ₴ hryvnia hryvnias uah гривень гривні ", "₴"},
    {" ₹ rupee rupees inr rs ", "₹"},
    {" km kilometer kilometers kilometre kilometres kilometern kilometros kilometri quilometros км ", "km"},
    {" mi mile miles meilen ", "mi"},
    {" meter meters metre metres metern metros metri metrow ", "m"},
    {" cm centimeter centimeters centimetre centimetres zentimeter ", "cm"},
    {" mm millimeter millimeters millimetre millimetres ", "mm"},
    {" kg kilogram kilograms kilo kilos kilogramm кг ", "kg"},
    {" tonne tonnes ton tons tonnen toneladas tonnellate ", "t"},
    {" hectare hectares hektar ha ", "ha"},
    {" mph ", "mph"},
    {" km/h kmh kph ", "km/h"},
    {" mw megawatt megawatts ", "MW"},
    {" gw gigawatt gigawatts ", "GW"},
};

const char *number_unit(const char *p, size_t n) {
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (text_in_list(units[i].words, p, n)) return units[i].unit;
  return "";
}

struct bound {
  const char *words;
  int bound;
};
/* Longer ones before those they end with. */
static const struct bound bounds[] = {
    {"no more than", TDG_AT_MOST},
    {"not more than", TDG_AT_MOST},
    {"at least", TDG_AT_LEAST},
    {"more than", TDG_AT_LEAST},
    {"no fewer than", TDG_AT_LEAST},
    {"no less than", TDG_AT_LEAST},
    {"not less than", TDG_AT_LEAST},
    {"fewer than", TDG_AT_MOST},
    {"less than", TDG_AT_MOST},
    {"up to", TDG_AT_MOST},
    {"at most", TDG_AT_MOST},
    {"as many as", TDG_AT_MOST},
    {"as much as", TDG_AT_MOST},
    {"over", TDG_AT_LEAST},
    {"above", TDG_AT_LEAST},
    {"exceeding", TDG_AT_LEAST},
    {"upwards of", TDG_AT_LEAST},
    {"under", TDG_AT_MOST},
    {"below", TDG_AT_MOST},
    {"about", TDG_ABOUT_SO},
    {"around", TDG_ABOUT_SO},
    {"some", TDG_ABOUT_SO},
    {"approximately", TDG_ABOUT_SO},
    {"roughly", TDG_ABOUT_SO},
    {"nearly", TDG_ABOUT_SO},
    {"almost", TDG_ABOUT_SO},
    {"estimated", TDG_ABOUT_SO},
    {"close to", TDG_ABOUT_SO},
    {"mindestens", TDG_AT_LEAST},
    {"wenigstens", TDG_AT_LEAST},
    {"mehr als", TDG_AT_LEAST},
    {"uber", TDG_AT_LEAST},
    {"hochstens", TDG_AT_MOST},
    {"bis zu", TDG_AT_MOST},
    {"weniger als", TDG_AT_MOST},
    {"unter", TDG_AT_MOST},
    {"etwa", TDG_ABOUT_SO},
    {"rund", TDG_ABOUT_SO},
    {"circa", TDG_ABOUT_SO},
    {"ca", TDG_ABOUT_SO},
    {"ungefahr", TDG_ABOUT_SO},
    {"fast", TDG_ABOUT_SO},
    {"knapp", TDG_ABOUT_SO},
    {"gut", TDG_ABOUT_SO},
    {"au moins", TDG_AT_LEAST},
    {"plus de", TDG_AT_LEAST},
    {"jusqu'a", TDG_AT_MOST},
    {"moins de", TDG_AT_MOST},
    {"au plus", TDG_AT_MOST},
    {"environ", TDG_ABOUT_SO},
    {"pres de", TDG_ABOUT_SO},
    {"quelque", TDG_ABOUT_SO},
    {"al menos", TDG_AT_LEAST},
    {"por lo menos", TDG_AT_LEAST},
    {"mas de", TDG_AT_LEAST},
    {"hasta", TDG_AT_MOST},
    {"menos de", TDG_AT_MOST},
    {"cerca de", TDG_ABOUT_SO},
    {"alrededor de", TDG_ABOUT_SO},
    {"casi", TDG_ABOUT_SO},
    {"unos", TDG_ABOUT_SO},
    {"unas", TDG_ABOUT_SO},
    {"almeno", TDG_AT_LEAST},
    {"piu di", TDG_AT_LEAST},
    {"oltre", TDG_AT_LEAST},
    {"fino a", TDG_AT_MOST},
    {"meno di", TDG_AT_MOST},
    {"quasi", TDG_ABOUT_SO},
    {"pelo menos", TDG_AT_LEAST},
    {"mais de", TDG_AT_LEAST},
    {"ate", TDG_AT_MOST},
    {"quase", TDG_ABOUT_SO},
    {"minstens", TDG_AT_LEAST},
    {"ten minste", TDG_AT_LEAST},
    {"meer dan", TDG_AT_LEAST},
    {"hoogstens", TDG_AT_MOST},
    {"minder dan", TDG_AT_MOST},
    {"ongeveer", TDG_ABOUT_SO},
    {"bijna", TDG_ABOUT_SO},
    {"co najmniej", TDG_AT_LEAST},
    {"ponad", TDG_AT_LEAST},
    {"mniej niz", TDG_AT_MOST},
    {"okolo", TDG_ABOUT_SO},
    {"prawie", TDG_ABOUT_SO},
    {"niemal", TDG_ABOUT_SO},
    {"не менее", TDG_AT_LEAST},
    {"не более", TDG_AT_MOST},
    {"более", TDG_AT_LEAST},
    {"свыше", TDG_AT_LEAST},
    {"менее", TDG_AT_MOST},
    {"около", TDG_ABOUT_SO},
    {"почти", TDG_ABOUT_SO},
    {"примерно", TDG_ABOUT_SO},
    {"щонайменше", TDG_AT_LEAST},
    {"понад", TDG_AT_LEAST},
    {"менше", TDG_AT_MOST},
    {"близько", TDG_ABOUT_SO},
    {"майже", TDG_ABOUT_SO},
};

int number_bound(const char *p, size_t n, size_t *start) {
  for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
    size_t k = strlen(bounds[i].words);
    if (k > n || memcmp(p + n - k, bounds[i].words, k) != 0 || (k < n && p[n - k - 1] != ' ')) continue;
    *start = n - k;
    return bounds[i].bound;
  }
  return TDG_EXACT;
}

static const char stops[] =
    " the a an and or but nor in on at by for from with without to into onto of as that which who whom whose "
    "this these those it its "
    "he she they them him us we you i his her their our is are was were be been being am has have had do "
    "does did will "
    "would can could may "
    "might must shall should not no so than then when where while because if after before since until during "
    "against between "
    "among under over through about also more less most least later earlier ago said says say told according "
    "including per each "
    "every other others out up down off again just only even still yet already now there here today "
    "yesterday tomorrow "
    "der die das den dem des ein eine einen einem einer und oder aber im in am an auf aus bei mit nach von "
    "vom zu zum zur fur "
    "ist sind war waren wird werden wurde wurden hat haben hatte nicht auch sich als wie dass wenn mehr "
    "le la les un une des du de et ou mais dans par pour sur avec sans est sont etait ont a au aux qui que "
    "ne pas se ce plus "
    "el los las una unos y o pero en con por para sin es son fue han ha no se al del lo mas "
    "il lo gli uno e nel nella di da su per tra e sono era hanno ha non si che piu "
    "os as um uma em no na nos nas com por para sem foi sao nao ao mais "
    "w na z do od i a o po przez dla jest sa byl bylo nie sie ze oraz "
    "в на с к и а о по из у за от для был была было были не что как это "
    "і й у з до від про для був була були не що як це ";

int number_is_stop(const char *p, size_t n) { return text_in_list(stops, p, n); }

enum number_separator number_decimal(const char *language) {
  static const char comma[] =
      " de fr es it pt nl pl cs sk tr sv da no nb nn fi hu ro ru uk bg sr hr sl el id vi ca is lt lv et be ";
  return text_in_list(comma, language, strcspn(language, "-_")) && strcmp(language, "es-MX") != 0 &&
                 strcmp(language, "de-CH") != 0
             ? NUMBER_COMMA
             : NUMBER_POINT;
}
