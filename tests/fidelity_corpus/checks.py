# SPDX-License-Identifier: Apache-2.0
"""What is held against a container after its update. Each failure is (pointer, expected, got)."""

import json

from .pointers import ABSENT, at, blank, differences

_MOUNT = ("Type", "Name", "Source", "RW", "Driver", "Propagation")
_MAY_ADD = "$MAY_ADD"


class UnknownDirective(Exception):
    """The case asks for something that is not known here."""


def only(directives, *known):
    unknown = sorted(set(directives) - set(known))
    if unknown:
        raise UnknownDirective(f"unknown directive {', '.join(unknown)}")


def equal(case, before, after):
    except_for = [*case.get("except", []), *case.get("may_change", [])]
    return [each for pointer in case.get("equal", [])
            for each in differences(at(before, pointer), at(after, pointer), pointer, except_for)]


def changed(case, before, after):
    return [(pointer, f"not {_short(at(before, pointer))}", at(after, pointer)) for pointer in case.get("changed", [])
            if not differences(at(before, pointer), at(after, pointer))]


def expected(wanted, after):
    found = []
    for key, want in wanted.items():
        word, _, pointer = key.rpartition(" ")
        got = at(after, pointer)
        if word == "$KEYS":
            keys = sorted(got) if isinstance(got, dict) else got
            found += [] if keys == want else [(key, want, keys)]
        elif word == "$NONEMPTY":
            found += [] if blank(got) != bool(want) else [(key, "something" if want else "nothing", got)]
        elif word or key.startswith("$"):
            raise UnknownDirective(f"unknown directive {key} in expect")
        else:
            found += _expected_value(pointer, want, got)
    return found


def _expected_value(pointer, want, got):
    if want == "$ABSENT":
        return [] if got is ABSENT or got is None else [(pointer, "absent", got)]
    if want == "$ABSENT_OR_ZERO":
        return [] if blank(got) or (got == 0 and got is not False) else [(pointer, "absent or 0", got)]
    if isinstance(want, str) and want.startswith("$"):
        raise UnknownDirective(f"unknown value {want} in expect")
    if want == []:
        return [] if got == [] else [(pointer, want, got)]
    return differences(want, got, pointer)


def expected_set(wanted, before, after):
    found = []
    for pointer, want in wanted.items():
        got = at(after, pointer)
        have = sorted(map(_text, got if isinstance(got, list) else []))
        if _MAY_ADD in want:
            carried = {f"{mount['Name']}:{mount['Destination']}" for mount in before.get("Mounts") or []
                       if mount["Type"] == "volume"}
            listed = {_text(entry) for entry in want}
            have = [text for text in have if text in listed or not _names_one(json.loads(text), carried)]
        want = sorted(_text(entry) for entry in want if entry != _MAY_ADD)
        found += [] if have == want else [(pointer, want, have)]
    return found


def _names_one(bind, carried):
    return isinstance(bind, str) and any(bind == each or bind.startswith(each + ":") for each in carried)


def mounts(wanted, before, after):
    old, new = _by_target(before), _by_target(after)
    found = []
    for want in wanted:
        only(want, "Destination", "same", "fresh")
        target = want["Destination"]
        got = new.get(target)
        if got is None:
            found.append((f"/Mounts[{target}]", "mounted", ABSENT))
        elif want.get("same"):
            was = old.get(target) or {}
            found += [(f"/Mounts[{target}]/{name}", was.get(name), got.get(name)) for name in _MOUNT
                      if not (blank(was.get(name)) and blank(got.get(name))) and was.get(name) != got.get(name)]
        elif want.get("fresh"):
            known = {mount.get("Name") for mount in old.values()}
            if got["Type"] != "volume" or got.get("Name") in known:
                found.append((f"/Mounts[{target}]", "a new volume", got.get("Name") or got["Type"]))
    return found


def _by_target(document):
    return {mount["Destination"].rstrip("/"): mount for mount in document.get("Mounts") or []}


def status(want, after):
    got = at(after, "/State/Status")
    if want == "not-running":
        return [] if got not in ("running", "restarting", "paused") else [("/State/Status", want, got)]
    return [] if got == want else [("/State/Status", want, got)]


def _text(value):
    return json.dumps(value, sort_keys=True)


def _short(value):
    return "absent" if value is ABSENT else json.dumps(value, sort_keys=True)[:80]
