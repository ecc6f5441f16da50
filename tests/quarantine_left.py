#!/usr/bin/env python3
"""A document leaves the quarantine when it was read: the same bytes from the same address, or what `--retry-failed` reads.

  quarantine_left.py --tidings build/release/tidings
"""
import json
import os
import zipfile

from program import arguments, lines, Program, told

P = Program("quarantine-left", arguments(__doc__))
check = P.check


def held():
    return sorted(os.path.basename(r["url"]) for r in lines(P.run("quarantine", "--json", "--store", store).stdout))


def run(*args):
    return P.run("import", "-q", "--store", store, *args)


store = P.path("a.db")
PROSE = "".join("<p>The weir of Tamsel was repaired by %d masons, who had worked on it through the whole of the summer and autumn.</p>" % i for i in range(3, 12))
page = P.write("page.html", "<html><head><title>The weir is whole</title></head><body><article><h1>The weir is whole</h1>%s</article></body></html>" % PROSE)
other = P.write("other.html", open(page).read().replace("weir", "mill"))
run("--as", "feed", page, other)
check("what its parser refuses is in quarantine", held() == ["other.html", "page.html"], held())
p = run(page)
check("read by another parser it leaves", p.returncode == 0 and held() == ["other.html"], (told(p), held()))
with open(other, "w") as f:
    f.write(open(page).read().replace("weir", "bridge"))
p = run(other)
check("other bytes of the address are another document, and the one that was never read stays", p.returncode == 0 and held() == ["other.html"], (told(p), held()))

good, bad = json.dumps({"title": "A good row", "text": "The masons of Tamsel were paid on Friday."}), '{"title": "A bad row", "text": "The masons went home",,}'
rows = P.write("rows.jsonl", "\n".join([bad, good, bad]) + "\n")
report = P.path("report.jsonl")
p = run("--report", report, rows)
check("rows that cannot be read", p.returncode == 3 and held() == ["other.html", "rows.jsonl#L1", "rows.jsonl#L3"], (told(p), held()))
with open(rows, "w") as f:
    f.write("\n".join([bad.replace(",,", "  ").replace("bad", "new"), good, bad]) + "\n")
p = run("--retry-failed", report)
check("a row that is read by --retry-failed leaves, one that is not stays", p.returncode == 3 and held() == ["other.html", "rows.jsonl#L3"], (told(p), held()))
with open(rows, "w") as f:
    f.write("\n".join([bad.replace(",,", "  ").replace("bad", "new"), good, bad.replace(",,", "  ").replace("bad", "old")]) + "\n")
p = run("--retry-failed", report)
check("with success nothing of the report is left", p.returncode == 0 and held() == ["other.html"], (told(p), held()))

box = P.path("box.zip")
with zipfile.ZipFile(box, "w") as z:
    z.writestr("a.html", open(page).read().replace("weir", "tower"))
    z.writestr("b.html", open(page).read().replace("weir", "church"))
whole = open(box, "rb").read()
with open(box, "wb") as f:
    f.write(whole[:len(whole) // 2 - 100])
p = run("--report", report, box)
broken = [h for h in held() if "box.zip" in h]
check("an archive that is cut off is in quarantine", p.returncode in (1, 3) and broken, (told(p), held()))
with open(box, "wb") as f:
    f.write(whole)
p = run("--retry-failed", report)
check("whole again it leaves", p.returncode == 0 and held() == ["other.html"], (told(p), held()))
status = json.loads(P.run("status", "--json", "--store", store).stdout)
check("status counts what is left", status["quarantined"] == 1, status)
P.end()
