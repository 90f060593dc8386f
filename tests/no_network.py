"""A command without a network."""

from __future__ import annotations

import shutil
import subprocess


def without_network() -> list[str]:
    """What stands before a command so that it has no network at all, not even loopback; nothing where the system gives no namespace."""
    apart = ["unshare", "--map-root-user", "--net"]
    if not shutil.which(apart[0]):
        return []
    return apart if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0 else []
