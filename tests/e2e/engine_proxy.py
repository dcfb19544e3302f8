# SPDX-License-Identifier: Apache-2.0
"""Stands on the socket between the program and the engine and kills the program at its Nth writing request."""

import contextlib
import http.client
import os
import signal
import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler


class EngineProxy:
    """`kill_at`: number of the POST, PUT or DELETE (from 1; 0: never). `when`: "before" the engine gets it, "during" (sent,
    the answer is not waited for, the connection drops as a dead client's does) or "after" (answered, never told)."""

    def __init__(self, path, upstream):
        self.path, self._upstream = str(path), str(upstream)
        self.kill_at, self.when, self.writes = 0, "before", 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def address_string(self):
                return "socket"

            def handle_any(self):
                outer._pass(self)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815: the library's names

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # the other side was killed: that is the point

        self._server = Server(self.path, Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def arm(self, kill_at, when):
        self.kill_at, self.when, self.writes = kill_at, when, 0

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        os.unlink(self.path)

    def _fatal(self, request):
        if request.command in ("GET", "HEAD"):
            return False
        with self._lock:
            self.writes += 1
            return self.writes == self.kill_at

    def _pass(self, request):
        fatal = self._fatal(request)
        if fatal and self.when == "before":
            return self._kill(request)
        connection = http.client.HTTPConnection("localhost", timeout=120)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.sock.connect(self._upstream)
        with contextlib.closing(connection):
            body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
            headers = {k: v for k, v in request.headers.items() if k.lower() not in ("connection", "content-length")}
            connection.request(request.command, request.path, body or None, headers)
            if fatal and self.when == "during":
                return self._kill(request)
            answer = connection.getresponse()
            if fatal:
                answer.read()
                return self._kill(request)
            self._answer(request, answer)

    @staticmethod
    def _answer(request, answer):
        """As it comes, since progress and waiting are streams."""
        request.send_response_only(answer.status)
        bodiless = request.command == "HEAD" or answer.status in (204, 304)
        for key, value in answer.getheaders():
            if key.lower() not in ("connection", "transfer-encoding", "content-length"):
                request.send_header(key, value)
        if bodiless:
            request.end_headers()
            return
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        while piece := answer.read1(65536):
            request.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            request.wfile.flush()
        request.wfile.write(b"0\r\n\r\n")

    @staticmethod
    def _kill(request):
        credentials = request.connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        pid = struct.unpack("3i", credentials)[0]
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        request.close_connection = True
