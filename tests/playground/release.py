# SPDX-License-Identifier: Apache-2.0
"""Images and tags as a vantage6 release pushes them: node and server, exact versions and moving tags."""

from .images import Image

_STOP_AT_ONCE = "trap 'exit 0' TERM INT\n"
_STAY = "while :; do sleep 1000 & wait $!; done\n"

VERSIONS = ("3.8.0", "3.8.1", "3.9.0", "4.0.0", "4.1.0", "4.1.1", "4.2.0", "4.2.1", "4.3.0rc1", "5.0.0rc1")
MOVING = {"petronas": "3.9.0", "4.1": "4.1.1", "4.2": "4.2.1", "cotopaxi": "4.2.1", "latest": "4.2.1",
          "uluru": "5.0.0rc1"}
SERVER_ONLY = {"cotopaxi-live": "4.2.1"}


def node(version):
    """Runs until it is told to stop; started by the command that `v6 node start` gives."""
    return Image({"usr/local/bin/vnode-local": f"#!/bin/sh\n{_STOP_AT_ONCE}echo node {version} is up\n{_STAY}",
                  "version": version + "\n"},
                 {"Cmd": ["vnode-local"], "Env": ["PATH=/usr/local/bin:/bin", f"NODE_IMAGE_VERSION={version}"],
                  "Labels": {"version": ""}})  # vantage6's own label is empty, too


def node_that_exits(version):
    """A release that went wrong: ends right after its start."""
    image = node(version)
    image.files["usr/local/bin/vnode-local"] = f"#!/bin/sh\necho node {version}: cannot start\nexit 1\n"
    return image


def node_that_is_unhealthy(version):
    """A release that went wrong: runs, but its own health check fails."""
    image = node(version)
    image.config["Healthcheck"] = {"Test": ["CMD", "false"], "Interval": 200_000_000, "Timeout": 1_000_000_000,
                                   "Retries": 2}
    return image


def server(version):
    """Answers GET /api/version by itself."""
    return Image({"usr/local/bin/vserver-local":
                  f"#!/bin/sh\n{_STOP_AT_ONCE}httpd -p 5000 -h /www\necho server {version} is up\n{_STAY}",
                  "www/api/version": f'{{"version":"{version}"}}\n', "version": version + "\n"},
                 {"Cmd": ["vserver-local"], "Env": ["PATH=/usr/local/bin:/bin"],
                  "ExposedPorts": {"5000/tcp": {}}})


def push_all(registry, node_repository, server_repository):
    """Everything that is out at the start of the story."""
    for version in VERSIONS:
        moving = [tag for tag, target in MOVING.items() if target == version]
        live = [tag for tag, target in SERVER_ONLY.items() if target == version]
        node(version).push(registry, node_repository, version, *moving)
        server(version).push(registry, server_repository, version, *moving, *live, base_from=node_repository)
