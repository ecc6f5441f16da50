#!/usr/bin/env python3
"""fit_copies.py - learn the weights of copy_weights.h from records whose copies are known.

    fit_copies.py BENCH neardup-dev=FOLDER > ../copy_weights.h

FOLDER holds SET.docs.jsonl ({"id", "title", "text", "published", "source"}) and SET.truth.jsonl ({"id", "label", "level"});
MANIFEST says which files they must be.  BENCH is the program bench-stages, with the plugins beside it: the stage itself says
what the features of each pair are (its option trace).  Two records of one label are copies; pairs with an excerpt (level 5)
are left out: no sum tells whether those are copies.  Logistic regression; nothing is drawn by chance, so there is no seed.
Needs nothing but Python.
"""
import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../.."))
import training  # noqa: E402

HEAD = """/* copy_weights.h - the weight of each feature of a pair of records (dedupe.c) in the log odds that one is a
 * copy of the other: place, name, weight.  Written by train/fit_copies.py; do not edit. */
"""


def same(a, b):
    if (a.get("level") or 0) > 4 or (b.get("level") or 0) > 4:
        return None
    return int(a["label"] is not None and a["label"] == b["label"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    training.add_arguments(parser, HERE)
    parser.add_argument("--ridge", type=float, default=0.1, help="how small weights are held")
    parser.add_argument("--pairs", type=float, default=5000, help="how many pairs a set counts for")
    training.fit_and_print(parser.parse_args(), HERE, "dedupe", ("../dedupe.c", "COPY_FEATURES"), "COPY_WEIGHTS", HEAD, "", same)


if __name__ == "__main__":
    main()
