# SPDX-License-Identifier: Apache-2.0
"""A repository of 100 000 tags: a whole plan over it, against curl downloading the same list and doing nothing."""

import os
import subprocess
import time
from statistics import median

from playground import program
from playground.program import Exit
from playground.station import NODE

from . import station

TAGS = 100_000
WALL_BOUND = 1.3
MEMORY_BOUND_MB = 40


def fill(place, count):
    """Tags as the registry keeps them on disk; it lists names of folders."""
    tags = place.registry.store / "docker/registry/v2/repositories" / place.repository / "_manifests/tags"
    for number in range(count):
        link = tags / f"0.{number // 1000}.{number % 1000}" / "current"
        link.mkdir(parents=True)


def timed(command):
    """Seconds, and the largest resident memory in MB."""
    begin = time.monotonic()
    child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             env=program.clean_environment())
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - begin, usage.ru_maxrss / 1024, child.returncode, out


def measure(smoke):
    with station() as place:
        fill(place, TAGS // 10 if smoke else TAGS)
        place.run_node("4.1.0", auto_remove=False)
        url = f"http://{place.host}/v2/{place.repository}/tags/list"
        ours, theirs, memory = [], [], []
        for _ in range(2 if smoke else 7):
            seconds, megabytes, code, out = timed([program.binary(), "--config", place.config_file, "plan", "--json"])
            assert code == Exit.WOULD_UPDATE and NODE.encode() in out, out
            ours.append(seconds)
            memory.append(megabytes)
            theirs.append(timed(["curl", "-sS", "-o", "/dev/null", url])[0])
        return {"tags": TAGS, "plan_ms": round(median(ours) * 1000), "curl_ms": round(median(theirs) * 1000),
                "memory_mb": round(max(memory), 1), "smoke": smoke}


def table(figures):
    yield f"plan over {figures['tags']} tags, against curl (ms)", figures["plan_ms"], figures["curl_ms"]
    yield "peak memory of it, against the bound (MB)", figures["memory_mb"], MEMORY_BOUND_MB


def missed(figures):
    if not figures["smoke"] and figures["plan_ms"] > WALL_BOUND * figures["curl_ms"]:
        yield f"100 000 tags: {figures['plan_ms']} ms, more than {WALL_BOUND} times curl's {figures['curl_ms']} ms"
    if figures["memory_mb"] > MEMORY_BOUND_MB:
        yield f"100 000 tags: {figures['memory_mb']} MB, bound {MEMORY_BOUND_MB} MB"
