"""A sink: one file a record, in the folder of its options; a flush makes them durable."""
import json, os, sys

folder, waiting = "", []
for line in sys.stdin:
    m = json.loads(line)
    answer = {"done": m["call"]}
    if "open" in m:
        folder = m["open"]["options"]["folder"]
    elif "record" in m and m["record"].get("title", "").startswith("Refused"):
        answer.update(status="bad-input", error="the folder wants no such title")
    elif "record" in m:
        waiting.append(m["record"])
    elif "flush" in m:
        for r in waiting:
            with open(os.path.join(folder, r["id"] + ".json"), "w") as f:
                json.dump(r, f)
                f.flush()
                os.fsync(f.fileno())
        waiting = []
    print(json.dumps(answer), flush=True)
