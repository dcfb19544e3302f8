# SPDX-License-Identifier: Apache-2.0
"""One case: its images, its container, its update by the program, and its checks."""

import json
import re
import subprocess
import time

from playground import program
from playground.engine_api import EngineError

from . import checks

_KNOWN = ("id", "api", "title", "description", "topics", "container", "old_ref", "new_ref", "images", "setup", "create",
          "post_create", "start", "post_start", "outcome", "status", "equal", "except", "may_change", "changed",
          "expect", "expect_set", "mounts", "probe", "others", "teardown")
_KNOWN_OF_OTHERS = ("name", "status", "equal", "except", "may_change", "changed", "expect", "expect_set", "mounts",
                    "same_id", "probe")
_OUTCOMES = ("swapped", "refused", "rolled_back")
_SHELL_LIMIT = 120


class CaseError(Exception):
    """The case could not be run to its end."""


class Case:
    """`lab` is where it runs: engine, registry, image builder."""

    def __init__(self, lab, case):
        self.lab, self.engine = lab, lab.engine.api
        self.written = case
        self.folder = lab.folder / case["id"]
        self.names = {}

    def run(self):
        """The list of failures; empty when the case passes."""
        self._check_words()
        self.folder.mkdir()
        self.folder.chmod(0o755)
        self.names = self.lab.references(self.written)
        self.case = self._substituted(self.written, late=True)
        try:
            self._prepare()
            return self._update_and_check()
        finally:
            self._tear_down()

    def _check_words(self):
        checks.only(self.written, *_KNOWN)
        for other in self.written.get("others", []):
            checks.only(other, *_KNOWN_OF_OTHERS)
        for outcome in self.written["outcome"]:
            if outcome not in _OUTCOMES:
                raise checks.UnknownDirective(f"unknown outcome {outcome}")

    # Making it --------------------------------------------------------------------------------------------------
    def _prepare(self):
        self.lab.make_images(self.written, self.names)
        self._shell(self.case["setup"])
        create = self._substituted(self.case["create"])
        checks.only(create, "cli", "api")
        if "cli" in create:
            self._docker(create["cli"])
        else:
            self.engine.create(create["api"]["name"], create["api"]["body"])
        self._shell(self.case["post_create"])
        if self.case["start"]:
            self.engine.start(self.case["container"])
        self._shell(self.case["post_start"])

    def _shell(self, commands):
        for command in commands:
            command = self._substituted(command)
            done = subprocess.run(["sh", "-c", command], env=self.lab.environment(), capture_output=True, text=True,
                                  timeout=_SHELL_LIMIT, stdin=subprocess.DEVNULL)
            if done.returncode != 0:
                raise CaseError(f"$ {command}\n{done.stderr.strip() or done.stdout.strip()}")

    def _docker(self, arguments):
        done = subprocess.run(["docker", *arguments], env=self.lab.environment(), capture_output=True, text=True,
                              timeout=_SHELL_LIMIT, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise CaseError(f"$ docker {' '.join(arguments)}\n{done.stderr.strip()}")

    # The update -------------------------------------------------------------------------------------------------
    def _update_and_check(self):
        name = self.case["container"]
        before = {each: self.engine.inspect(each) for each in [name, *self._others()]}
        outcome, story = self._update()
        if outcome not in self.case["outcome"]:
            return [("outcome", self.case["outcome"], story)]
        failures = []
        failures += [("left over", "nothing", each) for each in self._leftovers()]
        try:
            after = self.engine.inspect(name)
        except EngineError as error:
            return [*failures, ("container", name, str(error))]
        self._after = after
        if after["Name"].lstrip("/") != name:
            failures.append(("/Name", name, after["Name"]))
        failures += self._judged(name, self.case, before[name], after)
        for other in self.case.get("others", []):
            failures += self._judged_other(other, before)
        return failures

    def _update(self):
        """What the program made of it, in the words of the corpus, and the same for people."""
        config = self.folder / "lockstep.json"
        config.write_text(json.dumps(self._configuration()))
        with self.lab.updating:
            run = program.run(["--config", config, "once", "--json"])
        report = run.json
        for swap in report.get("swaps") or []:
            if swap["name"] == self.case["container"]:
                word = {"updated": "swapped", "rolled-back": "rolled_back", "aborted": "refused"}.get(swap["result"])
                return word, f"{swap['result']}: {swap['reason']}"
        for row in report.get("containers") or []:
            if row["name"] == self.case["container"]:
                word = "refused" if row["action"] in ("skip", "refuse") else row["action"]
                return word, f"{row['action']}: {row['reason']}: {row['sentence']} {row.get('missing') or ''}"
        return None, f"exit {run.status}: {report.get('error')} {run.err.strip()[-400:]}"

    def _configuration(self):
        new_tag = self.names[self.written["new_ref"]].rpartition(":")[2]
        return {"engine": {"socket": str(self.lab.socket)}, "state_dir": str(self.folder / "state"), "presets": [],
                "gate": {"settle": "1s", "limit": "30s"},
                "targets": [{"name": "case", "match": {"name": self.case["container"]}, "policy": "range",
                             "constraint": f"=={new_tag}", "allow_major": True, "allow_downgrade": True,
                             "include_stopped": True}]}

    # Judging ----------------------------------------------------------------------------------------------------
    def _judged(self, name, wanted, before, after):
        failures = checks.status(wanted["status"], after) if "status" in wanted else []
        failures += checks.equal(wanted, before, after)
        failures += checks.changed(wanted, before, after)
        failures += checks.expected(self._substituted(wanted.get("expect", {})), after)
        failures += checks.expected_set(self._substituted(wanted.get("expect_set", {})), before, after)
        failures += checks.mounts(self._substituted(wanted.get("mounts", [])), before, after)
        for probe in wanted.get("probe", []):
            failures += self._probed(name, self._substituted(probe))
        return failures

    def _judged_other(self, other, before):
        name = other["name"]
        try:
            after = self.engine.inspect(name)
        except EngineError as error:
            return [(f"{name}", "there", str(error))]
        failures = self._judged(name, other, before[name], after)
        if "same_id" in other and (after["Id"] == before[name]["Id"]) != other["same_id"]:
            failures.append(("/Id", "the same" if other["same_id"] else "another", after["Id"]))
        return [(f"{name} {pointer}", want, got) for pointer, want, got in failures]

    def _probed(self, name, probe):
        checks.only(probe, "exec", "stdout")
        done = subprocess.run(["docker", "exec", name, *probe["exec"]], env=self.lab.environment(),
                              capture_output=True, text=True, timeout=_SHELL_LIMIT, stdin=subprocess.DEVNULL)
        got = done.stdout.strip()
        if got == probe["stdout"].strip():
            return []
        return [(f"probe {' '.join(probe['exec'])}", probe["stdout"], f"{got} {done.stderr.strip()}".strip())]

    def _others(self):
        return [other["name"] for other in self.case.get("others", [])]

    def _leftovers(self):
        return [each for each in self.engine.containers() for name in [self.case["container"], *self._others()]
                if each.startswith(name + ".")]

    # Words of the corpus ----------------------------------------------------------------------------------------
    def _substituted(self, value, late=False):
        """Image references and $TMP at once; what only exists later ($ID:x …) where it is used."""
        if isinstance(value, dict):
            return {self._text(key, late): self._substituted(each, late) for key, each in value.items()}
        if isinstance(value, list):
            return [self._substituted(each, late) for each in value]
        return self._text(value, late) if isinstance(value, str) else value

    def _text(self, text, late):
        if late:
            for reference, placed in self.names.items():
                text = re.sub(rf"(?<![\w./-]){re.escape(reference)}(?![\w.-])", placed, text)
            return text.replace("$TMP", str(self.folder))
        text = re.sub(r"\$NETID:([\w.-]+)", lambda m: self.engine.call("GET", f"/networks/{m[1]}")["Id"], text)
        text = re.sub(r"\$ID:([\w.-]+)", lambda m: self.engine.inspect(m[1])["Id"], text)
        if "$OLD_IMAGE_ID" in text:
            text = text.replace("$OLD_IMAGE_ID", self._image_id("old_ref"))
        if "$NEW_IMAGE_ID" in text:
            text = text.replace("$NEW_IMAGE_ID", self._image_id("new_ref"))
        if "$NEW_SHORT_ID" in text:
            text = text.replace("$NEW_SHORT_ID", self._after["Id"][:12])
        return text.replace("$NEW_ID", self._after["Id"]) if "$NEW_ID" in text else text

    def _image_id(self, which):
        return self.engine.image(self.case[which])["Id"]

    # Cleaning up ------------------------------------------------------------------------------------------------
    def _tear_down(self):
        # What the case made is named after its container.
        mine = [name for name in self.engine.containers() if name.startswith(self.case["container"])]
        for name in sorted(mine, key=lambda each: each == self.case["container"]):
            try:
                self.engine.remove(name)
            except EngineError as error:
                if error.status not in (404, 409):
                    raise
        for command in self.case["teardown"]:
            subprocess.run(["sh", "-c", command], env=self.lab.environment(), capture_output=True, check=False,
                           timeout=_SHELL_LIMIT, stdin=subprocess.DEVNULL)


def run_case(lab, case):
    """(failures, seconds)"""
    begin = time.monotonic()
    try:
        failures = Case(lab, case).run()
    except checks.UnknownDirective as unknown:
        failures = [("case", "known directives", str(unknown))]
    except (CaseError, EngineError, AssertionError, OSError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        failures = [("run", "to its end", f"{type(error).__name__}: {error}")]
    return failures, time.monotonic() - begin
