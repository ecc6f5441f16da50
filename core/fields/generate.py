#!/usr/bin/env python3
"""generate.py [--check] SOURCE [OUT MADE] - what is made from the register of fields, fields.json in this folder.

  SOURCE/include/tidings/field.h   field.h.in of this folder, with the table and its limit filled in
  SOURCE/docs/fields.md            the table for readers
  OUT/record.schema.json           a JSON Schema (2020-12) of records as `tidings parse` and `export` write them
  MADE/note_fields.inc               the fields that the register allows in notes, for the engine's check of what stages emit
  MADE/field_places.inc              where each field may stand, for the check of what plugins emit

CMake runs it when it configures, and configures again when one of the three files here changes; a file whose content stays
the same is not written.  The first two are kept in the tree, because authors compile with -I include; --check writes nothing
and says which of them differ.  The same input gives the same bytes.

A field: name, number, type, many, json (its name in JSON), since (the revision of the interface), in (where it stands: kinds of
records, `record` for articles, statements and stubs, and the JSON names of groups), doc.  Numbers are never used twice.

What is wrong is told with the field and what would be right, all of it at once, and nothing is written then.
"""
import json, os, re, sys, textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ("TEXT", "INT", "TIME", "BOOL", "REAL", "ID", "BYTES", "REC")
WIDTH, COMMENT_AT = 117, 48
PRIVATE = 0x8000  # TDG_PRIVATE_FIRST
OWN = {"^x_[1-9][0-9]{4}$": {"type": "array", "description": "a field of a plugin's own"}}
RECORD = ("article", "statement", "stub")


def register():
    return json.loads(content(os.path.join(HERE, "fields.json")))


def faults(data, header, written):
    numbers, symbols = {}, set()
    groups = {f["json"] for f in data["fields"] if f.get("type") == "REC"}
    places = groups | {"record"} | {k["json"] for k in data["kinds"]}
    for f in data["fields"]:
        if "section" in f:
            continue
        name = f.get("name", "a field without a name")
        if set(f) - {"doc"} != {"name", "number", "type", "many", "json", "since", "in"}:
            yield "%s: needs name, number, type, many, json, since, in, and may have doc" % name
            continue
        if f["number"] in numbers:
            yield "%s: number %d is that of %s; take the next free one" % (name, f["number"], numbers[f["number"]])
        if not 0 < f["number"] < PRIVATE:
            yield "%s: number %d is outside 1 .. %d" % (name, f["number"], PRIVATE - 1)
        if name in symbols or not re.fullmatch(r"TDG_[A-Z0-9_]+", name):
            yield "%s: each name once, as TDG_WORD" % name
        if f["type"] not in TYPES:
            yield "%s: type %s is none of %s" % (name, f["type"], " ".join(TYPES))
        if not f["in"] or set(f["in"]) - places:
            yield "%s: in names %s, which is no kind of record and no group" % (name, ", ".join(sorted(set(f["in"]) - places)) or "nothing")
        if "*/" in f.get("doc", ""):
            yield "%s: doc ends a comment of C" % name
        numbers[f["number"]] = name
        symbols.add(name)
    for name in sorted(set(re.findall(r"^  X\((\w+),", written, re.M)) - symbols):
        yield "%s: only include/tidings/field.h has it, which is made from here; add it here" % name
    for name in re.findall(r"^  X\((\w+), (?:LAST|ALL)\)", header, re.M):
        if not any(f.get("name") == name and "note" in f["in"] for f in data["fields"]):
            yield "%s: is in TDG_NOTE_TABLE of field.h.in; add note to its in" % name
    for one in data["kinds"] + data["blocks"]:
        if not re.search(r"\b%s = %d\b" % (one["name"], one["number"]), header):
            yield "%s: field.h.in does not say that it is %d" % (one["name"], one["number"])


# ---- field.h ----

def header_lines(data):
    rows = [f for f in data["fields"]]
    yield "#define TDG_FIELD_TABLE(X)"
    for i, f in enumerate(rows):
        last = i + 1 == len(rows)
        if "section" in f:
            yield "  /* %s */" % f["section"]
            continue
        row = '  X(%s, %d, %s, %d, "%s")' % (f["name"], f["number"], f["type"], f["many"], f["json"])
        if not f.get("doc"):
            yield row
            continue
        row = row.ljust(COMMENT_AT - 1) + " "
        words = textwrap.wrap(f["doc"], WIDTH - len(row) - 7 - (0 if last else 1), break_long_words=False, break_on_hyphens=False)
        for k, words_of_line in enumerate(words):
            yield (row + "/* " if k == 0 else " " * (len(row) + 3)) + words_of_line + (" */" if k + 1 == len(words) else "")


def header(data, template):
    lines = list(header_lines(data))
    table = "// clang-format off\n" + "\n".join(x.ljust(WIDTH) + "\\" for x in lines[:-1]) + "\n" + lines[-1] + "\n// clang-format on"
    limit = max(f["number"] for f in data["fields"] if "number" in f) + 1
    return template.replace("@FIELD_TABLE@", table).replace("@FIELD_LIMIT@", str(limit))


def note_fields(data):
    names = [f["name"] for f in data["fields"] if "note" in f.get("in", ())]
    return ("/* The fields that may stand in a note, made from core/fields/fields.json. */\n#define NOTE_FIELDS(X) "
            + " ".join("X(%s)" % name for name in names) + "\n")


def field_places(data):
    """The fields of each kind of record, and of each group, as words of 64 bits.  The kinds come first."""
    words = (max(f["number"] for f in data["fields"] if "number" in f) + 64) // 64
    places = [("%d" % k["number"], {k["json"]} | ({"record"} if k["json"] in RECORD else set())) for k in data["kinds"]]
    places += [("FIELD_PLACE_GROUP + %s" % f["name"], {f["json"]}) for f in data["fields"] if f.get("type") == "REC"]
    text = "/* Where fields stand, made from core/fields/fields.json. */\n"
    for index, names in places:
        bits = sum(1 << f["number"] for f in data["fields"] if names & set(f.get("in", ())))
        text += "[%s] = {%s},\n" % (index, ", ".join("UINT64_C(0x%x)" % (bits >> 64 * i & (1 << 64) - 1) for i in range(words)))
    return text


# ---- docs/fields.md ----

def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def page(data):
    yield "# The fields of records"
    yield ""
    yield "Made from `core/fields/fields.json`; the rules are in `include/tidings/field.h`. *In*: the kinds of records and the groups"
    yield "in which a field stands (*record*: articles, statements and stubs). *Since*: the revision of the interface. A field marked"
    yield "`[]` may occur more than once and is an array in JSON. `share/tidings/record.schema.json` describes the JSON."
    for f in data["fields"]:
        if "section" in f:
            yield from ("", "## " + f["section"][0].upper() + f["section"][1:], "",
                        "| number | field | type | JSON | in | since | |", "|---|---|---|---|---|---|---|")
            continue
        yield "| %d | `%s` | %s | `%s%s` | %s | %d | %s |" % (f["number"], f["name"], f["type"], f["json"], "[]" if f["many"] else "",
                                                              ", ".join(f["in"]), f["since"], cell(f.get("doc", "")))


# ---- record.schema.json ----

# RFC 3339; of a local time whose zone nobody says (TDG_LOCAL) without the zone
TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$"

def value(f, data):
    if f["name"] == "TDG_BLOCK_TYPE":
        return {"enum": [b["json"] for b in data["blocks"]] + ["block"]}
    if f["type"] == "REC":
        target = {"members": "record", "earlier": "brief"}.get(f["json"], f["json"])
        return {"$ref": "#/$defs/" + target}
    return {"TEXT": {"type": "string"}, "INT": {"type": "integer"}, "BOOL": {"type": "boolean"},
            "TIME": {"type": ["string", "null"], "pattern": TIME}, "REAL": {"type": ["number", "null"]},
            "ID": {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{13}$"},
            "BYTES": {"type": "string", "pattern": "^([0-9a-f]{2})*$"}}[f["type"]]


def properties(place, data):
    found = {}
    for f in data["fields"]:
        if "section" in f or not (place in f["in"] or (place in RECORD and "record" in f["in"])):
            continue
        one = value(f, data)
        one = {"type": "array", "items": one} if f["many"] else one
        if f.get("doc"):
            one = dict({"description": f["doc"]}, **one)
        found.setdefault(f["json"], one)  # of a block, "type" is its block type
    return found


def schema(data):
    defs, kinds = {}, [k["json"] for k in data["kinds"]]
    for kind in kinds:
        members = dict({"kind": {"const": kind}}, **properties(kind, data))
        needed = ["kind"]
        if kind in RECORD:
            members["text"] = {"type": "string", "description": "the blocks as plain text"}
            members["html"] = {"type": "string", "description": "the blocks as HTML, when asked for"}
            needed += ["published", "updated", "text"]
        if kind == "feed":
            needed += ["updated"]
        defs[kind] = {"type": "object", "required": needed, "properties": members, "patternProperties": OWN}
    defs["record"] = {"oneOf": [{"$ref": "#/$defs/" + k} for k in RECORD]}
    for f in data["fields"]:
        if f.get("type") == "REC" and f["json"] not in ("members", "earlier"):
            defs.setdefault(f["json"], {"type": "object", "properties": properties(f["json"], data), "patternProperties": OWN})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:tidings:record",
            "title": "A record as tidings parse and tidings export write it, one a line",
            "$comment": "Later revisions of the interface add properties; none changes its type.",
            "oneOf": [{"$ref": "#/$defs/" + k} for k in kinds], "$defs": defs}


# ---- files ----

def content(path):
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


def put(path, text, check):
    """Write what changed; is the file as it should be?"""
    if content(path) == text:
        return True
    if check:
        print("%s is not what core/fields/fields.json gives: configure again, and keep what is written" % path)
        return False
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def main(arguments):
    check = "--check" in arguments
    folders = [a for a in arguments if a != "--check"]
    if len(folders) not in (1, 3) or any(f.startswith("-") for f in folders):
        print("usage: generate.py [--check] TREE [SCHEMA-FOLDER MADE-FOLDER]")
        return 2
    data = register()
    template = content(os.path.join(HERE, "field.h.in"))
    wrong = list(faults(data, template, content(os.path.join(folders[0], "include/tidings/field.h")) or ""))
    for fault in wrong:
        print("core/fields/fields.json: " + fault)
    if wrong:
        return 1
    good = put(os.path.join(folders[0], "include/tidings/field.h"), header(data, template), check)
    good &= put(os.path.join(folders[0], "docs/fields.md"), "\n".join(page(data)) + "\n", check)
    if len(folders) > 1:
        put(os.path.join(folders[1], "record.schema.json"), json.dumps(schema(data), indent=1, ensure_ascii=False) + "\n", False)
        put(os.path.join(folders[2], "note_fields.inc"), note_fields(data), False)
        put(os.path.join(folders[2], "field_places.inc"), field_places(data), False)
    return 0 if good else 1


sys.exit(main(sys.argv[1:]))
