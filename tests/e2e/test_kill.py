# SPDX-License-Identifier: Apache-2.0
"""`kill -9` at every durable write of a swap: one container of the name runs, with its settings and data, and the next
run leaves nothing open."""

import itertools
import shutil

import pytest
from playground import release
from playground.program import Exit
from playground.station import NODE, Watch

KILLED = -9


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("make", [release.node, release.node_that_exits], ids=["good", "broken"])
@pytest.mark.parametrize("auto_remove", [True, False], ids=["rm", "plain"])
def test_killed_at_every_durable_write(station, kill_at, auto_remove, make, when):
    station.publish("4.1.0")
    station.publish("4.1.1", make=make)
    images = {}
    for write in itertools.count(1):
        station.run_node("4.1.0", auto_remove=auto_remove)
        asked_for = _settings(station)
        images.setdefault("old", asked_for["Image"])

        first = station.once(environment={"LD_PRELOAD": str(kill_at), "KILL_AT": str(write), "KILL_WHEN": when})
        if first.status != KILLED:
            break
        repair = station.once()
        _whole(station, repair, asked_for, f"killed {when} write {write}")
        watch = Watch(station)
        second = station.once()
        assert watch.engine_changes() == [], f"killed {when} write {write}: {second}"
        _fresh_start(station)
    assert write > 4, f"the program made only {write - 1} durable writes: {first}"
    assert first.status == (Exit.UPDATED if make is release.node else Exit.ROLLED_BACK), str(first)


def _settings(station):
    seen = station.engine.inspect(NODE)
    return {"Image": seen["Image"], "HostConfig": seen["HostConfig"], "Env": seen["Config"]["Env"][:3],
            "Labels": {k: v for k, v in seen["Config"]["Labels"].items() if k != "version"}}


def _whole(station, repair, asked_for, story):
    assert repair.status in (Exit.UP_TO_DATE, Exit.UPDATED, Exit.ROLLED_BACK, Exit.REFUSED), f"{story}: {repair}"
    assert station.engine.containers() == {NODE: "running"}, f"{story}: {repair}"
    now = _settings(station)
    new_image = station.engine.image(station.image("4.1.1"))["Id"] if now["Image"] != asked_for["Image"] else None
    assert now["Image"] in (asked_for["Image"], new_image), story
    assert {**now, "Image": None} == {**asked_for, "Image": None}, story
    assert station.engine.execute(NODE, "cat", "/mnt/data/results") == "precious", story


def _fresh_start(station):
    station.engine.remove(NODE)
    shutil.rmtree(station.state)
