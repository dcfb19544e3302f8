# SPDX-License-Identifier: Apache-2.0
"""`kill -9` at every durable write and at every writing request of a swap.

One container of the name runs after the next run, with its settings and data, and another run changes nothing."""

import itertools
import shutil

import pytest
from engine_proxy import KILLS, EngineProxy
from playground import release
from playground.program import Exit
from playground.station import NODE, Watch

KILLED = -9
KINDS = pytest.mark.parametrize("auto_remove", [True, False], ids=["rm", "plain"])
MAKES = pytest.mark.parametrize("make", [release.node, release.node_that_exits], ids=["good", "broken"])


@pytest.mark.parametrize("when", ["before", "after"])
@MAKES
@KINDS
def test_killed_at_every_durable_write(station, kill_at, auto_remove, make, when):
    def run(number):
        return station.once(environment={"LD_PRELOAD": str(kill_at), "KILL_AT": str(number), "KILL_WHEN": when})
    assert _killed_at_each(station, auto_remove, make, run, f"{when} durable write") > 4


@pytest.mark.parametrize("when", ["during", "after"])
@MAKES
@KINDS
def test_killed_at_every_writing_request_to_the_engine(station, auto_remove, make, when):
    proxy = EngineProxy(station.folder / "proxy.sock", station.socket)
    station.configure(engine={"socket": proxy.path})

    def run(number):
        proxy.arm(number, KILLS[when])
        outcome = station.once()
        proxy.disarm()
        return outcome
    try:
        assert _killed_at_each(station, auto_remove, make, run, f"{when} request") > 4
    finally:
        proxy.close()


def _killed_at_each(station, auto_remove, make, run, what):
    """Kills one run at place 1, the next at place 2, … until a run finishes; returns how many were killed."""
    station.configure(gate={"settle": "200ms"})
    station.publish("4.1.0")
    station.publish("4.1.1", make=make)
    for number in itertools.count(1):
        station.run_node("4.1.0", auto_remove=auto_remove)
        asked_for = _settings(station)
        first = run(number)
        if first.status != KILLED:
            break
        story = f"killed {what} {number}"
        _whole(station, station.once(), asked_for, story)
        watch = Watch(station)
        second = station.once()
        assert watch.engine_changes() == [], f"{story}: {second}"
        station.engine.remove(NODE)
        shutil.rmtree(station.state)
    first.expect(Exit.UPDATED if make is release.node else Exit.ROLLED_BACK)
    return number - 1


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

