#!/usr/bin/env python3
"""Many sources on many hosts, over minutes of a clock that goes faster: what each host gets, each source, and each domain
that has refused, and how even it is.

  crowd.py --tidings build/release/tidings --shim build/release/tests/clock_shift.so          500 sources
  crowd.py ... --long                                                      10,000, a quarter of an hour in a minute and a half

Five sources are on each host name; the 100 names are of 30 registrable domains (the long form: 2,000 of 600), and two hosts of
every tenth domain answer 429 once.  The clock is hastened when the program has opened its workers.  Names and servers are
the test's own, so it runs in namespaces; where the kernel gives none it is left out, and says so.  Exit 0 when all holds.
"""
import calendar, collections, os, signal, subprocess, sys, time

from loopback import Clock, name_server, namespaces, set_up_names, Web
from program import arguments, lines, Program, until

ap = arguments(__doc__)
ap.add_argument("--shim", required=True, help="tests/clock_shift.c, compiled")
ap.add_argument("--long", action="store_true", help="10,000 sources")
ap.add_argument("--inside", action="store_true", help="we are in the new namespaces")
P = Program("crowd", ap)
A, check = P.arguments, P.check

SOURCES, HOSTS, DOMAINS, SPEED = (10000, 2000, 600, 10) if A.long else (500, 100, 30, 60)
EVERY, DELAY, LENGTH, RETRY = 300, 40, 900 if A.long else 660, 120  # seconds of the clock; the short form takes longer on a busy machine
NOISE = 0.3 * SPEED  # what a server sees may be so much later, in real time, than what the program does
BUCKET = 1 if A.long else 20  # seconds: 33 polls are due in them, in both forms
ITEM = "<item><title>T</title><guid isPermaLink='false'>%s</guid><description>The ferry sailed again on Monday, the office said.</description></item>"


def domain(host):
    return host.split(".", 1)[1]


def measure():
    prefix = set_up_names(P.folder)
    name_server(addresses=lambda name, kind, nth: ("127.1.%d.%d" % divmod(int(name[1:name.index(".")]), 250),) if kind == 1 else ())
    refused, asked = {}, collections.Counter()  # host -> when it said 429

    def answer(host, path):
        asked[host] += 1
        if host in limited and host not in refused and asked[host] == 6:  # all of it has been polled once
            refused[host] = time.monotonic()
            return 429, {"Retry-After": "%d" % RETRY}, b"no"
        return 200, {"Content-Type": "application/rss+xml", "ETag": '"a"'}, ("<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % (ITEM % (host + path))).encode()

    web = Web(answer)
    hosts = ["h%d.d%d.example" % (i, i % DOMAINS) for i in range(HOSTS)]
    limited = {x for x in hosts if int(domain(x)[1:].split(".")[0]) % 10 == 0 and int(x[1:x.index(".")]) < 2 * DOMAINS}
    conf, store = P.path("c.yaml"), P.path("c.db")
    with open(conf, "w") as f:
        f.write("version: 1\npipeline: []\nfetch: { allow_private: true, hosts: { delay: %ds }, interval: { min: %ds, max: %ds } }\nsources:\n" % (DELAY, EVERY, EVERY))
        for i in range(SOURCES):
            f.write("  - { id: s%d, url: \"http://%s:%d/%d\", parse: feed, every: %ds }\n" % (i, hosts[i % HOSTS], web.port, i, EVERY))
    clock = Clock(P.folder, A.shim, P.env)
    with open(P.path("log"), "wb") as log:
        p = subprocess.Popen(prefix + [A.tidings, "run", "--config", conf, "--store", store], env=clock.env, stdout=log, stderr=log)
    until(lambda: web.log or p.poll() is not None, 60)
    time.sleep(2)
    web.take()
    clock.hasten(SPEED)
    began = clock.now()
    time.sleep(LENGTH / SPEED)
    until(lambda: A.long or len(web.log) >= 2 * SOURCES, 60)
    p.send_signal(signal.SIGTERM)
    p.wait(60)
    log, said = [(clock.at(x.at) - began, x.host, x.path) for x in web.take()], {k: clock.at(v) - began for k, v in refused.items()}
    clock.hasten(1)
    told = subprocess.run([A.tidings, "sources", "--behaviour", "--json", "--config", conf, "--store", store], env=clock.env, capture_output=True, text=True)
    states = subprocess.run([A.tidings, "sources", "--json", "--store", store], env=clock.env, capture_output=True, text=True)
    judge(sorted(log), web.most, said, limited, lines(told.stdout), lines(states.stdout))


def judge(log, most, refused, limited, card, states):
    length = log[-1][0]
    by_source, by_host, by_domain = collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(list)
    for t, host, path in log:
        by_source[path].append(t)
        by_host[host].append(t)
        by_domain[domain(host)].append(t)
    gaps = lambda times: [b - a for a, b in zip(times, times[1:])]
    check("each source is polled: %d polls of %d sources" % (len(log), SOURCES), len(by_source) == SOURCES and len(log) >= 1.5 * SOURCES, len(by_source))
    check("no host has two requests at a time", max(most.values()) == 1, most.most_common(3))
    short = [x for x in by_host.values() if min(gaps(x), default=DELAY) < DELAY - NOISE]
    check("no host is asked twice within its delay, as its server sees it", not short, short[:3])
    early = [x for x in by_source.values() if min(gaps(x), default=EVERY) < EVERY - NOISE]
    check("no source is polled early, as its server sees it", not early, early[:3])
    check("nor does the program know of any misdeed of its own", len(card) == SOURCES and not any(v for x in card for k, v in x.items() if k != "id"), [x for x in card if any(v for k, v in x.items() if k != "id")][:3])
    groups = [(d, sorted(refused[x] for x in limited if domain(x) == d and x in refused)) for d in {domain(x) for x in limited}]
    learned = [(d, at[1]) for d, at in groups if len(at) == 2 and at[1] - at[0] < 600 - NOISE and at[1] < length]
    check("domains learn from two hosts that refuse: %d" % len(learned), len(learned) >= len(groups) // 2, groups[:3])
    during = [(d, [t - at for t in by_domain[d] if at + NOISE < t < at + RETRY - NOISE]) for d, at in learned]
    check("none of their hosts is asked while they wait", not any(x for _, x in during), [x for x in during if x[1]][:3])
    close = [(d, at) for d, at in learned if min(gaps([t for t in by_domain[d] if t > at + NOISE]), default=DELAY) < DELAY - NOISE]
    check("and after that no two of them within the delay of one", not close, close[:3])
    # by the program's clock: a server that is held up for a moment sees bursts
    last = collections.Counter(int(calendar.timegm(time.strptime(x["last_attempt"][:19], "%Y-%m-%dT%H:%M:%S")) // BUCKET) for x in states if x["last_attempt"])
    mean = SOURCES * BUCKET / EVERY
    check("no %s has more than three times the mean of %.0f: at most %d" % ("second" if BUCKET == 1 else "%d seconds" % BUCKET, mean, max(last.values())), max(last.values()) <= 3 * mean, last.most_common(5))


if A.inside:
    measure()
else:
    how = namespaces()
    if how is None:
        print("left out: this needs real names, and this kernel gives no namespaces")
    else:
        done = subprocess.run([*how, sys.executable, os.path.abspath(__file__), "--tidings", A.tidings, "--shim", A.shim, "--inside"] + ["--long"] * A.long, env=P.env)
        check("all of it (see above)", done.returncode == 0, done.returncode)
P.end()
