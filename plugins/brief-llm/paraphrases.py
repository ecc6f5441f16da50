#!/usr/bin/env python3
"""What of a model's own words is kept: 40 true and 60 false sentences on ten stories, through the program.

  paraphrases.py --tidings build/release/tidings --source .

paraphrases.jsonl has the stories and what is said of each: the true sentences say a report's sentence in other words; the false ones change
its role, stage, polarity, figure, place or name, or do what an article asked its reader to write.  They were written before anybody who wrote them
had read the verifier.  An endpoint of this script answers each request with two of the reports' own sentences and one of these.  Bars: at most one
false sentence in ten is kept, at least seven true ones in ten.  Each check prints a line; exit 0 when all hold.  Needs no network but loopback.
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
P = Program("llm-paraphrases", ap)
A, check, write = P.arguments, P.check, P.write
STORIES = lines(open(os.path.join(A.source, "plugins/brief-llm/paraphrases.jsonl"), encoding="utf-8").read())
ROUNDS = max(len(s["said"]) for s in STORIES)
asked = collections.Counter()


def story_of(sentences):
    """The story that most of the numbered sentences are of."""
    return max(STORIES, key=lambda s: sum(x["text"] in r["text"] for x in sentences for r in s["reports"]))


def answer(model, sentences):
    """Two sentences as they stand, and the one of this round with what it is said to rest on."""
    story = story_of(sentences)
    said = story["said"][int(model)]
    asked[story["story"], int(model)] += 1
    of = [x["n"] for x in sentences if any(x["text"].startswith(o) for o in said["of"])] or [sentences[0]["n"]]
    copies = [x for x in sentences if x["n"] not in of][:2]
    return {"sections": [{"role": "happening", "sentences": [{"text": said["text"], "cites": of}] + [
        {"text": x["text"], "cites": [x["n"]]} for x in copies]}]}


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        content = json.dumps(answer(request["model"], json.loads(request["messages"][1]["content"])["sentences"]))
        body = json.dumps({"id": "x", "object": "chat.completion", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
threading.Thread(target=endpoint.serve_forever, daemon=True).start()
write("reports.jsonl", "".join(json.dumps(dict(r, id="%s%d" % (s["story"], i), language=s["language"])) + "\n"
                               for s in STORIES for i, r in enumerate(s["reports"])))
write("key", "k\n")
kept = set()
written = 0
for k in range(ROUNDS):
    conf = write("round%d.yaml" % k, """version: 1
sources: [{ id: wire, url: "file:reports.jsonl", parse: record }]
pipeline: [dedupe, story, { llm: { endpoint: "http://127.0.0.1:%d/v1", model: "%d", api_key: { file: key } } }]
""" % (endpoint.server_port, k))
    store = P.path("round%d.db" % k)
    P.expect("run", "--once", "--config", conf, "--store", store, code=0)
    for b in lines(P.expect("brief", "--all", "--json", "--store", store, code=0).stdout):
        sentences = [s for section in b["sections"] for s in section["sentences"]]
        written += "generator" in b
        story = story_of(sentences)
        if any(s["text"] == story["said"][k]["text"] for s in sentences):
            kept.add((story["story"], k))
endpoint.shutdown()

right, all_of = collections.Counter(), collections.Counter()
for s in STORIES:
    for k, x in enumerate(s["said"]):
        good = ((s["story"], k) in kept) == x["true"]
        for name in ("true" if x["true"] else "false", "kind " + x["kind"], "language " + s["language"]):
            right[name] += good
            all_of[name] += 1
        if not good:
            print("     %s, %s: %s" % ("lost" if x["true"] else "kept", x["kind"], x["text"]))
for name in sorted(all_of):
    print("     %-16s right %d of %d" % (name, right[name], all_of[name]))
check("every story is asked about once in each round",
      asked == {(s["story"], k): 1 for s in STORIES for k in range(len(s["said"]))}, asked)
false_kept = all_of["false"] - right["false"]
check("at most one false sentence in ten is kept: %d of %d" % (false_kept, all_of["false"]), 10 * false_kept <= all_of["false"])
check("at least seven true ones in ten are kept: %d of %d" % (right["true"], all_of["true"]), 10 * right["true"] >= 7 * all_of["true"])
P.end()
