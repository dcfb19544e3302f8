# SPDX-License-Identifier: Apache-2.0
"""Several at once, each with an engine and a registry of its own."""

import contextlib
import random
import subprocess
import tempfile
import threading
import traceback
from pathlib import Path

from playground.engine import Engine
from playground.place import Playground

from .trials import Ended, Trials


@contextlib.contextmanager
def own_place():
    """An engine whose containers do not depend on it, and a registry; all in memory, since what is tried is not the disk."""
    with tempfile.TemporaryDirectory(prefix="lsc", dir="/tmp") as folder, _in_memory(folder):
        place = Playground(Path(folder) / "p")
        place.engine = Engine(place.folder, own_containerd=True, data_size="192m")
        place.start()
        try:
            yield place
        finally:
            place.stop()


@contextlib.contextmanager
def _in_memory(folder):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m,mode=755", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False)


class Workers:
    def __init__(self, jobs, tally, options, library):
        self._jobs, self._tally, self._options, self._library = list(enumerate(jobs)), tally, options, library
        self._lock, self._asked_to_end = threading.Lock(), False

    def run(self, count):
        threads = [threading.Thread(target=self._work) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def end(self, *_):
        """For signals: what is under way is finished, and the places are cleaned up."""
        self._asked_to_end = True

    def _next(self):
        with self._lock:
            return self._jobs.pop(0) if self._jobs and not self._asked_to_end else None

    def _work(self):
        with own_place() as place:
            while taken := self._next():
                self._do(place, *taken)

    def _do(self, place, number, job):
        trials = Trials(self._tally, random.Random(f"{self._options.seed} {number}"), self._options.every,
                        self._library, lambda: self._asked_to_end)
        try:
            job.run(trials, place)
        except Ended:
            pass
        except Exception:  # one job that cannot go on neither ends the others nor goes unseen
            self._tally.bad("job", f"{job.kind}, {job.move}", traceback.format_exc())
