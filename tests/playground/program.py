# SPDX-License-Identifier: Apache-2.0
"""Runs the built program as a person does, and keeps all that it said."""

import json
import os
import subprocess
from enum import IntEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Exit(IntEnum):
    """The documented exit codes."""

    UP_TO_DATE = 0
    DOES_NOT_HOLD = 1
    UPDATED = 10
    WOULD_UPDATE = 11
    REFUSED = 20
    ROLLED_BACK = 21
    BLOCKED = 22
    EVIDENCE_MISSING = 23
    ENGINE_UNREACHABLE = 30
    CONFIGURATION = 31
    ALREADY_RUNNING = 32
    STUCK = 33
    INTERNAL = 70


def binary():
    path = Path(os.environ.get("LOCKSTEP", ROOT / "build/release/src/lockstep"))
    if not os.access(path, os.X_OK):
        raise FileNotFoundError(f"{path} is not there: build it (cmake --preset release && cmake --build --preset "
                                "release) or name another one in $LOCKSTEP")
    return path


class Outcome:
    """One finished run. Its text is the failure message of a test: everything the program said."""

    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    @property
    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f"not one JSON object on stdout: {self}") from None

    def verdict(self, container):
        """What the run decided about one container."""
        return self._row("containers", container)

    def swap(self, container):
        """What became of the swap of one container."""
        return self._row("swaps", container)

    def expect(self, *codes):
        assert self.status in codes, f"exit code {self.status}, expected {[int(c) for c in codes]}: {self}"
        return self

    def _row(self, table, name):
        rows = [row for row in self.json.get(table, []) if row["name"] == name]
        assert len(rows) == 1, f"{len(rows)} rows for {name} in {table}: {self}"
        return rows[0]

    def __str__(self):
        return (f"\n$ {' '.join(self.command)}\n--- exit {self.status}, stdout\n{self.out.rstrip()}\n"
                f"--- stderr\n{self.err.rstrip()}\n---")

    __repr__ = __str__


def clean_environment(extra=None):
    """The caller's environment without what would configure the program."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LOCKSTEP", "DOCKER_"))}
    return {**kept, "ASAN_OPTIONS": "verify_asan_link_order=0", **(extra or {})}


def run(arguments, environment=None, limit=120, user=None, way=()):
    """`way`: a command that runs the one behind it."""
    command = [*way, str(binary()), *map(str, arguments)]
    try:
        done = subprocess.run(command, env=clean_environment(environment), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=limit, user=user, errors="replace")
    except subprocess.TimeoutExpired as late:
        raise AssertionError(f"did not end within {limit} s: {' '.join(command)}\n{late.stderr}") from None
    outcome = Outcome(command, done.returncode, done.stdout, done.stderr)
    for mark in ("AddressSanitizer", "runtime error:", "ThreadSanitizer"):
        assert mark not in done.stderr, f"a sanitizer complains: {outcome}"
    return outcome


def start(arguments, log, environment=None):
    """The program in the background; its output goes to the file `log`."""
    with open(log, "wb") as sink:
        return subprocess.Popen([str(binary()), *map(str, arguments)], env=clean_environment(environment),
                                stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
