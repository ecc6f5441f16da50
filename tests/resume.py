#!/usr/bin/env python3
"""What was interrupted is taken up again by whom it belongs to, and what failed before is not forgotten.

  resume.py --tidings build/release/tidings

An import is killed at chosen moments and given again; a source is taken out of the configuration while the articles
behind its items are not read yet; a server asks an import for patience.  Exit 0 when all holds.
"""
import http.server, json, os, signal, sqlite3, threading, time

from loopback import Server
from program import arguments, Program, until

ap = arguments(__doc__)
P = Program("resume", ap)
check, path, write, tidings, start = P.check, P.path, P.write, P.run, P.start


def status(store):
    p = tidings("status", "--json", "--store", store)
    return json.loads(p.stdout) if p.returncode in (0, 3) and p.stdout else {}


def stop_workers(p, component):
    """Those of a component, as soon as there are some: what waits for them goes no further."""
    def look():
        found = False
        for pid in os.listdir("/proc"):
            try:
                if pid.isdigit() and int(open("/proc/%s/stat" % pid).read().rsplit(")", 1)[1].split()[1]) == p.pid:
                    if open("/proc/%s/cmdline" % pid).read().split("\0")[3:4] == [component]:
                        os.kill(int(pid), signal.SIGSTOP)
                        found = True
            except OSError:
                pass
        return found
    return until(look)


def stored(store):
    p = tidings("export", "--format", "jsonl", "--store", store)
    return [r.get("native_id") or r.get("guid") for r in map(json.loads, p.stdout.splitlines())]


# ---- what failed in an earlier part -------------------------------------------------------------------------------
def lines(n, name):
    return "".join(json.dumps({"id": "%s-%d" % (name, i), "text": "The ferry %s made its journey %d, and was late again. " % (name, i) * 3}) + "\n" for i in range(n))


write("pile/0.jsonl", "{\"id\": \"broken\", this is no JSON\n" + lines(20, "a"))
write("pile/1.jsonl", lines(700, "b"))
every = sorted(["a-%d" % i for i in range(20)] + ["b-%d" % i for i in range(700)])
store = path("all-read.db")
p = start("import", "--store", store, path("pile"))
stop_workers(p, "story")  # everything is read, but the import cannot end
read = until(lambda: status(store).get("records") == len(every))
time.sleep(0.3)
p.kill()
p.wait()
check("an import that had read everything is killed before its end", read, status(store))
p = tidings("import", "--store", store, path("pile"))
check("the same import reads nothing again, and tells what failed in its earlier part", p.returncode == 3 and p.stdout.startswith("0 documents") and
      "1 in quarantine" in p.stdout and "earlier parts" in p.stdout, (p.returncode, p.stdout, p.stderr))
check("every document is stored once", sorted(stored(store)) == every, len(stored(store)))
p = tidings("import", "--store", store, path("pile"))
check("when it is given once more it begins anew", p.returncode == 3 and "720 unchanged" in p.stdout and "earlier parts" not in p.stdout, (p.returncode, p.stdout))

store = path("half-read.db")
p = start("import", "--quiet", "--store", store, path("pile"))
until(lambda: status(store).get("quarantined", 0) > 0 or p.poll() is not None)
p.kill()
killed = p.wait() == -signal.SIGKILL
p = tidings("import", "--json", "--store", store, path("pile"))
told = json.loads(p.stdout) if p.stdout else {}
check("a part that goes on where a killed one failed is no success", not killed or (p.returncode == 3 and told.get("quarantined") == 1), (p.returncode, p.stdout))
check("and every document is stored once here too", sorted(stored(store)) == every, len(stored(store)))

os.mkdir(path("empty"))
store = path("empty.db")
p = tidings("import", "--store", store, path("empty"))
check("an import of nothing is none", p.returncode == 4, (p.returncode, p.stdout))

# ---- servers ------------------------------------------------------------------------------------------------------
asked, patience, closed = [], {"now": None}, threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a):
        pass

    def answer(self, status, body, kind="text/html; charset=utf-8", **headers):
        self.send_response(status)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        asked.append(self.path)
        if self.path == "/feed":
            return self.answer(200, "<rss version='2.0'><channel><title>F</title><link>%s/</link><description>d</description>%s</channel></rss>" % (
                base, "".join("<item><title>Item %d</title><guid isPermaLink='false'>item-%d</guid><link>%s/page/%d</link></item>" % (i, i, base, i)
                              for i in range(5))), "application/rss+xml", ETag="\"one\"")
        if self.path.startswith("/page/"):
            if closed.is_set():
                time.sleep(20)
            body = "".join("<p>Report %s, paragraph %d: the ferry sailed at %d o'clock, said the pilot, and nobody had expected it to.</p>" % (self.path, i, i)
                           for i in range(5))
            return self.answer(200, "<html><head><title>%s</title></head><body><article><h1>The ferry %s</h1>%s</article></body></html>" % (self.path, self.path, body))
        if patience["now"] is not None:
            wait, patience["now"] = patience["now"], None
            return self.answer(503, "later", Retry_After=str(wait))
        return self.answer(200, "{\"id\": \"patient\", \"text\": \"What came after the server had asked for patience.\"}\n", "application/x-tidings-record+json")


server = Server(Handler)
base = server.base
HEAD = "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n"

# ---- a server asks for patience -----------------------------------------------------------------------------------
conf = write("plain.yaml", HEAD)
patience["now"] = 1
p = tidings("import", "--config", conf, "--store", path("patient.db"), base + "/short")
check("an import waits for a server that asks for a second", p.returncode == 0 and stored(path("patient.db")) == ["patient"], (p.returncode, p.stdout, p.stderr))
patience["now"] = 4000
p = tidings("import", "--config", conf, "--store", path("later.db"), base + "/long", timeout=40)
check("it does not wait for one that asks for an hour, and says so", p.returncode == 3 and "left for the next run" in p.stdout, (p.returncode, p.stdout, p.stderr))
del asked[:]
p = tidings("import", "--config", conf, "--store", path("later.db"), base + "/long", timeout=40)
check("nor does the same command ask before the hour is over", p.returncode == 3 and asked == [], (p.returncode, asked, p.stdout, p.stderr))


def let_time_pass(store):
    """What is due later is due now."""
    db = sqlite3.connect(store)
    db.execute("UPDATE task SET due = 1 WHERE state = 0")
    db.execute("UPDATE lane SET head = 1 WHERE head IS NOT NULL")
    db.execute("DELETE FROM host")
    db.commit()
    db.close()


let_time_pass(path("later.db"))
p = tidings("import", "--config", conf, "--store", path("later.db"), base + "/long", timeout=40)
check("then it asks, and ends", p.returncode == 0 and stored(path("later.db")) == ["patient"], (p.returncode, asked, p.stdout, p.stderr))

# ---- a source is taken out before its articles are read -----------------------------------------------------------
other = write("other.xml", "<rss version='2.0'><channel><title>O</title><link>http://o.example/</link><description>d</description><item><title>Other</title>"
              "<guid isPermaLink='false'>other</guid><description>Something else that happened, told at some length.</description></item></channel></rss>")
with_it = write("with.yaml", HEAD + "  - { id: news, url: \"%s/feed\", parse: feed, full_text: { parse: article } }\n" % base)
without = write("without.yaml", HEAD + "  - { id: other, url: \"file://%s\", parse: feed }\n" % other)
store = path("sources.db")
closed.set()
p = start("run", "--once", "--config", with_it, "--store", store)
until(lambda: any(x.startswith("/page/") for x in asked))
p.kill()
p.wait()
closed.clear()
del asked[:]
p = tidings("run", "--once", "--config", without, "--store", store)
check("what a removed source named is not read in its absence, nor lost", p.returncode == 0 and asked == [] and stored(store) == ["other"], (p.returncode, asked, stored(store), p.stdout, p.stderr))
check("and nothing is in quarantine for it", status(store).get("quarantined") == 0, status(store))
let_time_pass(store)
p = tidings("run", "--once", "--config", with_it, "--store", store)
check("when the source is back its articles are read", sorted(stored(store)) == ["item-%d" % i for i in range(5)] + ["other"], (p.returncode, asked, stored(store), p.stdout, p.stderr))

P.end()
