#!/usr/bin/env python3
"""Tables as people export them: in charsets of before, with names in many languages, names twice, dates that only a language decides.

  import_tables.py --tidings build/release/tidings
"""
import io, json, zipfile

from program import arguments, lines, Program, told

P = Program("import-tables", arguments(__doc__))
check = P.check
CONF = P.write("c.yaml", "version: 1\npipeline: []\nsources:\n  - { id: gazette, url: \"https://gazette.example/feed\", language: nl }\n")
count = 0


def imported(name, data, *more, code=0):
    """Title, text and day of its records, and what was said."""
    global count
    count += 1
    P.write(name, data)
    store = P.path("s%d.db" % count)
    p = P.run("import", "--config", CONF, "--store", store, P.path(name), *more)
    check("%s %s: exit code %d" % (name, " ".join(more), code), p.returncode == code, told(p))
    out = lines(P.run("export", "--format", "jsonl", "--store", store).stdout)
    return [(r.get("title"), r.get("text"), (r.get("published") or "")[:10]) for r in out], told(p)


# ---- charsets ----
TABLES = {
    "ru": ("Заголовок;Текст;Дата", [("Мост", "Городской совет во вторник решил закрыть мост до осени."), ("Порт", "Порт откроют весной, сказал начальник порта.")], ("cp1251", "koi8-r", "cp866")),
    "pl": ("Tytuł;Treść;Data", [("Łódź", "Rada miasta postanowiła zamknąć most aż do jesieni."), ("Żegluga", "Statki wrócą na rzekę w maju, powiedział kapitan.")], ("cp1250", "iso8859-2")),
    "cs": ("Název;Obsah;Datum", [("Most", "Rada města v úterý rozhodla uzavřít most, řekl starosta."), ("Přístav", "Přístav se otevře na jaře.")], ("cp1250",)),
    "el": ("Τίτλος;Κείμενο;Ημερομηνία", [("Γέφυρα", "Το δημοτικό συμβούλιο αποφάσισε να κλείσει τη γέφυρα."), ("Λιμάνι", "Το λιμάνι ανοίγει την άνοιξη, είπε ο λιμενάρχης.")], ("cp1253",)),
    "de": ("Überschrift;Text;Datum", [("Brücke", "Die Brücke bleibt bis zum Herbst für Züge gesperrt."), ("Hafen", "Der Hafen öffnet im März.")], ("cp1252",)),
    "ja": ("タイトル;本文;日付", [("橋", "市議会は火曜日に橋を秋まで閉鎖することを決めた。"), ("港", "港は春に開くと港長が述べた。")], ("shift_jis", "euc-jp")),
    "en": ("title;text;date", [("Мост", "Городской совет во вторник решил закрыть мост до осени."), ("Порт", "Порт")], ("cp1251", "koi8-r")),
}
for language, (header, rows, charsets) in TABLES.items():
    for charset in charsets:
        data = (header + "\n" + "".join("%s;%s;05.03.2026\n" % r for r in rows)).encode(charset)
        got, said = imported("%s-%s.csv" % (language, charset), data)
        check("a table in %s, names in %s" % (charset, language), got == [r + ("2026-03-05",) for r in rows], (got, said))
z = io.BytesIO()
with zipfile.ZipFile(z, "w") as f:
    f.writestr("r.csv", ("Заголовок;Текст\n" + "".join("Мост %d;Совет решил закрыть мост номер %d.\n" % (i, i) for i in range(1000))).encode("koi8-r"))
got, said = imported("r.zip", z.getvalue())
check("one in an archive, of more rows than one answer has", [t for t, _, _ in got] == ["Мост %d" % i for i in range(1000)], (len(got), got[-1:], said))
data = ("Заголовок;Текст\n" + "".join("Мост %d;Совет решил закрыть мост номер %d.\n" % (i, i) for i in range(1000))).encode("cp1251")
got, said = imported("many.csv", data)
check("one of more rows than one answer has", [t for t, _, _ in got] == ["Мост %d" % i for i in range(1000)], (len(got), got[-1:], said))
got, said = imported("mixed.csv", "title,text\nBrücke,Die Brücke ist zu.\n".encode() + "Züge,Die Züge fahren über Köln.\n".encode("latin-1"))
check("rows of two charsets", [t for t, _, _ in got] == ["Brücke", "Züge"], (got, said))

# ---- names ----
for language, header in {"it": "Titolo;Testo;Data", "pt": "Título;Texto;Data", "pl": "Tytuł;Treść;Data", "es": "Título;Texto;Fecha", "ru": "Заголовок;Текст;Дата", "uk": "Заголовок;Текст;Дата", "cs": "Název;Text;Datum",
                         "fi": "Otsikko;Teksti;Päivämäärä", "hu": "Cím;Szöveg;Dátum", "el": "Τίτλος;Κείμενο;Ημερομηνία", "ja": "タイトル;本文;日付", "ko": "제목;본문;날짜", "he": "כותרת;תוכן;תאריך", "hi": "शीर्षक;सामग्री;तारीख",
                         "da": "Overskrift;Tekst;Dato", "no": "Tittel;Innhold;Dato", "ro": "Titlu;Conținut;Data", "tr": "Başlık;Metin;Tarih", "id": "Judul;Isi;Tanggal", "vi": "Tiêu đề;Nội dung;Ngày", "fa": "عنوان;متن;تاریخ"}.items():
    got, said = imported("names-%s.csv" % language, header + "\nA;The bridge is closed.;2026-03-05\n")
    check("names in %s" % language, got == [("A", "The bridge is closed.", "2026-03-05")] and "nothing is known" not in said, (got, said))
got, said = imported("data.json", json.dumps({"title": "An answer", "data": [{"title": "One", "text": "The bridge is closed."}, {"title": "Two", "text": "The port is open."}]}))
check("a list under \"data\" is no date", [t for t, _, _ in got] == ["One", "Two"], (got, said))
got, said = imported("data.csv", "title,text,data\nOne,The bridge is closed.,payload of the row\n")
check("nor are words", got == [("One", "The bridge is closed.", "")] and "\"data\"" in said, (got, said))
got, said = imported("two.csv", "title,title,Text,text\nFirst,Second,The bridge of the town is closed.,Other words.\n,Third,,Only the second columns have words here.\n")
check("of two columns of one name the first that is filled counts, and it is told", [g[:2] for g in got] == [("First", "The bridge of the town is closed."), ("Third", "Only the second columns have words here.")] and "columns 1 and 2" in said and said.count("are both called") == 2, (got, said))
got, said = imported("long.csv", "title,text," + ",".join("c%d" % i for i in range(12000)) + "\nBridge,The bridge of the town is closed.\n", "-v", code=4)
check("a header that is too long is told, and makes no record", got == [] and "64 KiB" in said, (got, said[-600:]))

# ---- dates ----
for n, (more, day) in enumerate(((("--lang", "fr"), "2026-03-05"), (("--lang", "pt"), "2026-03-05"), (("--lang", "de"), "2026-03-05"), (("--lang", "en-GB"), "2026-03-05"), (("--lang", "en-US"), "2026-05-03"), (("--source", "gazette"), "2026-03-05"), ((), ""))):
    for name, data in (("date%d.csv" % n, "title,text,date\nA,B,05/03/2026\n"), ("date%d.jsonl" % n, '{"title": "A", "text": "B", "date": "05/03/2026"}\n'), ("date%d.json" % n, '[{"title": "A", "text": "B", "date": "05/03/2026"}]')):
        got, said = imported(name, data, *more)
        check("05/03/2026 with %s" % (" ".join(more) or "nothing"), [g[2] for g in got] == [day], (got, said))
P.end()
