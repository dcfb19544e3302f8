# SPDX-License-Identifier: Apache-2.0
"""One station of a federation: a repository, its containers, its server's version and its lockstep configuration."""

import itertools
import json
import time

from . import program, release
from .engine_api import EngineError
from .version_server import VersionServer

NODE = "vantage6-demo-user"
_numbers = itertools.count(1)


class Station:
    """Its own repository and folder, so that stations of one playground do not see each other's tags or state."""

    def __init__(self, place, host=None):
        self.engine, self.registry = place.engine.api, place.registry
        self.host = host or place.registry.host
        self.repository = f"station{next(_numbers)}/node"
        self.folder = place.folder / self.repository.partition("/")[0]
        self.folder.mkdir()
        self.folder.chmod(0o755)
        self.socket = place.engine.socket
        self.state = self.folder / "state"
        self.config_file = self.folder / "config.yaml"
        self.node_file = "api_key: not-a-real-one\n"  # the node's own configuration, as run_node mounts it
        self.server = VersionServer()
        self.settings = {"engine": {"socket": str(self.socket)}, "state_dir": str(self.state), "splay": "0s",
                         "server": {"url": self.server.url, "timeout": "3s", "confirm": "1s"},
                         "gate": {"settle": "500ms", "limit": "20s"}}
        self.configure()

    def close(self):
        self.server.close()
        for name in self.engine.containers():
            self.engine.remove(name)
        self.engine.call("POST", "/networks/prune")
        for volume in self.engine.call("GET", "/volumes")["Volumes"] or []:
            self.engine.call("DELETE", f"/volumes/{volume['Name']}", force="1")

    # What is out ------------------------------------------------------------------------------------------------
    def image(self, tag):
        return f"{self.host}/{self.repository}:{tag}"

    def publish(self, *tags, make=release.node, **moving):
        """Pushes an image per version tag; `moving` is alias=version (underscores in the alias mean dots)."""
        digests = {}
        for tag in tags:
            aliases = [alias.lstrip("v").replace("_", ".") for alias, version in moving.items() if version == tag]
            digests[tag] = make(tag).push(self.registry, self.repository, tag, *aliases)
        return digests

    # What runs --------------------------------------------------------------------------------------------------
    def run_node(self, tag, name=NODE, auto_remove=True, **changes):
        """A container as `v6 node start` makes it (`--keep`: a plain one with a restart policy); returns its id."""
        config = self.folder / "config"
        config.mkdir(exist_ok=True)
        (config / "demo.yaml").write_text(self.node_file)
        body = {
            "Image": self.image(tag), "Cmd": ["vnode-local", "start", "-c", "/mnt/config/demo.yaml", "-n", "demo"],
            "Tty": True,
            "Env": ["DATA_VOLUME_NAME=demo-data", "STATION=radboud", "EMPTY="],
            "Labels": {"vantage6-type": "node", "system": "False", "name": "demo"},
            "HostConfig": {"AutoRemove": auto_remove, "Binds": [f"{name}-vol:/mnt/data", f"{config}:/mnt/config:ro"],
                           "Mounts": [{"Type": "volume", "Source": f"{name}-ssh-vol", "Target": "/mnt/ssh"}],
                           "ExtraHosts": ["host.docker.internal:10.1.2.3"],
                           **({} if auto_remove else {"RestartPolicy": {"Name": "unless-stopped"}})}}
        for key, value in changes.items():
            body[key] = {**body.get(key, {}), **value} if isinstance(value, dict) else value
        self.have(tag)
        made = self.engine.create(name, body)
        self.engine.start(made)
        self.engine.execute(made, "sh", "-c", "echo precious > /mnt/data/results")
        return made

    def version_running(self, name=NODE):
        """What the running container itself says, not what its tag promises."""
        return self.engine.execute(name, "cat", "/version")

    def tag_running(self, name=NODE):
        return self.engine.inspect(name)["Config"]["Image"].rpartition(":")[2]

    def fingerprint(self, name=NODE):
        """Changes whenever anyone restarts, replaces or alters the container."""
        seen = self.engine.inspect(name)
        return {key: seen[key] for key in ("Id", "Name", "Image", "RestartCount", "Config", "HostConfig")} | \
            {key: seen["State"][key] for key in ("Status", "StartedAt", "Pid")}

    def have(self, tag):
        """Pulls the image unless it is here."""
        try:
            self.engine.image(self.image(tag))
        except EngineError:
            self.engine.pull(self.image(tag))

    # The program ------------------------------------------------------------------------------------------------
    def configure(self, **settings):
        """Writes the configuration with these sections changed (JSON is YAML)."""
        for key, value in settings.items():
            old = self.settings.get(key)
            self.settings[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        self.config_file.write_text(json.dumps(self.settings, indent=2))

    def lockstep(self, *arguments, **how):
        return program.run(["--config", self.config_file, *arguments], **how)

    def once(self, **how):
        return self.lockstep("once", "--json", **how)

    def plan(self):
        return self.lockstep("plan", "--json")

    def start_lockstep(self, *arguments, environment=None):
        return program.start(["--config", self.config_file, *arguments], self.folder / "lockstep.log", environment)


class Watch:
    """What engine and registry were asked between two moments."""

    def __init__(self, station):
        self._station = station
        self._since = time.time()
        self._mark = station.registry.mark()
        self._images = station.engine.images()

    def engine_changes(self):
        """Everything that altered a container, image, volume or network, by the engine's own account."""
        actions = [f"{event['Type']} {event['Action']}" for event in self._station.engine.events(self._since)]
        return [action for action in actions if action != "container exec_die"]  # may come late from the test's own exec

    def images_changed(self):
        return self._station.engine.images() != self._images

    def requests(self):
        return [r for r in self._station.registry.requests(self._mark) if self._station.repository in r.path]

    def downloads(self):
        """What counts as a pull: manifests and blobs fetched."""
        return [r for r in self.requests() if r.method == "GET" and "/tags/list" not in r.path]
