# SPDX-License-Identifier: Apache-2.0
"""Waiting for a condition with a deadline, instead of sleeping for luck."""

import time


def wait_until(condition, what, limit=30.0, every=0.02):
    """Returns the first truthy value of `condition()`; AssertionError naming `what` after `limit` seconds."""
    deadline = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {limit:g} s in vain for: {what}")
        time.sleep(every)
