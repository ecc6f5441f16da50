#!/usr/bin/env python3
"""`tidings parse --explain`: each line of a page once, with its verdict and the reason, and where values came from.

  explain.py --tidings build/release/tidings --source .

Pages are read as usual and with --explain; what is kept must be the text of the record.  Exit 0 when all holds.
"""
import html, json, os, re, subprocess

from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
P = Program("explain", ap, LC_ALL="C.UTF-8")
A, check, write = P.arguments, P.check, P.write
A.source = os.path.abspath(A.source)
SAMPLES = os.path.join(A.source, "conf", "samples")
PAGE = os.path.join(SAMPLES, "pages", "tarn-train.html")


def parse(*args, **more):
    return P.run("parse", *args, **more)


def records(*args, **more):
    return lines(parse(*args, **more).stdout)


def explained(*args, **more):
    """The record, the parser's explanation, the engine's."""
    rows = records("--explain", "--json", *args, **more)
    told = [r for r in rows if r["kind"] == "explanation"]
    return next((r for r in rows if r["kind"] not in ("explanation", "request")), None), \
        next((t for t in told if "parser" not in t), None), next((t for t in told if "parser" in t), None)


def squeezed(text):
    return re.sub(r"\s+", "", text)


def texts(explanation, verdict):
    return [line["text"] for line in explanation["lines"] if line["verdict"] == verdict]


def block_text(record):
    return squeezed("".join(b.get("text", "") for b in record.get("blocks", [])))


# ---- a page ----
record, x, choice = explained(PAGE)
check("the record is the same as without", records(PAGE) == [record], record)
check("what is kept is the record's text", squeezed("".join(texts(x, "kept"))) == block_text(record))
check("every line has a verdict, somebody who gave it and a reason",
      all(l["verdict"] in ("kept", "dropped") and l.get("by") and l.get("reason") for l in x["lines"]), x["lines"])
source = re.sub(r"(?s)<head>.*?</head>", "", open(PAGE, encoding="utf-8").read())
shown = squeezed(html.unescape(re.sub(r"<[^>]*>", "", source)))
check("every line of the page stands there once, in its order", squeezed("".join(l["text"] for l in x["lines"])) == shown)
origins = {o["field"]: o for o in x["origins"]}
check("title, authors and date say where they were taken from",
      origins["title"].get("name") == "h1" and origins["authors"].get("name") == "p.written-by" and origins["published"].get("name") == "pubdate", origins)
check("the kind is named, with the reason and what was counted", x["genre"] == "article" and x["reason"] and x["figures"], x)
check("the parser is named, and why it was chosen", choice["parser"] == "article" and "statement" in choice["reason"] and "text/html" in choice["reason"], choice)
inside, _, named = explained("--as", "article", "--isolation", "none", PAGE)
check("--as and --isolation none say the same", inside == record and "named" in named["reason"], named)
piped, _, _ = explained("--as", "article", "-", stdin=open(PAGE, "rb"))
check("so does standard input", piped is not None and piped["title"] == record["title"])
rows = records("--explain", "--jsonl", write("list.jsonl", json.dumps({"id": "a", "path": PAGE})))
check("with --jsonl the explanations have a list of their own", len(rows) == 1 and len(rows[0]["records"]) == 1 and len(rows[0]["explanations"]) == 2)

# ---- what the operator reads ----
printed = parse("--explain", PAGE).stdout
with open(os.path.join(A.source, "docs", "articles.md"), encoding="utf-8") as f:
    example = re.search(r"(?s)```\n\$ tidings parse --explain (\S+)\n(.*?)```", f.read())
want = re.sub(r"\.\.\.\n", "", example.group(2)).splitlines() if example else []
have = parse("--explain", os.path.join(A.source, example.group(1))).stdout.splitlines() if example else []
missing = [line for line in want[1:] if line not in have]
check("docs/articles.md shows what it prints", want and not missing, missing)
check("every line is printed with its verdict", len(re.findall(r"(?m)^(?:kept|dropped) ", printed)) == len(x["lines"]), printed)

# ---- a site's rule ----
body = "".join("<p class='t'>Paragraph %d of the story says that the harbour board met on Friday and spoke of the light.</p>" % i for i in range(6))
ruled = write("ruled.html", "<html><head><title>The light returns</title></head><body><h1>The light returns</h1><div id=x>%s<p class=promo>Buy the "
             "paper for the whole story, today and every day.</p></div><p class=who>Ada Quill</p><p>Other text that stands outside of it all.</p></body></html>" % body)
conf = write("rules.yaml", 'version: 1\nparsers:\n  article:\n    rules: ["host=daily.example; body=#x; drop=.promo; author=.who; title=h1"]\n')
record, x, _ = explained("--config", conf, "--url", "https://daily.example/a", ruled)
by_text = {l["text"][:9]: l for l in x["lines"]}
origins = {o["field"]: o for o in x["origins"]}
check("the body of a rule is a reason", by_text["Paragraph"]["by"] == "rule" and by_text["Other tex"]["verdict"] == "dropped", by_text)
check("so is what a rule drops", by_text["Buy the p"]["by"] == "rule" and by_text["Buy the p"]["verdict"] == "dropped", by_text)
check("and a rule that gave a value", origins["authors"]["from"] == "rule" and origins["authors"]["name"] == ".who" and origins["title"]["name"] == "h1", origins)
check("what is kept is the text here as well", squeezed("".join(texts(x, "kept"))) == block_text(record))

# ---- other sources of values, other kinds ----
said = write("said.html", """<html><head><title>Light - Daily</title><meta property="og:title" content="Light"><meta name="author" content="Bo Lantern">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"The light returns to the point","datePublished":"2026-03-01T10:00:00Z"}</script>
</head><body><article><h1>Light is back</h1>%s<div style="display:none">A hidden paragraph that nobody sees.</div><button>Press me now</button></article></body></html>""" % body)
record, x, _ = explained("--as", "article", "--url", "https://daily.example/b", said)
origins = {o["field"]: (o["from"], o.get("name")) for o in x["origins"]}
check("JSON-LD and metas are named by their names", origins == {"title": ("json-ld", "headline"), "authors": ("meta", "author"), "published": ("json-ld", "datePublished")}, origins)
hidden = [l for l in x["lines"] if l["by"] == "measure"]
check("what is hidden, or is no text, is told", [h["text"] for h in hidden] == ["A hidden paragraph that nobody sees.", "Press me now"], hidden)
text = "The harbour board met on Friday and spoke of the light, which will be lit again, for the first time in nine years. " * 6
record, x, _ = explained("--as", "article", write("app.html", "<html><head><title>Light</title><script type='application/ld+json'>%s</script></head><body><div>Please "
                         "wait for it</div></body></html>" % json.dumps({"@type": "NewsArticle", "headline": "Light", "articleBody": text})))
check("a text that the page does not show", {"field": "blocks", "from": "json-ld", "name": "articleBody"} in x["origins"] and "kept" not in str(x["lines"]), x)
one = "<article class=story><h1 class=t>%s</h1><p class=byline>By Ada Quill</p>%s</article>"
record, x, _ = explained("--as", "article", write("endless.html", "<html><head><title>The light returns</title></head><body>%s%s</body></html>" % (
    one % ("The light returns", body), one % ("A bridge falls", body.replace("harbour", "bridge").replace("light", "pillars").replace("Paragraph", "Other") * 2))))
check("where another article begins", any(l["by"] == "next_article" and l["text"] == "A bridge falls" for l in x["lines"]) and "Other" not in "".join(texts(x, "kept")), x)
listing = write("listing.html", "<html><head><title>Daily</title></head><body>%s</body></html>" % "".join(
    "<div class=box><h2><a href=/%d>Headline number %d of the day, and long</a></h2><p>What the harbour board said about the light on Friday, in a few words and no more than that.</p></div>" % (i, i) for i in range(12)))
record, x, _ = explained("--as", "article", "--url", "https://daily.example/", listing)
check("a listing says why it is one", x["genre"] == "listing" and "teasers" in x["reason"] and any(f["what"] == "teasers" for f in x["figures"]), x)

# ---- the other parsers ----
record, x, choice = explained(os.path.join(SAMPLES, "statements", "interior-order.txt"))
check("a statement: what each line is", choice["parser"] == "statement" and any("recital" in l["reason"] for l in x["lines"]) and "Veskia".upper() in texts(x, "dropped")[0])
check("and why it is one, and where its title is from", "recital" in x["reason"] and "of 100" in x["reason"] and x["origins"][0]["field"] == "title", x.get("reason"))
record, x, choice = explained(write("report.txt", "The light returns\nBy Ada Quill\n\n" + re.sub(r"<[^>]*>", "\n\n", body) + "\n\nShare this article\n"))
check("a report: what each line is", choice["parser"] == "text" and texts(x, "dropped")[-1] == "Share this article", x)
check("and why, and its title's line", "plain text" in x["reason"] and x["origins"][0]["name"] == "the first line", x.get("origins"))
run = parse("--explain", os.path.join(SAMPLES, "herald.rss"))
check("a feed: who read it, and its records", "read by     feed: application/rss+xml" in run.stdout and run.stdout.count("\narticle ") >= 3, run.stdout)
lost = write("lost.rss", "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>F</title><item><title>One</title><link>https://a.example/1</link>"
             "<dc:creator>Ada Quill</dc:creator><pubDate>Invalid Date</pubDate></item><item><title>Two</title><guid>https://a.example/2</guid></item></channel></rss>")
run = parse("--explain", lost)
words = " ".join(run.stdout.split())
check("each value of an item has its element, and a date that cannot be read is told", all(w in words for w in (
    "title feed, title: One", "authors feed, dc:creator: Ada Quill", "published feed, pubDate: Invalid Date, which cannot be read as a date", "url feed, link: https://a.example/1",
    "url feed, guid: https://a.example/2")), run.stdout)
rows = records("--explain", "--json", lost)
check("and the records are the same", [r for r in rows if r["kind"] != "explanation"] == records(lost), rows)


def of_items(name, feed):
    """For each item of a feed, what its values are from."""
    path = write(name, feed)
    rows = records("--explain", "--json", "--as", "feed", path)
    check("%s: the records are the same as without" % name, [r for r in rows if r["kind"] != "explanation"] == records("--as", "feed", path), rows)
    return [{o["field"]: o.get("name") for o in r["origins"]} for r in rows if r["kind"] == "explanation" and "parser" not in r]


found = of_items("about.rdf", """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://a.example/"><title>F</title></channel><item rdf:about="https://a.example/1"><title>One</title><dc:date>2026-03-01</dc:date></item>
<item rdf:about="https://a.example/2"><title>Two</title><link>https://a.example/two</link></item></rdf:RDF>""")
check("RDF: an address may be rdf:about's", found == [{"title": "title", "published": "dc:date", "url": "rdf:about"}, {"title": "title", "url": "link"}], found)
found = of_items("channel.cdf", """<CHANNEL HREF="https://a.example/"><TITLE>F</TITLE><ITEM HREF="https://a.example/1" LASTMOD="2026-03-01T10:00"><TITLE>One</TITLE></ITEM></CHANNEL>""")
check("CDF: address and date are attributes", found == [{"title": "TITLE", "updated": "lastmod", "url": "href"}], found)
found = of_items("src.atom", """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><author><name>Bo Lantern</name></author>
<entry><id>urn:1</id><title>One</title><published>2026-03-01T10:00:00Z</published><updated>2026-03-02T10:00:00Z</updated><content type="text/html" src="https://a.example/1"/></entry>
<entry><id>urn:2</id><title>Two</title><author><name>Ada Quill</name></author><link href="https://a.example/2"/></entry></feed>""")
check("Atom: an address may be the content's src", found == [
    {"title": "title", "authors": "the feed's own authors", "published": "published", "updated": "updated", "url": "content src"},
    {"title": "title", "authors": "author", "url": "link"}], found)
found = of_items("feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "authors": [{"name": "Bo Lantern"}], "items": [
    {"id": "1", "url": "https://a.example/1", "title": "One", "content_text": "a", "date_published": "2026-03-01T10:00:00Z", "date_modified": "2026-03-02T10:00:00Z", "authors": [{"name": "Ada Quill"}]},
    {"id": "2", "external_url": "https://a.example/2", "title": "Two", "content_text": "b", "published": "2026-03-01T10:00:00Z", "updated": "2026-03-02T10:00:00Z", "author": {"name": "Ada Quill"}},
    {"id": "https://a.example/3", "title": "Three", "content_text": "c"}]}))
check("JSON Feed: each value has its key", found == [
    {"title": "title", "authors": "authors", "published": "date_published", "updated": "date_modified", "url": "url"},
    {"title": "title", "authors": "author", "published": "published", "updated": "updated", "url": "external_url"},
    {"title": "title", "authors": "the feed's own authors", "url": "id"}], found)
run = parse("--explain", "--as", "feed", write("broken.bin", b"\x00\x01\x02"))
check("a failure says who failed", run.returncode != 0 and "read by     feed" in run.stdout and "failed" in run.stdout, run.stdout)

bar = write("bar.html", "<html><head><title>Light</title></head><body><div class=share><a href=/a>Share</a><a href=/b>Tweet</a><a href=/c>Mail</a></div><article><h1>Light</h1>%s</article></body></html>" % body)
record, x, _ = explained("--as", "article", bar)
check("links of one line that touch are told apart", "Share Tweet Mail" in texts(x, "dropped"), texts(x, "dropped"))
reads, writes = os.pipe()
os.close(reads)
p = subprocess.run([A.tidings, "parse", "--json", *[PAGE] * 5], env=P.env, stdout=writes, stderr=subprocess.PIPE, text=True)
os.close(writes)
check("a reader that is gone ends it quietly", p.returncode == 1 and p.stderr == "", (p.returncode, p.stderr))
with open("/dev/full", "w") as full:
    p = subprocess.run([A.tidings, "parse", "--json", PAGE], env=P.env, stdout=full, stderr=subprocess.PIPE, text=True)
check("what cannot be written is told with its cause", p.returncode == 1 and "could not be written: No space left" in p.stderr, p.stderr)

# ---- pages of an enemy ----
evil = write("evil.html", b"<html><head><title>\x1b[2J\x9b31m\xe2\x80\xae</title><meta name='author\x1b]0;x\x07' content='a\x1b[1m'></head><body><h1 class='\x1b[5m'>A\x1b[31m title</h1>"
            + "".join("<p class='\x1b[7m%d' id='\x00'>Text \x1b[31m\u202e number %d, which is long enough, and says what it says.\x08\x07</p>" % (i, i) for i in range(20)).encode()
            + b"<div style='display:none'>\x1b[2J hidden \x9b</div></body></html>")
run = parse("--explain", "--as", "article", evil, text=False, errors=None)
bad = sorted(set(c for c in run.stdout.decode("utf-8", "strict") if (ord(c) < 32 and c != "\n") or 0x7f <= ord(c) < 0xa0 or c in "\u202e\u2028\u2029"))
check("nothing a terminal would obey is printed", run.returncode == 0 and not bad, (run.returncode, bad, run.stderr[-300:]))
many = write("many.html", "<html><body><article>%s</article></body></html>" % "".join("<p>Line %d of a page that goes on, and on, and on.</p>" % i for i in range(20000)))
record, x, _ = explained("--as", "article", many)
beyond = [l for l in x["lines"] if "more lines than are read" in l["reason"]]
check("lines beyond those that are read say so, and how many there are", len(beyond) == 5000 and any(f["what"].startswith("lines of the article") and f["value"] == "20000" for f in x["figures"]), (len(beyond), x["figures"]))
check("20,000 lines are explained, each once", len(x["lines"]) == 20000 and len(set(l["text"] for l in x["lines"])) == 20000 and "message" not in x, len(x["lines"]))
more = write("more.html", "<html><body><article>%s</article></body></html>" % "".join("<p>%d and more</p>" % i for i in range(100000)))
record, x, _ = explained("--as", "article", more)
check("where it is cut, it says so", len(x["lines"]) == 60000 and x.get("message") == "40000 lines more are not shown", (len(x["lines"]), x.get("message")))
run = parse("--explain", "--as", "article", more)
check("and prints it", "40000 lines more are not shown" in run.stdout, run.stdout[-200:])

P.end()
