# SPDX-License-Identifier: Apache-2.0
"""The engine fails the program at one of its changing requests, or from there on."""

import threading

from playground.program import Exit

from .world import Lost

_SAYS_SO = {Exit.ROLLED_BACK, Exit.REFUSED, Exit.STUCK, Exit.EVIDENCE_MISSING, Exit.ENGINE_UNREACHABLE}
WENT_WELL = {Exit.UPDATED, Exit.UP_TO_DATE}


def refused(passage):
    passage.refuse("trouble: cannot do that now")


def no_answer(passage):
    """The engine did it, but the connection ended first."""
    passage.send()
    passage.receive()
    passage.drop()


def swallowed(passage):
    passage.swallow()


def vanished(passage):
    """The socket is gone for two seconds, as when the engine is upgraded."""
    passage.proxy.vanish()
    threading.Timer(2, passage.proxy.reappear).start()
    passage.drop()


def vanished_for_good(passage):
    if not passage.proxy.is_away:
        passage.proxy.vanish()
    passage.drop()


TROUBLES = {  # words that tell what is wrong; whether it lasts until the program has ended
    "engine answers 500": (refused, "trouble: cannot do that now", False),
    "engine answers 500 from there on": (refused, "trouble: cannot do that now", True),
    "engine does it without an answer": (no_answer, "engine", False),
    "engine's socket vanishes for a while": (vanished, "engine", False),
    "engine's socket vanishes": (vanished_for_good, "engine", True),
    "engine never answers": (swallowed, "look into the engine's own log", False),
}


def at_requests(trials, world, kind):
    act, words, lasting = TROUBLES[kind]
    for number in trials.places():
        with trials.trial(world, kind, f"{kind} at request {number}") as trial:
            world.proxy.arm(number, act, lasting)
            outcome = world.once()
            acted = world.proxy.acted
            world.proxy.disarm()
            world.proxy.reappear()
            if not acted:
                trial.skip()
                return
            told(world, outcome, words)
            world.settle()


def told(world, outcome, words):
    """A run that did not do what it wanted says what is wrong."""
    if outcome.status in WENT_WELL or (outcome.status == Exit.ROLLED_BACK and not world.move.works):
        return
    if outcome.status not in _SAYS_SO:
        raise Lost(f"exit code {outcome.status}: {outcome}")
    if words not in outcome.err + outcome.out:
        raise Lost(f"nothing about \"{words}\": {outcome}")
