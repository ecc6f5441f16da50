"""hub.py - a WebSub hub of tests, in the test's own process, on loopback.

    hub = Hub()                          # hub.url: what a feed names
    hub.how[topic] = "deny"              # verify (the default), sync: before it answers, deny, refuse: 503, silent: accept and do nothing more
    hub.of(topic)                        # the requests to subscribe to a topic: their forms, oldest first
    hub.ends(topic)                      # the requests to end that
    hub.push(topic, body)                # to the callback of the last one, signed; the status that it gets
"""
import hashlib, hmac, http.client, http.server, threading, urllib.parse

from loopback import Server


def ask(method, url, body=None, headers={}, timeout=30):
    """A request; its status and body."""
    u = urllib.parse.urlsplit(url)
    c = http.client.HTTPConnection(u.hostname, u.port, timeout=timeout)
    try:
        c.request(method, u.path + ("?" + u.query if u.query else ""), body, headers)
        r = c.getresponse()
        return r.status, r.read()
    finally:
        c.close()


class Hub:
    def __init__(self, lease=864000):
        self.lease, self.how, self.forms, self.answers = lease, {}, [], []
        hub = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = dict(urllib.parse.parse_qsl(body), type=self.headers["Content-Type"])
                hub.forms.append(form)
                how = hub.how.get(form["hub.topic"], "verify")
                if how == "sync":
                    hub.call(form, form["hub.mode"])
                self.send_response(503 if how == "refuse" else 202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if how in ("verify", "deny"):
                    threading.Thread(target=hub.call, args=(form, form["hub.mode"] if how == "verify" else "denied"), daemon=True).start()

            def log_message(self, *args):
                pass

        self.server = Server(Answer, "127.0.0.9")
        self.url = self.server.base + "/hub"

    def of(self, topic, mode="subscribe"):
        return [x for x in self.forms if x["hub.topic"] == topic and x["hub.mode"] == mode]

    def ends(self, topic):
        return self.of(topic, "unsubscribe")

    def call(self, form, mode, topic=None, **more):
        """What a hub asks at a callback: (status, body), also in `answers`."""
        fields = {"hub.mode": mode, "hub.topic": topic or form["hub.topic"]}
        if mode == "denied":
            fields["hub.reason"] = "no \x1b[31mroom"
        else:
            fields.update({"hub.challenge": "challenge & %d" % len(self.answers), "hub.lease_seconds": str(self.lease)})
        fields.update(more)
        answer = ask("GET", form["hub.callback"] + "?" + urllib.parse.urlencode(fields))
        self.answers.append((form["hub.topic"], mode, answer, fields.get("hub.challenge")))
        return answer

    def push(self, topic, body=b"<rss/>", method="sha256", signature=None, form=None):
        form = form or self.of(topic)[-1]
        digest = hmac.new(form["hub.secret"].encode(), body, method).hexdigest()
        said = signature if signature is not None else "%s=%s" % (method, digest)
        return ask("POST", form["hub.callback"], body, {"X-Hub-Signature": said, "Content-Type": "application/rss+xml"} if said else {})[0]
