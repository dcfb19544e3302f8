# SPDX-License-Identifier: Apache-2.0
"""Stands on the socket between the program and the engine and interferes with one of its writing requests."""

import contextlib
import http.client
import json
import os
import signal
import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler


class Passage:
    """A writing request that is on its way; what happens to it is up to the one who interferes."""

    def __init__(self, proxy, request, upstream):
        self.proxy, self._request, self._upstream = proxy, request, upstream
        self.what = f"{request.command} {request.path}"
        self._body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self._connection = self._answer = None

    def send(self):
        """The engine gets it."""
        self._connection = http.client.HTTPConnection("localhost", timeout=120)
        self._connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._connection.sock.connect(self._upstream)
        headers = {k: v for k, v in self._request.headers.items()
                   if k.lower() not in ("connection", "content-length")}
        self._connection.request(self._request.command, self._request.path, self._body or None, headers)

    def receive(self):
        """The engine has answered; nobody was told."""
        self._answer = self._connection.getresponse()
        self._answer.read()

    def forward(self):
        """As if nobody stood in between; the answer as it comes, since progress and waiting are streams."""
        self.send()
        answer, request = self._connection.getresponse(), self._request
        request.send_response_only(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in ("connection", "transfer-encoding", "content-length"):
                request.send_header(key, value)
        if request.command == "HEAD" or answer.status in (204, 304):
            request.end_headers()
            return
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        while piece := answer.read1(65536):
            request.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            request.wfile.flush()
        request.wfile.write(b"0\r\n\r\n")

    def refuse(self, words):
        body = json.dumps({"message": words}).encode()
        self._request.send_response_only(500)
        self._request.send_header("Content-Type", "application/json")
        self._request.send_header("Content-Length", str(len(body)))
        self._request.end_headers()
        self._request.wfile.write(body)

    def drop(self):
        """The connection ends without an answer."""
        self._request.close_connection = True

    def swallow(self):
        """No answer until the program loses its patience."""
        with contextlib.suppress(OSError):
            self._request.rfile.read(1)
        self.drop()

    def kill_sender(self):
        credentials = self._request.connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        with contextlib.suppress(ProcessLookupError):
            os.kill(struct.unpack("3i", credentials)[0], signal.SIGKILL)
        self.drop()

    def close(self):
        if self._connection:
            self._connection.close()


def kill_before(passage):
    """The engine never gets it."""
    passage.kill_sender()


def kill_during(passage):
    """Sent, the answer is not waited for: the connection drops as a dead client's does."""
    passage.send()
    passage.kill_sender()


def kill_after(passage):
    """Answered, never told."""
    passage.send()
    passage.receive()
    passage.kill_sender()


KILLS = {"before": kill_before, "during": kill_during, "after": kill_after}


class EngineProxy:
    def __init__(self, path, upstream):
        self.path, self._upstream = str(path), str(upstream)
        self.disarm()
        self._lock = threading.Lock()
        self._open = set()
        self._server = _server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def arm(self, number, act, lasting=False):
        """`act(passage)` has the POST, PUT or DELETE of this number (from 1), when `lasting` also all later ones."""
        self._number, self._act, self._lasting, self.writes, self.acted = number, act, lasting, 0, False

    def disarm(self):
        self.arm(0, None)

    def vanish(self):
        """The socket is gone and every connection is cut."""
        os.rename(self.path, self.path + ".away")
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    @property
    def is_away(self):
        return os.path.exists(self.path + ".away")

    def reappear(self):
        with contextlib.suppress(FileNotFoundError):
            os.rename(self.path + ".away", self.path)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        os.unlink(self.path)

    def opened(self, connection):
        with self._lock:
            self._open.add(connection)

    def closed(self, connection):
        with self._lock:
            self._open.discard(connection)

    def handle(self, request):
        passage = Passage(self, request, self._upstream)
        with contextlib.closing(passage):
            if self._is_marked(request):
                self.acted = True
                self._act(passage)
            else:
                passage.forward()

    def _is_marked(self, request):
        if request.command in ("GET", "HEAD"):
            return False
        with self._lock:
            self.writes += 1
            return self._number > 0 and \
                (self.writes == self._number or (self._lasting and self.writes > self._number))


def _server(proxy):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def address_string(self):
            return "socket"

        def setup(self):
            super().setup()
            proxy.opened(self.connection)

        def finish(self):
            proxy.closed(self.connection)
            super().finish()

        def handle_any(self):
            proxy.handle(self)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815: the library's names

        def log_message(self, *_):
            pass

    class Server(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_):
            pass  # the other side was killed, or the engine: that is the point

    return Server(proxy.path, Handler)
