# SPDX-License-Identifier: Apache-2.0
"""A private dockerd. Its own bridge and no firewall rules: other engines of the machine notice nothing."""

import contextlib
import os
import random
import re
import signal
import subprocess
from pathlib import Path

from .daemon import Daemon
from .engine_api import EngineApi, EngineError
from .waiting import wait_until


class Engine:
    """The dockerd of this machine, or that of another Debian suite (see suite.py), which sees nothing of this machine's
    files but `shared`."""

    def __init__(self, folder, suite=None, shared=None):
        self.suite, self.shared = suite, shared or folder
        self.folder = Path(folder)
        self.socket = self.folder / "engine.sock"  # a socket's path has at most 107 bytes: keep the folder short
        self.exec_root = self.folder / "x"
        self.api = EngineApi(self.socket)
        self._bridge_file = self.folder / "bridge"
        self._daemon = Daemon(self.folder, "dockerd")

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        number, bridge = _own_bridge()
        self._bridge_file.write_text(bridge)
        settings = self.folder / "daemon.json"  # the machine's own daemon.json is not ours
        settings.write_text("{}")
        command = ["dockerd", "-H", f"unix://{self.socket}", "--data-root", self.folder / "data",
                   "--exec-root", self.exec_root, "--pidfile", self.folder / "dockerd.own-pid",
                   "--bridge", bridge, "--iptables=false", "--ip6tables=false", "--ip-forward=false",
                   "--ip-masq=false", "--default-address-pool", f"base=10.214.{number}.0/24,size=28",
                   "--insecure-registry", "127.0.0.0/8", "--log-level", "warn", "--config-file", settings]
        self._command = [str(part) for part in command]
        if self.suite:
            self.suite.unpack()
            self._command = self.suite.command(self.shared, *self._command)
        self._daemon.start(self._command, self.api.alive)

    @property
    def pid(self):
        return self._daemon.pid

    def resume(self):
        """After a kill: the same engine again, with what it finds on its disk."""
        self._daemon.reap()
        # Its containerd dies with it, a moment later; a new engine that still sees it waits for it in vain.
        wait_until(lambda: not _processes_naming(str(self.exec_root / "containerd/containerd.toml")),
                   "the killed engine's containerd to end", 20)
        (self.folder / "dockerd.own-pid").unlink(missing_ok=True)
        self._daemon.start(self._command, self.api.alive)

    def stop(self):
        """Ends containers, engine and whatever it left below its folder."""
        if self.api.alive():
            for name in self.api.containers():
                with contextlib.suppress(EngineError):
                    self.api.remove(name)
            self.api.call("POST", "/networks/prune")  # each has a bridge of the machine
        self._daemon.stop()
        for pid in _processes_naming(str(self.exec_root)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not _processes_naming(str(self.exec_root)), "the engine's children to end", 10)
        for mount in _mounts_below(str(self.folder)):
            subprocess.run(["umount", "--lazy", mount], check=False, stderr=subprocess.DEVNULL)
        if self._bridge_file.exists():
            _ip("link", "del", self._bridge_file.read_text(), check=False)
            self._bridge_file.unlink()


def _ip(*arguments, check=True):
    return subprocess.run(["ip", *arguments], check=check, capture_output=not check)


def _own_bridge():
    """Makes the bridge 10.213.N.1/24 and returns N, which no other engine has: the kernel gives a name only once."""
    for number in random.sample(range(1, 255), 254):
        bridge = f"ls10-213-{number}"
        if _ip("link", "add", "name", bridge, "type", "bridge", check=False).returncode == 0:
            _ip("addr", "add", f"10.213.{number}.1/24", "dev", bridge)
            _ip("link", "set", bridge, "up")
            return number, bridge
    raise RuntimeError("no bridge could be made: `ip link add` was refused 254 times")


def _processes_naming(path):
    """Children of the engine (containerd and its shims) that name its run-time folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if re.match(rb"(.*/)?containerd", words[0]) and \
                        any(path.encode() in word for word in words):
                    found.append(int(entry.name))
    return found


def _mounts_below(folder):
    """Deepest first."""
    points = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    return sorted((p for p in points if p.startswith(folder + "/")), key=len, reverse=True)
