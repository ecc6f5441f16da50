#!/usr/bin/env python3
"""rules.py SOURCE [RULE...] - rules of the tree that a compiler does not know.

  plugins    the engine, the worker, the store and what holds of news name no plugin: components are found by their kind, by
             what they claim and by the table of defaults (core/conf/usual.h)
  comments   a comment names only files and functions that exist
  names      the base name of a C file exists once in the tree, tests aside: a comment that names one means that one
  ids        a bundled plugin is org.tidings.FILE, FILE without .so, and has the version of the program
  words      words that texts are searched for stand in core/languages: no table of product code has letters beyond ASCII, or is
             half made of entries of the lists there
  callers    what a header of core or of a plugin declares is named outside the file that defines it; what a header of
             tidings/kit declares is named by a plugin, by core outside the kit, or in another folder of the kit

Without RULE all of them.  Exit 0 when all hold; otherwise a line for each place that breaks one, and 1.
"""
import os, re, sys

source, wanted = sys.argv[1], sys.argv[2:]
os.chdir(source)
everything = [os.path.relpath(os.path.join(d, n), ".") for top in ("core", "plugins", "include", "tests", "conf", "docs") for d, _, names in os.walk(top) for n in names]
everything += [n for n in os.listdir(".") if os.path.isfile(n)]
code = [f for f in everything if f.endswith((".c", ".h"))]
product = [f for f in code if re.match(r"(core|plugins|include)/", f)
           and not re.search(r"(^|/)(test_|fuzz_|bench_)[^/]*$|(^|/)(tests|fuzz)/", f)]
text = {f: open(f, encoding="utf-8", errors="replace").read() for f in code}
TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
broken = []


def tell(rule, message):
    broken.append("%s: %s" % (rule, message))


def parts(f):
    """The comments of a file as (line, text), and its code without them."""
    found, at = [], text[f]

    def take(m):
        s = m.group(0)
        if s[0] != "/":
            return s
        found.append((at.count("\n", 0, m.start()) + 1, s))
        return " "
    return found, TOKEN.sub(take, at)


split = {f: parts(f) for f in code}

# Words of a plugin's name that are the core's own as well: schemes of addresses and keys of JSON ("http", "https", "file"), the
# types of options ("text").
OWN = {"core/engine/pages.c": {"http"}, "core/engine/run.c": {"http"}, "core/engine/settle.c": {"http"}, "core/news/lead.c": {"file"},
       "core/plugin/option_parse.c": {"text"}, "core/worker/table_json.c": {"file"}}


def plugins():
    known = set()
    for f in product:
        if f.startswith("plugins/"):
            known |= set(re.findall(r"TDG_(?:FETCHER|PARSER|STAGE|BRIEFER|BRIEF|STORE|SINK)\(\s*\.name = \"([^\"]+)\"", split[f][1]))
    if len(known) < 12:
        tell("plugins", "only %d components were found in plugins/: this rule does not know how they are written now" % len(known))
    for f in product:
        if not f.startswith(("core/engine/", "core/news/", "core/worker/", "core/plugin/", "core/store/")):
            continue
        for name in re.findall(r'"([a-z][a-z0-9-]+)"', split[f][1]):
            if name in known and name not in OWN.get(f, ()):
                tell("plugins", "%s says \"%s\"" % (f, name))
        for name in re.findall(r'"[^"\n]*\b(?:fetch|parse|stage|brief|store|sink)-([a-z0-9]+)\.so', split[f][1]):
            tell("plugins", "%s says the file of %s" % (f, name))


def comments():
    present = {os.path.basename(f) for f in everything}
    present |= {"word_classes.h", "words_languages.c"}  # core/languages/generate.py makes them
    identifiers = set()
    for f in code:
        identifiers |= set(re.findall(r"\b[A-Za-z_]\w+\b", split[f][1]))
    for f in everything:
        if f.endswith((".py", ".cmake", ".txt", ".sh")) or f == "dev":
            try:
                identifiers |= set(re.findall(r"\b[A-Za-z_]\w+\b", open(f, encoding="utf-8").read()))
            except UnicodeDecodeError:
                pass
    for f in product:
        for line, comment in split[f][0]:
            for name in re.findall(r"(?<![\w.*%-])([a-z][a-z0-9_]+\.[ch])\b", comment):
                if name not in present:
                    tell("comments", "%s:%d names %s" % (f, line, name))
            for name in re.findall(r"\b([A-Za-z_]\w+)\(\)", comment):
                if name not in identifiers:
                    tell("comments", "%s:%d names %s()" % (f, line, name))


def names():
    places = {}
    for f in product:
        places.setdefault(os.path.basename(f), []).append(f)
    for name, where in sorted(places.items()):
        if len(where) > 1:
            tell("names", "%s is the name of %s" % (name, ", ".join(where)))


def ids():
    files = set()
    for f in everything:
        if re.match(r"plugins/[^/]+/CMakeLists\.txt$", f):
            files |= set(re.findall(r"tidings_plugin\((\S+)", open(f).read()))
    told = {}
    for f in product:
        for name, version in re.findall(r'TDG_PLUGIN\(\s*"([^"]*)",\s*([^,]*),', split[f][1]):
            told[name] = f
            if version != "TDG_VERSION":
                tell("ids", "%s gives a version of its own, %s" % (f, version))
    for name in sorted(set(told) - {"org.tidings." + n for n in files}):
        if told[name].startswith("plugins/"):
            tell("ids", "%s calls itself %s, which is the name of no bundled plugin" % (told[name], name))
    for name in sorted({"org.tidings." + n for n in files} - set(told)):
        tell("ids", "no plugin calls itself %s" % name)


def declared(code):
    """The functions a header declares, those it defines inline included, but for names that end in _."""
    flat = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", "", code, flags=re.M)
    for _ in range(3):
        flat = re.sub(r"\{[^{}]*\}", "{}", flat)
    found = re.findall(r"^[a-z][^;{}()=]*?\b([a-z]\w*)\s*\([^;{}]*\)\s*(?:__attribute__\s*\(\(.*?\)\)\s*)?(?:;|\{\})", flat, re.M)
    return sorted({n for n in found if not n.endswith("_")})


def callers():
    named = {f: re.findall(r"\b[A-Za-z_]\w*\b", split[f][1]) for f in code}
    where = {}
    for f, found in named.items():
        for n in found:
            where.setdefault(n, set()).add(f)

    def folder(f):
        return os.path.dirname(f)
    seen = 0
    for header in (f for f in product if f.endswith(".h")):
        for n in declared(split[header][1]):
            seen += 1
            users = where[n] - {header}
            definer = {f for f in users if re.search(r"^[a-z][^;{}()=]*\b%s\s*\([^;{}]*\)\s*\{" % n, split[f][1], re.M)}
            if header.startswith("include/tidings/kit/"):
                kit = {folder(f) for f in definer}
                users = {f for f in users if f in product and folder(f) not in kit}
                if not users:
                    tell("callers", "%s: %s() is called by no plugin of ours, nor by core outside its folder" % (header, n))
            elif not header.startswith("include/") and not users - definer and named[header].count(n) < 2:
                tell("callers", "%s: %s() is called by nobody outside the file that defines it" % (header, n))
    if seen < 500:
        tell("callers", "only %d functions were found in headers: this rule does not know how they are written now" % seen)


# Tables of words that are written, not looked for; names of formats.
WRITTEN = {"core/cli/brief_view.c": {"months", "roles"}, "plugins/brief-extract/brief_record.c": {"roles"},
           "plugins/brief-extract/dates.c": {"names"}, "plugins/brief-extract/figures.c": {"names"},
           "plugins/parse-article/facts/page_date.c": {"names"}, "plugins/parse-statement/statement_record.c": {"precision"},
           "plugins/parse-text/roles.c": {"ROLES"}, "plugins/parse-text/text_record.c": {"words"}}


def listed_words():
    found = set()
    for name in os.listdir("core/languages"):
        if name.endswith(".words"):
            for line in open("core/languages/" + name, encoding="utf-8"):
                if not line.startswith(("#", "[")):
                    found |= {w.strip(' "\n').lower() for w in re.sub(r"^[a-z0-9-]+: ", "", line).split(",")}
    return {w for w in found if len(w) > 2}


def elements(literals):
    """The words of a table: its literals, and the words of one that is a list between spaces.  Sentences are none."""
    for x in literals:
        inner = x.strip(" ,|")
        if x[:1] == x[-1:] == " " and len(inner.split()) > 2:
            yield from inner.split()
        elif 0 < len(inner.split()) < 7 and not re.search(r"[.%:]$|\\", inner):
            yield inner


def words():
    table = re.compile(r"(\w+)(?:\[[^\]]*\])*\s*=\s*(\{(?:[^;\"]|\"(?:\\.|[^\"\\])*\")*\}|(?:\"(?:\\.|[^\"\\])*\"\s*)+);")
    known, seen = listed_words(), 0
    if len(known) < 5000:
        tell("words", "only %d words were found in core/languages: this rule does not know how they are written now" % len(known))
    for f in sorted(product):
        for m in table.finditer(split[f][1]):
            row = list(elements(re.findall(r'"((?:\\.|[^"\\])*)"', re.sub(r'"\s*"', "", m.group(2)))))
            foreign = [x for x in row if any(ord(c) > 127 and c.isalpha() for c in x)]
            said = [x for x in row if x.lower() in known]
            seen += len(row) > 3
            if (len(foreign) > 1 or (len(said) > 3 and len(said) * 2 >= len(row))) and m.group(1) not in WRITTEN.get(f, ()):
                tell("words", "%s: %s[] has %s" % (f, m.group(1), ", ".join((foreign + said)[:4])))
    if seen < 100:
        tell("words", "only %d tables were found: this rule does not know how they are written now" % seen)


RULES = {r.__name__: r for r in (plugins, comments, names, ids, words, callers)}
if len(product) < 200:
    tell("rules", "only %d files of the product were found below %s" % (len(product), source))
for r in wanted or RULES:
    RULES[r]()
for line in broken:
    print(line)
print("%d places break a rule, in %d files" % (len(broken), len(product)))
sys.exit(1 if broken else 0)
