#!/usr/bin/env python3
"""learned.py SOURCE BUILD CC PART - the numbers that were learned from texts, and the scripts that learn them.

  features   a compiler refuses a plugin whose list of features is not the one its numbers were learned with: two names
             swapped, one renamed, one left out, one added
  weights    the scripts of stage-story and stage-dedupe, over the bundled pages: the same files give the same table, the
             plugin takes it, and a file that is not the one of the manifest is refused
  trees      the same of parse-article; skipped when no Python here has the learner (python3-sklearn), because it is no part
             of what the other tests need

Exit 0 when all holds; 77: skipped.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

source, build, cc, part = sys.argv[1:]
plugins = os.path.join(source, "plugins")
ARTICLE, STORY, DEDUPE = (os.path.join(plugins, p) for p in ("parse-article", "stage-story", "stage-dedupe"))
ROOMS = [os.path.join(ARTICLE, room) for room in ("dom", "facts", "body", "kind", "site")]
# folder of the files, file to compile, file with the list of features, its macro, table, folders of further headers
MODELS = {"trees": (os.path.join(ARTICLE, "body"), "model.c", "features.h", "FEATURE_TABLE", "model_table.h", ROOMS),
          "pairs": (STORY, "pair_score.c", "pair_score.c", "PAIR_FEATURES", "pair_weights.h", [STORY]),
          "copies": (DEDUPE, "dedupe.c", "dedupe.c", "COPY_FEATURES", "copy_weights.h", [DEDUPE])}
failed = []


def check(holds, what):
    print(("ok      " if holds else "FAILED  ") + what)
    if not holds:
        failed.append(what)


def compiles(model, change=lambda text: text, table=None):
    """(whether the file compiles with its list of features changed and, if one is given, another table, what was said)"""
    folder, file, listing, _, numbers, headers = MODELS[model]
    with tempfile.TemporaryDirectory() as copy:
        for name in {file, listing, numbers}:
            shutil.copy(os.path.join(folder, name), copy)
        if table is not None:
            shutil.copy(table, os.path.join(copy, numbers))
        with open(os.path.join(copy, listing), encoding="utf-8") as f:
            text = f.read()
        with open(os.path.join(copy, listing), "w", encoding="utf-8") as f:
            f.write(change(text))
        quotes = [word for header in headers for word in ("-iquote", header)]
        run = subprocess.run([cc, "-std=c11", "-D_GNU_SOURCE", "-fsyntax-only", "-I", os.path.join(source, "include")] + quotes
                             + [os.path.join(copy, file)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode == 0, run.stdout.decode("utf-8", "replace")


def features():
    for model, (_, _, listing, macro, _, _) in MODELS.items():
        def in_table(text, change):
            start = text.index("#define %s(X)" % macro)
            end = re.compile(r"[^\\]\n").search(text, start).end()
            head = len("#define %s(X)" % macro)
            return text[:start + head] + change(text[start + head:end]) + text[end:]

        def swapped(table):
            a, b = re.findall(r"\bX\((\w+)\)", table)[3:5]
            return table.replace(f"X({a})", "X(!)").replace(f"X({b})", f"X({a})").replace("X(!)", f"X({b})")

        last = r"X\((\w+)\)(\s*)$"
        good, said = compiles(model)
        check(good, "%s: the list of features as it is compiles\n%s" % (model, "" if good else said))
        for what, change in (("two names of it swapped", swapped),
                             ("one renamed", lambda t: re.sub(last, r"X(ANOTHER)\2", t)),
                             ("one left out", lambda t: re.sub(last, r"\2", t)),
                             ("one added", lambda t: re.sub(last, r"X(\1) X(ANOTHER)\2", t))):
            good, said = compiles(model, lambda text: in_table(text, change))
            check(not good, "%s: %s does not" % (model, what))
            if what.startswith("two"):
                check("learned with other features" in said, "%s: the compiler says what is the matter" % model)


def run(*words, python=sys.executable):
    done = subprocess.run([python] + list(words), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=dict(os.environ, ASAN_OPTIONS="detect_leaks=0"))
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def trains(model, folder, set_name, spoil, script, *words, python=sys.executable):
    """The script learns of the set in the folder, twice; then one of its files is another."""
    manifest, table = os.path.join(folder, "..", model + ".manifest"), os.path.join(folder, "..", model + ".h")
    code, first, said = run(script, *words, set_name + "=" + folder, "--anew", manifest, python=python)
    check(code == 0 and first, "%s: the script learns of the bundled pages\n%s" % (model, "" if code == 0 else said))
    code, second, said = run(script, *words, set_name + "=" + folder, "--manifest", manifest, python=python)
    check(code == 0 and second == first, "%s: once more, by the manifest of the first run: the same table" % model)
    with open(table, "wb") as f:
        f.write(first)
    good, said = compiles(model, table=table)
    check(good, "%s: the plugin takes the table\n%s" % (model, "" if good else said))
    os.rename(os.path.join(folder, spoil), os.path.join(folder, "away"))
    code, _, said = run(script, *words, set_name + "=" + folder, "--manifest", manifest, python=python)
    check(code != 0 and spoil + " is missing" in said, "%s: a set without one of its files is refused" % model)
    os.rename(os.path.join(folder, "away"), os.path.join(folder, spoil))
    with open(os.path.join(folder, spoil), "a", encoding="utf-8") as f:
        f.write("\n")
    code, _, said = run(script, *words, set_name + "=" + folder, "--manifest", manifest, python=python)
    check(code != 0 and "this is not the set" in said and spoil in said, "%s: a file that is another one is refused" % model)
    code, _, said = run(script, *words, set_name + "=" + folder, python=python)
    check(code != 0 and ("lists no set" in said or "this is not the set" in said),
          "%s: and so is a set that the plugin's own manifest has not" % model)


def bundled():
    """[(name, title, paragraphs)]"""
    pages = os.path.join(ARTICLE, "pages")
    for name in sorted(os.listdir(pages)):
        if name.endswith(".txt"):
            with open(os.path.join(pages, name), encoding="utf-8") as f:
                lines = f.read().split("\n")
            yield name[:-4], lines[0], lines[4:]


def write_set(folder, name, docs, truth):
    os.mkdir(folder)
    for kind, rows in (("docs", docs), ("truth", truth)):
        with open(os.path.join(folder, "%s.%s.jsonl" % (name, kind)), "w", encoding="utf-8") as f:
            f.writelines(json.dumps(row) + "\n" for row in rows)


def weights():
    bench = os.path.join(build, "bench-stages")
    if not os.path.exists(bench):
        sys.exit("bench-stages is not built")
    with tempfile.TemporaryDirectory() as top:
        # Pages of one language tell of one thing; without its last paragraph a page is a copy.
        docs = [(name + cut, title, lines[:len(lines) - bool(cut)]) for name, title, lines in bundled() for cut in ("", ".cut")]
        docs = [{"id": name, "title": title, "text": "\n".join(lines)} for name, title, lines in docs]
        story, copies = os.path.join(top, "story"), os.path.join(top, "copies")
        write_set(story, "pages", docs, [{"id": d["id"], "cluster": d["id"][:2]} for d in docs])
        write_set(copies, "pages", docs, [{"id": d["id"], "label": d["id"].replace(".cut", "")} for d in docs])
        trains("pairs", story, "pages", "pages.truth.jsonl", os.path.join(STORY, "train/fit_pairs.py"), bench)
        trains("copies", copies, "pages", "pages.truth.jsonl", os.path.join(DEDUPE, "train/fit_copies.py"), bench)


def trees():
    def learner(python):
        return shutil.which(python) and run("-c", "import sklearn.ensemble", python=python)[0] == 0
    python = next((p for p in (sys.executable, "/usr/bin/python3") if learner(p)), None)
    if python is None:
        print("skipped: no Python here has scikit-learn (apt install python3-sklearn)")
        sys.exit(77)
    made = subprocess.run(["cmake", "--build", build, "--target", "dump-article", "tidings-tryout"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    check(made.returncode == 0, "trees: the plugin that prints its features is built\n%s"
          % ("" if made.returncode == 0 else made.stdout.decode()[-3000:]))
    with tempfile.TemporaryDirectory() as top:
        pages = os.path.join(top, "pages")
        shutil.copytree(os.path.join(ARTICLE, "pages"), pages)
        trains("trees", pages, "bundled", "fr.txt", os.path.join(ARTICLE, "train/train.py"), "--trees", "3",
               os.path.join(build, "tidings-tryout"), os.path.join(build, "plugins/parse-article/dump-article.so"), python=python)


{"features": features, "weights": weights, "trees": trees}[part]()
sys.exit(1 if failed else 0)
