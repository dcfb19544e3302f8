# SPDX-License-Identifier: Apache-2.0
"""100 000 tags listed and filtered, by registry and by nginx, against curl downloading the same list and doing nothing."""

import contextlib
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from playground import program
from playground.daemon import Daemon
from playground.program import Exit
from playground.station import NODE

from . import Spread, free_port, reachable, rounds, station, versions

TAGS = 100_000
WALL_BOUND = 1.3
MEMORY_BOUND_MB = 40
CURRENT = "4.1.0"


def tags(count):
    """A busy repository, where nothing of the running line is new but 4.1.1."""
    others = [tag for tag in versions.tags(versions.MIXED, count * 6 // 5) if not tag.startswith(("4.", "v4."))]
    return [CURRENT, "4.1.1", *others][:count]


def fill(place, tags):
    """Tags as the registry keeps them on disk; it lists names of folders."""
    folder = place.registry.store / "docker/registry/v2/repositories" / place.repository / "_manifests/tags"
    for tag in tags:
        (folder / tag / "current").mkdir(parents=True, exist_ok=True)


@contextlib.contextmanager
def nginx(tags):
    """The cheapest server there can be: the same list as a file."""
    with tempfile.TemporaryDirectory(prefix="lsb", dir="/tmp") as folder:
        root, port = Path(folder), free_port()
        body = root / "v2/team/app/tags/list"
        body.parent.mkdir(parents=True)
        body.write_text(json.dumps({"name": "team/app", "tags": tags}, separators=(",", ":")))
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};"
                             for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (root / "nginx.conf").write_text(f"""user root; worker_processes 1; pid {folder}/pid; error_log stderr;
            events {{ }} http {{ access_log off; {temporary} default_type application/json;
            server {{ listen 127.0.0.1:{port}; root {folder}; }} }}""")
        daemon = Daemon(root, "nginx")
        daemon.start(["nginx", "-p", folder, "-c", f"{folder}/nginx.conf", "-g", "daemon off;"],
                     lambda: reachable(port), limit=10)
        try:
            yield f"127.0.0.1:{port}/team/app"
        finally:
            daemon.stop(limit=5)


def timed(command):
    """Seconds, the largest resident memory in MB, exit code and output."""
    begin = time.monotonic()
    child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             env=program.clean_environment())
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - begin, usage.ru_maxrss / 1024, child.returncode, out


def compare(command, url, says, count):
    """One round of each in turn, so that a busy neighbour disturbs both."""
    ours, theirs, memory = [], [], []
    for _ in range(count):
        seconds, megabytes, code, out = timed([program.binary(), *command])
        assert code in (Exit.WOULD_UPDATE, Exit.UP_TO_DATE) and says in out, out[-2000:]
        ours.append(seconds * 1000)
        memory.append(megabytes)
        theirs.append(timed(["curl", "-sS", "-o", "/dev/null", url])[0] * 1000)
    return {"lockstep_ms": Spread(ours), "curl_ms": Spread(theirs), "memory_mb": round(max(memory), 1)}


def measure(smoke):
    count = TAGS // 10 if smoke else TAGS
    figures = {"tags": count, "smoke": smoke}
    with station() as place:
        listed = tags(count)
        fill(place, listed)
        place.run_node(CURRENT, auto_remove=False)
        url = f"http://{place.host}/v2/{place.repository}/tags/list"
        figures["docker-registry"] = compare(["--config", place.config_file, "plan", "--json"], url, NODE.encode(),
                                             rounds(smoke))
        with nginx(listed) as repository:
            host, _, path = repository.partition("/")
            figures["nginx"] = compare(["--config", place.config_file, "tags", repository, "--current", CURRENT,
                                        "--verdict-only", "--json"], f"http://{host}/v2/{path}/tags/list",
                                       b'"reason":', rounds(smoke))
    return figures


def table(figures):
    for server, what in (("docker-registry", "plan"), ("nginx", "tags --verdict-only")):
        row = figures[server]
        yield f"{what} over {figures['tags']} tags of {server}, against curl (ms)", row["lockstep_ms"], row["curl_ms"]
        yield "  peak memory of it, against the bound (MB)", row["memory_mb"], MEMORY_BOUND_MB


def missed(figures):
    row = figures["docker-registry"]
    if not figures["smoke"] and row["lockstep_ms"]["median"] > WALL_BOUND * row["curl_ms"]["median"]:
        yield f"{figures['tags']} tags: {row}, bound {WALL_BOUND}"
    for server in ("docker-registry", "nginx"):
        if figures[server]["memory_mb"] > MEMORY_BOUND_MB:
            yield f"{figures['tags']} tags of {server}: {figures[server]['memory_mb']} MB, bound {MEMORY_BOUND_MB} MB"
