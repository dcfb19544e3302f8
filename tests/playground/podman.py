# SPDX-License-Identifier: Apache-2.0
"""A private podman service: its Docker-compatible socket, storage, networks and configuration below one folder."""

import contextlib
import json
import os
import subprocess
from pathlib import Path

from .daemon import Daemon
from .engine_api import EngineApi, EngineError


class Podman:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.socket = self.folder / "engine.sock"
        self.api = EngineApi(self.socket)
        self._daemon = Daemon(self.folder, "podman")

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "networks").mkdir()
        self._write("containers.conf", '[network]\nnetwork_config_dir = "%s"\ndefault_subnet = "10.212.0.0/24"\n'
                    '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n[containers]\nlog_driver = "k8s-file"\n'
                    # its own default, a million open files, is refused where the machine allows fewer
                    'default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n'
                    % (self.folder / "networks"))
        self._write("registries.conf", '[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n')
        self._write("policy.json", json.dumps({"default": [{"type": "insecureAcceptAnything"}]}))
        self._daemon.start(self._command("system", "service", "--time=0", f"unix://{self.socket}"), self.api.alive,
                           environment=self._environment())

    def stop(self):
        if self.api.alive():
            for name in self.api.containers():
                with contextlib.suppress(EngineError):
                    self.api.remove(name)
        self._daemon.stop()
        subprocess.run(self._command("system", "prune", "--all", "--force", "--volumes"), env=self._environment(),
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _write(self, name, text):
        (self.folder / name).write_text(text)

    def _command(self, *arguments):
        return ["podman", "--root", str(self.folder / "root"), "--runroot", str(self.folder / "run"),
                "--network-config-dir", str(self.folder / "networks"), "--tmpdir", str(self.folder / "tmp"),
                "--volumepath", str(self.folder / "volumes"), "--storage-driver", "overlay", "--runtime", "runc", *arguments]

    def _environment(self):
        return {**os.environ, "CONTAINERS_CONF": str(self.folder / "containers.conf"),
                "CONTAINERS_REGISTRIES_CONF": str(self.folder / "registries.conf")}
