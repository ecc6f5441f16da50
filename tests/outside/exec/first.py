"""A brief plugin: the first paragraph of the first member."""
import json, sys

for line in sys.stdin:
    m = json.loads(line)
    if "story" in m:
        r = m["story"]["members"][0]
        text = r["blocks"][0]["text"]
        sentence = {"text": text, "record": r["id"], "block": 0, "start": 0, "end": len(text.encode())}
        print(json.dumps({"brief": {"title": r["title"], "sections": [{"role": "what", "sentences": [sentence]}]}}))
    print(json.dumps({"done": m["call"]}), flush=True)
