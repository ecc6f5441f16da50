"""A parser of what maildir.py fetches: tells which member the body came in."""
import base64, json, sys

for line in sys.stdin:
    m = json.loads(line)
    if "document" in m:
        d = m["document"]
        how = "text" if "text" in d else "base64"
        size = len(d["text"].encode() if how == "text" else base64.b64decode(d["base64"]))
        print(json.dumps({"record": {"title": "%s of %d bytes" % (how, size), "url": "https://box.example/%d" % size, "text": "It came as %s." % how}}))
    print(json.dumps({"done": m["call"]}), flush=True)
