#!/usr/bin/env python3
"""numbers.py SOURCE - the limits that the pages for authors tell are those of the code.

Each row of TOLD is a constant, the file that has it, and a phrase of a page in which its value stands as {}.  A constant that is
gone, or a page that says another number, is a fault.  Exit 0 when all agree.
"""
import os, re, sys

source = sys.argv[1]
ENTRY, FETCHER, PARSER, STAGE, BRIEF, SINK, STORE, PROGRAM = ("docs/writing-a-plugin.md", *("docs/plugins/%s.md" % x for x in (
    "fetcher", "parser", "stage", "brief", "sink", "store", "program")))
POOL, FRAME, NEWS, FOLLOW, CONSUME, SERVICES = ("core/engine/pool.h", "core/worker/frame.h", "core/news/news.h", "core/engine/settle_priv.h",
                                                "core/engine/consume.h", "core/engine/pools.c")
TOLD = [  # constant, file, how it is written, (page, phrase)...
    ("POOL_MAX_RECORDS", POOL, "count", (FETCHER, "{} records, 64 MiB"), (PARSER, "{} records, 64 MiB"), (STAGE, "{} notes"), (PROGRAM, "({} and 64 MiB")),
    ("POOL_MAX_REPLY", POOL, "bytes", (FETCHER, "20,000 records, {}"), (PARSER, "20,000 records, {}"), (STAGE, "20,000 notes, {}"), (PROGRAM, "20,000 and {}"), (BRIEF, "660 s; {}")),
    ("POOL_DEADLINE_MS", POOL, "ms", (PARSER, "a call: {} ("), (STAGE, "a call: {} ("), (BRIEF, "a call: {} and"), (SINK, "a call: {} and"), (PROGRAM, "of a call ({},")),
    ("POOL_MAX_DOCUMENTS", POOL, "count", (PARSER, "after {} documents it is replaced"), (BRIEF, "{} stories, then it is replaced")),
    ("FETCH_DEADLINE_MS", SERVICES, "ms", (FETCHER, "a call: {}, or twice"), (PROGRAM, "of a fetcher {}")),
    ("FETCH_DEPTH", SERVICES, "count", (FETCHER, "With `pump` {} requests")),
    ("NET_BRIEF_DEADLINE_MS", SERVICES, "ms", (BRIEF, "with `TDG_NEEDS_NET` {};")),
    ("REC_MAX_DOCUMENT", "core/record/rec.h", "bytes", (PARSER, "one record: {}")),
    ("REC_MAX_DEPTH", "core/record/rec.h", "count", (PARSER, "{} groups deep")),
    ("DECODE_HEAD", "core/worker/decode.h", "bytes", (PARSER, "first {} of its body")),
    ("DECODE_PAGE_HEAD", "core/worker/decode.h", "bytes", (PARSER, "with {}: scripts and styles")),
    ("ROUTE_MAX_CANDIDATES", "core/engine/parse.h", "count", (PARSER, "the first {})")),
    ("FOLLOW_MAX_LISTS", FOLLOW, "count", (PARSER, "At most {} for one source")),
    ("FOLLOW_MAX_DEPTH", FOLLOW, "count", (PARSER, "{} deep")),
    ("FOLLOW_MAX_PAGES", FOLLOW, "count", (PARSER, "{} per poll")),
    ("JOIN_MAX_PAGES", NEWS, "count", (PARSER, "{} pages at most")),
    ("FOLD_MAX_NOTES", NEWS, "count", (STAGE, "{} notes laid over it")),
    ("FOLD_MAX_VALUES", NEWS, "count", (STAGE, "{} values")),
    ("FOLD_MAX_BYTES", NEWS, "bytes", (STAGE, "{} added to its lists")),
    ("CONF_MAX_COMPONENTS", "core/conf/conf.h", "count", (STAGE, "A pipeline: {} stages")),
    ("BATCH_RECORDS", CONSUME, "count", (STAGE, "up to {} records"), (SINK, "up to {} records")),
    ("BATCH_STORIES", CONSUME, "count", (BRIEF, "up to {} together")),
    ("BATCH_STORIES_NET", CONSUME, "count", (BRIEF, "({} with the network)")),
    ("STORY_MAX_MEMBERS", NEWS, "count", (BRIEF, "the first {} by time")),
    ("MAX_WAIT_MS", "core/engine/consume_sink.c", "minutes", (SINK, "... {}, and in each run")),
    ("FIRST_REST_MS", "core/engine/consume_sink.c", "ms", (SINK, "after {}, 2 s")),
    ("TDG_MAX_REFUSED", "include/tidings/store.h", "count", (SINK, "{} records for each sink"), (STORE, "{} refused records")),
    ("TDG_MAX_VALUES", "include/tidings/store.h", "count", (STORE, "{} values of one component")),
    ("TDG_STATE_MAX_KEYS", "include/tidings/ext/state.h", "count", (PARSER, "{} keys of 4 KiB")),
    ("TDG_STATE_MAX_VALUE", "include/tidings/ext/state.h", "bytes", (PARSER, "64 keys of {}")),
    ("TDG_MAX_REQUEST_BODY", "include/tidings/kit/http_header.h", "bytes", (PARSER, "`TDG_BODY` ({})")),
    ("FRAME_MAX_LOGS", FRAME, "count", (ENTRY, "{} log lines per call"), (PROGRAM, "{} for each call, the rest is dropped")),
    ("MAX_ATTEMPTS", "core/engine/settle.c", "word", (FETCHER, "tried {} times in all")),
    ("BRIDGE_MAX_LINE", "core/worker/bridge.h", "bytes", (PROGRAM, "an output line of {}")),
    ("BRIDGE_MAX_LINES", "core/worker/bridge.h", "count", (PROGRAM, "and {} other lines")),
    ("MAX_WORDS", "core/conf/programs.c", "count", (PROGRAM, "{} words in `command`")),
]
WORDS = {2: "two", 3: "three", 4: "four"}


def size(n):
    for unit, power in (("MiB", 20), ("KiB", 10)):
        if n % (1 << power) == 0:
            return "%d %s" % (n >> power, unit)
    return "%d bytes" % n


WRITTEN = {"count": lambda n: "{:,}".format(n), "bytes": size, "ms": lambda n: "%d s" % (n // 1000), "minutes": lambda n: "%d min" % (n // 60000), "word": WORDS.get}
broken = []


def value(name, path):
    text = re.sub(r"/\*.*?\*/", "", open(os.path.join(source, path)).read(), flags=re.S)
    m = re.search(r"\b%s\s*=\s*([0-9 *<()+-]+)[,;}\n]" % name, text)
    if m is None:
        broken.append("%s is not in %s: where is it now?" % (name, path))
        return None
    return eval(m[1])


pages = {}
for name, path, how, *phrases in TOLD:
    n = value(name, path)
    for page, phrase in phrases if n is not None else ():
        text = pages.setdefault(page, " ".join(open(os.path.join(source, page), encoding="utf-8").read().split()))
        if phrase.replace("{}", WRITTEN[how](n)) not in text:
            broken.append("%s does not say: %s (%s of %s)" % (page, phrase.replace("{}", WRITTEN[how](n)), name, path))
for line, what in (("512u << 20", "512 MiB"), ("16u << 20, 100", "16 MiB")):  # FRAME_LIMITS_DEFAULT: memory, a decoded body
    if line not in open(os.path.join(source, FRAME)).read() or any(what not in open(os.path.join(source, p)).read() for p in (FETCHER, PARSER)):
        broken.append("the default limits of %s are not those of the pages: %s" % (FRAME, what))
for line in broken:
    print(line)
print("%d numbers, %d faults" % (sum(len(x) - 3 for x in TOLD), len(broken)))
sys.exit(1 if broken else 0)
