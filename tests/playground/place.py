# SPDX-License-Identifier: Apache-2.0
"""One folder with an engine and a registry in it."""

import shutil
from pathlib import Path

from .engine import Engine
from .registry import Registry


class Playground:
    """Knows its parts from the folder alone, so that another process can stop what this one started."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.engine = Engine(self.folder)
        self.registry = Registry(self.folder)

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self.registry.start()
            self.engine.start()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        """Ends everything that was started and removes the folder. Twice is once."""
        self.engine.stop()
        self.registry.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
