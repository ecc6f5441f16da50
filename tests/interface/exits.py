#!/usr/bin/env python3
"""exits.py SOURCE_DIR - nothing is printed past util/say.h and util/log.h.

Whatever else writes to standard output or standard error would print text from outside as it came: with what a terminal
obeys, and with the secrets in addresses.  Tests, fuzz targets and benches may print; what a program says before it knows
anything from outside stands in ALLOWED, with the reason.
"""
import os, re, sys

ALLOWED = {
    "core/util/say.c": "the exit itself",
    "core/util/log.c": "the other one",
    "core/util/check.c": "the end of the process: our own words, where memory may be gone",
    "core/engine/signals.c": "one constant line, in a handler of a signal",
    "core/worker/main_tidings_worker.c": "usage: our own words",
    "core/listener/main_tidings_listener.c": "usage, and why the sandbox failed: our own words",
    "core/worker/table_json.c": "JSON for the engine, on a pipe",
    "plugins/parse-article/body/judge.c": "for training, never compiled into the product",
}
PRINTS = re.compile(r"\b(v?f?printf|v?dprintf|f?puts|putchar|putc|fputc|f?write|perror|psignal|sendfile)\s*\(([^;]*)")
COMMENT_OR_TEXT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
source = sys.argv[1]
wrong, seen, used = [], 0, set()
for top in ("core", "plugins"):
    for where, _, files in os.walk(os.path.join(source, top)):
        for name in sorted(files):
            path = os.path.relpath(os.path.join(where, name), source)
            if not name.endswith((".c", ".h")) or re.match(r"(test|fuzz|bench)_", name):
                continue
            text = COMMENT_OR_TEXT.sub(lambda m: '""' + "\n" * m.group(0).count("\n"), open(os.path.join(source, path), encoding="utf-8").read())
            seen += 1
            for m in PRINTS.finditer(text):
                function, arguments = m.groups()
                always = function not in ("write", "dprintf", "vdprintf", "sendfile")  # no file is written through a FILE either
                if not always and not re.search(r"\bstd(out|err)\b|\bSTD(OUT|ERR)_FILENO\b", arguments):
                    continue
                used.add(path)
                if path not in ALLOWED:
                    wrong.append("%s:%d: %s(): say it with util/say.h or util/log.h" % (path, text.count("\n", 0, m.start()) + 1, function))
wrong += ["%s stands in ALLOWED and prints nothing: %s" % (p, why) for p, why in ALLOWED.items() if p not in used and p != "core/util/say.c"]
print("\n".join(wrong) if wrong else "%d files, none prints past the two exits" % seen)
sys.exit(1 if wrong or seen < 100 else 0)
