# SPDX-License-Identifier: Apache-2.0
"""A containerd of its own, as Debian runs it beside dockerd: it and the containers outlive a dockerd that is killed."""

import contextlib
import os
import re
import signal
import socket
from pathlib import Path

from .daemon import Daemon

_CONFIG = """version = 2
root = "{root}"
state = "{state}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "{socket}"
"""


class Containerd:
    """Its data lies below `folder`, its run-time state and socket below `run`, which a reboot empties."""

    def __init__(self, folder, run):
        self._root, self._run = Path(folder) / "containerd-data", Path(run) / "c"
        self.socket = self._run / "s"
        self._config = Path(folder) / "containerd.toml"
        self._daemon = Daemon(folder, "containerd")

    def start(self):
        self._run.mkdir(parents=True, exist_ok=True)
        self._config.write_text(_CONFIG.format(root=self._root, state=self._run / "state", socket=self.socket))
        self._daemon.start(["containerd", "--config", str(self._config), "--log-level", "warn"], self._answers)

    @property
    def is_running(self):
        return self._daemon.is_running

    def stop(self):
        self._daemon.stop()

    def kill(self):
        os.kill(self._daemon.pid, signal.SIGKILL)
        self._daemon.reap()

    def _answers(self):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self.socket))
            return True
        return False


def processes_naming(path):
    """containerd and its shims that name this run-time folder on their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if re.match(rb"(.*/)?containerd", words[0]) and any(path.encode() in word for word in words):
                    found.append(int(entry.name))
    return found


def children_of(parents):
    """The processes whose parent is one of these: the containers of a shim."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) in parents:
                    found.append(int(entry.name))
    return found
