# SPDX-License-Identifier: Apache-2.0
"""Counts of what was tried, with what outcome."""

import contextlib
import itertools
import threading
from collections import Counter
from xml.sax.saxutils import quoteattr

from playground.engine_api import EngineError


class Tally:
    """Shared by all workers."""

    def __init__(self):
        self.passed, self.left_out, self.failures = Counter(), Counter(), []
        self._lock = threading.Lock()

    def good(self, kind):
        with self._lock:
            self.passed[kind] += 1

    def bad(self, kind, story, wrong):
        with self._lock:
            self.failures.append((kind, story, str(wrong)))
            print(f"\nFAILED {kind}: {story}: {wrong}", flush=True)

    def skipped(self, why):
        with self._lock:
            self.left_out[why] += 1

    def print(self):
        kinds = Counter(self.passed)
        kinds.update(kind for kind, _, _ in self.failures)
        for kind, count in sorted(kinds.items()):
            bad = sum(kind == failed for failed, _, _ in self.failures)
            print(f"{count:6} {kind}" + (f", {bad} FAILED" if bad else ""))
        for why, count in sorted(self.left_out.items()):
            print(f"{count:6} not counted: {why}")

    @property
    def counts(self):
        return sum(self.passed.values()), len(self.failures)

    def write_junit(self, path):
        passed, failed = self.counts
        cases = "".join(f"<testcase classname={quoteattr(kind)} name={quoteattr(story)}>"
                        f"<failure message={quoteattr(wrong)}/></testcase>" for kind, story, wrong in self.failures)
        path.write_text(f'<testsuites><testsuite name="crash" tests="{passed + failed}" failures="{failed}" '
                        f'errors="0" skipped="0">{cases}</testsuite></testsuites>')


class _Trial:
    counts = True
    why = None

    def skip(self, why=None):
        """Nothing was hit: not to be counted."""
        self.counts, self.why = False, why


class Ended(Exception):
    """The campaign was asked to end."""


class Trials:
    """What one job tries: `random` is its own, `every` thins out the places, `asked_to_end()` ends it."""

    def __init__(self, tally, random, every, library, asked_to_end):
        self._tally, self.random, self._every, self._library = tally, random, every, library
        self._asked_to_end = asked_to_end

    def places(self):
        """1, 2, 3 …, or each Nth from a random one on; whoever asks ends it."""
        return itertools.count(self.random.randint(1, self._every), self._every)

    def preload(self, **variables):
        return {"LD_PRELOAD": str(self._library), **{key: str(value) for key, value in variables.items()}}

    @contextlib.contextmanager
    def trial(self, world, kind, what):
        """A fresh world; what is wrong with it in the end is counted under `kind`."""
        if self._asked_to_end():
            raise Ended
        story, trial = f"{world.move}, {what}", _Trial()
        try:
            world.reset()
            yield trial
        except (AssertionError, EngineError, OSError) as wrong:
            self._tally.bad(kind, story, wrong)
            return
        if trial.counts:
            self._tally.good(kind)
        elif trial.why:
            self._tally.skipped(trial.why)
