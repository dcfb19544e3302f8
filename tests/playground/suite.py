# SPDX-License-Identifier: Apache-2.0
"""Debian suites unpacked with debootstrap into a cache: engines of later ones, run in a mount namespace whose root it is.
Everything but files stays this machine's own: kernel, network, processes, cgroups."""

import fcntl
import os
import subprocess
from pathlib import Path

_PACKAGES = "docker.io,ca-certificates,iproute2"

# $1 root, $2 folder that both sides see under the same name, then the command. The process that ends up as the command
# is the one that was started. A bare chroot would not do: runc pivots away from the root of its mount namespace.
_ENTER = r"""
set -e
root=$1 shared=$2; shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mkdir -p .$shared .before
for part in /proc /sys /dev; do mount --rbind $part .$part; done
mount -t tmpfs tmpfs ./run
mount --bind "$shared" ".$shared"
cp /etc/resolv.conf ./run/resolv.conf
pivot_root . .before
cd /
umount -l /.before
exec "$@"
"""


class Suite:
    """`name` is a Debian suite: trixie, sid. `packages`: what else is in it than the smallest system; `folder`: its place
    in the cache when that is not what engines need."""

    def __init__(self, name, packages=_PACKAGES, folder=None):
        self.name, self.packages = name, packages
        self.root = _cache() / (folder or name)

    def unpack(self):
        """Makes the folder unless it is there. Takes a minute or two and some 400 MB."""
        _cache().mkdir(parents=True, exist_ok=True)
        with open(self.root.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.root.exists():
                return
            part = self.root.with_suffix(".part")
            subprocess.run(["rm", "-rf", "--one-file-system", part], check=True)
            log = self.root.with_suffix(".log")
            with open(log, "wb") as sink:
                done = subprocess.run(["debootstrap", "--variant=minbase", f"--include={self.packages}", self.name, part,
                                       _mirror()], stdout=sink, stderr=sink, stdin=subprocess.DEVNULL)
            if done.returncode != 0:
                end = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
                raise RuntimeError(f"debootstrap {self.name} failed:\n{end}")
            part.rename(self.root)

    def command(self, shared, *command):
        """Runs `command` inside; `shared` is seen there, too."""
        return ["unshare", "--mount", "sh", "-c", _ENTER, "enter", str(self.root), str(shared), *command]


def _cache():
    home = os.environ.get("XDG_CACHE_HOME")
    return Path(home) / "lockstep" if home else Path("/var/cache/lockstep")


def _mirror():
    """The mirror that this machine's own apt uses for Debian."""
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(SITE)|$(REPO_URI)",
                             "Created-By: Packages"], check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        origin, label, _, uri = line.split("|", 3)
        if (origin, label) == ("Debian", "Debian"):
            return uri
    raise RuntimeError("apt knows no Debian mirror: see /etc/apt/sources.list")
