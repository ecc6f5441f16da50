#!/usr/bin/env python3
"""train.py - learn the trees of model_table.h from pages whose article is known.

    train.py TRYOUT DUMP.so PAGES.jsonl > ../model_table.h

PAGES.jsonl has a line a page: {"id", "path", "url", "encoding", "text": the article as it should be read}.  DUMP.so is
the plugin built to print its features (target dump-article), TRYOUT the program tidings-tryout.  Needs scikit-learn.
With --cv the pages are cut in five, each fifth is judged by trees that did not see it, and the result is printed.

A line is article when at least half of its groups of four words stand in the article; a shorter one when it stands
between its neighbours' places there.  Every page weighs the same.
"""
import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupKFold

DEPTH, TREES, RATE = 4, 180, 0.08
HERE = os.path.dirname(os.path.abspath(__file__))


def feature_names():
    table = re.search(r"#define FEATURE_TABLE.*?\n\n", open(os.path.join(HERE, "../features.h")).read(), re.S).group(0)
    return [name for name in re.findall(r"X\((\w+)\)", table) if name != "X"]


def words(text):
    return re.findall(r"\w+", text)


def groups(tokens):
    return Counter(zip(*(tokens[i:] for i in range(4)))) if len(tokens) > 3 else Counter([tuple(tokens)] if tokens else [])


def read_lines(tryout, plugin, pages, n):
    """For each page: (features, words) of each line near its article, as the plugin prints them."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as listing:
        for page in pages:
            listing.write(json.dumps({k: page.get(k) or "" for k in ("id", "path", "url", "encoding")}) + "\n")
        listing.flush()
        run = subprocess.run([tryout, "--plugin", plugin, "--jsonl", listing.name], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, check=True)
    out, lines = [], []
    for row in run.stderr.decode("utf-8", "replace").split("\n"):
        if row.startswith("L\t"):
            cells = row.split("\t", n + 1)
            lines.append(([int(v) for v in cells[1:n + 1]], words(cells[n + 1])))
        elif row[:1] in ("E", "N"):
            out.append(lines if row[0] == "E" else [])
            lines = []
    assert len(out) == len(pages)
    return out


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


def page_score(lines, keep, truth):
    mine, true = groups(sum((t for (_, t), k in zip(lines, keep) if k), [])), groups(truth)
    hit = sum((mine & true).values())
    return 2 * hit / max(1, sum(mine.values()) + sum(true.values()))


def model():
    return GradientBoostingClassifier(n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=0.6,
                                      min_samples_leaf=20, max_features=0.3, random_state=1)


def complete(tree):
    """A tree of DEPTH with every question asked: those that are not needed are answered `at most` by anything."""
    ask, answer = [(0, 32767)] * (2 ** DEPTH - 1), [0] * 2 ** DEPTH

    def walk(node, at, depth):
        if depth == DEPTH:
            answer[at - len(ask)] = round(tree.value[node][0][0] * RATE * 1000)
            return
        leaf = tree.children_left[node] < 0
        if not leaf:
            ask[at] = (int(tree.feature[node]), max(-32768, min(32767, math.floor(tree.threshold[node]))))
        walk(node if leaf else tree.children_left[node], 2 * at + 1, depth + 1)
        walk(node if leaf else tree.children_right[node], 2 * at + 2, depth + 1)

    walk(0, 0, 0)
    return ask, answer


def wrapped(items):
    rows, row = [], "    "
    for item in items:
        if len(row) + len(item) > 106:
            rows.append(row.rstrip())
            row = "    "
        row += item + ", "
    return "\n".join(rows + [row.rstrip().rstrip(",")])


def write_table(fitted, features):
    prior = fitted.init_.class_prior_[1]
    print("/* model_table.h - written by train/train.py; do not edit.  Trees of depth 4: fifteen questions {feature, at most},\n"
          " * sixteen answers in thousandths of log odds. */")
    print(f"enum {{ MODEL_FEATURES = {features}, MODEL_TREES = {TREES}, MODEL_BASE = {round(math.log(prior / (1 - prior)) * 1000)} }};")
    print("static const struct model_tree model_trees[MODEL_TREES] = {")
    for tree in fitted.estimators_[:, 0]:
        ask, answer = complete(tree.tree_)
        print("  {{\n" + wrapped(["{%d, %d}" % q for q in ask]) + "},\n   {" + ", ".join(map(str, answer)) + "}},")
    print("};")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tryout"), parser.add_argument("plugin"), parser.add_argument("pages")
    parser.add_argument("--cv", action="store_true")
    args = parser.parse_args()
    names = feature_names()
    pages = [json.loads(line) for line in open(args.pages, encoding="utf-8")]
    data = []
    for page, lines in zip(pages, read_lines(args.tryout, args.plugin, pages, len(names))):
        truth = words(page["text"])
        labels = label(lines, truth)
        if lines and page_score(lines, labels, truth) > 0.8:  # else the truth is not of this page
            data.append((lines, labels, truth))
    x = np.array([f for lines, _, _ in data for f, _ in lines])
    y = np.array([v for _, labels, _ in data for v in labels])
    weight = np.concatenate([(w := np.array([min(len(t), 40) + 6.0 for _, t in lines])) / w.sum() * 50 for lines, _, _ in data])
    group = np.concatenate([[i] * len(lines) for i, (lines, _, _) in enumerate(data)])
    if args.cv:
        scores = []
        for train, test in GroupKFold(5).split(x, y, group):
            fitted = model().fit(x[train], y[train], sample_weight=weight[train])
            for i in set(group[test]):
                lines, _, truth = data[i]
                scores.append(page_score(lines, fitted.predict(np.array([f for f, _ in lines])), truth))
        print(f"{len(scores)} pages, mean page F1 {sum(scores) / len(scores):.4f}", file=sys.stderr)
        return
    write_table(model().fit(x, y, sample_weight=weight), len(names))


if __name__ == "__main__":
    main()
