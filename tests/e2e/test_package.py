# SPDX-License-Identifier: Apache-2.0
"""The Debian package in a small Debian of its own: installed, enabled, upgraded, removed and purged, with nothing left."""

import contextlib
import json
import re
import subprocess

import pytest
from playground.program import ROOT, clean_environment
from playground.suite import Suite

# What the package depends on, and systemd without being run: its tools act on files alone here.
PACKAGES = ("ca-certificates,tzdata,systemd,init-system-helpers,libcurl4,libssl3,libfmt9,libspdlog1.10,libyaml-cpp0.7,"
            "libsqlite3-0,libmicrohttpd12,libdate-tz3")
WANTED_BY = "/etc/systemd/system/multi-user.target.wants/lockstep.service"
# $1 root, $2 folder for changes, then the command: the root with changes of its own, and nothing of this machine but
# /proc and /dev.
ENTER = """
set -e
root=$1 changes=$2; shift 2
mkdir -p "$changes/root"
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$root,upperdir=$changes/layers/upper,workdir=$changes/layers/work" "$changes/root"
mount -t proc proc "$changes/root/proc"
mount --rbind /dev "$changes/root/dev"
exec chroot "$changes/root" "$@"
"""


class SmallDebian:
    def __init__(self, folder):
        self._suite = Suite("bookworm", PACKAGES, "package")
        self._suite.unpack()
        self.folder = folder
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)  # overlays do not lie on each other
        for layer in ("upper", "work"):
            (folder / "layers" / layer).mkdir(parents=True)

    def run(self, *command):
        done = subprocess.run(["unshare", "--mount", "sh", "-c", ENTER, "enter", self._suite.root, self.folder, *command],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=clean_environment({"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
                                                     "DEBIAN_FRONTEND": "noninteractive"}))
        assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def dpkg(self, *arguments):
        """What it says must not hold a complaint of a script."""
        said = self.run("sh", "-c", 'dpkg "$@" 2>&1', "dpkg", *arguments)
        assert not re.search(r"warning|error|failed|not found", said, re.IGNORECASE), said
        return said

    def take(self, file):
        (self.folder / "layers/upper/root").mkdir(exist_ok=True)
        name = f"/root/{file.name}"
        (self.folder / f"layers/upper{name}").write_bytes(file.read_bytes())
        return name

    def has(self, path):
        return self.run("sh", "-c", f"test -e {path} -o -L {path} && echo yes || echo no") == "yes\n"

    def everything(self):
        """All files but those of package management itself, with owner and mode."""
        skipped = " -o ".join(f"-path {path}" for path in ("/proc", "/dev", "/root", "/var/lib/dpkg", "/var/log",
                                                           "/var/cache", "/etc/.pwd.lock", "/tmp"))
        return set(self.run("sh", "-c", f"find / \\( {skipped} \\) -prune -o -printf '%p %u %g %m\\n'").splitlines())

    def close(self):
        subprocess.run(["umount", self.folder], check=True)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The package as `cpack` makes it, and the same once more as a higher version."""
    folder = tmp_path_factory.mktemp("package")
    subprocess.run(["cpack", "-G", "DEB", "-B", folder], cwd=ROOT / "build/release", check=True, capture_output=True)
    made, = folder.glob("lockstep_*.deb")
    opened = folder / "opened"
    subprocess.run(["dpkg-deb", "-R", made, opened], check=True)
    control = opened / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*", r"\g<0>+next", control.read_text()))
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", opened, folder / "next.deb"], check=True,
                   capture_output=True)
    return made, folder / "next.deb"


@pytest.fixture
def debian(tmp_path):
    made = SmallDebian(tmp_path)
    with contextlib.closing(made):
        yield made


def _users(debian):
    return {line.split(":")[0] for line in debian.run("cat", "/etc/passwd", "/etc/group").splitlines()}


def test_installed_enabled_upgraded_and_purged(debian, package):
    first, following = (debian.take(file) for file in package)
    before, users = debian.everything(), _users(debian)

    debian.dpkg("-i", first)

    assert json.loads(debian.run("lockstep", "version", "--json"))["version"]
    assert debian.has(WANTED_BY)
    assert debian.run("stat", "-c", "%U %a", "/var/lib/lockstep", "/etc/lockstep") == "lockstep 700\nroot 750\n"
    assert "docker" in debian.run("id", "-nG", "lockstep").split()
    assert "lockstep.service" in debian.run("systemctl", "list-unit-files", "--root=/", "lockstep.service")
    debian.run("sh", "-c", "echo 'interval: 5m' >/etc/lockstep/config.yaml; echo kept >/var/lib/lockstep/journal.db")
    debian.run("lockstep", "config", "check")

    debian.dpkg("-i", following)
    assert debian.has(WANTED_BY)
    debian.run("systemctl", "--root=/", "disable", "lockstep.service")
    debian.dpkg("-i", following)
    assert not debian.has(WANTED_BY), "what a person switched off stays off"
    assert debian.run("cat", "/etc/lockstep/config.yaml", "/var/lib/lockstep/journal.db") == "interval: 5m\nkept\n"

    debian.dpkg("-r", "lockstep")
    assert not debian.has("/usr/bin/lockstep")
    assert debian.has("/etc/lockstep/config.yaml") and debian.has("/var/lib/lockstep/journal.db")

    debian.dpkg("-P", "lockstep")
    assert debian.everything() == before
    # A group that other things of the machine may have come to use is left.
    assert _users(debian) - users == {"docker"}


def test_installed_again_after_a_removal_it_is_enabled_again(debian, package):
    first = debian.take(package[0])
    debian.dpkg("-i", first)
    debian.dpkg("-r", "lockstep")
    debian.dpkg("-i", first)
    assert debian.has(WANTED_BY)
    assert "masked" not in debian.run("systemctl", "--root=/", "list-unit-files", "lockstep.service")
