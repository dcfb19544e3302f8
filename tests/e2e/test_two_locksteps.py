# SPDX-License-Identifier: Apache-2.0
"""Two locksteps with their own state directories and containers on one engine."""

import json

from playground import program
from playground.program import Exit
from playground.station import NODE
from playground.waiting import wait_until

OTHER = "other-node"


def config(station, who, container, settle):
    """A configuration file whose only target is this container."""
    path = station.folder / f"{who}.yaml"
    target = {"name": who, "match": {"name": container}, "policy": "same-major", "gate": {"settle": settle, "limit": "90s"}}
    path.write_text(json.dumps({**station.settings, "state_dir": str(station.folder / who), "presets": [],
                                "targets": [target]}))
    return ["--config", path]


def test_one_leaves_what_the_other_has_under_way(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0", auto_remove=False)
    station.run_node("4.1.0", name=OTHER, auto_remove=False)
    first, second = config(station, "first", NODE, "15s"), config(station, "second", OTHER, "500ms")
    killed = program.start([*first, "once"], station.folder / "first.log")

    def is_watched():
        here = station.engine.containers()
        return here.get(NODE) == "running" and any(name.endswith(".old") for name in here)

    wait_until(is_watched, "the new one to be watched", 60)
    killed.kill()
    killed.wait()
    under_way = set(station.engine.containers()) - {OTHER}
    assert len(under_way) == 2, under_way

    said = program.run([*second, "once", "--json"]).expect(Exit.UPDATED)
    assert said.swap(OTHER)["result"] == "updated"
    assert set(station.engine.containers()) == under_way | {OTHER}

    program.run([*config(station, "first", NODE, "500ms"), "once"])
    assert station.engine.containers() == {NODE: "running", OTHER: "running"}
    assert station.version_running() == station.version_running(OTHER) == "4.1.1"
