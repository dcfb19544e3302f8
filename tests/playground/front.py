# SPDX-License-Identifier: Apache-2.0
"""What stands between a registry and the world: nginx in front of it, tinyproxy on the way to it."""

import os
import socket
import subprocess
from pathlib import Path

from .daemon import Daemon

# On the loopback interface, but no loopback address: reached by the rules for foreign hosts, also through proxies. One
# for each of the workers that test side by side.
ADDRESS = f"192.0.2.{80 + int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:])}"


class ForeignAddress:
    """ADDRESS on this machine for as long as it is needed."""

    def __enter__(self):
        subprocess.run(["ip", "address", "replace", f"{ADDRESS}/32", "dev", "lo"], check=True)
        return ADDRESS

    def __exit__(self, *_):
        subprocess.run(["ip", "address", "del", f"{ADDRESS}/32", "dev", "lo"], check=False)


class Nginx:
    """`listen`: words behind the address ("ssl http2"); `server`, `location`, `http`: directives for these blocks."""

    def __init__(self, folder, name, location, listen="", server="", http=""):
        self.folder = Path(folder) / name
        self.folder.mkdir()
        self.port = _free_port()
        self.host = f"{ADDRESS}:{self.port}"
        config = self.folder / "nginx.conf"
        temporary = " ".join(f"{kind}_temp_path {self.folder}/{kind};"
                             for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config.write_text(f"""
            user root; worker_processes 1; pid {self.folder}/nginx.pid; error_log stderr;
            events {{ worker_connections 64; }}
            http {{ access_log off; {temporary} {http}
                    server {{ listen {self.host} {listen}; {server} location / {{ {location} }} }} }}""")
        self._daemon = Daemon(self.folder, name)
        self._daemon.start(["nginx", "-p", str(self.folder), "-c", str(config), "-g", "daemon off;"],
                           lambda: _answers(self.port), limit=10)

    def close(self):
        self._daemon.stop(limit=5)


class Tinyproxy:
    """`rules`: more lines of its configuration."""

    def __init__(self, folder, name, rules=""):
        self.port = _free_port()
        self.url = f"http://{ADDRESS}:{self.port}"
        config = Path(folder) / f"{name}.conf"
        config.write_text(f"User root\nGroup root\nPort {self.port}\nListen {ADDRESS}\nTimeout 10\nMaxClients 20\n{rules}\n")
        self._daemon = Daemon(folder, name)
        self._daemon.start(["tinyproxy", "-d", "-c", str(config)], lambda: _answers(self.port), limit=10)

    def close(self):
        self._daemon.stop(limit=5)


def _answers(port):
    try:
        socket.create_connection((ADDRESS, port), timeout=1).close()
        return True
    except OSError:
        return False


def _free_port():
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]
