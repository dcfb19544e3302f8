# SPDX-License-Identifier: Apache-2.0
"""`kill -9` of the program: at its requests, at its durable writes, at random."""

import itertools
import signal
import subprocess
import time

from engine_proxy import KILLS

KILLED = -signal.SIGKILL


def at_requests(trials, world, when):
    """Around each changing request to the engine, until a run has fewer of them."""
    for number in trials.places():
        with trials.trial(world, f"killed {when} a request", f"killed {when} request {number}") as trial:
            world.proxy.arm(number, KILLS[when])
            outcome = world.once()
            world.proxy.disarm()
            if outcome.status != KILLED:
                trial.skip()
                return
            world.settle()


def at_writes(trials, world, when):
    """Around each durable write of the journal, until a run has fewer of them."""
    for number in trials.places():
        with trials.trial(world, f"killed {when} a write", f"killed {when} durable write {number}") as trial:
            outcome = world.once(environment=trials.preload(KILL_AT=number, KILL_WHEN=when))
            if outcome.status != KILLED:
                trial.skip()
                return
            world.settle()


def at_random(trials, world, count):
    longest, done = length_of_a_run(world), 0
    for number in itertools.count(1):
        if done == count:
            return
        with trials.trial(world, "killed at random", f"random kill {number}") as trial:
            if not cut_short(trials, world, longest, lambda child: child.kill()):
                trial.skip()
                continue
            done += 1
            world.settle()


def cut_short(trials, world, longest, cut):
    """Starts the program and calls `cut(child)` after a random time; False when it had ended before."""
    child = world.station.start_lockstep("once")
    try:
        child.wait(trials.random.uniform(0.01, longest))
        return False
    except subprocess.TimeoutExpired:
        cut(child)
        return True
    finally:
        child.wait(300)


def length_of_a_run(world):
    world.reset()
    begin = time.monotonic()
    world.once()
    return time.monotonic() - begin
