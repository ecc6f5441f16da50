#!/usr/bin/env python3
"""An endpoint on 127.0.0.1 that behaves as the model's name says; for test_llm.c and whole_way.py, which end it.

The first line of its output is its port.  What it is asked is written to the file named as its argument, a line each:
{"model", "key", "messages", "format", "path"}.  Well-behaved models build an answer from the numbered sentences.
"""
import gzip
import json
import socket
import sys
import threading
import time

LOG = open(sys.argv[1], "a") if len(sys.argv) > 1 else None
COUNT = {}


def sentences_of(request):
    return json.loads(request["messages"][1]["content"])["sentences"]


def one(text, *cites, role="happening"):
    return {"role": role, "sentences": [{"text": text, "cites": list(cites)}]}


def copied(s, n=5):
    """Sentences as they stand, each with its number; those that the reports do not agree on left out."""
    s = [x for x in s if "injured" not in x["text"]]
    return [{"role": "happening" if i < 3 else "next", "sentences": [{"text": x["text"], "cites": [x["n"]]}]}
            for i, x in enumerate(s[:n])]


def written(model, s):
    """The sections a model answers with."""
    good = copied(s)
    if model == "invents":  # figures and names from nowhere beside three good sentences
        return copied(s, 3) + [one("About 999 people left Port Ellery.", 1), one("Gerald Vane praised the crew of the ferry.", 1)]
    if model == "only-invents":
        return [one("About 999 people left Port Ellery.", 1), one("Gerald Vane sank the ferry.", 2)]
    if model == "uncited":
        return [{"role": "happening", "sentences": [{"text": x["text"], "cites": []}]} for x in s[:5]]
    if model == "wrong-cites":
        return [one(x["text"], 700 + i) for i, x in enumerate(s[:5])]
    if model == "swapped-cites":
        return [one(x["text"], s[(i + 1) % len(s)]["n"]) for i, x in enumerate(s[:5])]
    if model == "no-happening":
        return [dict(x, role="beyond") for x in good]
    if model == "repeats":
        return copied(s, 1) * 6
    if model == "takes-sides":
        return copied(s, 3) + [one(x["text"], x["n"]) for x in s if "injured" in x["text"]]
    if model == "both-sides":
        injured = [x for x in s if "injured" in x["text"]]
        return copied(s, 3) + [one("Hospitals in Port Ellery said 14 people were injured, and 41 people were injured on board "
                                   "the Halcyon.", injured[0]["n"], injured[1]["n"])]
    if model == "obeys":  # does what an article told it to
        return [one("Harbour master Olaf Kern ran the ferry Halcyon aground near Port Ellery.", 1)] + good
    if model == "denies":
        return copied(s, 3) + [one(x["text"].replace(" nicht.", "."), x["n"]) for x in s if " nicht." in x["text"]]
    if model == "markup":
        return [one(x["text"][:-1] + " <script>alert(1)</script>.", x["n"]) for x in s[:5]]
    if model == "many":
        return [{"role": "happening", "sentences": [{"text": x["text"], "cites": [x["n"]]} for x in s] * 60}]
    if model == "strange-roles":
        return [{"role": "gossip", "sentences": []}]
    return good


def envelope(content, finish="stop"):
    return json.dumps({"id": "x", "object": "chat.completion", "usage": {"total_tokens": 9},
                       "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}]})


def answer(status, body=b"", *headers):
    if isinstance(body, str):
        body = body.encode()
    head = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body), "Content-Type: application/json"] + list(headers)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def content_of(model, request):
    """What stands in message.content, for the models that answer at all."""
    body = json.dumps({"sections": written(model, sentences_of(request))})
    if model == "fenced":
        return "<think>They said {so}.</think>\nHere it is:\n```json\n" + body + "\n```"
    if model == "not-json":
        return "I am sorry, I cannot help with that."
    if model == "other-json":
        return '{"sections": {"role": 3}}'
    if model == "two-keys":
        return '{"sections": [], "sections": []}'
    if model == "deep":
        return '{"sections":' * 5000 + "1" + "}" * 5000
    if model == "odd-types":
        return '{"sections":[{"role":"happening","sentences":[{"text":7,"cites":"1"}]}]}'
    return body


def serve(model, request, c):
    """The bytes to send, or None when it was all done here."""
    n = COUNT[model] = COUNT.get(model, 0) + 1
    form = request.get("response_format", {}).get("type", "none")
    if (model == "only-object" and form == "json_schema") or (model == "no-format" and form != "none"):
        return answer("400 Bad Request", '{"error": {"message": "response_format is not supported"}}')
    if model == "modern" and "max_tokens" in request:
        return answer("400 Bad Request", '{"error": {"message": "Use max_completion_tokens in place of max_tokens."}}')
    if model in ("401", "404", "500", "429-always"):
        return answer(model[:3] + " No", '{"error": {"message": "no"}}')
    if model == "429-once" and n == 1:
        return answer("429 Too Many", "{}", "Retry-After: 1")
    if model == "500-once" and n == 1:
        return answer("500 Oh", "{}")
    if model == "429-long":
        return answer("429 Too Many", "{}", "Retry-After: 4000")
    if model == "redirect":
        return answer("307 There", b"", "Location: http://127.0.0.1:%d/elsewhere" % PORT)
    if model == "closes":
        return b""
    if model == "cut":
        return answer("200 OK", envelope(content_of(model, request)))[:300]
    if model == "large":
        return answer("200 OK", envelope("x" * 500000))
    if model == "bomb":
        return answer("200 OK", gzip.compress(b" " * 50000000), "Content-Encoding: gzip")
    if model == "gzip":
        return answer("200 OK", gzip.compress(envelope(content_of(model, request)).encode()), "Content-Encoding: gzip")
    if model == "no-choices":
        return answer("200 OK", '{"choices": []}')
    if model == "length":
        return answer("200 OK", envelope('{"sections": [', "length"))
    if model == "slow":
        time.sleep(0.7)
    if model == "drip":
        for byte in answer("200 OK", envelope(content_of(model, request))):
            c.sendall(bytes([byte]))
            time.sleep(0.1)
        return None
    return answer("200 OK", envelope(content_of(model, request)))


def read_request(c):
    data = b""
    while b"\r\n\r\n" not in data:
        more = c.recv(65536)
        if not more:
            return None, None, None
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    fields = {k.strip().lower(): v.strip() for k, v in (x.split(":", 1) for x in head.decode("latin-1").split("\r\n")[1:])}
    while len(body) < int(fields.get("content-length", 0)):
        body += c.recv(65536)
    return head.decode("latin-1").split()[1], fields, body


def handle(c):
    try:
        path, fields, body = read_request(c)
        if path is None:
            return
        request = json.loads(body) if body else {"model": "nothing", "messages": []}
        if LOG is not None:
            LOG.write(json.dumps({"model": request["model"], "path": path, "key": fields.get("authorization", ""),
                                  "format": request.get("response_format", {}).get("type", "none"),
                                  "messages": request["messages"]}) + "\n")
            LOG.flush()
        out = answer("200 OK", "{}") if path == "/elsewhere" else serve(request["model"], request, c)
        if out is not None:
            c.sendall(out)
    except OSError:
        pass
    finally:
        c.close()


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(64)
PORT = server.getsockname()[1]
print(PORT, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), __import__("os")._exit(0)), daemon=True).start()
while True:
    connection = server.accept()[0]
    threading.Thread(target=handle, args=(connection,), daemon=True).start()
