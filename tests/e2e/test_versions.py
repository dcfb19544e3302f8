# SPDX-License-Identifier: Apache-2.0
"""The commands that only read versions, as scripts use them: what they print and how they end."""

import random
import subprocess
import time

import pytest
from playground import program
from playground.program import Exit
from playground.station import NODE

YES, NO = Exit.UP_TO_DATE, Exit.DOES_NOT_HOLD


def lockstep(*arguments, text=""):
    """With `text` (or bytes) on standard input."""
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run([program.binary(), *arguments], input=data, capture_output=True, timeout=120,
                          env=program.clean_environment(), check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Sanitizer" not in err and "runtime error" not in err, err
    return program.Outcome(list(map(str, arguments)), done.returncode, out, err)


@pytest.mark.quick
@pytest.mark.parametrize(("a", "b", "sign"), [
    ("4.1.0", "4.2.0", "<"), ("4.1.0rc10", "4.1.0rc2", ">"), ("1.2", "v1.2.0", "="), ("4.1.0-rc.1", "4.1.0rc1", "="),
    ("24.03.10", "24.3.9", ">"), ("1." + "9" * 120, "1." + "9" * 119, ">")])
def test_compare_prints_the_relation(a, b, sign):
    assert lockstep("version", "compare", a, b).expect(YES).out == sign + "\n"
    answer = lockstep("version", "compare", a, b, "--json").expect(YES).json
    assert answer["relation"] == sign and answer["a"]["kind"] == "version"
    for word, holds in {"lt": "<", "le": "<=", "eq": "=", "ge": ">=", "gt": ">", "ne": "<>"}.items():
        lockstep("version", "compare", a, b, "--is", word).expect(YES if sign in holds else NO)


@pytest.mark.parametrize("other", ["latest", "", "1.0.0/2", "9" * 3000, "1.0 ", "\x1b[31m"])
def test_what_is_no_version_does_not_compare(other):
    outcome = lockstep("version", "compare", "1.0.0", other).expect(Exit.REFUSED)
    assert outcome.out == "" and "is no version" in outcome.err and "\x1b" not in outcome.err
    answer = lockstep("version", "compare", other, "1.0.0", "--json").expect(Exit.REFUSED).json
    assert answer["error"]["code"] == "not-a-version" and answer["exit_code"] == Exit.REFUSED


def test_scheme_decides_how_they_are_read():
    assert lockstep("version", "compare", "1.0.0-rc10", "1.0.0-rc2").out == ">\n"
    assert lockstep("version", "compare", "1.0.0-rc10", "1.0.0-rc2", "--scheme", "semver").out == "<\n"
    lockstep("version", "compare", "1", "2", "--scheme", "semantic").expect(Exit.CONFIGURATION)


def test_sort_loses_nothing_silently():
    lines = ["1.10", "v1.2", "latest", "", "1.9\r", "1.2.0rc1", "\x1b[31m", "1.9-alpine"]
    outcome = lockstep("version", "sort", text="\n".join(lines)).expect(YES)
    assert outcome.out.split() == ["1.2.0rc1", "v1.2", "1.9", "1.9-alpine", "1.10"]
    assert "'latest'" in outcome.err and "\\x1b" in outcome.err and "\x1b" not in outcome.err
    assert lockstep("version", "sort", "--reverse", text="1.9\n1.10").out == "1.10\n1.9\n"
    answer = lockstep("version", "sort", "--json", text="2.0\nlatest\n1.0").expect(YES).json
    assert answer["sorted"] == ["1.0", "2.0"] and answer["left_out"] == [{"tag": "latest", "kind": "name"}]
    lockstep("version", "sort", text="latest\nmain\n").expect(Exit.REFUSED)
    assert lockstep("version", "sort").expect(YES).out == ""


def test_sort_takes_a_hundred_thousand_lines_of_noise():
    dice = random.Random(7)
    noise = b"\n".join(dice.randbytes(dice.randrange(1, 200)).replace(b"\n", b"-") for _ in range(100_000))
    begin = time.monotonic()
    outcome = lockstep("version", "sort", text=noise + b"\n2.0.0\n1.0.0\n").expect(YES)
    assert time.monotonic() - begin < 60
    kept = outcome.out.split()
    assert kept.index("1.0.0") < kept.index("2.0.0")
    # Every line is in one of the two; lines of blanks alone are no lines.
    blank = sum(1 for line in noise.split(b"\n") if not line.strip(b" \t\r\v\f"))
    assert abs(len(kept) + outcome.err.count("lockstep: left out") - 100_002 + blank) <= 0


@pytest.mark.parametrize(("constraint", "version", "code"), [
    (">=4.8,<5", "4.12.3", YES), ("<=4.13", "4.13.7", YES), ("<=4.13", "4.14.0rc1", NO), ("<5", "5.0.0a1", NO),
    ("~=1.3.0", "1.3.9", YES), ("4.x || 5.x", "6.0.0", NO), ("", "1.0.0", YES), (">=4", "latest", Exit.REFUSED)])
def test_match(constraint, version, code):
    outcome = lockstep("version", "match", constraint, version).expect(code)
    assert outcome.out == {YES: "yes\n", NO: "no\n"}.get(code, "")


@pytest.mark.parametrize(("constraint", "column"), [
    ("=>4.1", 0), (">=4.1,,<5", 6), (">=4.1 ||", 8), ("~>4", 0), (">=4.1 foo", 6), ("1.0-alpine", 0)])
def test_a_typing_error_in_a_constraint_is_pointed_at(constraint, column):
    outcome = lockstep("version", "match", constraint, "4.2.0").expect(Exit.CONFIGURATION)
    _, shown, pointer = outcome.err.rstrip("\n").split("\n")
    assert shown == "  " + constraint and pointer == "  " + " " * column + "^"
    assert lockstep("version", "match", constraint, "4.2.0", "--json").json["error"]["code"] == "constraint-invalid"


def test_parse_and_the_program_itself():
    parts = lockstep("version", "parse", "v1.2.3-rc.1-alpine3.19-arm64", "--json").expect(YES).json
    assert parts["version"] == "1.2.3rc1" and parts["channel"] == "rc"
    assert parts["variant"] == "alpine3.19" and parts["arch"] == "arm64"
    assert lockstep("version", "parse", "cosign").expect(Exit.REFUSED).out.startswith("kind")
    assert lockstep("version").expect(YES).out == lockstep("--version").out
    assert "did you mean 'compare'" in lockstep("version", "comprae", "1", "2").expect(Exit.CONFIGURATION).err


def test_tags_take_every_setting_of_a_policy(station):
    station.publish("4.1.0", "4.1.1", "4.2.0rc1", "5.0.0", "4.1.1-alpine", v4_1="4.1.1", cotopaxi="4.1.1")

    def tags(*arguments, code):
        outcome = station.lockstep("tags", f"{station.host}/{station.repository}", "--json", *arguments).expect(code)
        return outcome.json, {one["tag"]: one for one in outcome.json["candidates"]}

    verdict, of = tags(code=YES)
    assert verdict["reason"] == "no-current" and of["4.1"]["kind"] == "floating" and of["cotopaxi"]["kind"] == "codename"
    verdict, of = tags("--current", "4.1.0", code=Exit.WOULD_UPDATE)
    assert verdict["tag"] == "4.1.1" and verdict["newer_major"] == "5.0.0"
    assert {tag: one["reason"] for tag, one in of.items()} == {
        "4.1.0": "running", "4.1.1": "taken", "4.2.0rc1": "pre-release", "5.0.0": "other-major",
        "4.1.1-alpine": "other-variant", "4.1": "floating", "cotopaxi": "not-a-version"}
    assert all(one["sentence"] for one in of.values())
    assert tags("--current", "4.1.0", "--channel", "rc", code=Exit.WOULD_UPDATE)[0]["tag"] == "4.2.0rc1"
    assert tags("--current", "4.1.0", "--policy", "range", "--constraint", ">=4", "--allow-major",
                code=Exit.WOULD_UPDATE)[0]["tag"] == "5.0.0"
    assert tags("--current", "4.1.0", "--exclude", "4.1.1", code=YES)[0]["reason"] == "up-to-date"
    assert tags("--current", "4.1.0", "--policy", "server-minor", "--server-version", "5.0.0",
                code=Exit.REFUSED)[0]["reason"] == "server-major-mismatch"
    assert tags("--current", "cotopaxi", "--resolved", "4.1.0", "--no-pin-floating",
                code=Exit.WOULD_UPDATE)[0]["tag"] == "4.1.1"
    station.lockstep("tags", station.repository, "--constraint", ">>4").expect(Exit.CONFIGURATION)


def test_explain_has_every_tag_with_its_reason(station):
    station.publish("4.1.0", "4.1.1", "5.0.0", v4_1="4.1.1")
    station.run_node("4.1.0")
    outcome = station.lockstep("explain", NODE, "--json").expect(Exit.WOULD_UPDATE)
    of = {one["tag"]: one["reason"] for one in outcome.json["candidates"]}
    assert of == {"4.1.0": "running", "4.1.1": "taken", "5.0.0": "not-the-server", "4.1": "floating"}
    table = station.lockstep("explain", NODE).expect(Exit.WOULD_UPDATE).out
    assert all(word in table for word in ("TAG", "KIND", "CHANNEL", "4.1.1", "not-the-server"))


def test_explain_lists_the_tags_also_where_none_was_judged(station):
    station.publish("4.1.0", "4.1.1", v4_1="4.1.1")
    station.run_node("4.1.0")
    del station.settings["server"]  # a node without a server to follow
    station.configure()
    outcome = station.lockstep("explain", NODE, "--json")
    of = {one["tag"]: one for one in outcome.json["candidates"]}
    assert set(of) == {"4.1.0", "4.1.1", "4.1"}, str(outcome)
    assert of["4.1.1"]["kind"] == "version" and all(one["reason"] and one["sentence"] for one in of.values())
