# SPDX-License-Identifier: Apache-2.0
"""A background process with a log and a pid file, so that another process can end it later."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from .waiting import wait_until


class StartFailed(Exception):
    """The process ended, or never became ready; carries the end of its log."""


class Daemon:
    """`folder/NAME.pid`, `folder/NAME.log` (stderr) and `folder/NAME.out` (stdout) belong to the process."""

    def __init__(self, folder, name):
        self.name = name
        self.log = Path(folder) / f"{name}.log"
        self.out = Path(folder) / f"{name}.out"
        self.pid_file = Path(folder) / f"{name}.pid"
        self._child = None

    @property
    def pid(self):
        return int(self.pid_file.read_text()) if self.pid_file.exists() else None

    def start(self, command, ready, limit=60, environment=None):
        with open(self.log, "ab") as log, open(self.out, "ab") as out:
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=log,
                                           start_new_session=True, env=environment)
        self.pid_file.write_text(str(self._child.pid))
        try:
            wait_until(lambda: self._ended() or ready(), f"{self.name} to be ready", limit)
        except AssertionError as late:
            raise StartFailed(f"{late}\n{self.tail()}") from None
        if self._ended():
            self.pid_file.unlink()
            raise StartFailed(f"{self.name} ended with status {self._child.returncode}\n{self.tail()}")

    @property
    def is_running(self):
        return self.pid is not None and self._alive(self.pid)

    def stop(self, limit=30):
        """SIGTERM, then SIGKILL after `limit` seconds. Not running is fine."""
        pid = self.pid
        if pid is None:
            return
        for sign, patience in ((signal.SIGTERM, limit), (signal.SIGKILL, 10)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
            with contextlib.suppress(AssertionError):
                wait_until(lambda: not self._alive(pid), f"{self.name} to end", patience)
                break
        self.pid_file.unlink(missing_ok=True)

    def reap(self):
        """Waits for the end of a process that somebody killed."""
        self._child.wait(30)

    def tail(self, lines=15):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _ended(self):
        return self._child is not None and self._child.poll() is not None

    def _alive(self, pid):
        if self._child is not None and self._child.pid == pid:
            return self._child.poll() is None
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        return state != "Z"
