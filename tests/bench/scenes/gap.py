# SPDX-License-Identifier: Apache-2.0
"""Old process ended → new one started, against bare stop + start of two prepared containers, and stop-remove-create-start."""

import statistics
import time

from playground.program import Exit
from playground.station import NODE
from playground.waiting import wait_until

from . import station

BOUND = 1.5  # under load from neighbours single rounds differ by half; the median of a calm machine is near 1.05
ROUNDS = 15


def gap_ms(place, since, old, new):
    """From the engine's own clock."""
    def moment(container, action):
        return next((event["timeNano"] for event in place.engine.events(since)
                     if event["Type"] == "container" and event["Action"] == action and event["id"] == container), None)
    start = wait_until(lambda: moment(new, "start"), f"the start event of {new[:12]}")
    return (start - wait_until(lambda: moment(old, "die"), f"the die event of {old[:12]}")) / 1e6


def swap_by_lockstep(place, auto_remove):
    place.engine.call("POST", "/containers/prune")
    old = place.run_node("4.1.0", auto_remove=auto_remove)
    since = time.time()
    place.once().expect(Exit.UPDATED)
    new = place.engine.inspect(NODE)["Id"]
    gap = gap_ms(place, since, old, new)
    place.engine.remove(NODE)
    return gap


def swap_by_hand(place, auto_remove):
    old = place.run_node("4.1.0", auto_remove=auto_remove)
    body = {**place.engine.inspect(old)["Config"], "Image": place.image("4.1.1"),
            "HostConfig": place.engine.inspect(old)["HostConfig"]}
    body.pop("Hostname")
    new = place.engine.create(NODE + "-new", body)
    since = time.time()
    place.engine.stop(old)
    place.engine.start(new)
    gap = gap_ms(place, since, old, new)
    for container in (old, new):
        if place.engine.exists(container):
            place.engine.remove(container)
    wait_until(lambda: not place.engine.containers(), "the containers to be gone")
    return gap


def swap_by_replacing(place, auto_remove):
    """As most updaters do: away with the old one, then make the new one."""
    old = place.run_node("4.1.0", auto_remove=auto_remove)
    seen = place.engine.inspect(old)
    body = {**seen["Config"], "Image": place.image("4.1.1"), "HostConfig": seen["HostConfig"]}
    body.pop("Hostname")
    since = time.time()
    place.engine.stop(old)
    if auto_remove:
        wait_until(lambda: not place.engine.exists(old), "the old container to be gone", every=0.002)
    else:
        place.engine.remove(old, volumes=False)
    new = place.engine.create(NODE, body)
    place.engine.start(new)
    gap = gap_ms(place, since, old, new)
    place.engine.remove(new)
    wait_until(lambda: not place.engine.containers(), "the containers to be gone")
    return gap


def measure(smoke):
    rounds, figures = 2 if smoke else ROUNDS, {}
    with station() as place:
        for auto_remove, kind in ((True, "--rm"), (False, "plain")):
            ours, bare, replacing = [], [], []
            for _ in range(rounds):  # interleaved, so that a busy neighbour disturbs all alike
                bare.append(swap_by_hand(place, auto_remove))
                ours.append(swap_by_lockstep(place, auto_remove))
                replacing.append(swap_by_replacing(place, auto_remove))
            mine, floor, others = (statistics.median(gaps) for gaps in (ours, bare, replacing))
            figures[kind] = {"lockstep_ms": round(mine, 1), "bare_ms": round(floor, 1), "replacing_ms": round(others, 1),
                             "ratio": round(mine / floor, 3), "ratio_replacing": round(mine / others, 3),
                             "noise_ms": {name: spread(gaps) for name, gaps in
                                          (("lockstep", ours), ("bare", bare), ("replacing", replacing))},
                             "rounds": rounds}
    return figures


def spread(gaps):
    """Between which two values the middle half lies."""
    low, _, high = statistics.quantiles(gaps, n=4)
    return [round(low, 1), round(high, 1)]


def table(figures):
    for kind, row in figures.items():
        yield f"gap, {kind}, against bare stop + start (ms)", row["lockstep_ms"], row["bare_ms"]
        yield f"gap, {kind}, against stop-remove-create-start (ms)", row["lockstep_ms"], row["replacing_ms"]


def missed(figures):
    for kind, row in figures.items():
        if row["rounds"] >= ROUNDS and row["ratio"] > BOUND:
            yield f"gap {kind}: {row}, bound {BOUND}"
