#!/usr/bin/env python3
"""rules.py SOURCE [RULE...] - rules of the tree that a compiler does not know.

  includes   a part of core includes itself, what is below it, and <tidings/...>; a plugin includes its own files, <tidings/...> and
             libraries.  Tests, fuzz targets and benches include anything
  plugins    core names no plugin: no text there is the name of a component, or has the name of a plugin's folder in it; components
             are found by their kind, by what they claim and by the table of defaults (core/conf/usual.h).  Not seen: a name put
             together from pieces while the program runs
  comments   a comment names only files and functions that exist; a file named with its folder is in that folder.  Read are the
             comments of C, CMake and Python files, and the pages.  Not seen: a function named without brackets and with no
             underscore, because it looks like any other word
  names      the base name of a C file exists once in the tree, tests aside: a comment that names one means that one
  ids        a bundled plugin is org.tidings.FILE, FILE without .so, and has the version of the program
  words      words that texts are searched for stand in core/languages: no literal of product code has letters beyond ASCII, no
             table is half made of entries of the lists there, and no function, table or #define has three names of months or
             days, or three words that are in those lists for other languages than English only.  Not seen: less than three such
             words in one function, and English words outside a table, because messages have those as well
  callers    what a header declares is named outside the file that defines it, in the product and not only in tests; what a header
             of tidings/kit declares is named by a plugin, by core outside the kit, or in another folder of the kit.  Not seen: a
             function that only another unused function calls
  twins      no two static functions have the same body, whatever they and their variables are called; those of one or two statements
             may
  seeds      a folder of seeds has at most 50 files: those somebody chose, not what a fuzzer collected, since each is replayed a
             hundred times in the tests

Without RULE all of them.  Exit 0 when all hold; otherwise a line for each place that breaks one, and 1.
"""
import io, os, re, sys, tokenize

source, wanted = sys.argv[1], sys.argv[2:]
os.chdir(source)
everything = [os.path.relpath(os.path.join(d, n), ".") for top in ("core", "plugins", "include", "tests", "conf", "docs", "cmake") for d, _, names in os.walk(top) for n in names]
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

# What a part of core may include beside itself.
BELOW = {"util": "", "kit": "", "record": "util", "plugin": "record util", "worker": "plugin record util", "listener": "worker plugin record util", "testing": "worker plugin record util", "conf": "plugin record util",
         "store": "plugin record util", "capture": "record util", "news": "record util", "engine": "news capture worker listener store conf plugin record util",
         "cli": "engine news capture worker listener store conf plugin record util"}

LIBRARY = {"plugins/brief-llm/": "plugins/brief-extract/"}  # links its library of sentences


def includes():
    seen = 0
    flat = {"/".join(f.split("/")[:2] + [os.path.basename(f)]) for f in product}  # names of files are unique in a plugin
    for f in product:
        top, part = f.split("/")[:2]
        home = "include/" if top == "include" else "%s/%s/" % (top, part)
        if top == "core" and part not in BELOW:
            tell("includes", "%s: core/%s has no place in the order; give it one in tests/interface/rules.py" % (f, part))
            continue
        for sign, name in re.findall(r"^[ \t]*#[ \t]*include(?:_next)?\b[ \t]*([<\"]?)([^>\"\n]*)", split[f][1], re.M):
            seen += 1
            beside = os.path.normpath(os.path.join(os.path.dirname(f), name))
            places = [beside, os.path.normpath(os.path.join(home if top == "plugins" else "core", name))]
            if sign == "<":
                places = [os.path.normpath(os.path.join(d, name)) for d in ("core", "plugins")]
            to = next((p for p in places if os.path.exists(p)), None)
            if to is None and (sign == "<" and ".." not in name or sign and top == "plugins" and home + name in flat):
                continue
            allowed = (home, LIBRARY.get(home, home)) if top != "core" else tuple("core/%s/" % p for p in [part] + BELOW[part].split())
            if to is None or not to.startswith(allowed):
                tell("includes", "%s includes %s, which is not below it" % (f, name.strip() if not to else to))
    if seen < 1000:
        tell("includes", "only %d includes were found: this rule does not know how they are written now" % seen)


# Words of a component's name that are the core's own as well: schemes of addresses, keys and types of JSON, elements of formats,
# types of options, fields of records, outcomes of polls, kinds of things that a user names.
OWN = {"core/cli/cmd_export.c": {"jsonl"}, "core/cli/cmd_parse.c": {"jsonl"}, "core/cli/cmd_plugin.c": {"file"},
       "core/cli/plugin_test.c": {"jsonl"}, "core/cli/trial_kinds.c": {"record"},
       "core/cli/cmd_search.c": {"story"}, "core/cli/cmd_show.c": {"story"}, "core/cli/lookup.c": {"record", "story"},
       "core/cli/sources_from.c": {"feed"}, "core/conf/sections.c": {"file"}, "core/conf/source.c": {"http", "opml"},
       "core/engine/outcome.c": {"http"}, "core/engine/pages.c": {"http"}, "core/engine/run.c": {"http"}, "core/engine/settle.c": {"http"},
       "core/kit/net/file_url.c": {"file"}, "core/kit/net/url.c": {"http"}, "core/kit/xml/xml_elements.c": {"news"}, "core/kit/xml/xml_kind.c": {"feed", "opml"},
       "core/news/lead.c": {"file"}, "core/plugin/option_parse.c": {"text"}, "core/record/field.c": {"article", "feed", "statement", "story"},
       "core/record/html.c": {"http", "file"}, "core/record/record_json.c": {"text"}, "core/util/redact.c": {"http"},
       "core/worker/table_json.c": {"file"}, "core/conf/json_schema.c": {"file"}, "core/plugin/plugin_json.c": {"file"},
       # parts of media types, and schemes
       "core/cli/check/check_samples.c": {"text", "sitemap", "opml", "har", "pdf"}, "core/cli/check/check_inputs.c": {"text", "file"}, "core/cli/check/check_settings.c": {"file"},
       # members of the lines that a program reads and writes
       "core/kit/rows/row_name.c": {"text", "article", "story"}, "core/cli/cmd_import.c": {"text"},
       "core/cli/cmd_export.c": {"story", "text"},
       "core/worker/bridge.c": {"text", "record", "story"}, "core/kit/json/json_record.c": {"text", "article", "statement"}}


def literals(code):
    """The literals of a piece of code without its #include lines, those that stand side by side as one."""
    joined = re.sub(r"(?<!\\)\"\s*\"", "", re.sub(r"^[ \t]*#[ \t]*include[^\n]*", "", code, flags=re.M))
    return re.findall(r'"((?:\\.|[^"\\\n])*)"', joined)


def plugins():
    known, folders = set(), {f.split("/")[1] for f in product if f.startswith("plugins/")}
    for f in product:
        if f.startswith("plugins/"):
            known |= set(re.findall(r"TDG_(?:FETCHER|PARSER|STAGE|BRIEFER|BRIEF|STORE|SINK)\(\s*\.name = \"([^\"]+)\"", split[f][1]))
    if len(known) < 12:
        tell("plugins", "only %d components were found in plugins/: this rule does not know how they are written now" % len(known))
    for f in product:
        if not f.startswith("core/") or f.startswith("core/conf/usual."):
            continue
        for literal in literals(split[f][1]):
            if (literal in known and literal not in OWN.get(f, ())) or any(name in literal for name in folders):
                tell("plugins", "%s says \"%s\"" % (f, literal))


GENERATED = {"word_classes.h", "words_languages.c", "filled"}  # core/languages/generate.py makes them
NO_FILES = {"LL.words", "words_GROUP.c", "a.c", "b.c", "gazette.c", "test_gazette.c", "hollin.c", "front.c"}  # of examples


def script_comments(f):
    """The comments of a Python or CMake file, as (line, text); what a Python file says between three quotation marks as well."""
    lines = open(f, encoding="utf-8").read()
    if f.endswith(".py"):
        return [(t.start[0], t.string) for t in tokenize.generate_tokens(io.StringIO(lines).readline)
                if t.type == tokenize.COMMENT or (t.type == tokenize.STRING and t.string.startswith('"""'))]
    return [(i, line[line.index("#"):]) for i, line in enumerate(lines.split("\n"), 1) if re.search(r"(^|\s)#", line)]


def comments():
    present = {os.path.basename(f) for f in everything} | GENERATED | NO_FILES
    identifiers, said = set(), [(f, line, comment) for f in code for line, comment in split[f][0]]
    for f in everything:
        script = f.endswith((".py", ".cmake", ".sh")) or os.path.basename(f) in ("CMakeLists.txt", "dev")
        if f in text:
            identifiers |= set(re.findall(r"\b[A-Za-z_]\w+\b", split[f][1]))
        elif script or f == "core/languages/classes":
            identifiers |= set(re.findall(r"\b[A-Za-z_]\w+\b", open(f, encoding="utf-8").read()))
        if script:
            said += [(f, line, comment) for line, comment in script_comments(f)]
        elif f.endswith(".md") and f != "CHANGELOG.md":
            page = open(f, encoding="utf-8").read()
            present |= {os.path.basename(name) for name in re.findall(r"^```[a-z+]+ ([^\s=]+)", page, re.M)}  # files that the page makes
            page = re.sub(r"^```.*?^```$", lambda m: "\n" * m[0].count("\n"), page, flags=re.M | re.S)
            said += [(f, i, line) for i, line in enumerate(page.split("\n"), 1)]
    for f, line, comment in said:
        for name in re.findall(r"(?<![\w.*%/<${}~-])((?:[\w.-]+/)*[\w-]+\.(?:[ch]|md|py|cmake|sh|words))\b(?![.\w(-])", comment):
            path = re.sub(r"^((\.\.|[A-Z]+)/)+", "", name)
            if os.path.basename(path) not in present:
                tell("comments", "%s:%d names %s" % (f, line, name))
            elif "/" in path and os.path.basename(path) not in GENERATED | NO_FILES and not any(("/" + e).endswith("/" + path) for e in everything):
                tell("comments", "%s:%d names %s, which is in another folder" % (f, line, name))
        for call, snake in () if f.endswith(".md") else re.findall(r"\b([A-Za-z_]\w+)\(\)|(?<![\w./-])([a-z]\w*_\w+)\b(?![./-])", comment):
            if call + snake not in identifiers | ELSEWHERE:
                tell("comments", "%s:%d names %s" % (f, line, call + snake))


# Names in comments that are no name of this tree.
ELSEWHERE = {"de_DE"}


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
        for name, version in re.findall(r'TDG_PLUGIN(?:_INFO|_OFFERS)?\(\s*"([^"]*)",\s*([^,]*),', split[f][1]):
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


# What only tests, fuzz targets and benches call: the worker without a process, and what a test needs to see or to feed.
FOR_TESTS = {"inproc_component", "inproc_on_emit", "frame_reader_idle", "frame_reader_push", "frame_ready_get", "date_zones_unsorted",
             "conf_free", "answer_read_text", "address_path", "inproc_open", "tdg_page_get"}


def callers():
    bare = {f: re.sub(r'"(?:\\.|[^"\\\n])*"', '""', split[f][1]) for f in code}
    where = {}
    for f in bare:
        for n in set(re.findall(r"(?<![\w.>])[A-Za-z_]\w*", bare[f])):
            where.setdefault(n, set()).add(f)

    def uses(f, n):
        """Whether a file names the function: calls it, or has no variable of that name."""
        return re.search(r"(?<![\w.>])%s\s*\(" % n, bare[f]) or not re.search(r"[\w*]\s+\**%s\s*[=;,)\[]" % n, bare[f])
    seen = 0
    for header in (f for f in product if f.endswith(".h")):
        for n in declared(split[header][1]):
            seen += 1
            named = {f for f in where.get(n, set()) - {header} if uses(f, n)}
            definer = {f for f in named if re.search(r"^[a-z][^;{}()=]*\b%s\s*\([^;{}]*\)\s*\{" % n, split[f][1], re.M)}
            users = {f for f in named - definer if f in product or n in FOR_TESTS}
            if header.startswith("include/tidings/kit/"):
                kit = {os.path.dirname(f) for f in definer}
                if all(os.path.dirname(f) in kit for f in users):
                    tell("callers", "%s: %s() is called by no plugin of ours, nor by core outside its folder" % (header, n))
            elif not users and len(re.findall(r"\b%s\b" % n, bare[header])) < 2:
                tell("callers", "%s: %s() is called by nobody in the product outside the file that defines it" % (header, n))
    if seen < 500:
        tell("callers", "only %d functions were found in headers: this rule does not know how they are written now" % seen)


# Tables of words that are written, not looked for, and names of formats: fields of records, what an option of a
# configuration may say, classes and elements of HTML, paths of addresses, abbreviations of time zones.
WRITTEN = {"plugins/parse-record/record.c": {"others"}, "core/engine/outcome.c": {"outcomes"}, "core/cli/cmd_import.c": {"fields"}, "core/worker/mistakes.c": {"names"}, "plugins/brief-extract/gather.c": {"figures", "kinds"},
           "plugins/parse-article/dom/class_names.c": {"about"}, "core/cli/brief_view.c": {"roles"}, "core/cli/brief_words.c": {"months", "words"}, "core/news/brief_check.c": {"roles"},
           "plugins/brief-extract/brief_record.c": {"roles"},
           "core/kit/facts/fact_unit.c": {"units"}, "plugins/parse-article/site/site_rules.c": {"part_names"},
           "plugins/parse-feed/feed_reader.c": {"periods"},
           "plugins/brief-extract/dates.c": {"names"}, "core/plugin/option_parse.c": {"words"}, "core/conf/schema.c": {"polls"},
           "plugins/parse-statement/statement_record.c": {"ROLE_NAMES"},
           "plugins/parse-official/official_forms.c": {"kinds"}, "plugins/parse-statement/statement_lines.c": {"GENRES"},
           "core/kit/json/json_record.c": {"BLOCK_NAMES"}, "core/record/field.c": {"names", "blocks"}, "core/worker/bridge.c": {"sends"},
           "plugins/parse-article/facts/meta.c": {"names"}, "plugins/parse-text/roles.c": {"ROLES"}, "plugins/parse-text/text_record.c": {"words"},
           "core/kit/date/date_words.c": {"zones"}, "core/kit/text/charset_labels.c": {"labels"}, "plugins/parse-article/facts/author_search.c": {"paths"}}
FORMATS = {"include/tidings/field.h", "include/tidings/kit/html_tree.h", "plugins/parse-article/dom/class_words.h"}


MONTHS = "january february march april may june july august september october november december weekday".split()


def listed_words():
    """The entries of the lists, and those that no English message has: of other languages only, or of months and days."""
    found, english, other, days = set(), set(), set(), set()
    for name in os.listdir("core/languages"):
        section = ""
        for line in open("core/languages/" + name, encoding="utf-8") if name.endswith(".words") else ():
            if line.startswith("["):
                section = line.strip()
            elif not line.startswith("#"):
                value, entries = re.fullmatch(r"(?:([a-z0-9-]+): )?(.*)\n?", line).groups()
                entries = {w.strip(' "').lower() for w in entries.split(",") if len(w.strip(' "')) > 2}
                found |= entries
                (english if name == "en.words" else other).update(entries)
                if section in ("[brief-months]", "[brief-weekdays]") or section == "[date-words]" and value in MONTHS:
                    days |= entries
    return found, (other - english) | days


def elements(literals):
    """The words of a table: its literals, and the words of one that is a list between spaces.  Sentences are none."""
    for x in literals:
        inner = x.strip(" ,|")
        if x[:1] == x[-1:] == " " and len(inner.split()) > 2:
            yield from inner.split()
        elif 0 < len(inner.split()) < 7 and not re.search(r"[.%:]$|\\", inner):
            yield inner


def other_words(literal, other):
    """The words of other languages in a literal: those between commas, bars and the like, or in a text that is made of them."""
    pieces = [p.strip().lower() for p in re.split(r"[|,;/]|\\[nt0]", literal)]
    spaced = literal.lower().split()
    spaced = [w for w in spaced if w in other] if len(spaced) > 2 else []
    return {p for p in pieces if p in other} | set(spaced if len(spaced) * 5 >= len(literal.split()) * 3 else ())


def words():
    table = re.compile(r"(\w+)(?:\[[^\]]*\])*\s*=\s*(\{(?:[^;\"]|\"(?:\\.|[^\"\\])*\")*\}|(?:\"(?:\\.|[^\"\\])*\"\s*)+);")
    known, other = listed_words()
    seen = 0
    if len(known) < 5000:
        tell("words", "only %d words were found in core/languages: this rule does not know how they are written now" % len(known))
    for f in sorted(product):
        rest = split[f][1]
        for m in table.finditer(split[f][1]):
            row = list(elements(literals(m.group(2))))
            said = [x for x in row if x.lower() in known]
            seen += len(row) > 3
            if m.group(1) in WRITTEN.get(f, ()):
                rest = rest.replace(m.group(0), "")
            elif len(said) > 3 and len(said) * 2 >= len(row):
                tell("words", "%s: %s[] has %s" % (f, m.group(1), ", ".join(said[:4])))
        for literal in literals(rest):
            if any(ord(c) > 127 and c.isalpha() for c in literal):
                tell("words", "%s has \"%s\"" % (f, literal))
        for chunk in re.split(r"^\}[^\n]*$|^#", rest, flags=re.M) if f not in FORMATS else ():
            foreign = set().union(*(other_words(x, other) for x in literals(chunk)))
            if len(foreign) > 2:
                tell("words", "%s looks for %s" % (f, ", ".join(sorted(foreign)[:4])))
    if seen < 100:
        tell("words", "only %d tables were found: this rule does not know how they are written now" % seen)


KEPT = re.compile(r"\w+_t|char|int|long|short|unsigned|float|double|void|const|struct|size_t|for|while|do|if|else|return|NULL")
# Short functions over a struct of their own plugin, which is not the same although it is called the same.
ALIKE = {"close_feed", "close_sitemap"}


def shape(body):
    """A body with its variables numbered in order: functions that are called, members and names in capitals stay."""
    numbers = {}

    def number(m):
        return m.group(0) if m.group(0).isupper() or KEPT.fullmatch(m.group(0)) else numbers.setdefault(m.group(0), "$%d" % len(numbers))
    return re.sub(r"\s+", "", re.sub(r'(?<![\w.>"])[A-Za-z_]\w*\b(?!\s*\()', number, body))


def twins():
    function = re.compile(r"^static ([^;{}()=]*?)\b(\w+)\s*(\([^;{}]*\)\s*\{(?:[^\n]*\}$|.*?^\}))", re.M | re.S)
    seen = {}
    for f in sorted(product):
        for kind, name, body in function.findall(split[f][1]):
            seen.setdefault(shape(kind + body), []).append("%s() of %s" % (name, f))
    for body, where in seen.items():
        if len(where) > 1 and body.count(";") > 2 and not all(w.partition("(")[0] in ALIKE for w in where):
            tell("twins", "%s are one function" % " and ".join(where))
    if len(seen) < 2000:
        tell("twins", "only %d static functions were found: this rule does not know how they are written now" % len(seen))


def seeds():
    folders = {}
    for f in everything:
        if re.search(r"(^|/)fuzz/", f):
            folders.setdefault(os.path.dirname(f), []).append(f)
    for folder, files in sorted(folders.items()):
        if len(files) > 50:
            tell("seeds", "%s has %d files" % (folder, len(files)))
    if len(folders) < 10:
        tell("seeds", "only %d folders of seeds were found: this rule does not know where they are now" % len(folders))


RULES = {r.__name__: r for r in (includes, plugins, comments, names, ids, words, callers, twins, seeds)}
if len(product) < 200:
    tell("rules", "only %d files of the product were found below %s" % (len(product), source))
for r in wanted or RULES:
    RULES[r]()
for line in broken:
    print(line)
print("%d places break a rule, in %d files" % (len(broken), len(product)))
sys.exit(1 if broken else 0)
