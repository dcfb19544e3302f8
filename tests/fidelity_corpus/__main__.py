# SPDX-License-Identifier: Apache-2.0
"""python3 -m fidelity_corpus …: see tests/fidelity."""

import argparse
import json
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from . import engines
from .case import run_case
from .lab import Lab
from .pointers import ABSENT

_HERE = Path(__file__).parent
_print_lock = threading.Lock()


def main():
    options = _options()
    cases = [case for file in options.files for case in _cases(file) if not options.only or case["id"] in options.only]
    if not cases:
        sys.exit("no cases")
    names = engines.NAMES if "all" in options.engine else options.engine
    results = {name: _run_on(name, cases, options) for name in names}
    if options.junit:
        _write_junit(options.junit, results)
    failed = sum(bool(failures) for rows in results.values() for _, failures, _ in rows)
    passed = sum(len(rows) for rows in results.values()) - failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _run_on(name, cases, options):
    skipped = engines.skipped(name)
    run = [case for case in cases if case["id"] not in skipped]
    for case in cases:
        if case["id"] in skipped:
            print(f"skip {name} {case['id']}: {skipped[case['id']]}")
    with tempfile.TemporaryDirectory(prefix="lsf", dir="/tmp", ignore_cleanup_errors=True) as folder:
        lab = Lab(Path(folder) / "p", engines.maker(name))
        try:
            lab.start()
        except Exception as error:  # noqa: BLE001: whatever it is, the engine did not come up
            print(f"FAIL {name}: the engine does not start: {error}")
            return [(case["id"], [("engine", "started", str(error))], 0.0) for case in run]
        try:
            version = lab.engine.api.call("GET", "/version")
            print(f"engine {name}: {version['Version']}, API {version['ApiVersion']}", flush=True)
            with ThreadPoolExecutor(options.jobs) as pool:
                return list(pool.map(lambda case: _told(name, case, lab), run))
        finally:
            lab.stop()


def _told(name, case, lab):
    failures, seconds = run_case(lab, case)
    with _print_lock:
        print(f"{'FAIL' if failures else 'ok  '} {name} {case['id']} {seconds:5.1f} s  {case['title']}")
        for pointer, want, got in failures:
            print(f"     {case['id']} {pointer}: expected {_shown(want)}, got {_shown(got)}")
        sys.stdout.flush()
    return case["id"], failures, seconds


def _shown(value):
    if value is ABSENT:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _cases(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _write_junit(file, results):
    root = ElementTree.Element("testsuites")
    for name, rows in results.items():
        bad = sum(bool(failures) for _, failures, _ in rows)
        suite = ElementTree.SubElement(root, "testsuite", name=f"fidelity {name}", tests=str(len(rows)),
                                       failures=str(bad), errors="0", skipped="0")
        for case, failures, seconds in rows:
            test = ElementTree.SubElement(suite, "testcase", name=case, time=f"{seconds:.2f}")
            if failures:
                ElementTree.SubElement(test, "failure", message=str(failures[0][0]))
    ElementTree.ElementTree(root).write(file)


def _options():
    parser = argparse.ArgumentParser(prog="tests/fidelity")
    parser.add_argument("--engine", action="append", default=None, choices=[*engines.NAMES, "all"])
    parser.add_argument("--only", type=lambda text: set(text.split(",")), default=None, help="ids, with commas")
    parser.add_argument("--jobs", type=int, default=4, help="cases at the same time (most of a case is waiting)")
    parser.add_argument("--junit", help="also write the results here")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    options.engine = options.engine or ["debian12"]
    return options


if __name__ == "__main__":
    sys.exit(main())
