# SPDX-License-Identifier: Apache-2.0
"""`kill -9` of the engine at random instants of a run, and its new start.

Three ways to die: dockerd alone, whose successor ends what it finds running and starts what its restart policy
says; dockerd alone, whose successor takes over what runs (live-restore); and all at once, as in a power cut. The program
lives through it, but for the power cut.
"""

import itertools
import signal

from .kills import cut_short, length_of_a_run

WAYS = ("engine killed", "engine killed, containers go on", "power cut")

# An engine that starts removes --rm containers by its own rules. Only an open swap has their definition.
_HAS_DEFINITION = {"planned", "prepared", "switching", "rollback"}


def at_random(trials, world, way, count):
    world.speak_directly()
    longest, done = length_of_a_run(world), 0
    for number in itertools.count(1):
        if done == count:
            return
        with trials.trial(world, way, f"{way}, {number}") as trial:
            phases = []
            if not cut_short(trials, world, longest, lambda child: phases.extend(_strike(world, way, child))):
                trial.skip()
                continue
            if _is_swept_by_rule(world, phases):
                trial.skip("--rm containers that the engine removed outside of a swap")
                continue
            done += 1
            world.settle()


def _strike(world, way, child):
    """Returns the phases that were open at that instant: the program stands still while they are read."""
    engine = world.place.engine
    child.send_signal(signal.SIGSTOP)
    phases = world.open_phases()
    if way == "power cut":
        child.kill()
        engine.lose_power()
    else:
        engine.kill()
        child.send_signal(signal.SIGCONT)
    engine.resume(live_restore=way == WAYS[1])
    return phases


def _is_swept_by_rule(world, phases):
    if not world.shape.auto_remove:
        return False
    return not _HAS_DEFINITION.issuperset(phases) or not phases
