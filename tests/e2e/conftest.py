# SPDX-License-Identifier: Apache-2.0
"""One engine and one registry for the whole run; a fresh station for every test."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from fronts import Fronts
from playground import program
from playground.front import ForeignAddress
from playground.place import Playground
from playground.station import Station
from registry_proxy import RegistryProxy


@pytest.fixture(scope="session")
def place():
    program.binary()
    with tempfile.TemporaryDirectory(prefix="lse", dir="/tmp") as folder:  # short: it holds Unix sockets
        Path(folder).chmod(0o755)
        playground = Playground(Path(folder) / "p")
        playground.start()
        yield playground
        playground.stop()


@pytest.fixture
def station(place):
    made = Station(place)
    yield made
    made.close()


@pytest.fixture
def proxied(place):
    """A station that reaches its registry only through `station.proxy`."""
    proxy = RegistryProxy(place.registry.port)
    made = Station(place, proxy.host)
    made.proxy = proxy
    yield made
    made.close()
    proxy.close()


@pytest.fixture
def front(station, tmp_path):
    """Fronts of a registry that holds two versions, at an address that is no loopback one."""
    station.publish("4.1.0", "4.1.1")
    with ForeignAddress():
        made = Fronts(station, tmp_path)
        yield made
        made.close()


@pytest.fixture(scope="session")
def kill_at(tmp_path_factory):
    """The library that ends the program at its Nth durable write."""
    library = tmp_path_factory.mktemp("kill_at") / "kill_at.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library,
                    Path(__file__).with_name("kill_at.c"), "-ldl"], check=True)
    return library
