# SPDX-License-Identifier: Apache-2.0
"""What is to be done, in pieces that know nothing of each other."""

import errno
import random
from dataclasses import dataclass
from functools import partial
from typing import Callable

from . import disk_troubles, engine_kills, engine_troubles, kills, people
from .shapes import MOVES, PLAIN, Move
from .world import World


@dataclass(frozen=True)
class Job:
    kind: str
    move: Move
    do: Callable  # (trials, world)

    def run(self, trials, place):
        world = World(place, self.move)
        try:
            self.do(trials, world)
        finally:
            world.close()


def all_jobs(options):
    """The longest ones first, so that no worker ends alone. `options.only`: words that a kind must contain one of."""
    jobs = [*_troubles(options), *_engine_kills(options), *_random_kills(options), *_kills()]
    return [job for job in jobs if not options.only or any(word in job.kind for word in options.only.split(","))]


def _shares(total, parts):
    return [total // parts + (number < total % parts) for number in range(parts)]


def _engine_kills(options):
    kinds = [(move, way) for move in MOVES for way in engine_kills.WAYS]
    random.Random(options.seed).shuffle(kinds)  # which of them get one more, or one at all
    for (move, way), count in zip(kinds, _shares(options.engine, len(kinds))):
        if count:
            yield Job(way, move, partial(engine_kills.at_random, way=way, count=count))


def _random_kills(options):
    for move, count in zip(MOVES, _shares(options.random, len(MOVES))):
        if count:
            yield Job("killed at random", move, partial(kills.at_random, count=count))


def _kills():
    for move in MOVES:
        for when in kills.KILLS:
            yield Job(f"killed {when} a request", move, partial(kills.at_requests, when=when))
        for when in ("before", "after"):
            yield Job(f"killed {when} a write", move, partial(kills.at_writes, when=when))


def _troubles(options):
    """Each kind with every move, or with each Nth one from a random one on."""
    chosen = random.Random(options.seed)
    for kind, do in _TROUBLES.items():
        moves = [PLAIN_MOVE] if kind in _ONCE else MOVES
        for move in moves[chosen.randrange(min(options.every, len(moves)))::options.every]:
            yield Job(kind, move, partial(do, kind=kind))


PLAIN_MOVE = Move(PLAIN)
_TROUBLES = {
    **dict.fromkeys(engine_troubles.TROUBLES, engine_troubles.at_requests),
    "engine's disk is full": disk_troubles.engine_disk_is_full,
    "state directory's disk is full": disk_troubles.state_disk_is_full,
    "state directory cannot be written": disk_troubles.state_disk_refuses_the_start,
    "writes find no space": partial(disk_troubles.state_disk_fails, number=errno.ENOSPC),
    "writes find a read-only disk": partial(disk_troubles.state_disk_fails, number=errno.EROFS),
    "name taken by a stranger": people.stranger_takes_the_name,
    **dict.fromkeys(people.ACTS, people.at_requests),
}
# A minute or more each, or the same for every move.
_ONCE = {"engine's socket vanishes", "engine never answers", "state directory cannot be written"}
