#!/usr/bin/env python3
"""A brief says the same in a terminal, in Markdown, in HTML and in JSON, and what changed since the one before it.

  brief_forms.py --tidings build/release/tidings

The reports are invented, in English and in German.  What the forms look like to the letter is tested in core/cli/test_reading.c;
here they are compared with the record, which the program made itself.
"""
import html, json, re

from program import arguments, lines, Program

P = Program("brief-forms", arguments(__doc__), TZ="Asia/Tokyo")
check, path = P.check, P.path


def report(publisher, published, title, *paragraphs, **more):
    host = publisher.lower().replace(" ", "") + ".example"
    number = re.sub(r"\D", "", published)
    return dict({"id": host + number, "title": title, "text": "\n\n".join(paragraphs), "url": "https://%s/%s" % (host, number),
                 "published": published, "source": {"id": host, "name": publisher}}, **more)


def take(store, name, reports):
    P.expect("import", "--quiet", "--store", path(store), P.write(name + ".jsonl", "".join(json.dumps(r) + "\n" for r in reports)))


def brief(store, number=0):
    return lines(P.expect("brief", "--all", "--json", "--store", path(store)).stdout)[number]


def forms(store):
    return [P.expect("brief", "--all", "--store", path(store), "--format", f).stdout for f in ("text", "md", "html")]


def plain(form):
    """Words of a form without its markup, in one line."""
    form = re.sub(r"<head>.*?</head>", "", form, flags=re.S)
    form = html.unescape(re.sub(r"<[^>]*>", " ", form) if form.startswith("<!DOCTYPE") else form.replace("\\", ""))
    return " ".join(form.replace("\u00a0", " ").split())


def sentences(record):
    return [s for x in record.get("sections", []) for s in x["sentences"]]


def has_parts(what, record, told):
    """Every part of the record is in every form."""
    names = {s["record"]: s.get("published_by") for s in record["sources"]}
    parts = [record["headline"]] + [s["text"] for s in sentences(record)] + [x["title"] for x in record["sections"]]
    parts += [c["value"] for x in record.get("conflicts", []) for c in x["claims"]] + [n for n in names.values() if n]
    parts += [s["text"] for s in record.get("timeline", [])] + [x["message"] for x in record.get("conflicts", [])]
    cited = {s["record"] for s in sentences(record)} | {c["record"] for x in record.get("conflicts", []) for c in x["claims"]}
    check("%s: the sources of JSON are the records that it cites" % what, cited <= set(names), (cited, names))
    for form, name in zip(told, ("text", "Markdown", "HTML")):
        missing = [p for p in parts if plain(p) not in plain(form)]
        check("%s: %s has every part of the record" % (what, name), not missing, (missing, form))


LIFT = [report("Haldane Courier", "2026-05-06T07:20:00Z", "Cable car stops above Mount Belmar with 31 people on board",
               "The cable car to Mount Belmar stopped on Wednesday morning after a rope slipped from its pulley, and 31 people had to wait in the cabins, the operator Belmar Lifts said.",
               "Rescuers brought the first passengers down with ropes. Two people were injured, the mountain rescue of Port Haldane said.",
               "Belmar Lifts will inspect all pulleys on Thursday before the cable car can run again."),
        report("Northern Wire", "2026-05-06T08:40:00Z", "Rope slips from pulley: cable car at Mount Belmar stops",
               "A rope slipped from its pulley on Wednesday and stopped the cable car to Mount Belmar with 31 people in its cabins, the operator Belmar Lifts said.",
               "Nine people were injured, the mountain rescue of Port Haldane said.",
               "The accident could delay the summer season of the whole valley, because the cable car is the only way to the Belmar huts.")]
LATER = [report("Valley Gazette", "2026-05-07T14:05:00Z", "Cable car at Mount Belmar: all 31 passengers rescued",
                "All 31 passengers of the cable car to Mount Belmar were rescued by Wednesday evening, the operator Belmar Lifts said on Thursday.",
                "Nine people were injured, two of them seriously, the mountain rescue of Port Haldane said.",
                "Inspectors from the ministry of transport will publish a report on the cable car on 20 May.")]

take("lift.db", "lift", LIFT)
first = brief("lift.db")
has_parts("English", first, forms("lift.db"))
check("it is as of its newest report", first["as_of"] == "2026-05-06T08:40:00Z", first)
check("a first brief has none before it", "since" not in first, first)
for form in forms("lift.db"):
    check("the first line says as of when, in UTC, and how many reports", "As of 6 May 2026, 08:40 UTC, two reports of two publishers. The first is of 6 May 2026, 07:20 UTC." in plain(form), form)

take("lift.db", "later", LATER)
second, told = brief("lift.db"), forms("lift.db")
has_parts("English, written anew", second, told)
since, before, now = second.get("since", {}), [s["text"] for s in sentences(first)], [s["text"] for s in sentences(second)]
fresh = [i for i, s in enumerate(now) if s not in before]
check("there is something new to tell", fresh, (before, now))
check("what is new in it is what the last brief did not tell", since.get("sentences", []) == fresh, (since, before, now))
check("and is told beside when that was written and of how many reports", (since.get("first_seen"), since.get("records"), since.get("publishers")) == (first["first_seen"], 2, 2), since)
check("an earlier headline is told when it was another", since.get("headline") == (first["headline"] if first["headline"] != second["headline"] else None), since)
for form, name in zip(told, ("text", "Markdown", "HTML")):
    part = re.split(r"What.s happening", plain(form).split("Since the brief of ")[1])[0] if "Since the brief of " in plain(form) else ""
    check("%s: what changed stands before the sections" % name, "(two reports of two publishers)" in part and all(now[i] in part for i in fresh[:5]), form)

take("lift.db", "copy", [report("Reprint", "2026-05-07T15:00:00Z", LATER[0]["title"], LATER[0]["text"])])
third = brief("lift.db")
check("a copy that changes nothing leaves what was new", third["copies"] == 1 and third.get("since") == since, (third, since))
check("and the brief speaks as of its time", third["as_of"] == "2026-05-07T15:00:00Z", third)

# ---- in German, and hostile ----

EVIL = "Br\u00fccke \u001b[31m<script>alert(1)</script> | *bei* Obertann \u202e gesperrt"
BRIDGE = [report("Obertanner Bote", "2026-03-09T06:10:00+01:00", EVIL,
                 "Die Br\u00fccke \u00fcber die Tann bei Obertann ist seit Montag gesperrt, weil ein Pfeiler Risse hat, teilte das Landratsamt mit.",
                 "Das Landratsamt will die Br\u00fccke am 12. M\u00e4rz pr\u00fcfen lassen.", "Nach Angaben des Landratsamts <b>wurden</b> 14 Menschen verletzt.", language="de"),
          report("Tanntaler Zeitung", "2026-03-09T09:30:00+01:00", "Gesperrte Br\u00fccke bei Obertann: Pfeiler hat Risse",
                 "Wegen Rissen in einem Pfeiler hat das Landratsamt am Montag die Br\u00fccke \u00fcber die Tann bei Obertann gesperrt.",
                 "Nach Angaben des Landratsamts wurden 41 Menschen verletzt.", "Die Sperrung der Br\u00fccke trifft vor allem die Pendler, die nun einen Umweg von 30 Kilometern fahren m\u00fcssen.", language="de")]
for r in BRIDGE: # a "text" with tags would be read as HTML
    r["blocks"] = [{"type": "paragraph", "text": t} for t in r.pop("text").split("\n") if t]
take("bridge.db", "bridge", BRIDGE)
record, told = brief("bridge.db"), forms("bridge.db")
check("German: a section, and the first line by UTC", sentences(record) and "As of 9 March 2026, 08:30 UTC, two reports of two publishers" in plain(told[0]), told[0])
control = [c for c in told[0] if (c < " " and c != "\n") or "\x7f" <= c < "\u00a0" or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
check("a terminal gets no control characters", not control, told[0])
check("HTML of others is text", "<script" not in told[2] and "<b>" not in told[2] and "&lt;script&gt;" in told[2], told[2])
check("and so is their Markdown", not re.search(r"(?<!\\)<", told[1]) and "\\<script\\>" in told[1] and "\\*bei\\*" in told[1], told[1])
long = [x for x in told[0].splitlines() if len(x) > 80 and "https://" not in x]
check("lines wrap at 80 columns where there is no terminal", not long, long)

# ---- a correction, and a timeline ----

FUND = [report("Kessel Blatt", "2026-04-20T08:00:00Z", "Stiftung von Kessel kauft das alte Hafenkontor",
               "Die Stiftung von Kessel hat das alte Hafenkontor am Montag f\u00fcr 3,2 Millionen Euro gekauft, sagte der Vorstand.",
               "Im Hafenkontor sollen ab Herbst 40 Menschen arbeiten.", language="de"),
        report("Kessel Blatt", "2026-04-20T15:00:00Z", "Stiftung von Kessel kauft das alte Hafenkontor",
               "Die Stiftung von Kessel hat das alte Hafenkontor am Montag f\u00fcr 2,3 Millionen Euro gekauft, sagte der Vorstand.",
               "Im Hafenkontor sollen ab Herbst 40 Menschen arbeiten.", language="de", url="https://kesselblatt.example/neu", id="neu")]
take("fund.db", "fund", FUND)
made = lines(P.expect("brief", "--all", "--json", "--store", path("fund.db"), code=None).stdout)
check("a reprint of one publisher with another sum is a correction", made and [c["how"] for c in made[0].get("conflicts", [])] == ["correction"], made)
if made and made[0].get("conflicts"):
    table = made[0]["conflicts"][0]
    by = {c["value"]: c.get("corrected_by") for c in table["claims"]}
    right = [c["record"] for c in table["claims"] if "corrected_by" not in c]
    check("its wrong value says which report corrects it", len(right) == 1 and any(v == right[0] for v in by.values()), table)
    for form, words in zip(forms("fund.db"), ("corrected by [", "| corrected by |", "corrected by")):
        check("and so does each form", words in plain(form) and "(corrected)" in plain(form), form)

DAYS = ("On 2 March the council of Velm closed the bridge of Arden after a crack was found.", "On 9 March engineers of the council of Velm measured the crack in the bridge of Arden.",
        "On 16 March the council of Velm ordered new steel for the bridge of Arden.", "On 23 March workers of the council of Velm began to mend the bridge of Arden.")
take("days.db", "days", [report("Velm Star", "2026-03-24T08:00:00Z", "Work begins on the bridge of Arden", *DAYS[::-1]),
                         report("Arden Mail", "2026-03-24T10:00:00Z", "Bridge of Arden: workers begin to mend the crack", DAYS[3], "The council of Velm will open the bridge of Arden on 30 June, the mayor said.", "Shops in Arden fear that they could lose the summer because of the closed bridge.")])
record, told = brief("days.db"), forms("days.db")
steps = record.get("timeline", [])
check("more than three dated steps make a timeline, in order", len(steps) > 3 and [s["norm"] for s in steps] == sorted(s["norm"] for s in steps) and steps[0]["norm"] == "2026-03-02", record)
for form in told:
    check("which each form has", "Timeline" in plain(form) and all(s["text"] in plain(form) for s in steps), form)

# ---- who says it, and when, where nobody tells ----

for name, report in (("a", LIFT[0]), ("b", LIFT[1])):
    P.write("in/report-%s.txt" % name, report["title"] + "\n\n" + report["text"] + "\n")
P.expect("import", "--quiet", "--store", path("files.db"), path("in"))
stories = lines(P.expect("stories", "--json", "--store", path("files.db")).stdout)
record, told = (brief("files.db"), forms("files.db")) if any(s.get("brief") for s in stories) else (None, [])
check("files without a publisher have a brief too", record is not None, stories)
for form in told:
    check("a file is told as a file, and when it was seen as that", "file report-a.txt, undated, seen" in plain(form) and "publisher" not in plain(form), form)
    check("the first line says that none is dated", "As seen on " in plain(form) and "two reports, none of them dated." in plain(form), form)
if record:
    check("JSON names no publisher", all("published_by" not in s and "published" not in s and s["first_seen"] for s in record["sources"]), record["sources"])

# ---- a brief as input ----

story = lines(P.expect("brief", "--all", "--input", "--store", path("lift.db")).stdout)[0]
sentences(second)[0].update(records=[sentences(second)[0]["record"]], conflicts=[0], stage="expected")
story["earlier"] = second
p = P.run("plugin", "try", P.tidings.rsplit("/", 1)[0] + "/plugins/brief-extract.so", "brief", P.write("story.json", json.dumps(story)))
check("the program reads a brief as it writes it", p.returncode == 0 and "\"sections\"" in p.stdout, p.stdout + p.stderr)
P.end()
