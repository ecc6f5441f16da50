"""A fetcher: each file of a folder that it was granted is a document; also bytes that are no text."""
import base64, json, os, sys

for line in sys.stdin:
    m = json.loads(line)
    answer = {"done": m["call"]}
    if "request" in m:
        url = m["request"]["url"]
        name = url.split(":", 1)[1]
        try:
            if os.path.isdir(name):
                for i in sorted(os.listdir(name)):
                    print(json.dumps({"request": {"url": "box:" + os.path.join(name, i), "as": m["request"].get("as", "box"), "repeat": "never"}}))
                print(json.dumps({"document": {"url": url, "media_type": "text/x-box-list", "status": 200, "text": ""}}))
            else:
                body = open(name, "rb").read()
                print(json.dumps({"document": {"url": url, "media_type": "text/x-box", "status": 200, "base64": base64.b64encode(body).decode()}}))
        except OSError as e:
            answer.update(status="denied", error="%s: %s" % (name, e.strerror))
    print(json.dumps(answer), flush=True)
