#!/usr/bin/env python3
"""train.py - learn the trees of model_table.h from pages whose article is known.

    train.py TRYOUT DUMP.so aeb=FOLDER wcxb=FOLDER fundus=FOLDER > ../body/model_table.h    all pages
    train.py --held TRYOUT DUMP.so aeb=FOLDER ... > ...         without the pages that are held back, and how it reads these
    train.py --cv 2 TRYOUT DUMP.so aeb=FOLDER ...               how well it reads pages it has not seen, twice over
    train.py --anew FILE --trees 3 TRYOUT DUMP.so bundled=../pages > ...    other pages: FILE gets their manifest

DUMP.so is the plugin built to print its features (target dump-article), TRYOUT the program tidings-tryout (target of that
name).  MANIFEST lists the files that each set must be, and what the shipped table was learned with.  Needs scikit-learn
(requirements.txt: other releases learn other trees); the seed is fixed.

A line is article when at least half of its groups of four words stand in the article; a shorter one when it stands
between its neighbours' places there.  Every page weighs the same.  The model is the mean of BAGS boosted models, each of
which saw a part of the lines and half of the features.  A page whose id has a CRC-32 divisible by three is held back.  With
--cv the pages are cut in five; each fifth is read by the whole plugin, with trees that did not see it.  Then follow, for
each set: the mean F1 of groups of four words, the share of pages whose words are all right, what a perfect judgement of every
line would reach, and which share of an article's words is wrongly kept before, inside and behind it, and missed.  With --held the pages that
were held back are read by the whole plugin with the trees of the others; F1 is then, as the article extraction benchmark
has it, that of the mean precision and the mean recall, with the mean F1 of the pages behind it.
"""
import argparse
import glob
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import zlib
from collections import Counter

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

DEPTH, TREES, RATE, BAGS, FEATURES, ROWS, SEED = 4, 120, 0.08, 4, 0.5, 0.7, 1
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../.."))
import training  # noqa: E402


# ---- the sets

def find(folder, *patterns):
    """Names of the files, relative to the folder."""
    return sorted(os.path.relpath(f, folder) for p in patterns for f in glob.glob(os.path.join(glob.escape(folder), p)))


def load(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return json.load(f)


def read_aeb(folder):
    for name, truth in load(folder, "ground-truth.json").items():
        yield {"id": name, "path": f"html/{name}.html.gz", "url": truth.get("url"), "encoding": "utf-8",
               "text": truth.get("articleBody") or ""}


def read_wcxb(folder):
    for file in find(folder, "ground-truth/*.json"):
        truth, name = load(folder, file), os.path.basename(file)[:-5]
        yield {"id": name, "path": f"html/{name}.html.gz", "url": truth.get("url"),
               "text": truth["ground_truth"].get("main_content") or ""}


def read_fundus(folder):
    """One JSON a publisher, its versions in the order of the dates in the names of the pages."""
    for file in find(folder, "*/*.json"):
        versions = list(load(folder, file).values())
        for path, version in zip(find(folder, glob.escape(file[:-5]) + "_[0-9]*.html.gz"), versions):
            body = version.get("body") or {}
            parts = list(body.get("summary") or [])
            for section in body.get("sections") or []:
                parts += list(section.get("headline") or []) + list(section.get("paragraphs") or [])
            yield {"id": path[:-8], "path": path, "encoding": "utf-8", "text": "\n".join(parts)}


def read_bundled(folder):
    """The pages of the plugin's own tests: four lines about the page, then its article."""
    for path in find(folder, "*.html"):
        with open(os.path.join(folder, path[:-5] + ".txt"), encoding="utf-8") as f:
            yield {"id": path[:-5], "path": path, "encoding": "utf-8", "text": "".join(f.readlines()[4:])}


READERS = {"aeb": read_aeb, "wcxb": read_wcxb, "fundus": read_fundus, "bundled": read_bundled}
FILES = {"aeb": ("ground-truth.json", "html/*.html.gz"), "wcxb": ("ground-truth/*.json", "html/*.html.gz"),
         "fundus": ("*/*.json", "*/*.html.gz"), "bundled": ("*.html", "*.txt")}


def files_of(name, folder):
    if name not in READERS:
        sys.exit(f"{name} is none of the sets that can be read: {', '.join(READERS)}")
    return find(folder, *FILES[name])


def load_pages(args):
    pages = []
    for name, folder in training.take_sets(args, files_of):
        for page in sorted(READERS[name](folder), key=lambda p: p["id"]):
            held = zlib.crc32(page["id"].encode()) % 3 == 0
            pages.append(dict(page, path=os.path.abspath(os.path.join(folder, page["path"])), set=name, held=held))
    return pages


def words(text):
    return re.findall(r"\w+", text)


def groups(tokens):
    return Counter(zip(*(tokens[i:] for i in range(4)))) if len(tokens) > 3 else Counter([tuple(tokens)] if tokens else [])


# ---- the plugin's word

def run_plugin(tryout, plugin, pages, trees=None):
    """(texts by id, what the plugin printed about its lines)."""
    environment = dict(os.environ, **({"ARTICLE_TREES": trees} if trees else {}))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as listing:
        for page in pages:
            listing.write(json.dumps({k: page.get(k) or "" for k in ("id", "path", "url", "encoding")}) + "\n")
        listing.flush()
        run = subprocess.run([tryout, "--plugin", plugin, "--jsonl", listing.name], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=True, env=environment)
    texts = {}
    for row in run.stdout.decode("utf-8").split("\n"):
        if row:
            answer = json.loads(row)
            texts[answer["input"]] = (answer.get("records") or [{}])[0].get("text") or ""
    return texts, run.stderr.decode("utf-8", "replace")


def read_lines(tryout, plugin, pages, n):
    """For each page: (features, words) of each line near its article, as the plugin prints them."""
    out, lines = [], []
    for row in run_plugin(tryout, plugin, pages)[1].split("\n"):
        if row.startswith("L\t"):
            cells = row.split("\t", n + 1)
            lines.append(([int(v) for v in cells[1:n + 1]], words(cells[n + 1])))
        elif row[:1] in ("E", "N"):
            out.append(lines if row[0] == "E" else [])
            lines = []
    assert len(out) == len(pages)
    return out


# ---- which lines are article

def label_long(lines, truth):
    """Labels and places of the lines of four words and more; None for the others."""
    index, used, last, labels, places = {}, Counter(), 0, [], []
    for k in range(len(truth) - 3):
        index.setdefault(tuple(truth[k:k + 4]), []).append(k)
    for _, tokens in lines:
        hits = [g for g in zip(*(tokens[i:] for i in range(4))) if g in index]
        place, label = None, None if len(tokens) < 4 else 0
        if len(tokens) >= 4 and 2 * len(hits) >= len(tokens) - 3:
            all_places = index[hits[0]]
            start = next((p for p in all_places if p >= last - 2), all_places[0])
            label = int(used[hits[0]] < len(all_places))  # said twice on the page, once in the article: the first
            used[hits[0]] += 1
            if label:
                place, last = (start, start + len(tokens)), start + len(tokens)
        labels.append(label)
        places.append(place)
    return labels, places


def label(lines, truth):
    labels, places = label_long(lines, truth)
    for j, (_, tokens) in enumerate(lines):
        if labels[j] is not None:
            continue
        start = next((places[k][1] for k in range(j - 1, -1, -1) if places[k]), 0)
        end = next((places[k][0] for k in range(j + 1, len(lines)) if places[k] and places[k][0] >= start), len(truth))
        between = truth[max(0, start - 1):end + 1]
        found = [q for q in range(len(between) - len(tokens) + 1) if between[q:q + len(tokens)] == tokens]
        labels[j] = int(bool(tokens and found and end - start < 400))
        if labels[j]:
            places[j] = (max(0, start - 1) + found[0], max(0, start - 1) + found[0] + len(tokens))
    return labels


def page_score(tokens, truth):
    mine, true = groups(tokens), groups(truth)
    return 2 * sum((mine & true).values()) / max(1, sum(mine.values()) + sum(true.values()))


def read_pages(args, names):
    """Each page with its lines, their features, labels and weights."""
    pages = load_pages(args)
    for page, lines in zip(pages, read_lines(args.tryout, args.plugin, pages, len(names))):
        truth, tokens = words(page["text"]), [t for _, t in lines]
        labels = label(lines, truth)
        weight = np.array([min(len(t), 40) + 6.0 for t in tokens])
        page.update(truth=truth, tokens=tokens, y=np.array(labels, dtype=int), weight=weight / max(1, weight.sum()) * 50,
                    x=np.array([f for f, _ in lines], dtype=np.float32).reshape(len(lines), len(names)),
                    best=page_score(sum((t for t, k in zip(tokens, labels) if k), []), truth))
    return pages


# ---- the model

def learn(pages, trees, seed=SEED):
    """[(columns, fitted)]; pages whose truth is not theirs are left out."""
    pages = [page for page in pages if page["best"] > 0.8]
    x, y = np.vstack([p["x"] for p in pages]), np.concatenate([p["y"] for p in pages])
    weight, chance, bags = np.concatenate([p["weight"] for p in pages]), np.random.RandomState(seed), []
    for bag in range(BAGS):
        columns = np.sort(chance.permutation(x.shape[1])[:int(FEATURES * x.shape[1])])
        rows = chance.rand(len(x)) < ROWS
        fitted = HistGradientBoostingClassifier(max_iter=trees, learning_rate=RATE, max_depth=DEPTH,
                                                max_leaf_nodes=2 ** DEPTH, min_samples_leaf=20, l2_regularization=1,
                                                early_stopping=False, random_state=bag)
        bags.append((columns, fitted.fit(x[rows][:, columns], y[rows], sample_weight=weight[rows])))
    return bags


def complete(nodes, columns):
    """A tree of DEPTH with every question asked: those that are not needed are answered `at most` by anything."""
    ask, answer = [(0, 32767)] * (2 ** DEPTH - 1), [0] * 2 ** DEPTH

    def walk(node, at, depth):
        leaf = nodes[node]["is_leaf"]
        if depth == DEPTH:
            answer[at - len(ask)] = round(float(nodes[node]["value"]) / BAGS * 1000)
            return
        if not leaf:
            threshold = max(-32768, min(32767, math.floor(nodes[node]["num_threshold"])))
            ask[at] = (int(columns[nodes[node]["feature_idx"]]), threshold)
        walk(node if leaf else nodes[node]["left"], 2 * at + 1, depth + 1)
        walk(node if leaf else nodes[node]["right"], 2 * at + 2, depth + 1)

    walk(0, 0, 0)
    return ask, answer


def trees_of(bags):
    """(base, [(questions, answers)])"""
    base = round(sum(float(np.ravel(fitted._baseline_prediction)[0]) for _, fitted in bags) / BAGS * 1000)
    return base, [complete(group[0].nodes, columns) for columns, fitted in bags for group in fitted._predictors]


def wrapped(items, between=", ", end=""):
    rows, row = [], "    "
    for item in items:
        if len(row) + len(item) > 106:
            rows.append(row.rstrip() + end)
            row = "    "
        row += item + between
    return "\n".join(rows + [row.rstrip().rstrip(",")])


def write_table(base, trees, names):
    print("/* model_table.h - written by train/train.py; do not edit.  Trees of depth 4: fifteen questions {feature, at most},\n"
          " * sixteen answers in thousandths of log odds.  Before them the places that the features had when they were learned. */\n"
          "// clang-format off")
    print("#define MODEL_FEATURES(X) \\\n" + wrapped([f"X({at}, {name})" for at, name in enumerate(names)], " ", " \\"))
    print(f"enum {{ MODEL_TREES = {len(trees)}, MODEL_BASE = {base} }};")
    print("static const struct model_tree model_trees[MODEL_TREES] = {")
    for ask, answer in trees:
        print("  {{\n" + wrapped(["{%d, %d}" % q for q in ask]) + "},\n   {" + ", ".join(map(str, answer)) + "}},")
    print("};\n// clang-format on")


# ---- cross-validation

def read_with(args, pages, base, trees):
    with tempfile.NamedTemporaryFile("w", suffix=".trees") as table:
        print(len(trees), base, file=table)
        for ask, answer in trees:
            print(*(v for q in ask for v in q), *answer, file=table)
        table.flush()
        return run_plugin(args.tryout, args.plugin, pages, table.name)[0]


def lost(page, kept):
    """Shares of the article's words: wrongly kept before, inside, behind; missed."""
    right = [groups(page["truth"]) - groups(kept), groups(kept) - groups(page["truth"])]
    size, true = max(1, len(page["truth"])), groups(page["truth"])
    places = [i for i in range(len(kept) - 3) if tuple(kept[i:i + 4]) in true]
    wrong = [i for i in range(len(kept) - 3) if tuple(kept[i:i + 4]) not in true]
    first, last = (places[0], places[-1]) if places else (0, 0)
    shares = (sum(i < first for i in wrong), sum(first <= i <= last for i in wrong), sum(i > last for i in wrong),
              sum(right[0].values()))
    return [min(1, share / size) for share in shares]


def cross_validate(args, pages):
    result = {}
    for seed in range(args.cv):
        fold = [zlib.crc32(f"{seed}{page['id']}".encode()) % 5 for page in pages]
        for k in range(5):
            unseen, seen = ([p for p, f in zip(pages, fold) if (f == k) == yes] for yes in (True, False))
            texts = read_with(args, unseen, *trees_of(learn(seen, args.trees, seed * 5 + k)))
            for page in unseen:
                kept = words(texts.get(page["id"], ""))
                row = [page_score(kept, page["truth"]), kept == page["truth"], page["best"]] + lost(page, kept)
                result.setdefault(page.get("set", ""), []).append(row)
                if args.each:
                    print(f"{seed}\t{page['id']}\t{page.get('held', '')}\t" + "\t".join(f"{float(v):.4f}" for v in row))
    print("set       F1     exact  best   before inside behind missed", file=sys.stderr)
    for name, rows in result.items():
        print(f"{name:<9}", "  ".join(f"{v:.4f}"[:5] for v in np.mean(np.array(rows, dtype=float), axis=0)), file=sys.stderr)


# ---- the pages that are held back

def benchmark_f1(rows):
    """rows: (right, wrong, missed) groups of words of each page; a page without output has no precision."""
    precision = [right / (right + wrong) for right, wrong, _ in rows if right + wrong]
    recall = [right / (right + missed) for right, _, missed in rows if right + missed]
    p, r = (sum(v) / max(1, len(v)) for v in (precision, recall))
    return 2 * p * r / max(1e-9, p + r)


def score_held(args, pages, base, trees):
    held, result = [page for page in pages if page["held"]], {}
    texts = read_with(args, held, base, trees)
    for page in held:
        kept, true = groups(words(texts.get(page["id"], ""))), groups(page["truth"])
        right = sum((kept & true).values())
        counts = (right, sum(kept.values()) - right, sum(true.values()) - right)
        result.setdefault(page["set"], []).append((counts, page_score(words(texts.get(page["id"], "")), page["truth"])))
    print("held back  pages  F1     by page", file=sys.stderr)
    for name, rows in result.items():
        print(f"{name:<10} {len(rows):5}  {benchmark_f1([c for c, _ in rows]):.4f} {np.mean([f for _, f in rows]):.4f}",
              file=sys.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tryout"), parser.add_argument("plugin")
    training.add_arguments(parser, HERE)
    parser.add_argument("--trees", type=int, default=TREES, help="of each of the %d models" % BAGS)
    parser.add_argument("--cv", type=int, default=0, help="how often to cross-validate")
    parser.add_argument("--each", action="store_true", help="with --cv: print a line for each page, too")
    parser.add_argument("--held", action="store_true", help="learn without the pages that are held back, and score these")
    args = parser.parse_args()
    names = training.feature_names(os.path.join(HERE, "../body/features.h"), "FEATURE_TABLE")
    pages = read_pages(args, names)
    if args.cv:
        return cross_validate(args, pages)
    base, trees = trees_of(learn([page for page in pages if not (args.held and page["held"])], args.trees))
    write_table(base, trees, names)
    if args.held:
        score_held(args, pages, base, trees)


if __name__ == "__main__":
    main()
