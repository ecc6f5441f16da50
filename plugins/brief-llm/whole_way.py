#!/usr/bin/env python3
"""The whole way with a model: the bundled samples, an endpoint of its own, and the program.

  whole_way.py --tidings build/release/tidings --source .

Each check prints a line; exit 0 when all hold.  Needs no network but loopback.
"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests"))
from program import arguments, lines, Program, until

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
P = Program("llm-way", ap)
A, folder, check, write = P.arguments, P.folder, P.check, P.write
asked = P.path("asked.jsonl")
KEY = "s3cret-Schl\u00fcssel-77"
said = []  # everything the program printed

server = subprocess.Popen([sys.executable, os.path.join(A.source, "plugins/brief-llm/test_server.py"), asked],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
port = int(server.stdout.readline())


def tidings(*args, code=0):
    p = P.expect(*args, code=code)
    said.append(p.stdout + p.stderr)
    return p


def requests(model):
    text = open(asked).read() if os.path.exists(asked) else ""
    return [x for x in lines(text[:text.rfind("\n") + 1]) if x["model"] == model]  # the last line may be half written


def configured(name, sample, model, more=""):
    """The bundled configuration with the model in place of the chosen sentences."""
    samples = os.path.join(os.path.abspath(A.source), "conf", "samples")
    text = open(os.path.join(samples, sample), encoding="utf-8").read().replace('"file:', '"file:' + samples + "/")
    return write(name, re.sub(r"  - extract: \{\}", "  - llm: { endpoint: \"http://127.0.0.1:%d/v1\", model: %s, "
                              "api_key: { file: key }%s }" % (port, model, more), text))


FERRY = [
    {"id": "a", "source": "Courier", "title": "Ferry Halcyon aground near Port Ellery", "published": "2026-03-09T10:00:00Z",
     "text": "The ferry Halcyon ran aground on a sandbank near Port Ellery with 214 people on board, the coast guard said."
             "\n\nCaptain Ida Morrow told investigators that a steering pump of the ferry failed after the breakwater."},
    {"id": "b", "source": "Ledger", "title": "All safe after ferry Halcyon runs aground", "published": "2026-03-09T11:00:00Z",
     "text": "Rescue boats brought everybody ashore after the ferry Halcyon ran aground on a sandbank near Port Ellery."
             "\n\nThe coast guard said the ferry Halcyon had left Port Ellery an hour late because of fog."},
    {"id": "c", "source": "Post", "title": "Ferry Halcyon near Port Ellery: repairs take weeks", "published": "2026-03-09T15:00:00Z",
     "text": "Ellery Lines expects repairs of the ferry Halcyon, which ran aground near Port Ellery, to take six weeks."
             "\n\nThe coast guard pulled the ferry Halcyon off the sandbank near Port Ellery at noon."},
]


def ferry(model, records, more=""):
    """A configuration with one file of reports and the model."""
    write("ferry.jsonl", "".join(json.dumps(r) + "\n" for r in records))
    return write("ferry.yaml", """version: 1
sources: [{ id: wire, url: "file:ferry.jsonl", parse: record }]
pipeline: [dedupe, story, { llm: { endpoint: "http://127.0.0.1:%d/v1", model: %s, api_key: { file: key }%s } }]
""" % (port, model, more))


def briefs(store):
    return lines(tidings("brief", "--all", "--json", "--store", store).stdout)


def is_written(brief):
    return "generator" in brief


# ---- from source to brief -------------------------------------------------------------------------------------------
write("key", KEY + "\n")
conf, store = configured("good.yaml", "tidings.yaml", "good"), os.path.join(folder, "good.db")
check("the plugin says what it needs", "needs net; granted: net" in tidings("plugin", "show", "llm").stdout)
tidings("check", conf)
guide = open(os.path.join(A.source, "docs", "brief-llm.md"), encoding="utf-8").read()
example = re.search(r"```yaml\n(.*?)```", guide, re.S).group(1).replace("/run/secrets/llm", "key")
tidings("check", write("guide.yaml", "version: 1\nsources:\n  - { id: one, url: \"file:///one.xml\" }\n" + example))
tidings("run", "--once", "--config", conf, "--store", store)
found = briefs(store)
written = [b for b in found if is_written(b)]
check("a model wrote most of the briefs", len(written) >= 3 and len(found) >= 4, [is_written(b) for b in found])
check("the others say why it did not", all(b.get("reason") for b in found if not is_written(b)))
records = {r["id"]: r for r in lines(tidings("export", "--format", "jsonl", "--store", store).stdout)}
wrong = []
for b in written:
    for s in (x for section in b["sections"] for x in section["sentences"]):
        for c in s["cites"]:
            block = records[c["record"]]["blocks"][c["block"]]["text"].encode()
            if s["from"] != "model" or block[c["start"]:c["end"]].decode(errors="replace") != c["text"]:
                wrong.append(s["text"])
check("every sentence carries what it cites, word for word and at its place", written and not wrong, wrong[:2])
text = tidings("brief", written[0]["story"], "--store", store).stdout
check("a reader sees that a model wrote it", "Written by the model good" in text and "[1]" in text, text[:300])
for form in ("md", "html"):
    text = tidings("brief", written[0]["story"], "--format", form, "--store", store).stdout
    check("in %s too" % form, "Written by the model good" in text, text[:300])
check("conflicts stay beside it, unresolved", any(b.get("conflicts") for b in found))

# ---- what it costs --------------------------------------------------------------------------------------------------
first = len(requests("good"))
tidings("run", "--once", "--config", conf, "--store", store)
check("nothing new, nobody asked", len(requests("good")) == first, (first, len(requests("good"))))
store = os.path.join(folder, "ferry.db")
tidings("run", "--once", "--config", ferry("ferry", FERRY[:2]), "--store", store)
check("a story of two reports is asked about once", len(requests("ferry")) == 1, len(requests("ferry")))
tidings("run", "--once", "--config", ferry("ferry", FERRY), "--store", store)
check("once more when a report is added", len(requests("ferry")) == 2, len(requests("ferry")))
check("and told with it", any("Ellery Lines" in s["text"] for b in briefs(store) for x in b["sections"] for s in x["sentences"]))
check("all requests bear the key", all(x["key"] == "Bearer " + KEY for x in [
    dict(x, key=x["key"].encode("latin-1").decode("utf-8")) for x in requests("good")]))
conf, store = configured("few.yaml", "tidings.yaml", "few", ", max_daily: 2"), os.path.join(folder, "few.db")
tidings("run", "--once", "--config", conf, "--store", store)
check("the day's requests are kept to", len(requests("few")) == 2 and sum(map(is_written, briefs(store))) == 2, len(requests("few")))
tidings("run", "--once", "--config", ferry("few", FERRY, ", max_daily: 2"), "--store", store)
check("over the end of the process", len(requests("few")) == 2 and sum(map(is_written, briefs(store))) == 2, len(requests("few")))

# ---- a kill in the middle ---------------------------------------------------------------------------------------------
conf, store = configured("slow.yaml", "tidings.yaml", "slow"), os.path.join(folder, "slow.db")
p = P.start("run", "--once", "--config", conf, "--store", store)
until(lambda: len(requests("slow")) >= 2, 30)
p.kill()
p.wait()
tidings("run", "--once", "--config", conf, "--store", store)
ids = [b["story"] for b in briefs(store)]
check("after a kill every story has its brief, once", len(ids) >= 4 and len(set(ids)) == len(ids) and
      sum(map(is_written, briefs(store))) == len(written), (len(ids), len(written)))

# ---- when it goes wrong ---------------------------------------------------------------------------------------------
conf, store = configured("bad.yaml", "tidings.yaml", '"401"'), os.path.join(folder, "bad.db")
p = tidings("run", "--once", "--config", conf, "--store", store)
check("an endpoint that refuses is told once", p.stderr.count("refuses the key") == 1, p.stderr)
found = briefs(store)
check("and there are briefs all the same", len(found) >= 4 and not any(map(is_written, found)))
check("that say why", "no model's brief: the endpoint" in tidings("brief", found[0]["story"], "--store", store).stdout)
clear = write("clear.yaml", open(conf).read().replace("{ file: key }", KEY))
p = tidings("check", clear, code=78)
check("a key in the configuration is refused, and not repeated", "file of its own" in p.stderr and KEY not in p.stderr, p.stderr)
check("the key was never printed", not any(KEY in x for x in said))
check("and is not in a store", not any(KEY.encode() in open(os.path.join(folder, x), "rb").read()
                                       for x in os.listdir(folder) if ".db" in x and "lock" not in x))

server.kill()
P.end()
