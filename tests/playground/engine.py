# SPDX-License-Identifier: Apache-2.0
"""A private dockerd. Its own bridge and no firewall rules: other engines of the machine notice nothing."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

from .containerd import Containerd, children_of, processes_naming
from .daemon import Daemon
from .engine_api import EngineApi, EngineError
from .waiting import wait_until

_SETTINGS = {"insecure-registries": ["127.0.0.0/8"]}


class Engine:
    """The dockerd of this machine, or that of another Debian suite (see suite.py), which sees nothing of this machine's
    files but `shared`. With `own_containerd` its containers do not depend on it, as on a Debian machine; otherwise it
    starts a containerd itself, which dies with it. `data_size` ("192m") keeps its data in memory and limits them."""

    def __init__(self, folder, suite=None, shared=None, own_containerd=False, data_size=None):
        self.suite, self.shared = suite, shared or folder
        self.folder = Path(folder)
        self.socket = self.folder / "engine.sock"  # a socket's path has at most 107 bytes: keep the folder short
        self.data_root, self._data_size = self.folder / "data", data_size
        self.exec_root = self.folder / "x"
        self.api = EngineApi(self.socket)
        self._bridge_file = self.folder / "bridge"
        self._settings = self.folder / "daemon.json"  # the machine's own daemon.json is not ours
        self._daemon = Daemon(self.folder, "dockerd")
        self._containerd = Containerd(self.folder, self.exec_root) if own_containerd else None

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.number, bridge = _own_bridge()
        self._bridge_file.write_text(bridge)
        self._settings.write_text(json.dumps(_SETTINGS))
        command = ["dockerd", "-H", f"unix://{self.socket}", "--data-root", self.data_root,
                   "--exec-root", self.exec_root, "--pidfile", self.folder / "dockerd.own-pid",
                   "--bridge", bridge, "--iptables=false", "--ip6tables=false", "--ip-forward=false",
                   "--ip-masq=false", "--default-address-pool", f"base=10.214.{self.number}.0/24,size=28",
                   "--log-level", "warn", "--config-file", self._settings]
        if self._data_size:
            self.data_root.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self._data_size}", "tmpfs", self.data_root], check=True)
        if self._containerd:
            command += ["--containerd", self._containerd.socket]
            self._containerd.start()
        self._command = [str(part) for part in command]
        if self.suite:
            self.suite.unpack()
            self._command = self.suite.command(self.shared, *self._command)
        self._daemon.start(self._command, self.api.alive)

    @contextlib.contextmanager
    def told(self, **registries):
        """With `insecure-registries` and `registry-mirrors` of a person, as far as `with` goes (underscores mean dashes)."""
        said = {key.replace("_", "-"): value for key, value in registries.items()}
        insecure = _SETTINGS["insecure-registries"] + said.get("insecure-registries", [])
        self._reload({**_SETTINGS, **said, "insecure-registries": insecure})
        try:
            yield
        finally:
            self._reload({"registry-mirrors": [], **_SETTINGS})

    def _reload(self, settings):
        self._settings.write_text(json.dumps(settings))
        os.kill(self._daemon.pid, signal.SIGHUP)
        mirrors = [f"{mirror}/" for mirror in settings.get("registry-mirrors", [])]
        wanted = set(settings["insecure-registries"]) - set(_SETTINGS["insecure-registries"])

        def taken():
            known = self.api.call("GET", "/info")["RegistryConfig"]
            insecure = {host for host, rules in known["IndexConfigs"].items() if not rules["Secure"]}
            return (known["Mirrors"] or []) == mirrors and insecure == wanted
        wait_until(taken, "the engine to take its settings", 10)

    def kill(self):
        """`kill -9` of dockerd. Its containers go on when containerd is its own."""
        os.kill(self._daemon.pid, signal.SIGKILL)
        self._daemon.reap()
        if not self._containerd:
            # Its containerd dies with it, a moment later; a new engine that still sees it waits for it in vain.
            wait_until(lambda: not processes_naming(str(self.exec_root / "containerd/containerd.toml")),
                       "the killed engine's containerd to end", 20)

    def lose_power(self):
        """Everything dies at once, and what lay in memory is gone: as after a power cut, but for the kernel's networks."""
        os.kill(self._daemon.pid, signal.SIGKILL)
        self._containerd.kill()
        self._daemon.reap()
        shims = processes_naming(str(self.exec_root))
        for pid in shims + children_of(shims):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._await_end_of_children()
        self._unmount()
        shutil.rmtree(self.exec_root)

    def resume(self, live_restore=False):
        """After a kill: the same engine again, with what it finds on its disk. `live_restore`: it takes over containers
        that still run; otherwise it ends them and starts those whose restart policy says so."""
        self._settings.write_text(json.dumps({**_SETTINGS, "live-restore": live_restore}))
        (self.folder / "dockerd.own-pid").unlink(missing_ok=True)
        if self._containerd and not self._containerd.is_running:
            self._containerd.start()
        self._daemon.start(self._command, self.api.alive)

    def stop(self):
        """Ends containers, engine and whatever it left below its folder."""
        with contextlib.suppress(EngineError, OSError):  # one that hangs is ended all the same
            self._remove_containers()
        self._daemon.stop()
        if self._containerd:
            self._containerd.stop()
        for pid in processes_naming(str(self.exec_root)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._await_end_of_children()
        self._unmount()
        if self.data_root.is_mount():
            subprocess.run(["umount", "--lazy", self.data_root], check=False)
        if self._bridge_file.exists():
            _ip("link", "del", self._bridge_file.read_text(), check=False)
            self._bridge_file.unlink()

    def _remove_containers(self):
        if self.api.alive():
            for name in self.api.containers():
                with contextlib.suppress(EngineError):
                    self.api.remove(name)
            self.api.call("POST", "/networks/prune")  # each has a bridge of the machine

    def _await_end_of_children(self):
        wait_until(lambda: not processes_naming(str(self.exec_root)), "the engine's children to end", 10)

    def _unmount(self):
        for mount in _mounts_below(str(self.exec_root)) + _mounts_below(str(self.data_root)):
            subprocess.run(["umount", "--lazy", mount], check=False, stderr=subprocess.DEVNULL)


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


def _mounts_below(folder):
    """Deepest first."""
    points = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    return sorted((p for p in points if p.startswith(folder + "/")), key=len, reverse=True)
