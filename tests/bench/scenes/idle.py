# SPDX-License-Identifier: Apache-2.0
"""A fleet of 40 containers of one repository with nothing to do: requests, memory and processor time."""

import os
from pathlib import Path

from playground.program import Exit
from playground.station import Watch
from playground.waiting import wait_until

from . import station

CONTAINERS = 40
MEMORY_BOUND_MB = 12


def requests_of_one_cycle(place):
    place.once().expect(Exit.UP_TO_DATE)
    watch, asked = Watch(place), len(place.server.paths)
    place.once().expect(Exit.UP_TO_DATE)
    requests = watch.requests()
    return {"listings": sum("/tags/list" in r.path for r in requests), "heads": sum(r.method == "HEAD" for r in requests),
            "registry": len(requests), "server": len(place.server.paths) - asked,
            "per_container_would_be": CONTAINERS * 2}


def daemon(place, cycles):
    """Resident memory after the cycles, and processor time per cycle."""
    place.configure(interval="10s")  # the shortest that is taken
    place.server.paths.clear()
    child = place.start_lockstep("run")
    try:
        wait_until(lambda: len(place.server.paths) >= 2, "the daemon's first cycles", 60)
        begin, before = cpu_seconds(child.pid), len(place.server.paths)
        wait_until(lambda: len(place.server.paths) >= before + cycles, f"{cycles} more cycles", 60 + cycles * 15)
        used, count = cpu_seconds(child.pid) - begin, len(place.server.paths) - before
        status = dict(line.split(":", 1) for line in Path(f"/proc/{child.pid}/status").read_text().splitlines())
        megabytes = {key: round(int(status[key].split()[0]) / 1024, 1) for key in ("VmRSS", "RssAnon", "VmHWM")}
    finally:
        child.terminate()
        child.wait(30)
    return {"memory_mb": megabytes, "cpu_ms_per_cycle": round(used / count * 1000, 1)}


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(smoke):
    with station() as place:
        for number in range(CONTAINERS):
            place.run_node("4.1.1", name=f"vantage6-demo{number:02}-user", auto_remove=False)
        return {"containers": CONTAINERS, "requests": requests_of_one_cycle(place),
                "daemon": daemon(place, 2 if smoke else 12)}


def table(figures):
    requests, watched = figures["requests"], figures["daemon"]
    yield ("requests of an idle cycle, against one by one", requests["registry"] + requests["server"],
           requests["per_container_would_be"])
    yield "resident memory, against the bound (MB)", watched["memory_mb"]["VmRSS"], MEMORY_BOUND_MB
    yield "processor time of an idle cycle (ms)", watched["cpu_ms_per_cycle"], None


def missed(figures):
    requests, memory = figures["requests"], figures["daemon"]["memory_mb"]
    if requests["listings"] != 1 or requests["server"] != 1 or requests["heads"] > 1 or requests["registry"] > 2:
        yield f"requests per cycle: {requests}"
    if memory["VmRSS"] > MEMORY_BOUND_MB:
        yield f"memory: {memory}, bound {MEMORY_BOUND_MB} MB"
