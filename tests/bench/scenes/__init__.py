# SPDX-License-Identifier: Apache-2.0
"""One file per scene; a file here is a scene, there is nothing else to register. A scene has

measure(smoke)  runs it and returns a dictionary of figures; smoke: few rounds, to see that it still works
table(figures)  yields rows (figure, lockstep's, yardstick's) for people; the ratio is worked out. None: no yardstick
missed(figures) yields a sentence for every promised bound that was missed
"""

import contextlib
import tempfile
from pathlib import Path

from playground.place import Playground
from playground.station import Station


def names():
    return sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem != "__init__")


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
