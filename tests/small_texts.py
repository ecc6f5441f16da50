#!/usr/bin/env python3
"""Short texts in a folder that is imported: files of programs that lie about beside news (DATA) are left out, by what stands in them; news that is as
short, or looks like a list (NEWS), is stored.  Each of DATA that is named itself is read, with a warning.

  small_texts.py --tidings build/release/tidings

Exit 0 when all holds.
"""
import os

from program import arguments, lines, Program, told

P = Program("small-texts", arguments(__doc__))
check, path, write = P.check, P.path, P.write


MIT = "The MIT License (MIT)\n\nCopyright (c) 2026 Ansel Boats\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software\nand associated documentation files (the \"Software\"), to deal in the Software without restriction.\n"
BSD = "Copyright 2026 Ansel Boats\n\nRedistribution and use in source and binary forms, with or without modification, are permitted\nprovided that the following conditions are met.\n"
GPL = "                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007\n\n Everyone is permitted to copy and distribute verbatim copies of this license document.\n"

DATA = {
    "sail.go": "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"The ferry has left the harbour today\") }\n",
    "two.py": "import sys\nprint(sys.argv)\n",
    "one.py": "x = 3\n",
    "doc.py": '"""Sail from one harbour to the next.\n\nThe ferry takes the shortest way that the charts allow, and says where it is.\n"""\nimport os\n\n\ndef sail(a, b):\n    """Go from a to b, as long as the sea is calm."""\n    if a == b:\n        return None\n    return os.path.join(a, b)\n',
    "index.ts": "export const port = 80;\n",
    "app.js": "const a = require('b');\na.listen(80, () => console.log('The ferry is here'));\n",
    "Main.java": "public class Main {\n  public static void main(String[] a) {\n    System.out.println(1);\n  }\n}\n",
    "build.gradle": "plugins {\n  id 'java'\n}\n",
    "Dockerfile.two": "FROM node:20 AS build\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\nFROM nginx\nCOPY --from=build /app/dist /usr/share/nginx/html\nEXPOSE 80\n",
    "Dockerfile.one": "FROM scratch\nADD ferry /\nCMD [\"/ferry\"]\n",
    "compose.yml": "services:\n  web:\n    image: nginx:1.25\n    ports:\n      - \"80:80\"\n    environment:\n      - LANG=C\n",
    "ci.yml": "name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make test\n",
    "flat.yaml": "debug: true\nworkers: 4\n",
    "print.css": "@media print { .nav { display: none } }\n",
    "grid.scss": "$gap: 4px;\n.row { margin: $gap; }\n",
    "site.conf": "server {\n  listen 80;\n  server_name x.example;\n  location / { root /srv; }\n}\n",
    "fstab": "/dev/sda1 / ext4 defaults 0 1\n/dev/sda2 none swap sw 0 0\n",
    "hosts": "127.0.0.1 localhost\n::1 localhost ip6-localhost\n192.168.0.2 printer\n",
    "group": "root:x:0:\nadm:x:4:ann,bob\n",
    "crontab": "# m h dom mon dow command\n0 5 * * 1 tar -zcf /var/backups/home.tgz /home/\n*/10 * * * * /usr/bin/poll\n",
    "one.bib": "@article{ferry26,\n  author = {Ann Ansel and Bob Brannick},\n  title = {The ferry that ran aground on a Friday in March},\n  year = 2026\n}\n",
    "query.sql": "SELECT name, count(*) FROM ships\nWHERE port = 'Hollin'\nGROUP BY name;\n",
    "schema.sql": "-- ships of the harbour\nCREATE TABLE ship (\n  id integer PRIMARY KEY,\n  name text NOT NULL\n);\n",
    "go.sum": "golang.org/x/text v0.3.0 h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg=\ngolang.org/x/text v0.3.0/go.mod h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=\n",
    "go.mod": "module harbour.example/ferry\n\ngo 1.22\n\nrequire golang.org/x/text v0.14.0\n",
    "Cargo.toml": "[package]\nname = \"ferry\"\nversion = \"0.1.0\"\n",
    "requirements.txt": "flask>=2\nrequests==2.31.0\n",
    "Makefile.small": "ferry: ferry.o\n\tcc -o $@ $<\n",
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.20)\nproject(ferry C)\nadd_executable(ferry main.c)\n",
    ".env.sample": "PORT=80\nDATABASE_URL=postgres://x\n",
    "env.sample": "PORT=80\nDATABASE_URL=postgres://x\n",
    "ferry.proto": "syntax = \"proto3\";\nmessage Ferry { string name = 1; }\n",
    "main.tf": "resource \"aws_instance\" \"ferry\" {\n  ami = \"ami-1\"\n}\n",
    "q.graphql": "query {\n  ships(port: \"Hollin\") {\n    name\n  }\n}\n",
    "set.sh.txt": "set -e\ncd /srv\nif [ -f x ]; then\n  echo there\nfi\n",
    "a.hs": "module Main where\n\nmain :: IO ()\nmain = putStrLn \"ferry\"\n",
    "a.rs": "fn main() {\n    println!(\"ferry\");\n}\n",
    "a.r": "x <- c(1, 2, 3)\nplot(x, type = \"l\")\n",
    "a.h": "#ifndef A_H\n#define A_H\nint sail(int n);\n#endif\n",
    "de.po": "msgid \"The ferry has left\"\nmsgstr \"Die Fähre ist abgefahren\"\n",
    "a.tex": "\\section{Ferry}\n\\label{ferry}\n\\begin{itemize}\n\\item one\n\\end{itemize}\n",
    "ignore.txt": "*.o\nbuild/\n/node_modules\n.cache/\n",
    "ebcdic.txt": ("The ferry ran aground off Hollin on Friday, officials said. Nobody was hurt, and the ship was towed away.\n" * 3).encode("cp037"),
    "LICENSE": MIT, "LICENSE.bsd": BSD, "COPYING": GPL,
    "NOTICE": "                                 Apache License\n                           Version 2.0, January 2004\n                        http://www.apache.org/licenses/\n\n   TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION\n",
}

NEWS = {
    "short-en": "Ferry aground\n\nThe ferry ran aground.\n",
    "telegram-en": "FERRY AGROUND OFF HOLLIN STOP ALL SAFE STOP TUG ON WAY STOP\n",
    "byline": "FROM OUR OWN CORRESPONDENT\n\nHollin, Friday: the ferry is still on the rocks.\n",
    "wire": "URGENT: Bank of Ansel raises rate to 4.5%\n",
    "facts-en": "Ferry accident: the facts\n\nPlace: Hollin harbour\nTime: 14:30\nOn board: 214\nInjured: 3\n",
    "facts-de": "Fährunglück in Zahlen\n\nOrt: Hafen von Hollin\nUhrzeit: 14:30\nAn Bord: 214\nVerletzte: 3\n",
    "facts-fr": "Les faits\n\nLieu : port de Hollin\nHeure : 14 h 30\nÀ bord : 214\nBlessés : 3\n",
    "facts-small": "lugar: puerto de Hollin\nhora: 14:30\na bordo: 214\nheridos: 3\nmuertos: ninguno, dice la policía\n",
    "poem-en": "Let the sea rise;\nlet the wind come;\nwe are home (at last);\nno ship is lost.\n",
    "poem-de": "Die Fähre liegt;\ndas Meer ist still;\nund keiner weiß,\nwohin sie will.\n",
    "results": "Football\n\nAnsel - Brannick 2:1\nHollin - Marrow 0:0\nDorne - Quill 3:3\n",
    "agenda": "Today in parliament\n\n10:00 Budget, second reading\n14:00 Questions to the minister of harbours\n16:30 Vote\n",
    "quotes": "Rates: Ansel +1.2%, Brannick -0.4%, Hollin 0.0%\n",
    "post": "#Hollin: ferry aground, everybody safe. More at https://press.example/hollin?id=3&x=1 @harbour\n",
    "zh": "渡轮在霍林港外搁浅。无人受伤。\n",
    "ja": "フェリーが座礁した。けが人はいない。\n",
    "ar": "جنحت عبارة قبالة هولين يوم الجمعة. لم يصب أحد.\n",
    "hi": "होलिन के पास नौका फँस गई। कोई घायल नहीं हुआ।\n",
    "ru": "Паром сел на мель у Холлина.\nПострадавших нет.\n",
    "tr": "Feribot karaya oturdu\n\nYaralı yok.\n",
    "dots": "The minister said it at noon: no money for the harbour...\n",
    "code-report": "A line of code stopped the ferries\n\nThe engineers found the fault on Friday in a program of the harbour:\n\nif (wind > limit) stop(ferry);\n\nThe limit was read in knots, said the harbour office, but written in metres a second.\n",
    "markdown": "# Ferry aground\n\n**Hollin** - The ferry ran aground.\n\n- 214 on board\n- 3 injured\n",
    "front": "---\ntitle: Ferry aground\ndate: 2026-03-05\n---\nThe ferry ran aground off Hollin, officials said.\n",
    "licence-news": "Harbour opens its charts\n\nThe harbour office put its charts under the MIT licence on Friday. Everybody may use them, it said, free of charge.\n",
    "list-plain": "Winners of the regatta\n\n1. Ann Ansel\n2. Bob Brannick\n3. Cora Dorne\n",
    "agency": "(dpa) Hollin - Die Fähre sitzt fest (Foto: Hafenamt).\n",
    "questions": "Who steered? (see below)\nWas it dark? (yes)\nWho knew? (nobody)\n",
    "en-semicolons": "Dead: 3; hurt: 12; missing: 1.\n",
    "lat": "Navis in scopulis haeret; nautae salvi sunt; portus clausus est;\n",
}


def results(name):
    return {os.path.basename(l["path"]): l for l in lines(open(path(name)).read())}


# the names say nothing: all are called alike
for kind, texts in (("data", DATA), ("news", NEWS)):
    for i, name in enumerate(sorted(texts)):
        write("%s/t%02d" % (kind, i), texts[name])
P.run("import", "--store", path("data.db"), "--report", path("data.jsonl"), path("data"))
for i, name in enumerate(sorted(DATA)):
    line = results("data.jsonl").get("t%02d" % i, {})
    check("%s is no news" % name, line.get("result") == "left-out" and len(line.get("why", "")) > 5, line)
p = P.run("import", "--store", path("news.db"), "--report", path("news.jsonl"), path("news"))
for i, name in enumerate(sorted(NEWS)):
    line = results("news.jsonl").get("t%02d" % i, {})
    check("%s is news" % name, line.get("result") == "stored", line)
named = ["%02d" % sorted(DATA).index(n) for n in ("sail.go", "compose.yml", "LICENSE", "hosts")]
p = P.run("import", "--store", path("named.db"), "--report", path("named.jsonl"), *[path("data", "t" + n) for n in named])
check("what is named is read, with a warning", p.returncode == 0 and p.stderr.count("looks like no news") == len(named) and all(l["result"] == "stored" for l in results("named.jsonl").values()), (told(p), results("named.jsonl")))
P.end()
