#!/usr/bin/env python3
"""generate.py OUTPUT - compiles the word lists of this folder into C, below the folder OUTPUT.

CMake runs it at build time.  Read are `classes`, which declares what lists there are, and LL.words, one file a language;
written are tidings/kit/word_classes.h and words_GROUP.c, where the group of the class "date-words" is "date": one object
a group, so that a program takes from the static library only what it uses; and `filled`, which a test compares with the
one of this folder.  The same input gives the same bytes.

What is wrong is told as FILE:LINE and what would be right, all of it at once, and nothing is written then.
"""
import glob, os, re, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH = 104
wrong = []


def tell(place, message):
    wrong.append("%s:%d: %s" % (os.path.relpath(place[0]), place[1], message))


def lines_of(path):
    """The lines that say something, as (place, text)."""
    with open(path, "rb") as file:
        for number, raw in enumerate(file.read().split(b"\n"), 1):
            try:
                text = raw.decode("utf-8").rstrip()
            except UnicodeDecodeError as error:
                tell((path, number), "byte %d is not UTF-8: save the file as UTF-8" % (error.start + 1))
                continue
            if number == 1 and text.startswith("\ufeff"):
                tell((path, number), "the file begins with a byte order mark: save it as UTF-8 without one")
                text = text[1:]
            if unicodedata.normalize("NFC", text) != text:
                tell((path, number), "an accent stands as a character of its own: write the letter with it as one (NFC)")
            unseen = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]
            if unseen:
                tell((path, number), "a character that is not seen, U+%04X: leave it out" % ord(unseen[0]))
            if text.strip() and not text.lstrip().startswith("#"):
                yield (path, number), text


class Class:
    def __init__(self, name, place):
        self.name, self.place = name, place
        self.symbol, self.group = name.replace("-", "_"), name.split("-")[0]
        self.values = {}  # what may stand before a colon, with its number; empty: nothing may
        self.named = False
        self.folded = self.small = self.one_meaning = False
        self.says = []
        self.entries = []  # (text, language, value, place), in order


def add_values(c, words, place):
    span = re.fullmatch(r"(-?\d+) \.\. (-?\d+)", words)
    if span:
        c.values = {str(v): v for v in range(int(span[1]), int(span[2]) + 1)}
        return
    c.named = True
    for word in words.split():
        if not re.fullmatch(r"[a-z][a-z0-9-]*", word) or word in c.values:
            tell(place, "\"%s\" is no name of a value, or stands twice: small letters, digits and hyphens" % word)
        c.values[word] = len(c.values) + 1


def read_classes(path):
    classes = {}
    c = None
    for place, text in lines_of(path):
        word, _, rest = text.partition(" ")
        if word == "class":
            if not re.fullmatch(r"[a-z]+-[a-z-]+", rest) or rest in classes:
                tell(place, "\"%s\" is no name of a class, or stands twice: READER-WHAT in small letters" % rest)
            c = classes[rest] = Class(rest, place)
        elif c is None or word not in ("values", "says", "folded", "small", "one-meaning") or bool(rest) != (word in ("values", "says")):
            tell(place, "expected class NAME, values NAME ... or A .. B, says SENTENCE, folded, small, one-meaning")
        elif word == "values":
            add_values(c, rest, place)
        elif word == "says":
            c.says.append(rest)
        else:
            setattr(c, word.replace("-", "_"), True)
    for c in classes.values():
        if not c.says:
            tell(c.place, "class %s does not say what it is for and who reads it: says SENTENCE" % c.name)
    return classes


PLAIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "’": "'",
         "ς": "σ", "ё": "е"}
# Blocks whose characters are taken apart: the accents of the first, the signs of the second as well ("№" is "no").
ACCENTS = ((0x00, 0x400), (0x590, 0x700), (0x1E00, 0x2000))
SIGNS = ((0xA0, 0x400), (0x1D00, 0x2C00), (0x3200, 0x3400), (0xF900, 0xFE00), (0xFE20, 0xFFF0), (0x1D400, 0x1D800))


def fold(text, signs=True):
    """Small letters without accents, as tdg_fold() makes them: test_words.c checks that nothing is left for it to do: the
    vowels of Thai and Devanagari are no accents.  Without signs as kit/date makes them, for which "º" is a sign of its own."""
    out = ""
    for ch in text.replace("İ", "i").lower():
        form = next((f for f, blocks in (("NFKD", SIGNS * signs), ("NFD", ACCENTS)) if any(a <= ord(ch) < b for a, b in blocks)), None)
        parts = unicodedata.normalize(form, ch).lower() if form else ch
        out += "".join(PLAIN.get(p, p) for p in PLAIN.get(ch, parts) if unicodedata.category(p) != "Mn" or 0x900 <= ord(p) < 0x980 or 0xE00 <= ord(p) < 0xE80)
    return out


def split_entries(text, place):
    """Entries between commas; one with commas or outer spaces of its own stands between quotation marks."""
    bare = re.sub(r'(^|,)\s*"[^"]*"\s*(?=,|$)', r"\1x", text)
    if '"' in bare:
        tell(place, "an open quotation mark, or one inside an entry: ONE, TWO, \"THREE, \"")
    if re.search(r"(^|,)\s*(,|$)", bare):
        tell(place, "an empty entry: ONE, TWO, \"THREE, \"")
    for sign, right in ((";", "a comma is between entries"), ("#", "a comment stands on a line of its own")):
        if sign in bare:
            tell(place, "\"%s\" stands in an entry: %s" % (sign, right))
    for quoted, bare in re.findall(r'\s*"([^"]*)"\s*(?:,|$)|\s*([^",][^,]*)(?:,|$)', text):
        if quoted or bare.strip():
            yield quoted or bare.strip()


def add_entry(c, text, language, value, seen, place):
    key = fold(text, signs=c.group != "date") if c.folded else text
    if key in seen:
        tell(place, "\"%s\" stands in [%s] already, in line %d: an entry stands once" % (text, c.name, seen[key]))
    elif c.small and text != text.lower():
        tell(place, "\"%s\" has capitals: the reader of [%s] makes the text small, so write \"%s\"" % (text, c.name, text.lower()))
    elif len(key.encode()) > 255:
        tell(place, "\"%s...\" is over 255 bytes" % text[:20])
    else:
        seen[key] = place[1]
        c.entries.append((key, language, value, place))


def read_language(path, language, classes):
    c, seen, sections = None, {}, {}
    for place, text in lines_of(path):
        section = re.fullmatch(r"\[([^\]]*)\]", text)
        if section:
            c, seen = classes.get(section[1]), {}
            if c is None:
                tell(place, "there is no class [%s]: declare it in core/languages/classes" % section[1])
            elif section[1] in sections:
                tell(place, "[%s] stands already, in line %d: put both together" % (section[1], sections[section[1]]))
            sections[section[1]] = place[1]
            continue
        if c is None:
            if not sections:
                tell(place, "a line before the first [CLASS]")
            continue
        value = 1
        if c.values:
            name, colon, text = text.partition(":")
            if not colon or name not in c.values:
                tell(place, "[%s] wants VALUE: ENTRY, ENTRY ... with a value of %s, not \"%s\"" % (c.name, value_names(c), name))
                continue
            value = c.values[name]
        elif re.match(r"[\w-]+:(\s|$)", text):
            tell(place, "[%s] has no values: ENTRY, ENTRY ... without \"%s:\"" % (c.name, text.partition(":")[0]))
            continue
        for entry in split_entries(text, place):
            add_entry(c, entry, language, value, seen, place)


def value_names(c):
    names = list(c.values)
    return " ".join(names) if c.named else "%s .. %s" % (names[0], names[-1])


def check_meanings(c):
    meaning = {}
    for text, language, value, place in c.entries:
        if meaning.setdefault(text, (language, value))[1] != value:
            tell(place, "\"%s\" means one thing in %s.words and another in %s.words: who reads [%s] does not know the language"
                 % (text, meaning[text][0], language, c.name))


def wrap(parts):
    out, line = [], ""
    for part in parts:
        if line and len(line) + len(part) > WIDTH:
            out.append(line)
            line = ""
        line += part
    return "\n".join(out + [line]) + "\n"


def literal(text):
    """A C string of plain ASCII: an octal escape of three digits cannot swallow what follows."""
    return "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else "\\%03o" % b for b in text.encode())


def fnv1a(data):
    """FNV-1a of 32 bits, as core/kit/language/word_class.c has it."""
    h = 2166136261
    for b in data:
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h


def hash_slots(texts):
    """An open hash table over the sorted texts: in each slot 1 + the place of the first entry with that text, or 0."""
    size = 4
    while size < 2 * len(set(texts)):
        size *= 2
    slots = [0] * size
    for place, text in enumerate(texts):
        if place > 0 and texts[place - 1] == text:
            continue
        at = fnv1a(text) % size
        while slots[at]:
            at = (at + 1) % size
        slots[at] = place + 1
    return slots


def table(c, numbers):
    """The C of one class: its texts one after the other, the entries, their order by text, and a hash table of that."""
    if not c.entries:
        return "const struct tdg_word_class tdg_words_%s = {\"\", 0, 0, 0, 0, 0};\n" % c.symbol
    at, pool, rows = {}, 0, []
    for text, language, value, _ in c.entries:
        if text not in at:
            at[text] = pool
            pool += len(text.encode()) + 1
        rows.append("{%d, %d, %d, %d}, " % (at[text], len(text.encode()), numbers[language], value))
    if pool > 65535 or len(rows) > 65534:
        tell(c.place, "class %s has over 65535 bytes of words: split it" % c.name)
    order = sorted(range(len(rows)), key=lambda i: (c.entries[i][0].encode(), i))
    slots = hash_slots([c.entries[i][0].encode() for i in order])
    s = c.symbol
    return ("static const char text_%s[] =\n%s    ;\n" % (s, "".join('    "%s\\0"\n' % literal(t) for t in at))
            + "static const struct tdg_word word_%s[] = {\n%s};\n" % (s, wrap(rows))
            + "static const uint16_t order_%s[] = {\n%s};\n" % (s, wrap("%d, " % i for i in order))
            + "static const uint16_t slot_%s[] = {\n%s};\n" % (s, wrap("%d, " % x for x in slots))
            + "const struct tdg_word_class tdg_words_%s = {text_%s, word_%s, order_%s, slot_%s, %d, %d};\n"
            % (s, s, s, s, s, len(rows), len(slots)))


def header(classes):
    out = ["/* Made by core/languages/generate.py; what the classes are for stands in core/languages/classes. */",
           "#ifndef TIDINGS_KIT_WORD_CLASSES_H", "#define TIDINGS_KIT_WORD_CLASSES_H", "", "#include <tidings/kit/words.h>", "",
           "extern const char tdg_words_languages[][4]; /* by their codes; tdg_words_code() is for readers */",
           "extern const int tdg_words_languages_count;"]
    for c in classes.values():
        out.append("extern const struct tdg_word_class tdg_words_%s;" % c.symbol)
        if c.named:
            prefix = "TDG_" + c.symbol.upper() + "_"
            names = ["%s%s = %d" % (prefix, n.replace("-", "_").upper(), v) for n, v in c.values.items()]
            out.append("enum {\n  %s,\n  %sCOUNT\n};" % (",\n  ".join(names), prefix))
    every = ", ".join("{\"%s\", &tdg_words_%s, %d}" % (c.name, c.symbol, c.folded) for c in classes.values())
    out += ["", "/* Every class: its name, its words, whether they are folded.  For tests: who names it links them all. */", "#define TDG_WORDS_EVERY_CLASS %s" % every, "",
            "#endif", ""]
    return "\n".join(out)


def main(output):
    classes = read_classes(os.path.join(HERE, "classes"))
    languages = sorted(os.path.basename(p)[:-6] for p in glob.glob(os.path.join(HERE, "*.words")))
    for language in languages:
        if not re.fullmatch("[a-z]{2,3}", language):
            tell((os.path.join(HERE, language + ".words"), 1), "\"%s\" is no code of a language: LL.words, in two or three small letters" % language)
        read_language(os.path.join(HERE, language + ".words"), language, classes)
    for c in classes.values():
        if c.one_meaning:
            check_meanings(c)
    numbers = {language: i for i, language in enumerate(languages)}
    files = {"tidings/kit/word_classes.h": header(classes)}
    top = "/* Made by core/languages/generate.py. */\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n#include <tidings/kit/word_classes.h>\n\n"
    codes = ", ".join('"%s"' % language for language in languages)
    files["words_languages.c"] = top + ("const char tdg_words_languages[][4] = {%s};\nconst int tdg_words_languages_count = %d;\n"
                                        % (codes, len(languages)))
    for c in classes.values():
        files["words_%s.c" % c.group] = files.get("words_%s.c" % c.group, top) + table(c, numbers)
    files["filled"] = "# The languages that fill each class: a test compares this with the lists, so that a class that is lost is noticed.\n"
    for c in classes.values():
        files["filled"] += ("%s: %s" % (c.name, " ".join(l for l in languages if l in {e[1] for e in c.entries}))).rstrip() + "\n"
    if wrong:
        sys.exit("\n".join(wrong))
    for name, text in files.items():
        path = os.path.join(output, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)


if __name__ == "__main__":
    main(sys.argv[1])
