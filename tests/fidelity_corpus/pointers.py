# SPDX-License-Identifier: Apache-2.0
"""JSON pointers into inspect documents, and how two places are compared."""

ABSENT = object()  # no such member; not the same as null


def at(document, pointer):
    """What stands at an RFC 6901 pointer, or ABSENT."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and part in document:
            document = document[part]
        elif isinstance(document, list) and part.isdigit() and int(part) < len(document):
            document = document[int(part)]
        else:
            return ABSENT
    return document


def escaped(name):
    return name.replace("~", "~0").replace("/", "~1")


def blank(value):
    """null, [], {}, "" and absent say the same: nothing."""
    return value is ABSENT or value is None or (isinstance(value, (str, list, dict)) and not value)


def below(pointer, others):
    return any(pointer == other or pointer.startswith(other + "/") for other in others)


def differences(want, got, pointer="", except_for=()):
    """Pointers of the smallest parts that differ, with both values. The order of links is the engine's whim."""
    if below(pointer, except_for) or (blank(want) and blank(got)):
        return []
    if isinstance(want, dict) and isinstance(got, dict):
        found = []
        for name in sorted({*want, *got}):
            found += differences(want.get(name, ABSENT), got.get(name, ABSENT), f"{pointer}/{escaped(name)}",
                                 except_for)
        return found
    if isinstance(want, list) and isinstance(got, list):
        if pointer.endswith("/Links"):
            want, got = sorted(want), sorted(got)
        if len(want) == len(got):
            return [each for number, pair in enumerate(zip(want, got))
                    for each in differences(*pair, f"{pointer}/{number}", except_for)]
    return [] if want is not ABSENT and got is not ABSENT and same(want, got) else [(pointer, want, got)]


def same(left, right):
    """Equal values of equal type: true is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right
