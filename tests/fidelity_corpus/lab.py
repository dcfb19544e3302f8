# SPDX-License-Identifier: Apache-2.0
"""Where cases run: an engine, a registry, and images built from a static busybox."""

import os
import re
import subprocess
import threading
from pathlib import Path

from playground.engine import Engine
from playground.registry import Registry

_BUSYBOX = "/bin/busybox"
_BASE = "fidelity-base"
_VERSION = re.compile(r"v?\d+(\.\d+)*$")


class Lab:
    """Images are built by Debian 12's engine, pushed to the registry and pulled by the engine under test, so that every
    container runs an image that came from a registry."""

    def __init__(self, folder, engine=None):
        self.folder = Path(folder)
        self.registry = Registry(self.folder)
        self.builder = Engine(self.folder)
        self.engine = engine(self.folder) if engine else self.builder
        self._building = threading.Lock()
        self.updating = threading.Lock()  # an engine has one lockstep: a second one takes its work for leftovers

    @property
    def socket(self):
        return self.engine.socket

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        try:
            self.registry.start()
            self.builder.start()
            if self.engine is not self.builder:
                self.engine.start()
            self._make_docker_command("bin", self.engine)
            self._make_docker_command("builder", self.builder)
            self._make_base()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        for part in {id(p): p for p in (self.engine, self.builder, self.registry)}.values():
            part.stop()

    def environment(self):
        """For commands of a case: `docker` is the engine under test."""
        return self._environment("bin")

    def references(self, case):
        """Reference in the case → reference in the registry. Tags stay where they are versions; otherwise old and new
        become versions, which is what makes one the successor of the other."""
        successor = {case["old_ref"]: "1.0.0", case["new_ref"]: "1.1.0"}
        placed = {}
        for reference in case["images"]:
            name, _, tag = reference.partition(":")
            tag = tag if _VERSION.match(tag) else successor.get(reference, tag)
            placed[reference] = f"{self.registry.host}/{name}:{tag}"
        return placed

    def make_images(self, case, names):
        """All but the new image are on the engine under test afterwards: that one is the program's to pull."""
        with self._building:  # the builder's cache makes it quick, the registry's uploads do not like company
            for reference, lines in case["images"].items():
                self._build(names[reference], lines)
        for reference in case["images"]:
            if reference != case["new_ref"] or self._named_in_commands(case, reference):
                self.engine.api.pull(names[reference])

    @staticmethod
    def _named_in_commands(case, reference):
        commands = [*case["setup"], *case["post_create"], *case["post_start"]]
        return any(reference in command for command in commands)

    def _build(self, name, lines):
        self._builder("build", "-q", "-t", name, "-", text="\n".join([f"FROM {_BASE}", *lines]))
        self._builder("push", "-q", name)
        self._builder("rmi", name)

    def _builder(self, *arguments, text=None):
        done = subprocess.run(["docker", *arguments], env=self._environment("builder"), input=text, text=True,
                              capture_output=True, timeout=120)
        if done.returncode != 0:
            raise OSError(f"docker {' '.join(arguments)}: {done.stderr.strip()}")

    def _environment(self, folder):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("DOCKER_")}
        return {**kept, "PATH": f"{self.folder / folder}:/usr/sbin:/usr/bin:/sbin:/bin"}

    def _make_docker_command(self, folder, engine):
        path = self.folder / folder / "docker"
        path.parent.mkdir()
        path.write_text(f'#!/bin/sh\nexec /usr/bin/docker --config {self.folder / "cli"} '
                        f'--host unix://{engine.socket} "$@"\n')
        path.chmod(0o755)

    def _make_base(self):
        root = self.folder / "root"
        for name in ("bin", "tmp", "etc", "usr/bin", "sbin"):
            (root / name).mkdir(parents=True, exist_ok=True)
        (root / "tmp").chmod(0o1777)
        (root / "bin/busybox").write_bytes(Path(_BUSYBOX).read_bytes())
        (root / "bin/busybox").chmod(0o755)
        applets = subprocess.run([_BUSYBOX, "--list"], check=True, capture_output=True, text=True).stdout.split()
        for applet in applets:
            if applet != "busybox":
                (root / "bin" / applet).symlink_to("busybox")
        subprocess.run(["tar", "-C", root, "-cf", self.folder / "root.tar", "."], check=True)
        self._builder("import", str(self.folder / "root.tar"), _BASE)
