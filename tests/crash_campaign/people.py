# SPDX-License-Identifier: Apache-2.0
"""A person, or a person's tool, at work on the same container at the same moment."""

import contextlib

from playground.engine_api import EngineError
from playground.program import Exit

from .shapes import OLD
from .world import Lost


def stranger_takes_the_name(trials, world, kind):
    """As soon as the name is free a container of somebody else gets it. It is never touched, and a person is asked."""
    for number in trials.places():
        with trials.trial(world, kind, f"{kind} from request {number} on") as trial:
            taken = []
            world.proxy.arm(number, lambda passage: (taken or _take(world, taken), passage.forward()), lasting=True)
            outcome = world.once()
            world.proxy.disarm()
            if not taken:
                trial.skip()
                return
            _stranger_is_left_alone(world, taken[0], outcome)
            world.engine.remove(taken[0], volumes=False)
            world.settle()


def _take(world, taken):
    with contextlib.suppress(EngineError):
        made = world.engine.create("node", {"Image": world.station.image(OLD), "Cmd": ["vnode-local"]})
        world.engine.start(made)
        taken.append(made)


def _stranger_is_left_alone(world, stranger, outcome):
    if world.engine.inspect(stranger)["State"]["Status"] != "running" or \
            world.engine.inspect(stranger)["Name"] != "/node":
        raise Lost(f"the stranger was touched: {outcome}")
    if outcome.status != Exit.STUCK or "remove" not in outcome.err + outcome.out:
        raise Lost(f"no person was asked: {outcome}")


def person_stops(world):
    world.engine.stop("node")


def person_restarts(world):
    world.engine.call("POST", "/containers/node/restart")


def person_recreates(world):
    """As `docker compose up` does for a changed service: the old one renamed, a new one made, started, the old removed."""
    old = world.engine.inspect("node")
    own = {key: value for key, value in old["Config"].items() if key not in ("Hostname", "Image")}
    own |= {"Image": world.station.image(OLD), "Env": [*own["Env"], BY_PERSON], "HostConfig": old["HostConfig"],
            "NetworkingConfig": {"EndpointsConfig": {"fixed": {"IPAMConfig": {"IPv4Address": world.address}}}}}
    world.engine.stop(old["Id"])
    with contextlib.suppress(EngineError):  # --rm: it is gone, or about to be
        world.engine.call("POST", f"/containers/{old['Id']}/rename", name=f"{old['Id'][:12]}_node")
    made = world.engine.create("node", own)
    with contextlib.suppress(EngineError):
        world.engine.remove(old["Id"], volumes=False)
    world.engine.start(made)


BY_PERSON = "BY=person"
ACTS = {"a person stops the container": person_stops, "a person restarts the container": person_restarts,
        "a person recreates the container": person_recreates}


def at_requests(trials, world, kind):
    for number in trials.places():
        with trials.trial(world, kind, f"{kind} at request {number}") as trial:
            done = []
            world.proxy.arm(number, lambda passage: (_try(world, kind, done), passage.forward()))
            outcome = world.once()
            acted = world.proxy.acted
            world.proxy.disarm()
            if done:
                _judge(world, kind, outcome)
                continue
            trial.skip()
            if not acted:
                return


def _try(world, kind, done):
    with contextlib.suppress(EngineError):
        ACTS[kind](world)
        done.append(True)


def _judge(world, kind, outcome):
    """Everyone is there once, and what the person did last stays done: nobody's container is removed or altered."""
    again = world.once()
    found, said = world.engine.containers(), f"{outcome}{again}"
    if set(found) != set(world.shape.names):
        raise Lost(f"containers: {found}: {said}")
    if kind == "a person stops the container":
        return
    if set(found.values()) != {"running"}:
        raise Lost(f"containers: {found}: {said}")
    if kind == "a person recreates the container" and BY_PERSON not in world.engine.inspect("node")["Config"]["Env"]:
        raise Lost(f"the person's container is gone: {said}")
    if world.engine.execute("node", "cat", "/mnt/data/results") != "precious":
        raise Lost(f"the volume's content is gone: {said}")
