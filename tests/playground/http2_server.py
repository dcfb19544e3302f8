# SPDX-License-Identifier: Apache-2.0
"""An HTTP/2 server that treats the first connections as it is told: frames by hand, since no good server does that."""

import contextlib
import socket
import ssl
import struct
import threading

from .front import ADDRESS

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RESET, _SETTINGS, _GOAWAY = 0, 1, 3, 4, 7
_END_STREAM = 1
_OK = b"\x88" + b"\x0f\x10\x10application/json"  # :status 200, content-type
_REFUSED_STREAM, _INTERNAL_ERROR = 7, 2


def _frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + payload


def _answer(stream, body, end=True):
    flags = 4  # END_HEADERS
    return _frame(_HEADERS, flags, stream, _OK) + _frame(_DATA, _END_STREAM if end else 0, stream, body)


class Http2Server:
    """`manners`: how the requests are treated one after the other, the last one for ever:
    "good", "goaway" (before any answer), "goaway-mid-body", "refused" and "reset-stream" (RST_STREAM without an answer
    and after half of it), "reset" (the TCP connection, after half of the answer), "stall" (half, then silence)."""

    def __init__(self, certificate, key, body):
        self.manners, self.asked, self._body = ["good"], 0, body
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._context.set_alpn_protocols(["h2"])
        self._listener = socket.create_server((ADDRESS, 0))
        self.host = f"{ADDRESS}:{self._listener.getsockname()[1]}"
        self._open, self._lock = [], threading.Lock()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._listener.accept()
                self._open.append(plain)
                self._threads.append(threading.Thread(target=self._serve, args=(plain,)))
                self._threads[-1].start()

    def _serve(self, plain):
        with contextlib.suppress(OSError, EOFError):
            connection = self._context.wrap_socket(plain, server_side=True)
            self._open.append(connection)
            reader = connection.makefile("rb")
            if reader.read(len(_PREFACE)) != _PREFACE:
                return
            connection.sendall(_frame(_SETTINGS, 0, 0))
            while head := reader.read(9):
                reader.read(int.from_bytes(head[:3], "big"))
                if head[3] == _SETTINGS and not head[4]:
                    connection.sendall(_frame(_SETTINGS, 1, 0))
                if head[3] == _HEADERS and not self._treat(connection, int.from_bytes(head[5:], "big")):
                    break
            connection.close()

    def _treat(self, connection, stream):
        """False when the connection ends with it."""
        with self._lock:
            manner = self.manners.pop(0) if len(self.manners) > 1 else self.manners[0]
            self.asked += 1
        half = _answer(stream, self._body[:len(self._body) // 2], end=False)
        goaway = struct.pack(">II", stream if manner == "goaway-mid-body" else 0, _INTERNAL_ERROR)
        connection.sendall({"good": _answer(stream, self._body), "stall": half, "reset": half,
                            "goaway": _frame(_GOAWAY, 0, 0, goaway),
                            "goaway-mid-body": half + _frame(_GOAWAY, 0, 0, goaway),
                            "refused": _frame(_RESET, 0, stream, struct.pack(">I", _REFUSED_STREAM)),
                            "reset-stream": half + _frame(_RESET, 0, stream, struct.pack(">I", _INTERNAL_ERROR)),
                            }[manner])
        if manner == "reset":  # closing with this set is a RST
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return manner not in ("goaway", "goaway-mid-body", "reset")
