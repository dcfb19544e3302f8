# SPDX-License-Identifier: Apache-2.0
"""Completion in the real shells, and manual pages in front of both of their readers."""

import subprocess
from pathlib import Path

import pytest
from playground import program

TAB = {"lockstep hist": "lockstep history", "lockstep version com": "lockstep version compare",
       "lockstep doctor reg": "lockstep doctor registry", "lockstep once --wait": "lockstep once --wait-for-engine",
       "lockstep run --log-level w": "lockstep run --log-level warning",
       "lockstep completion fi": "lockstep completion fish"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    subprocess.run([program.ROOT / "deploy/say_pages", program.binary(), folder], check=True)
    return folder


def _lines(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60,
                          env=program.clean_environment({"LC_ALL": "C.UTF-8"}))
    assert done.returncode == 0 and not done.stderr, done
    return done.stdout.splitlines()


def test_zsh(pages, tmp_path):
    _lines("zsh", "-n", pages / "zsh")
    (tmp_path / "_lockstep").write_text((pages / "zsh").read_text())
    assert _lines("zsh", "-f", Path(__file__).with_name("tab.zsh"), tmp_path, *TAB) == list(TAB.values())


def test_fish(pages):
    _lines("fish", "--no-config", "--no-execute", pages / "fish")
    for line, completed in TAB.items():
        found = _lines("fish", "--no-config", "-c", f"source {pages / 'fish'}; complete -C '{line}'")
        assert [word.split("\t")[0] for word in found] == [completed.split()[-1]], found
    offered = _lines("fish", "--no-config", "-c", f"source {pages / 'fish'}; complete -C 'lockstep version compare 1 2 --is '")
    assert {"lt", "<", ">="} <= {word.split("\t")[0] for word in offered}, offered


def test_bash(pages):
    for line, completed in TAB.items():
        script = (f"source {pages / 'bash'}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _lockstep; "
                  'echo "${COMPREPLY[@]}"')
        assert _lines("bash", "--norc", "-u", "-c", script) == [completed.split()[-1]]


def test_manual_pages(pages):
    """The missing date is meant: equal programs give equal pages."""
    found = sorted((pages / "man1").iterdir())
    assert len(found) > 20 and (pages / "man1/lockstep-doctor.1") in found
    linted = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", *found], capture_output=True, text=True).stdout
    assert [line for line in linted.splitlines() if "missing date" not in line] == []
    for page in found:
        _lines("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page)
