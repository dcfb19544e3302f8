# SPDX-License-Identifier: Apache-2.0
"""The containers of one shape, made anew for every trial, and what must be true of them afterwards."""

import contextlib
import shutil
import sqlite3

from engine_proxy import EngineProxy
from playground import release
from playground.engine_api import EngineError
from playground.program import Exit
from playground.station import Station, Watch

from .shapes import OLD

FINE = (Exit.UP_TO_DATE, Exit.UPDATED, Exit.ROLLED_BACK, Exit.REFUSED)


class Lost(AssertionError):
    """What was left is not what was promised."""


class World:
    def __init__(self, place, move):
        self.place, self.move, self.shape = place, move, move.shape
        self.station = Station(place)
        self.engine = self.station.engine
        self.proxy = EngineProxy(self.station.folder / "proxy.sock", self.station.socket)
        self.station.publish(OLD)
        self.station.publish(move.target, make=release.node if move.works else release.node_that_exits)
        self.station.have(OLD)
        self.images = {}
        subnet = f"10.212.{place.engine.number}"
        self.address = f"{subnet}.77"
        self.engine.call("POST", "/networks/create", {"Name": "fixed", "CheckDuplicate": True,
                                                      "IPAM": {"Config": [{"Subnet": f"{subnet}.0/24"}]}})
        target = {"name": "all", "match": {"labels": {"vantage6-type": "node"}}, "policy": "same-major"}
        if self.shape.partner:
            target["group"] = "together"
        # What ends at once may take a while to do so on a busy machine.
        self.station.configure(gate={"settle": "100ms" if move.works else "3s", "limit": "10s"}, targets=[target],
                               engine={"socket": self.proxy.path})

    def close(self):
        self.clear()
        self.proxy.close()
        self.station.close()

    def speak_directly(self):
        """To the engine's own socket, which refuses connections while there is no engine."""
        self.station.configure(engine={"socket": str(self.station.socket)})

    def clear(self):
        for name in self.engine.containers():
            with contextlib.suppress(EngineError):
                self.engine.remove(name)
        shutil.rmtree(self.station.state, ignore_errors=True)

    def forget_new_image(self):
        """So that the next run has to pull it."""
        with contextlib.suppress(EngineError):
            self.engine.call("DELETE", f"/images/{self.station.image(self.move.target)}", force="1")

    def reset(self):
        self.clear()
        self.station.have(self.move.target)
        self._make_node()
        if self.shape.partner:
            self.station.run_node(OLD, "partner", False, HostConfig=self._policy())
        if self.shape.sharer:
            made = self.engine.create("sharer", {
                "Image": self.station.image(OLD), "Env": ["OWN=yes"],
                "HostConfig": {"NetworkMode": "container:node", "RestartPolicy": {"Name": "always"}}})
            self.engine.start(made)
        self.before = {name: self._settings(name) for name in self.shape.names}
        self.images = {tag: self.engine.image(self.station.image(tag))["Id"] for tag in (OLD, self.move.target)}

    def _policy(self):
        return {} if self.shape.auto_remove else {"RestartPolicy": {"Name": "always"}}

    def _make_node(self):
        self.station.run_node(
            OLD, "node", self.shape.auto_remove,
            HostConfig={"NetworkMode": "fixed", "Memory": 64 << 20, **self._policy()},
            NetworkingConfig={"EndpointsConfig": {"fixed": {"IPAMConfig": {"IPv4Address": self.address},
                                                            "Aliases": ["db"]}}})

    def _settings(self, name):
        """All that a person gave it, without what differs by design between two containers or two images."""
        seen = self.engine.inspect(name)
        # An engine that starts again writes empty lists where nothing was.
        host = {key: value for key, value in seen["HostConfig"].items() if value not in (None, [], {})}
        if host["NetworkMode"].startswith("container:"):
            host["NetworkMode"] = "container"
        networks = {key: {part: value for part, value in network.items() if part in ("IPAMConfig", "IPAddress")}
                    for key, network in seen["NetworkSettings"]["Networks"].items() if key != "bridge"}
        own = [entry for entry in seen["Config"]["Env"] if not entry.startswith("NODE_IMAGE_VERSION")]
        labels = {key: value for key, value in seen["Config"]["Labels"].items() if key != "version"}
        return {"host": host, "networks": networks, "env": own, "labels": labels, "cmd": seen["Config"]["Cmd"],
                "mounts": sorted((m["Destination"], m.get("Name"), m["RW"]) for m in seen["Mounts"])}

    def open_phases(self):
        """The phases that the journal has open, by its file."""
        file = self.station.state / "journal.db"
        if not file.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as journal:
            try:
                return [row[0] for row in journal.execute("SELECT phase FROM swap WHERE phase <> 'done'")]
            except sqlite3.OperationalError:
                return []  # killed before its tables were made

    def check_serves(self):
        """The least, before anything was repaired: each of them runs under its name, or both old and new exist."""
        found = self.engine.containers()
        for name in self.shape.names:
            others = [one for one in found if one.startswith(name + ".")]
            if found.get(name) != "running" and not others:
                raise Lost(f"containers: {found}")

    def check(self):
        """Raises Lost with the first thing that is wrong."""
        found = self.engine.containers()
        if found != {name: "running" for name in self.shape.names}:
            raise Lost(f"containers: {found}")
        for name in self.shape.names:
            now, before = self._settings(name), self.before[name]
            if now != before:
                raise Lost(f"{name}: {_differences(before, now)}")
        self._check_images()
        if self.engine.execute("node", "cat", "/mnt/data/results") != "precious":
            raise Lost("the volume's content is gone")
        if self.shape.sharer:
            self._check_sharer()

    def _check_images(self):
        images = {self.engine.inspect(name)["Image"] for name in self.shape.names if name != "sharer"}
        if len(images) != 1 or not images <= set(self.images.values()):
            raise Lost(f"images: {images}, known {self.images}")
        if not self.move.works and images != {self.images[OLD]}:
            raise Lost("the image that does not work runs")

    def _check_sharer(self):
        node, sharer = self.engine.inspect("node"), self.engine.inspect("sharer")
        if sharer["HostConfig"]["NetworkMode"] != f"container:{node['Id']}":
            raise Lost(f"sharer is in {sharer['HostConfig']['NetworkMode']}, node is {node['Id']}")
        if sharer["State"]["StartedAt"] < node["State"]["StartedAt"] or sharer["Image"] != self.images[OLD]:
            raise Lost("sharer was not started after node, or on another image")

    def once(self, **how):
        """A run of the program; on a machine that is busy with other things it takes its time."""
        return self.station.once(limit=900, **how)

    def settle(self):
        """One run repairs, the next one finds nothing to do."""
        repaired = self.once()
        try:
            if repaired.status not in FINE:
                raise Lost(f"exit code {repaired.status}")
            self.check()
            watch = Watch(self.station)
            again = self.once()
            if watch.engine_changes():
                raise Lost(f"another run changed {watch.engine_changes()}: {again}")
            if self.move.works and "bad-digest" in again.out:
                raise Lost(f"the image that works is blamed: {again}")
        except (Lost, EngineError) as wrong:
            raise Lost(f"{wrong}\n{repaired}") from None


def _differences(before, now):
    parts = [(key, before[key], now[key]) for key in before if before[key] != now[key]]
    return ", ".join(f"{key}: {_different(old, new)}" for key, old, new in parts)


def _different(old, new):
    if not isinstance(old, dict):
        return f"{new}, was {old}"
    return {key: f"{new.get(key)}, was {old.get(key)}" for key in old | new if old.get(key) != new.get(key)}
