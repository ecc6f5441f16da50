/* kit/text/charset_labels.c - the labels of the WHATWG Encoding standard, and ICU's names for what they mean.
 *
 * Constant tables, sorted, so that a lookup is a binary search.  Labels that the standard maps to
 * "replacement" (hz-gb-2312, iso-2022-kr, ...) and UTF-7 are left out: they are not decoded.  What is no label
 * of the standard is compared by its letters and digits, then as the number of a code page. */
#include "kit/text/charset_internal.h"

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>

#define CHARSET(id, whatwg, icu)                                                                             \
  { whatwg, icu }
static const struct charset charsets[] = {
#include "kit/text/charset_table.h"
};
#undef CHARSET
#define CHARSET(id, whatwg, icu) CS_##id
enum charset_id {
#include "kit/text/charset_table.h"
};
#undef CHARSET

struct label {
  const char *text;
  uint8_t id; /* enum charset_id */
};
static const struct label labels[] = {
    {"866", CS_IBM866},
    {"ansi_x3.4-1968", CS_WINDOWS_1252},
    {"arabic", CS_ISO_8859_6},
    {"ascii", CS_WINDOWS_1252},
    {"asmo-708", CS_ISO_8859_6},
    {"big5", CS_BIG5},
    {"big5-hkscs", CS_BIG5},
    {"chinese", CS_GBK},
    {"cn-big5", CS_BIG5},
    {"cp1250", CS_WINDOWS_1250},
    {"cp1251", CS_WINDOWS_1251},
    {"cp1252", CS_WINDOWS_1252},
    {"cp1253", CS_WINDOWS_1253},
    {"cp1254", CS_WINDOWS_1254},
    {"cp1255", CS_WINDOWS_1255},
    {"cp1256", CS_WINDOWS_1256},
    {"cp1257", CS_WINDOWS_1257},
    {"cp1258", CS_WINDOWS_1258},
    {"cp819", CS_WINDOWS_1252},
    {"cp866", CS_IBM866},
    {"csbig5", CS_BIG5},
    {"cseuckr", CS_EUC_KR},
    {"cseucpkdfmtjapanese", CS_EUC_JP},
    {"csgb2312", CS_GBK},
    {"csibm866", CS_IBM866},
    {"csiso2022jp", CS_ISO_2022_JP},
    {"csiso58gb231280", CS_GBK},
    {"csiso88596e", CS_ISO_8859_6},
    {"csiso88596i", CS_ISO_8859_6},
    {"csiso88598e", CS_ISO_8859_8},
    {"csiso88598i", CS_ISO_8859_8_I},
    {"csisolatin1", CS_WINDOWS_1252},
    {"csisolatin2", CS_ISO_8859_2},
    {"csisolatin3", CS_ISO_8859_3},
    {"csisolatin4", CS_ISO_8859_4},
    {"csisolatin5", CS_WINDOWS_1254},
    {"csisolatin6", CS_ISO_8859_10},
    {"csisolatin9", CS_ISO_8859_15},
    {"csisolatinarabic", CS_ISO_8859_6},
    {"csisolatincyrillic", CS_ISO_8859_5},
    {"csisolatingreek", CS_ISO_8859_7},
    {"csisolatinhebrew", CS_ISO_8859_8},
    {"cskoi8r", CS_KOI8_R},
    {"csksc56011987", CS_EUC_KR},
    {"csmacintosh", CS_MACINTOSH},
    {"csshiftjis", CS_SHIFT_JIS},
    {"csunicode", CS_UTF_16LE},
    {"cyrillic", CS_ISO_8859_5},
    {"dos-874", CS_WINDOWS_874},
    {"ecma-114", CS_ISO_8859_6},
    {"ecma-118", CS_ISO_8859_7},
    {"elot_928", CS_ISO_8859_7},
    {"euc-jp", CS_EUC_JP},
    {"euc-kr", CS_EUC_KR},
    {"gb18030", CS_GB18030},
    {"gb2312", CS_GBK},
    {"gb_2312", CS_GBK},
    {"gb_2312-80", CS_GBK},
    {"gbk", CS_GBK},
    {"greek", CS_ISO_8859_7},
    {"greek8", CS_ISO_8859_7},
    {"hebrew", CS_ISO_8859_8},
    {"ibm819", CS_WINDOWS_1252},
    {"ibm866", CS_IBM866},
    {"iso-10646-ucs-2", CS_UTF_16LE},
    {"iso-2022-jp", CS_ISO_2022_JP},
    {"iso-8859-1", CS_WINDOWS_1252},
    {"iso-8859-10", CS_ISO_8859_10},
    {"iso-8859-11", CS_WINDOWS_874},
    {"iso-8859-13", CS_ISO_8859_13},
    {"iso-8859-14", CS_ISO_8859_14},
    {"iso-8859-15", CS_ISO_8859_15},
    {"iso-8859-16", CS_ISO_8859_16},
    {"iso-8859-2", CS_ISO_8859_2},
    {"iso-8859-3", CS_ISO_8859_3},
    {"iso-8859-4", CS_ISO_8859_4},
    {"iso-8859-5", CS_ISO_8859_5},
    {"iso-8859-6", CS_ISO_8859_6},
    {"iso-8859-6-e", CS_ISO_8859_6},
    {"iso-8859-6-i", CS_ISO_8859_6},
    {"iso-8859-7", CS_ISO_8859_7},
    {"iso-8859-8", CS_ISO_8859_8},
    {"iso-8859-8-e", CS_ISO_8859_8},
    {"iso-8859-8-i", CS_ISO_8859_8_I},
    {"iso-8859-9", CS_WINDOWS_1254},
    {"iso-ir-100", CS_WINDOWS_1252},
    {"iso-ir-101", CS_ISO_8859_2},
    {"iso-ir-109", CS_ISO_8859_3},
    {"iso-ir-110", CS_ISO_8859_4},
    {"iso-ir-126", CS_ISO_8859_7},
    {"iso-ir-127", CS_ISO_8859_6},
    {"iso-ir-138", CS_ISO_8859_8},
    {"iso-ir-144", CS_ISO_8859_5},
    {"iso-ir-148", CS_WINDOWS_1254},
    {"iso-ir-149", CS_EUC_KR},
    {"iso-ir-157", CS_ISO_8859_10},
    {"iso-ir-58", CS_GBK},
    {"iso8859-1", CS_WINDOWS_1252},
    {"iso8859-10", CS_ISO_8859_10},
    {"iso8859-11", CS_WINDOWS_874},
    {"iso8859-13", CS_ISO_8859_13},
    {"iso8859-14", CS_ISO_8859_14},
    {"iso8859-15", CS_ISO_8859_15},
    {"iso8859-2", CS_ISO_8859_2},
    {"iso8859-3", CS_ISO_8859_3},
    {"iso8859-4", CS_ISO_8859_4},
    {"iso8859-5", CS_ISO_8859_5},
    {"iso8859-6", CS_ISO_8859_6},
    {"iso8859-7", CS_ISO_8859_7},
    {"iso8859-8", CS_ISO_8859_8},
    {"iso8859-9", CS_WINDOWS_1254},
    {"iso88591", CS_WINDOWS_1252},
    {"iso885910", CS_ISO_8859_10},
    {"iso885911", CS_WINDOWS_874},
    {"iso885913", CS_ISO_8859_13},
    {"iso885914", CS_ISO_8859_14},
    {"iso885915", CS_ISO_8859_15},
    {"iso88592", CS_ISO_8859_2},
    {"iso88593", CS_ISO_8859_3},
    {"iso88594", CS_ISO_8859_4},
    {"iso88595", CS_ISO_8859_5},
    {"iso88596", CS_ISO_8859_6},
    {"iso88597", CS_ISO_8859_7},
    {"iso88598", CS_ISO_8859_8},
    {"iso88599", CS_WINDOWS_1254},
    {"iso_8859-1", CS_WINDOWS_1252},
    {"iso_8859-15", CS_ISO_8859_15},
    {"iso_8859-1:1987", CS_WINDOWS_1252},
    {"iso_8859-2", CS_ISO_8859_2},
    {"iso_8859-2:1987", CS_ISO_8859_2},
    {"iso_8859-3", CS_ISO_8859_3},
    {"iso_8859-3:1988", CS_ISO_8859_3},
    {"iso_8859-4", CS_ISO_8859_4},
    {"iso_8859-4:1988", CS_ISO_8859_4},
    {"iso_8859-5", CS_ISO_8859_5},
    {"iso_8859-5:1988", CS_ISO_8859_5},
    {"iso_8859-6", CS_ISO_8859_6},
    {"iso_8859-6:1987", CS_ISO_8859_6},
    {"iso_8859-7", CS_ISO_8859_7},
    {"iso_8859-7:1987", CS_ISO_8859_7},
    {"iso_8859-8", CS_ISO_8859_8},
    {"iso_8859-8:1988", CS_ISO_8859_8},
    {"iso_8859-9", CS_WINDOWS_1254},
    {"iso_8859-9:1989", CS_WINDOWS_1254},
    {"koi", CS_KOI8_R},
    {"koi8", CS_KOI8_R},
    {"koi8-r", CS_KOI8_R},
    {"koi8-ru", CS_KOI8_U},
    {"koi8-u", CS_KOI8_U},
    {"koi8_r", CS_KOI8_R},
    {"korean", CS_EUC_KR},
    {"ks_c_5601-1987", CS_EUC_KR},
    {"ks_c_5601-1989", CS_EUC_KR},
    {"ksc5601", CS_EUC_KR},
    {"ksc_5601", CS_EUC_KR},
    {"l1", CS_WINDOWS_1252},
    {"l2", CS_ISO_8859_2},
    {"l3", CS_ISO_8859_3},
    {"l4", CS_ISO_8859_4},
    {"l5", CS_WINDOWS_1254},
    {"l6", CS_ISO_8859_10},
    {"l9", CS_ISO_8859_15},
    {"latin1", CS_WINDOWS_1252},
    {"latin2", CS_ISO_8859_2},
    {"latin3", CS_ISO_8859_3},
    {"latin4", CS_ISO_8859_4},
    {"latin5", CS_WINDOWS_1254},
    {"latin6", CS_ISO_8859_10},
    {"logical", CS_ISO_8859_8_I},
    {"mac", CS_MACINTOSH},
    {"macintosh", CS_MACINTOSH},
    {"ms932", CS_SHIFT_JIS},
    {"ms_kanji", CS_SHIFT_JIS},
    {"shift-jis", CS_SHIFT_JIS},
    {"shift_jis", CS_SHIFT_JIS},
    {"sjis", CS_SHIFT_JIS},
    {"sun_eu_greek", CS_ISO_8859_7},
    {"tis-620", CS_WINDOWS_874},
    {"ucs-2", CS_UTF_16LE},
    {"unicode", CS_UTF_16LE},
    {"unicode-1-1-utf-8", CS_UTF_8},
    {"unicode11utf8", CS_UTF_8},
    {"unicode20utf8", CS_UTF_8},
    {"unicodefeff", CS_UTF_16LE},
    {"unicodefffe", CS_UTF_16BE},
    {"us-ascii", CS_WINDOWS_1252},
    {"utf-16", CS_UTF_16LE},
    {"utf-16be", CS_UTF_16BE},
    {"utf-16le", CS_UTF_16LE},
    {"utf-32", CS_UTF_32LE}, /* the three of UTF-32 are not in the standard, but in feeds */
    {"utf-32be", CS_UTF_32BE},
    {"utf-32le", CS_UTF_32LE},
    {"utf-8", CS_UTF_8},
    {"utf8", CS_UTF_8},
    {"visual", CS_ISO_8859_8},
    {"windows-1250", CS_WINDOWS_1250},
    {"windows-1251", CS_WINDOWS_1251},
    {"windows-1252", CS_WINDOWS_1252},
    {"windows-1253", CS_WINDOWS_1253},
    {"windows-1254", CS_WINDOWS_1254},
    {"windows-1255", CS_WINDOWS_1255},
    {"windows-1256", CS_WINDOWS_1256},
    {"windows-1257", CS_WINDOWS_1257},
    {"windows-1258", CS_WINDOWS_1258},
    {"windows-31j", CS_SHIFT_JIS},
    {"windows-874", CS_WINDOWS_874},
    {"windows-949", CS_EUC_KR},
    {"x-cp1250", CS_WINDOWS_1250},
    {"x-cp1251", CS_WINDOWS_1251},
    {"x-cp1252", CS_WINDOWS_1252},
    {"x-cp1253", CS_WINDOWS_1253},
    {"x-cp1254", CS_WINDOWS_1254},
    {"x-cp1255", CS_WINDOWS_1255},
    {"x-cp1256", CS_WINDOWS_1256},
    {"x-cp1257", CS_WINDOWS_1257},
    {"x-cp1258", CS_WINDOWS_1258},
    {"x-euc-jp", CS_EUC_JP},
    {"x-gbk", CS_GBK},
    {"x-mac-cyrillic", CS_X_MAC_CYRILLIC},
    {"x-mac-roman", CS_MACINTOSH},
    {"x-mac-ukrainian", CS_X_MAC_CYRILLIC},
    {"x-sjis", CS_SHIFT_JIS},
    {"x-unicode20utf8", CS_UTF_8},
    {"x-x-big5", CS_BIG5},
};
enum { LABEL_COUNT = sizeof labels / sizeof labels[0], MAX_LABEL = 24 };

static int is_quote(char c) { return c == '"' || c == '\''; }

/* Lower case, without the blanks and quotes around it; 0 when it is too long to be a label. */
static size_t label_clean(const char *p, size_t n, char out[MAX_LABEL + 1]) {
  while (n > 0 && (tdg_is_space(*p) || is_quote(*p))) p++, n--;
  while (n > 0 && (tdg_is_space(p[n - 1]) || is_quote(p[n - 1]))) n--;
  if (n > MAX_LABEL) return 0;
  for (size_t i = 0; i < n; i++) out[i] = tdg_lower(p[i]);
  out[n] = '\0';
  return n;
}

static const struct charset *find_exact(const char *clean) {
  size_t low = 0, high = LABEL_COUNT;
  while (low < high) {
    const size_t mid = (low + high) / 2;
    const int order = strcmp(clean, labels[mid].text);
    if (order == 0) return &charsets[labels[mid].id];
    if (order < 0) high = mid;
    else low = mid + 1;
  }
  return NULL;
}

/* ---- labels that no registry has: "cp-1251", "win 1250", "ISO 8859 2", "utf 8" ---- */

/* The letters and digits of a label. */
static size_t squeeze(const char *p, char out[MAX_LABEL + 1]) {
  size_t n = 0;
  for (; *p != '\0'; p++)
    if (tdg_is_alnum(*p)) out[n++] = *p;
  out[n] = '\0';
  return n;
}

static const struct charset *find_squeezed(const char *wanted) {
  char text[MAX_LABEL + 1];
  for (size_t i = 0; i < LABEL_COUNT; i++) {
    squeeze(labels[i].text, text);
    if (strcmp(text, wanted) == 0) return &charsets[labels[i].id];
  }
  return NULL;
}

/* Microsoft's code pages: their number, behind any of the words that are written before it. */
static const struct {
  const char *number;
  uint8_t id;
} code_pages[] = {{"1250", CS_WINDOWS_1250}, {"1251", CS_WINDOWS_1251},  {"1252", CS_WINDOWS_1252},
                  {"1253", CS_WINDOWS_1253}, {"1254", CS_WINDOWS_1254},  {"1255", CS_WINDOWS_1255},
                  {"1256", CS_WINDOWS_1256}, {"1257", CS_WINDOWS_1257},  {"1258", CS_WINDOWS_1258},
                  {"866", CS_IBM866},        {"874", CS_WINDOWS_874},    {"932", CS_SHIFT_JIS},
                  {"936", CS_GBK},           {"949", CS_EUC_KR},         {"950", CS_BIG5},
                  {"20866", CS_KOI8_R},      {"28591", CS_WINDOWS_1252}, {"28592", CS_ISO_8859_2},
                  {"28595", CS_ISO_8859_5},  {"28597", CS_ISO_8859_7},   {"28599", CS_WINDOWS_1254},
                  {"28605", CS_ISO_8859_15}, {"51932", CS_EUC_JP},       {"51949", CS_EUC_KR},
                  {"54936", CS_GB18030},     {"65001", CS_UTF_8},        {"utf8mb3", CS_UTF_8},
                  {"utf8mb4", CS_UTF_8},     {"utf8bom", CS_UTF_8},      {"utf8n", CS_UTF_8}};

static const struct charset *find_code_page(const char *squeezed) {
  static const char *const words[] = {"codepage", "windowscp", "microsoftcp", "windows", "mswin",
                                      "wincp",    "win",       "xwindows",    "xcp",     "cp",
                                      "ms",       "ansi",      "ibm",         "dos",     "x"};
  const char *number = squeezed;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    const size_t n = strlen(words[i]);
    if (strncmp(squeezed, words[i], n) != 0 || !tdg_is_digit(squeezed[n])) continue;
    number = squeezed + n;
    break;
  }
  for (size_t i = 0; i < sizeof code_pages / sizeof code_pages[0]; i++)
    if (strcmp(number, code_pages[i].number) == 0) return &charsets[code_pages[i].id];
  return NULL;
}

const struct charset *charset_find(const char *label, size_t n) {
  char clean[MAX_LABEL + 1], squeezed[MAX_LABEL + 1];
  if (label_clean(label, n, clean) == 0) return NULL;
  const struct charset *found = find_exact(clean);
  if (found != NULL || squeeze(clean, squeezed) == 0) return found;
  found = find_squeezed(squeezed);
  return found != NULL ? found : find_code_page(squeezed);
}
