"""A stage: one note a record, with a tag; what was noted earlier is recalled after a restart."""
import json, sys

seen = 0
for line in sys.stdin:
    m = json.loads(line)
    if "recall" in m:
        seen += 1
    if "record" in m:
        seen += 1
        print(json.dumps({"note": {"tags": ["noted"], "reason": "record %d" % seen}}))
    drop = "record" in m and "Sports" in m["record"].get("title", "")
    print(json.dumps({"done": m["call"], "status": "drop", "error": "it is about sports"} if drop else {"done": m["call"]}), flush=True)
