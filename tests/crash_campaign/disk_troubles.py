# SPDX-License-Identifier: Apache-2.0
"""Disks that are full or read-only: the program's own, and the engine's."""

import contextlib
import errno
import os
import subprocess

from playground.program import Exit

from .engine_troubles import told
from .world import Lost


def state_disk_fails(trials, world, kind, number):
    """From each durable write on, as the kernel says it."""
    for place in trials.places():
        with trials.trial(world, kind, f"{kind} from write {place} on") as trial:
            outcome = world.once(environment=trials.preload(FAIL_AT=place, FAIL_WITH=number))
            if outcome.status == Exit.UPDATED and "journal" not in outcome.err + outcome.out:
                trial.skip()
                return
            world.check_serves()
            if outcome.status != Exit.CONFIGURATION:
                told(world, outcome, "state directory")
            world.settle()


def state_disk_is_full(trials, world, kind):
    """A disk of its own with nothing left on it: before the run, and from each request on."""
    with _small_disk(world) as disk:
        for number in trials.places():
            with trials.trial(world, kind, f"disk full from request {number} on") as trial:
                world.proxy.arm(number, lambda passage: (_fill(disk), passage.forward()))
                outcome = world.once()
                acted = world.proxy.acted
                world.proxy.disarm()
                world.check_serves()
                _free(disk)
                if not acted:
                    trial.skip()
                    return
                told(world, outcome, "disk space")
                world.settle()


def state_disk_refuses_the_start(trials, world, kind):
    """Full, or mounted read-only, before the program starts: nothing is begun, and the message says what to do."""
    with _small_disk(world) as disk:
        with trials.trial(world, kind, "disk full before the start"):
            _fill(disk)
            _stays_as_it_was(world, "disk space")
            _free(disk)
            world.settle()
        with trials.trial(world, kind, "read-only before the start"):
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            try:
                _stays_as_it_was(world, "writable")
            finally:
                subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
            world.settle()


def engine_disk_is_full(trials, world, kind):
    """From each changing request on; the image is not here yet, so the first one is its pull."""
    disk = world.place.engine.data_root
    for number in trials.places():
        with trials.trial(world, kind, f"engine's disk full from request {number} on") as trial:
            world.forget_new_image()
            world.proxy.arm(number, lambda passage: (_fill(disk), passage.forward()))
            try:
                outcome = world.once()
            finally:
                _free(disk)
            acted = world.proxy.acted
            world.proxy.disarm()
            if not acted:
                trial.skip()
                return
            told(world, outcome, "no space left on device")
            world.settle()


def _stays_as_it_was(world, remedy):
    before = world.station.fingerprint("node")
    outcome = world.once()
    if outcome.status != Exit.CONFIGURATION or remedy not in outcome.err:
        raise Lost(f"nothing about \"{remedy}\": {outcome}")
    if world.station.fingerprint("node") != before:
        raise Lost(f"the container was touched: {outcome}")


@contextlib.contextmanager
def _small_disk(world):
    disk = world.station.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=True)
    world.station.state = disk / "state"
    world.station.configure(state_dir=str(world.station.state))
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def _fill(disk):
    with open(disk / "filler", "wb", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError as full:
                assert full.errno == errno.ENOSPC


def _free(disk):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(disk / "filler")
