/* kit/text/charset_detect.c - guess a charset when nobody names one that fits.
 *
 * ICU's detector gives candidates; it is trusted for the multi-byte sets, whose sequences rarely occur by
 * chance, and doubted for the single-byte ones, which fit any bytes: those must make words of one script.
 * Cost is bounded by SAMPLE.  Returns NULL rather than a wild guess: the caller then takes windows-1252. */
#include "kit/text/charset_internal.h"

#include <unicode/ucsdet.h>

enum { SAMPLE = 32768, WIDE_SAMPLE = 1024, SURE_ENOUGH = 10, THAI_LEAST = 40, PAIRS_LEAST = 6 };

/* A window of the bytes that begins shortly before the first high byte. */
static struct tdg_str sample_of(struct tdg_str bytes) {
  size_t from = 0;
  while (from < bytes.n && (unsigned char)bytes.p[from] < 0x80) from++;
  from = from > 64 ? from - 64 : 0;
  bytes.p += from;
  bytes.n -= from;
  if (bytes.n > SAMPLE) bytes.n = SAMPLE;
  return bytes;
}

static const struct charset *known_name(const char *icu) {
  static const struct {
    const char *icu, *label;
  } other[] = {{"IBM424_rtl", ""}, {"IBM424_ltr", ""}, {"IBM420_rtl", ""}, {"IBM420_ltr", ""},
               {"UTF-8", ""},      {"UTF-16BE", ""},   {"UTF-16LE", ""},   {"UTF-32BE", ""},
               {"UTF-32LE", ""},   {"UTF-7", ""}}; /* judged elsewhere, or not on the web */
  for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
    if (strcmp(icu, other[i].icu) == 0) return NULL;
  return charset_find(icu, strlen(icu));
}

/* Thai, which ICU's detector does not know.  windows-874 leaves eight high bytes empty that every double-byte
 * set, Cyrillic, Greek and Arabic use all the time, and more than half of Thai is consonants, 0xA1..0xCE,
 * where Hebrew has no letter; a Western text does not come in long runs. */
static int is_thai(struct tdg_str sample) {
  size_t high = 0, consonants = 0, runs = 0;
  for (size_t i = 0; i < sample.n; i++) {
    const unsigned char c = (unsigned char)sample.p[i];
    if (c < 0x80) continue;
    if (c <= 0xA0 || (c >= 0xDB && c <= 0xDE) || c >= 0xFC) return 0;
    high++;
    consonants += c <= 0xCE;
    runs += i == 0 || (unsigned char)sample.p[i - 1] < 0x80;
  }
  return high >= THAI_LEAST && consonants * 2 > high && high > runs * 4;
}

/* Korean in EUC-KR: the high bytes come in pairs, and nine of ten pairs are Hangul, whose first byte is 0xB0 to
 * 0xC8; signs, 0xA1 to 0xA3, do not count.  Chinese, whose most frequent letters lie higher, Japanese, whose kana lie
 * lower, and sets of one byte, whose words have odd lengths, do not look so. */
static int is_korean(struct tdg_str sample) {
  size_t pairs = 0, hangul = 0, odd = 0;
  for (size_t i = 0; i < sample.n;) {
    const unsigned char c = (unsigned char)sample.p[i];
    if (c < 0x80) {
      i++;
      continue;
    }
    if (i + 1 == sample.n) break; /* the sample was cut here */
    const unsigned char next = (unsigned char)sample.p[i + 1];
    if (next < 0xA1 || c < 0xA1) odd++;
    else if (c > 0xA3) pairs++, hangul += c >= 0xB0 && c <= 0xC8;
    i += next < 0x80 ? 1 : 2;
  }
  return pairs >= PAIRS_LEAST && hangul * 10 >= pairs * 9 && odd * 50 <= pairs;
}

/* Japanese in EUC-JP: a quarter of the pairs, or more, begin as kana do. */
static int is_japanese(struct tdg_str sample) {
  size_t pairs = 0, kana = 0, odd = 0;
  for (size_t i = 0; i + 1 < sample.n;) {
    const unsigned char c = (unsigned char)sample.p[i], next = (unsigned char)sample.p[i + 1];
    if (c >= 0x80 && (next < 0xA1 || c < 0xA1)) odd++;
    else if (c >= 0x80) pairs++, kana += c == 0xA4 || c == 0xA5;
    i += c < 0x80 || next < 0x80 ? 1 : 2;
  }
  return pairs >= PAIRS_LEAST && kana * 4 >= pairs && odd * 50 <= pairs;
}

/* KOI8-U is KOI8-R with Ukrainian letters in the place of eight signs that nobody writes. */
static const struct charset *with_ukrainian(const struct charset *found, struct tdg_str sample) {
  static const unsigned char letters[] = {0xA4, 0xA6, 0xA7, 0xAD, 0xB4, 0xB6, 0xB7, 0xBD};
  if (found == NULL || strcmp(found->name, "KOI8-R") != 0) return found;
  for (size_t i = 0; i < sizeof letters; i++)
    if (memchr(sample.p, letters[i], sample.n) != NULL) return charset_find("koi8-u", 6);
  return found;
}

/* Japanese in seven bits: nothing else has these escapes. */
const struct charset *charset_escaped(struct tdg_str bytes) {
  static const char *const escapes[] = {"\x1B$B", "\x1B$@", "\x1B(J"};
  const size_t n = bytes.n < SAMPLE ? bytes.n : SAMPLE;
  if (memchr(bytes.p, 0x1B, n) == NULL) return NULL;
  for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
    if (memmem(bytes.p, n, escapes[i], 3) != NULL) return charset_find("iso-2022-jp", 11);
  return NULL;
}

const struct charset *charset_detect(struct tdg_str bytes) {
  const struct tdg_str sample = sample_of(bytes);
  if (is_korean(sample)) return charset_find("euc-kr", 6);
  if (is_japanese(sample)) return charset_find("euc-jp", 6);
  if (is_thai(sample)) return charset_find("windows-874", 11);
  UErrorCode e = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&e);
  const struct charset *found = NULL;
  const UCharsetMatch **matches;
  int32_t n = 0;
  if (U_FAILURE(e)) return NULL;
  ucsdet_enableInputFilter(detector, 1); /* tags would drown the text in English */
  ucsdet_setText(detector, sample.p, (int32_t)sample.n, &e);
  matches = ucsdet_detectAll(detector, &n, &e);
  for (int32_t i = 0; U_SUCCESS(e) && found == NULL && i < n; i++) {
    if (ucsdet_getConfidence(matches[i], &e) < SURE_ENOUGH) break;
    found = known_name(ucsdet_getName(matches[i], &e));
  }
  ucsdet_close(detector);
  return with_ukrainian(found, sample);
}

/* Markup is mostly ASCII even in Chinese, so its zero bytes stand on one side of the 16-bit units. */
const struct charset *charset_wide(struct tdg_str bytes) {
  size_t zero[4] = {0, 0, 0, 0};
  const size_t n = (bytes.n < WIDE_SAMPLE ? bytes.n : WIDE_SAMPLE) & ~(size_t)3;
  const size_t quads = n / 4;
  if (quads == 0) return NULL;
  for (size_t i = 0; i < n; i++) zero[i & 3] += bytes.p[i] == 0;
  if (zero[1] == quads && zero[2] == quads && zero[3] == quads && zero[0] == 0)
    return charset_find("utf-32le", 8);
  if (zero[0] == quads && zero[1] == quads && zero[2] == quads && zero[3] == 0)
    return charset_find("utf-32be", 8);
  if (zero[0] + zero[2] == 0 && (zero[1] + zero[3]) * 4 > n / 2) return charset_find("utf-16le", 8);
  if (zero[1] + zero[3] == 0 && (zero[0] + zero[2]) * 4 > n / 2) return charset_find("utf-16be", 8);
  return NULL;
}
