# SPDX-License-Identifier: Apache-2.0
"""python3 tests/playground start|push|stop FOLDER …: the playground for shell scripts.

start FOLDER                 engine, registry and the release's images; prints FOLDER's addresses as shell variables
push FOLDER KIND VERSION TAG…  one more image of KIND node, server, broken (exits) or unhealthy
stop FOLDER                  ends everything and removes FOLDER
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playground import release  # noqa: E402
from playground.place import Playground  # noqa: E402

NODE, SERVER = "infrastructure/node", "infrastructure/server"
KINDS = {"node": (NODE, release.node), "broken": (NODE, release.node_that_exits),
         "unhealthy": (NODE, release.node_that_is_unhealthy), "server": (SERVER, release.server)}


def start(folder):
    place = Playground(folder)
    place.start()
    release.push_all(place.registry, NODE, SERVER)
    print(f"socket={place.engine.socket}\nregistry={place.registry.host}")


def push(folder, kind, version, *more):
    repository, image = KINDS[kind]
    print(image(version).push(Playground(folder).registry, repository, version, *more))


def stop(folder):
    Playground(folder).stop()


if __name__ == "__main__":
    commands = {"start": start, "push": push, "stop": stop}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
