#!/usr/bin/env python3
"""`tidings check --schema`: does the JSON Schema of the configuration say what the program says?

  conf_schema.py --tidings build/release/tidings --source .

Configurations, right and wrong by one thing each, are checked by the schema and by the program: what the program takes the schema must take,
and what is wrong in form (an unknown key, a value of another kind, one that is not among the choices, a key that is missing) both refuse.
"""
import copy, json, os

from json_schema import faults
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
P = Program("conf-schema", ap)
check, path, write = P.check, P.path, P.write

p = P.run("check", "--schema")
SCHEMA = json.loads(p.stdout) if p.returncode == 0 else {}
check("the schema is printed", p.returncode == 0 and SCHEMA.get("$schema", "").endswith("2020-12/schema"), told(p)[:500])
there = json.load(open(os.path.join(os.path.dirname(P.arguments.tidings), "share/tidings/configuration.schema.json")))
check("and is the one that is installed", there == SCHEMA)


def by_schema(conf):
    return list(faults(copy.deepcopy(conf), SCHEMA, SCHEMA, "top"))


def by_program(conf):
    return P.run("check", write("conf/it.yaml", json.dumps(conf if "sources" in conf else dict(conf, sources=[SOURCE]))))


SOURCE = {"id": "a", "url": "https://a.example/feed"}


# ---- every key with its default, from the schema itself ----
def defaults(s):
    if "properties" not in s:
        return s.get("default")
    return {k: v for k, v in ((k, defaults(x)) for k, x in s["properties"].items()) if v not in (None, {}, "")}


known = {k: defaults(SCHEMA["properties"][k]) for k in ("store", "fetch", "log", "plugins")}
for name in ("user_agent", "timeout", "max_bytes", "total"):
    check("fetch.%s has the default of the fetcher's own table" % name, name in known["fetch"], known["fetch"])
p = by_program(known)
check("every key of the sections with its default is taken by the program", p.returncode == 0, told(p))
check("and by the schema", by_schema(known) == [], by_schema(known))
for kind in ("parsers", "fetchers"):
    components = SCHEMA["properties"][kind]["properties"]
    check("the %s that are there have their options" % kind, len(components) >= 2 and any(c["properties"] for c in components.values()), list(components))

# ---- right ----
os.makedirs(path("conf/rules"))
write("conf/list.txt", "https://a.example/feed\n")
write("conf/more.yaml", "[]")
write("conf/key", "secret words\n")
os.chmod(path("conf/key"), 0o600)
for what, conf in {
        "nothing": {},
        "numbers, sizes and times in their forms": {"fetch": {"timeout": "90s", "max_bytes": "8MiB", "total": "1_00", "hosts": {"delay": "30m", "concurrency": 2}, "interval": {"jitter": "12.5%", "adaptive": False}}},
        "numbers as numbers": {"fetch": {"interval": {"jitter": 0.2}}, "plugins": {"limits": {"workers": 4, "memory": 536870912}}},
        "yes and no": {"fetch": {"allow_private": "yes"}, "websub": {"subscribe": "off"}},
        "lists, and one value in the place of a list": {"fetch": {"revisit": "no"}, "plugins": {"deny": ["a", "b"], "path": []}},
        "rights": {"plugins": {"grant": {"org.example.x": ["net"], "org.example.y": "read", "org.example.z": []}}},
        "captures": {"store": {"capture": {"form": "zstd"}, "keep": {"records": "400d"}}},
        "sources": {"sources": [SOURCE, {"id": "b", "url": "file:b", "tags": ["x", "y"], "trust": 9, "every": "20m", "full_text": {"parse": "article"}, "expect": {"new_within": "3d"}, "rights": {"access": "free"}},
                                {"id": "c", "url": "https://c.example/", "full_text": "article", "parse": "feed", "options": {"follow": "short"}}, {"include": "more.yaml"}, {"list": "list.txt", "every": "3h"}]},
        "a request": {"sources": [dict(SOURCE, request={"method": "POST", "headers": {"Accept": "a/b", "X-Key": {"file": "key"}}, "body": "{}", "auth": {"token": {"file": "key"}}})]},
        "stages by name and with options": {"pipeline": ["dedupe", {"story": {}}, {"brief": {"use": "extract"}}]}, "no stages": {"pipeline": []},
        "two sinks of a kind": {"sinks": [{"jsonl": {"path": "out/a.jsonl"}}, {"jsonl": {"id": "b", "path": "out/b.jsonl"}}]}, "rules": {"rules": "rules"},
        "options of parsers": {"parsers": {"feed": {"follow": "short"}}}, "a text that looks like a number": {"sources": [dict(SOURCE, name=2024, outlet=True)]}}.items():
    os.makedirs(path("conf/out"), exist_ok=True)
    p = by_program(conf)
    check("%s: taken by the program and by the schema" % what, p.returncode == 0 and by_schema(conf) == [], (by_schema(conf), told(p)))

# ---- wrong ----
for what, conf in {
        "an unknown key": {"fetchs": {}}, "an unknown key in a section": {"fetch": {"time_out": "3s"}}, "one in a section of a section": {"fetch": {"hosts": {"delays": "2s"}}}, "a section that is a text": {"fetch": "no"},
        "a section that is a list": {"store": []}, "a list in the place of a value": {"store": {"path": ["a"]}}, "keys in the place of a value": {"store": {"driver": {"a": 1}}}, "no choice": {"fetch": {"robots": "some"}},
        "no truth value": {"fetch": {"allow_private": "maybe"}}, "no number": {"plugins": {"limits": {"workers": "many"}}}, "a number beyond its limit": {"plugins": {"limits": {"workers": 5000}}}, "no time": {"fetch": {"timeout": "soon"}},
        "another version": {"version": 2}, "a source without an address": {"sources": [{"id": "a"}]}, "a source without an id": {"sources": [{"url": "https://a.example/"}]}, "a source that is a text": {"sources": ["https://a.example/"]},
        "an unknown key of a source": {"sources": [dict(SOURCE, urls="x")]}, "trust beyond its limit": {"sources": [dict(SOURCE, trust=12)]}, "access that is none": {"sources": [dict(SOURCE, rights={"access": "sold"})]},
        "full text without a parser": {"sources": [dict(SOURCE, full_text={"pars": "article"})]}, "two stages in one": {"pipeline": [{"dedupe": {}, "story": {}}]}, "an unknown option of a stage": {"pipeline": [{"dedupe": {"keeep": "trust"}}]},
        "an unknown option of a parser": {"parsers": {"feed": {"folow": "short"}}}, "sinks that are no list": {"sinks": {"jsonl": {}}}, "a right that is none": {"plugins": {"grant": {"org.example.x": ["all"]}}},
        "a program without a kind": {"plugins": {"exec": [{"name": "a", "command": ["/bin/cat"]}]}}, "an unknown key of a request": {"sources": [dict(SOURCE, request={"verb": "POST"})]},
        "include beside other keys": {"sources": [dict(SOURCE, include="more.yaml")]}}.items():
    p = by_program(conf)
    check("%s: refused by the program and by the schema" % what, p.returncode == 78 and by_schema(conf) != [], (by_schema(conf), told(p)))

# ---- the samples ----
try:
    import yaml
except ImportError:
    print("not compared with the samples: python3-yaml is not here")
else:
    class Texts(yaml.SafeLoader):  # as the program reads it: no, 010 and 12:30 are texts; a key without a value has none
        pass
    Texts.yaml_implicit_resolvers = {"": [x for x in yaml.SafeLoader.yaml_implicit_resolvers[""] if x[0].endswith(":null")]}
    for name in ("conf/tidings.yaml", "conf/samples/tidings.yaml", "conf/samples/evening.yaml"):
        found = by_schema(yaml.load(open(os.path.join(P.arguments.source, name), encoding="utf-8"), Loader=Texts))
        check("%s is right by the schema" % name, found == [], found)
P.end()
