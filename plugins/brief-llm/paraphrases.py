#!/usr/bin/env python3
"""What of a model's own words is kept: 40 true and 60 false sentences on ten stories a set, through the program.

  paraphrases.py --tidings build/release/tidings --source . [--set FILE]...

A set has stories and what is said of each: the true sentences say a report's sentence in other words; the false ones change its role, stage,
polarity, figure, place or name, or do what an article asked its reader to write.  They were written before anybody who wrote them had read the
verifier.  An endpoint of this script answers each request with two of the reports' own sentences and one of these.  Bars: at most one false
sentence in ten is kept, at least seven true ones in ten.  Each check prints a line; exit 0 when all hold.  Needs no network but loopback.
"""
import collections
import http.server
import json
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests"))
from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
ap.add_argument("--set", action="append", help="a file of stories; else those beside this script")
P = Program("llm-paraphrases", ap)
A, check, write = P.arguments, P.check, P.write
SETS = A.set or [os.path.join(A.source, "plugins/brief-llm", x) for x in ("paraphrases.jsonl", "paraphrases_2.jsonl", "paraphrases_3.jsonl",
                                                                              "paraphrases_4.jsonl")]

TRUE_KEPT = {"paraphrases": 33, "paraphrases_2": 36, "paraphrases_3": 32, "paraphrases_4": 30}  # what was reached, less one


def story_of(stories, sentences):
    """The story that most of the numbered sentences are of."""
    return max(stories, key=lambda s: sum(x["text"] in r["text"] for x in sentences for r in s["reports"]))


def answer(said, sentences):
    """Two sentences as they stand, and the one of this round with what it is said to rest on."""
    of = [x["n"] for x in sentences if any(x["text"].startswith(o) for o in said["of"])] or [sentences[0]["n"]]
    copies = [x for x in sentences if x["n"] not in of][:2]
    return {"sections": [{"role": "happening", "sentences": [{"text": said["text"], "cites": of}] + [
        {"text": x["text"], "cites": [x["n"]]} for x in copies]}]}


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sentences = json.loads(request["messages"][1]["content"])["sentences"]
        story, k = story_of(self.server.stories, sentences), int(request["model"])
        self.server.asked[story["story"], k] += 1
        content = json.dumps(answer(story["said"][k], sentences))
        body = json.dumps({"id": "x", "object": "chat.completion", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def kept_of(name, stories, endpoint):
    """(story, number) of what stands in the briefs."""
    kept = set()
    write(name + ".jsonl", "".join(json.dumps(dict(r, id="%s%d" % (s["story"], i), language=s["language"])) + "\n"
                                   for s in stories for i, r in enumerate(s["reports"])))
    for k in range(max(len(s["said"]) for s in stories)):
        conf = write("%s-%d.yaml" % (name, k), """version: 1
sources: [{ id: wire, url: "file:%s.jsonl", parse: record }]
pipeline: [dedupe, story, { llm: { endpoint: "http://127.0.0.1:%d/v1", model: "%d", api_key: { file: key } } }]
""" % (name, endpoint.server_port, k))
        store = P.path("%s-%d.db" % (name, k))
        P.expect("run", "--once", "--config", conf, "--store", store, code=0)
        for b in lines(P.expect("brief", "--all", "--json", "--store", store, code=0).stdout):
            sentences = [s for section in b["sections"] for s in section["sentences"]]
            story = story_of(stories, sentences)
            if any(s["text"] == story["said"][k]["text"] for s in sentences):
                kept.add((story["story"], k))
    return kept


def measure(name, stories):
    endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    endpoint.stories, endpoint.asked = stories, collections.Counter()
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    kept = kept_of(name, stories, endpoint)
    endpoint.shutdown()
    right, all_of = collections.Counter(), collections.Counter()
    for s in stories:
        for k, x in enumerate(s["said"]):
            good = ((s["story"], k) in kept) == x["true"]
            for group in ("true" if x["true"] else "false", "kind " + x["kind"], "language " + s["language"]):
                right[group] += good
                all_of[group] += 1
            if not good:
                print("     %s, %s: %s" % ("lost" if x["true"] else "kept", x["kind"], x["text"]))
    for group in sorted(all_of):
        print("     %-16s right %d of %d" % (group, right[group], all_of[group]))
    check("%s: every story is asked about once in each round" % name,
          endpoint.asked == {(s["story"], k): 1 for s in stories for k in range(len(s["said"]))}, endpoint.asked)
    false_kept = all_of["false"] - right["false"]
    check("%s: at most one false sentence in ten is kept: %d of %d" % (name, false_kept, all_of["false"]), 10 * false_kept <= all_of["false"])
    least = TRUE_KEPT.get(name, 7 * all_of["true"] / 10)
    check("%s: at least %d true ones are kept: %d of %d" % (name, least, right["true"], all_of["true"]), right["true"] >= least)


write("key", "k\n")
for path in SETS:
    measure(os.path.splitext(os.path.basename(path))[0], lines(open(path, encoding="utf-8").read()))
P.end()
