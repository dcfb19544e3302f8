# SPDX-License-Identifier: Apache-2.0
"""40 containers of 10 repositories, a registry 20 ms away: a whole plan, against its requests made one by one by curl."""

from statistics import median

from playground import program
from playground.distance import Distance
from playground.program import Exit

from . import station
from .tag_list import timed

CONTAINERS, REPOSITORIES, DELAY = 40, 10, 0.02


def asked(place, mark):
    """What curl has to ask: the paths of one plan."""
    return [r for r in place.registry.requests(mark) if r.path.startswith("/v2/")]


def curl(place, requests):
    command = ["curl", "-sS"]
    for number, request in enumerate(requests):
        command += (["--next", "-sS"] if number else []) + (["-I"] if request.method == "HEAD" else [])
        command += ["-o", "/dev/null", f"http://{place.host}{request.path}"]
    return command


def measure(smoke):
    with station() as place:
        far = Distance(place.registry.port, DELAY)
        try:
            place.host = far.host
            names = [f"{place.repository}{number}" for number in range(REPOSITORIES)]
            for name in names:
                place.repository = name
                place.publish("4.1.0", "4.1.1", v4_1="4.1.1")
            for number in range(CONTAINERS):
                place.repository = names[number % REPOSITORIES]
                place.run_node("4.1", name=f"follower{number}", auto_remove=False,
                               Labels={"lockstep.enable": "true"})
            place.configure(presets=["labelled"])
            place.once().expect(Exit.UP_TO_DATE)
            mark = place.registry.mark()
            place.plan().expect(Exit.UP_TO_DATE)
            requests = asked(place, mark)
            ours, theirs = [], []
            for _ in range(2 if smoke else 7):
                ours.append(timed([program.binary(), "--config", place.config_file, "plan", "--json"])[0])
                theirs.append(timed(curl(place, requests))[0])
            return {"requests": len(requests), "plan_ms": round(median(ours) * 1000),
                    "curl_ms": round(median(theirs) * 1000), "smoke": smoke}
        finally:
            far.close()


def table(figures):
    yield (f"plan of {CONTAINERS} containers, {figures['requests']} requests, against curl (ms)", figures["plan_ms"],
           figures["curl_ms"])


def missed(figures):
    if not figures["smoke"] and figures["plan_ms"] >= figures["curl_ms"]:
        yield f"{CONTAINERS} containers: {figures['plan_ms']} ms, curl one by one {figures['curl_ms']} ms"
    if figures["requests"] != 2 * REPOSITORIES:
        yield f"{figures['requests']} requests for {REPOSITORIES} repositories"
