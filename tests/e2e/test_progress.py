# SPDX-License-Identifier: Apache-2.0
"""What a pull shows while it runs: a bar that is redrawn on a terminal, quarters in the log."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest
from playground import program, release

COLUMNS = 80


def large(version):
    """Its own layer takes a moment and does not shrink."""
    image = release.node(version)
    image.files["large"] = os.urandom(4_000_000).hex()
    return image


@pytest.fixture
def waiting(station):
    """A node whose update is not here yet."""
    station.publish("4.1.0")
    station.publish("4.1.1", make=large)
    station.run_node("4.1.0")
    return station


def on_a_terminal(station):
    """All that `once` writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    process = subprocess.Popen([program.binary(), "--config", station.config_file, "once"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=theirs,
                               env=program.clean_environment({"TERM": "xterm", "NO_COLOR": "1"}))
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 65536):
            written += part
    except OSError:  # how Linux says that nobody has the other end any more
        pass
    os.close(ours)
    assert process.wait(timeout=60) == program.Exit.UPDATED, written.decode()
    return written.decode()


def test_a_terminal_shows_a_bar_that_fills_and_stays_within_the_line(waiting):
    written = on_a_terminal(waiting)
    drawn = re.findall(r"\x1b\[[KJ](→ [^\r\n]*█[^\r\n]*|→ [^\r\n]*░[^\r\n]*)", written)
    assert drawn and all(len(line) < COLUMNS for line in drawn), written
    percents = [int(re.search(r"(\d+)%", line)[1]) for line in drawn]
    assert percents == sorted(percents) and percents[-1] == 100, percents
    assert re.search(r"100% of [\d.]+ MB\r\n→ [^\r\n]*create", written), "the finished bar stays above what follows"


def test_a_log_tells_the_quarters(waiting):
    told = waiting.lockstep("once").expect(program.Exit.UPDATED).err
    quarters = [int(percent) for percent in re.findall(r" pull container=\S+ percent=(\d+) bytes=\d+", told)]
    assert quarters[-1] == 100 and len(quarters) <= 4 and quarters == sorted(quarters), told
