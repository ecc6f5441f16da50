"""json_schema.py - what of a JSON Schema does not hold for a value, for the tests of the schemas that the program comes with.

    from json_schema import faults
    for fault in faults(value, schema, schema, "record"): ...

Read are the keywords that those schemas have.  Of "oneOf" the alternative is chosen by the member "kind".  A member that is not named
is a fault, unless the schema says what others are (additionalProperties); names x_12345 are those of private fields.
"""
import re

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def is_type(v, name):
    return isinstance(v, TYPES[name]) and (name == "boolean" or not isinstance(v, bool))


def alike(a, b):
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def faults(v, s, root, at):
    if "$ref" in s:
        yield from faults(v, root["$defs"][s["$ref"].rsplit("/", 1)[1]], root, at)
        return
    if "oneOf" in s:
        known = [x for x in s["oneOf"] if isinstance(v, dict) and x["$ref"].rsplit("/", 1)[1] == v.get("kind")]
        if len(known) != 1:
            yield "%s: %s is no kind that may stand here" % (at, v.get("kind") if isinstance(v, dict) else v)
        else:
            yield from faults(v, known[0], root, at)
        return
    if "anyOf" in s:
        tried = [list(faults(v, x, root, at)) for x in s["anyOf"]]
        if all(tried):
            yield min(tried, key=len)[0]
        return
    if "const" in s and v != s["const"] or "enum" in s and not any(alike(v, x) for x in s["enum"]):
        yield "%s: %r" % (at, v)
    names = s.get("type", [])
    if names and not any(is_type(v, n) for n in ([names] if isinstance(names, str) else names)):
        yield "%s: %r is no %s" % (at, v, names)
        return
    if "pattern" in s and isinstance(v, str) and not re.search(s["pattern"], v):
        yield "%s: %r does not match" % (at, v)
    if is_type(v, "number") and not s.get("minimum", v) <= v <= s.get("maximum", v):
        yield "%s: %r is out of its limits" % (at, v)
    if isinstance(v, list) and "items" in s:
        for i, x in enumerate(v):
            yield from faults(x, s["items"], root, "%s[%d]" % (at, i))
    if not isinstance(v, dict):
        return
    for name in s.get("required", []):
        if name not in v:
            yield "%s: no %s" % (at, name)
    if not s.get("minProperties", 0) <= len(v) <= s.get("maxProperties", len(v)):
        yield "%s: %d members" % (at, len(v))
    others = s.get("additionalProperties", False) if "properties" in s or "additionalProperties" in s else {}
    for name, x in v.items():
        if name in s.get("properties", {}):
            yield from faults(x, s["properties"][name], root, "%s.%s" % (at, name))
        elif re.fullmatch("x_[1-9][0-9]{4}", name) and isinstance(x, list):
            continue
        elif others is False:
            yield "%s: %s is not in the register as standing here" % (at, name)
        else:
            yield from faults(x, others, root, "%s.%s" % (at, name))
