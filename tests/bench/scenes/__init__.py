# SPDX-License-Identifier: Apache-2.0
"""One file per scene; a file here is a scene, there is nothing else to register. A scene has

measure(smoke)  runs it and returns a dictionary of figures; smoke: few rounds, to see that it still works
table(figures)  yields rows (figure, lockstep's, yardstick's) for people: numbers, or a Spread of several rounds; the
                ratio is worked out. None: no yardstick
missed(figures) yields a sentence for every promised bound that was missed
"""

import contextlib
import socket
import statistics
import tempfile
from pathlib import Path

from playground.place import Playground
from playground.station import Station


def names():
    return sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem != "__init__")


def rounds(smoke):
    return 2 if smoke else 15


class Spread(dict):
    """Median, least and most of several rounds; a dictionary, so that it can be written as JSON."""

    def __init__(self, values):
        super().__init__(median=round(statistics.median(values), 1), min=round(min(values), 1), max=round(max(values), 1),
                         rounds=len(values))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def reachable(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def station():
    """A station of its own, on a private engine and registry, with two versions of the node published and pulled."""
    with tempfile.TemporaryDirectory(prefix="lsb", dir="/tmp") as folder:
        place = Playground(Path(folder) / "p")
        place.start()
        try:
            made = Station(place)
            try:
                made.publish("4.1.0", "4.1.1")
                made.have("4.1.1")
                yield made
            finally:
                made.close()
        finally:
            place.stop()
