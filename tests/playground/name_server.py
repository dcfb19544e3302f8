# SPDX-License-Identifier: Apache-2.0
"""A name server with names of its own, and the program in a place where it is the only one."""

import os
import socket
import struct
import threading

# The port has to be 53, so each worker has an address of its own.
_ADDRESS = f"127.0.53.{1 + int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:])}"
_SERVFAIL, _NXDOMAIN = 2, 3
_A = 1

# $1 resolv.conf, $2 hosts, then the command; nobody else sees these two.
_ENTER = 'mount --bind "$1" /etc/resolv.conf; mount --bind "$2" /etc/hosts; shift 2; exec "$@"'


class NameServer:
    """`names`: name → IPv4 address, "SERVFAIL", or None for silence. Other names do not exist."""

    def __init__(self, folder, names):
        self.names = names
        self._resolver, self._hosts = folder / "resolv.conf", folder / "hosts"
        self._resolver.write_text(f"nameserver {_ADDRESS}\noptions timeout:1 attempts:1\n")
        self._hosts.write_text("127.0.0.1 localhost\n")
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((_ADDRESS, 53))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def way(self):
        """What to put in front of a command that shall ask this server."""
        return ["unshare", "--mount", "sh", "-ec", _ENTER, "enter", str(self._resolver), str(self._hosts)]

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (_ADDRESS, 53))
        self._thread.join()
        self._socket.close()

    def _serve(self):
        while True:
            query, sender = self._socket.recvfrom(4096)
            if not query:
                return
            answer = self._answer(query)
            if answer:
                self._socket.sendto(answer, sender)

    def _answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        question, kind = query[12:at + 5], struct.unpack(">H", query[at + 1:at + 3])[0]
        address = self.names.get(".".join(labels), "NXDOMAIN")
        if address is None:
            return None
        code = {"SERVFAIL": _SERVFAIL, "NXDOMAIN": _NXDOMAIN}.get(address, 0)
        record = b""
        if not code and kind == _A:
            record = struct.pack(">HHHIH", 0xC00C, _A, 1, 1, 4) + socket.inet_aton(address)
        head = query[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, 1 if record else 0, 0, 0)
        return head + question + record
