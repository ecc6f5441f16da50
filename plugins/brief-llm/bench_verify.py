#!/usr/bin/env python3
"""How often does the verifier keep what is true and refuse what was spoilt?

  bench_verify.py --program build/release/tests/bench-verify --docs docs.jsonl [--refs refs.jsonl] [--part 1/3]
                  [--language en] [--show KIND]

docs.jsonl: {"id", "text"} a line.  Their sentences are taken as they stand (must be kept), shortened, joined, and spoilt
one way each (must be refused).  refs.jsonl: {"records", "summary"}: summaries by people, each sentence citing the four
sentences of its records that share most words with it (what share is kept is only told: they may say more than the
records).  --part k/n takes every n-th document from the k-th on, so that a part can be kept back.
"""
import argparse
import json
import random
import re
import subprocess

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--program", required=True)
ap.add_argument("--docs", required=True)
ap.add_argument("--refs")
ap.add_argument("--part", default="1/1")
ap.add_argument("--language", default="en")
ap.add_argument("--show")
ap.add_argument("--limit", type=int, default=4000)
A = ap.parse_args()
K, N = map(int, A.part.split("/"))
R = random.Random(7)


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(x) for x in f if x.strip()]


def sentences(text):
    out = []
    for paragraph in text.split("\n"):
        out += re.split(r"(?<=[.!?])[\"\u201d\u2019)]*\s+(?=[\"\u201c(A-Z\u00c0-\u024f\u0400-\u042f])", paragraph.strip())
    return [re.sub(r"\s+", " ", s) for s in out]


def is_usable(s):
    words = s.split()
    return 7 <= len(words) <= 45 and len(s) < 800 and s[-1] == "." and s.count('"') % 2 == 0 and not re.search(r"[<>{}`|\\^~#@]|://|www\.", s) \
        and s.count("\u201c") == s.count("\u201d")


docs = [d for i, d in enumerate(lines(A.docs)) if i % N == K - 1]
R.shuffle(docs)
pool = [(d["id"], s) for d in docs for s in sentences(d["text"]) if is_usable(s)][:A.limit]
NAMES = sorted({w for _, s in pool for w in re.findall(r"(?<=[a-z] )[A-Z][a-z]{4,}", s)})
cases = []  # (kind, must it be kept, said, cited...)


def add(kind, keep, said, *cited):
    cases.append((kind, keep, said, *cited))


def spoil(s):
    numbers = list(re.finditer(r"(?<![\w.,$-])\d{1,3}(?:,\d{3})*(?![\w,.-])", s))
    if numbers:
        m = R.choice(numbers)
        add("another figure", 0, s[:m.start()] + str(int(m.group().replace(",", "")) + R.choice([1, 3, 10, 40])) + s[m.end():], s)
    counts = [m for m in numbers if re.match(r" [a-z]{4,}", s[m.end():]) and not 1900 <= int(m.group().replace(",", "")) <= 2099]
    if len(counts) >= 2 and counts[0].group() != counts[1].group():
        a, b = counts[:2]
        add("two figures exchanged", 0, s[:a.start()] + b.group() + s[a.end():b.start()] + a.group() + s[b.end():], s)
    names = list(re.finditer(r"(?<=[a-z] )[A-Z][a-z]{4,}\b", s))
    if names:
        m, other = R.choice(names), R.choice(NAMES)
        if other not in s:
            add("another name", 0, s[:m.start()] + other + s[m.end():], s)
    if len(names) >= 2 and names[0].group() != names[-1].group():
        a, b = names[0], names[-1]
        add("two names exchanged", 0, s[:a.start()] + b.group() + s[a.end():b.start()] + a.group() + s[b.end():], s)
    first = re.match(r"[A-Z][a-z]{4,} (?=[a-z])", s)
    if first and R.random() < 0.3:
        other = R.choice(NAMES)
        if other not in s:
            add("another name first", 0, other + s[first.end() - 1:], s)
    aux = re.search(r"\b(is|was|were|are|has|have|had|will|can|did)\b (?!not\b)(?=[a-z])", s)
    if A.language == "en" and aux and not re.search(r"\b(not|no|never|without|n't|nor|neither|none|nothing|cannot)\b|n['\u2019]t\b", s):
        add("a negation gained", 0, s[:aux.end()] + "not " + s[aux.end():], s)
    nots = re.search(r"\b(not|never) (?!only)", s)
    if nots:
        add("a negation lost", 0, s[:nots.start()] + s[nots.end():], s)
    nt = re.search(r"\b(is|was|were|are|has|have|had|did|do|does|would|could)n['\u2019]t\b", s)
    if nt:
        add("a negation lost", 0, s[:nt.start()] + nt.group(1) + s[nt.end():], s)
    hedge = re.search(r"\b(may|could|might|allegedly|reportedly|possibly) ", s)
    if hedge and len(re.findall(r"\b(may|could|might|would|should|allegedly|reportedly|possibly|if|expected|likely)\b", s)) == 1:
        add("a hedge lost", 0, s[:hedge.start()] + s[hedge.end():], s)
    quote = re.search(r"([\"\u201c])([^\"\u201c\u201d]{12,})([\"\u201d])", s)
    if quote:
        words = quote.group(2).split()
        k = R.randrange(len(words))
        words[k] = R.choice(["never", "always", "people", "good", "later"])
        add("a quotation altered", 0, s[:quote.start(2)] + " ".join(words) + s[quote.end(2):], s)
    least = re.search(r"\b(at least|more than|about|nearly|up to) (?=\d)", s, re.I)
    if least and least.start() > 0:
        add("a bound lost", 0, s[:least.start()] + s[least.end():], s)


for i, (doc, s) in enumerate(pool):
    add("as it stands", 1, s, s)
    cut = s.rfind(", ")
    if cut > 40 and s[:cut].count('"') % 2 == 0 and s[:cut].count("\u201c") == s[:cut].count("\u201d") \
            and not re.search(r"\b(not|no|never|may|could|might|if|would)\b|n['\u2019]t", s[cut:]):
        add("shortened", 1, s[:cut] + ".", s)
    if i + 1 < len(pool) and pool[i + 1][0] == doc and len(s.split()) + len(pool[i + 1][1].split()) < 50:
        t = pool[i + 1][1]
        add("two joined", 1, s[:-1] + ", and " + t, s, t)
        if i % 2 == 0:
            add("another one cited", 0, s, t)
    spoil(s)

if A.refs:
    by_id = {d["id"]: d for d in docs}
    for ref in lines(A.refs):
        own = [s for r in ref["records"] if r in by_id for s in sentences(by_id[r]["text"]) if is_usable(s)]
        story = " ".join(own)
        for said in sentences(ref["summary"]):
            if not is_usable(said) or len(own) < 4:
                continue
            words = set(re.findall(r"\w{4,}", said.lower()))
            own.sort(key=lambda s: -len(words & set(re.findall(r"\w{4,}", s.lower()))))
            add("summaries by people", None, said, *own[:4], "=" + story)

given = "".join("%s\t%s\n" % (A.language, "\t".join(c[2:])) for c in cases)
out = subprocess.run([A.program], input=given, capture_output=True, text=True, check=True).stdout.splitlines()
assert len(out) == len(cases), (len(out), len(cases))
table, why = {}, {}
for case, line in zip(cases, out):
    verdict, piece = line.split("\t")
    row = table.setdefault(case[0], [0, 0, case[1]])
    row[0] += 1
    row[1] += verdict == "ok"
    if A.show == case[0] and (case[1] is None or (verdict == "ok") != bool(case[1])):
        print("%s [%s]\n  said  %s\n  cited %s" % (verdict, piece, case[2], " | ".join(case[3:])))
    if verdict != "ok":
        why.setdefault(case[0], {}).setdefault(verdict, 0)
        why[case[0]][verdict] += 1
for kind, (n, ok, keep) in table.items():
    if keep == 0:
        print("%-24s %5d, refused %5.1f %%" % (kind, n, 100 * (n - ok) / n))
    else:
        print("%-24s %5d, kept    %5.1f %%   %s" % (kind, n, 100 * ok / n, sorted(why.get(kind, {}).items(), key=lambda x: -x[1])[:6]))
