#!/usr/bin/env python3
"""Writes entity_table.h and html_tag_table.h: python3 core/kit/gen_tables.py (in the source folder).

The character references are those of Python's html.entities.html5, which follows the HTML standard.  Both tables are
looked up by a multiplicative hash; the tag names get a multiplier that has no collisions.
"""
import html.entities
import os
import random
import re

HERE = os.path.dirname(os.path.abspath(__file__))

with open(os.path.join(HERE, "../../include/tidings/kit/html_tree.h")) as header:
    TAGS = re.findall(r' X\([A-Z0-9]+, "([a-z0-9]+)", ', header.read())


def entity_hash(name):
    h = 0
    for ch in name.encode():
        h = (h * 33 + ch) & 0xFFFFFFFF
    return (h ^ (h >> 13)) & 4095


def write_entities():
    names = sorted(n[:-1] for n in html.entities.html5 if n.endswith(";"))
    slots = [0] * 4096
    rows, pool, offset = [], b"", 0
    for i, name in enumerate(names):
        value = html.entities.html5[name + ";"].encode()
        assert len(value) <= 8
        rows.append("{%d, %d, %d, %d}" % (offset, len(name), len(value), name in html.entities.html5))
        pool += name.encode() + value
        offset += len(name.encode()) + len(value)
        slot = entity_hash(name)
        while slots[slot]:
            slot = (slot + 1) & 4095
        slots[slot] = i + 1
    assert offset < 65536
    with open(os.path.join(HERE, "html/entity_table.h"), "w") as out:
        out.write("/* Made by gen_tables.py; do not edit.  Character references of the HTML standard. */\n")
        out.write("// clang-format off\n")
        out.write("enum { ENTITY_COUNT = %d, ENTITY_SLOTS = 4096, ENTITY_LONGEST = %d, ENTITY_LONGEST_BARE = %d };\n"
                  % (len(names), max(map(len, names)), max(len(n) for n in names if n in html.entities.html5)))
        out.write("/* Each name, then its UTF-8, as signed bytes: C compilers need not take a text this long. */\n")
        out.write("static const char entity_pool[] = {\n")
        wrap(out, [str(b - 256 if b > 127 else b) for b in pool], "  ", ",\n", ",", 104)
        out.write("};\n/* {offset of the name in the pool, its length, length of the value, may stand without ;} */\n")
        out.write("static const struct entity { uint16_t at; uint8_t name, value, bare; } "
                  "entity_table[ENTITY_COUNT] = {\n")
        wrap(out, rows, "  ", ",\n", ", ", 100)
        out.write("};\n/* Index + 1 into entity_table, by hash, with linear probing. */\n")
        out.write("static const uint16_t entity_slot[ENTITY_SLOTS] = {\n")
        wrap(out, list(map(str, slots)), "  ", ",\n", ",", 104)
        out.write("};\n")


def wrap(out, parts, before, after, between, width):
    line = []
    for part in parts + [None]:
        if part is None or (line and len(between.join(line + [part])) > width):
            out.write(before + between.join(line) + after)
            line = []
        if part is not None:
            line.append(part)


FIRST_TAG = 3  # behind TDG_HTML_TEXT, _DOCUMENT, _OTHER


def write_tags():
    keys = [int.from_bytes(t.encode()[:8].ljust(8, b"\0"), "little") for t in TAGS]
    assert len(set(keys)) == len(keys)
    rng = random.Random(1)
    while True:
        factor = rng.getrandbits(64) | 1
        if len({(k * factor & (2**64 - 1)) >> 54 for k in keys}) == len(keys):
            break
    slots = [0] * 1024
    for i, k in enumerate(keys):
        slots[(k * factor & (2**64 - 1)) >> 54] = i + FIRST_TAG
    with open(os.path.join(HERE, "html/html_tag_table.h"), "w") as out:
        out.write("/* Made by gen_tables.py; do not edit.  The elements of tidings/kit/html_tree.h, to be found by name. */\n")
        out.write("// clang-format off\n")
        out.write("/* A name's first 8 letters as a little-endian number, times this, by its top 10 bits. */\n")
        out.write("#define HTML_TAG_FACTOR UINT64_C(0x%x)\nenum { HTML_TAG_SHIFT = 54 };\n" % factor)
        out.write("static const uint8_t html_tag_slot[1024] = {\n")
        wrap(out, list(map(str, slots)), "  ", ",\n", ",", 104)
        out.write("};\nstatic const struct { uint64_t key; uint8_t length; } html_tag_keys[] = {\n")
        wrap(out, ["{0, 255}"] * FIRST_TAG + ["{UINT64_C(0x%x), %d}" % (k, len(t)) for k, t in zip(keys, TAGS)],
             "  ", ",\n", ", ", 100)
        out.write("};\n")


write_entities()
write_tags()
