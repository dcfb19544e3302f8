# SPDX-License-Identifier: Apache-2.0
"""A registry that is far away: a relay that gives every piece of a request its delay."""

import asyncio
import contextlib
import threading


class Distance:
    """Relays to a port on loopback; what the client sends arrives `delay` seconds later."""

    def __init__(self, port, delay):
        self._upstream, self._delay = port, delay
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,))
        self._thread.start()
        ready.wait(10)

    @property
    def host(self):
        return f"127.0.0.1:{self._port}"

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self._port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        server.close()

    async def _serve(self, reader, writer):
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        await asyncio.gather(self._relay(reader, upstream_writer, self._delay),
                             self._relay(upstream_reader, writer, 0))

    @staticmethod
    async def _relay(reader, writer, delay):
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(65536):
                await asyncio.sleep(delay)
                writer.write(data)
                await writer.drain()
        writer.close()
