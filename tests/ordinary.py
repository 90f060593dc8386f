"""The rights of an ordinary user, for tests that run as root and want to be refused."""

from __future__ import annotations

import ctypes
import sys

_DROP_FROM_BOUNDING_SET = 24
_CAPABILITY_VERSION_3 = 0x20080522
_OVERRIDE, _READ_SEARCH = 1, 2


def ordinary() -> None:
    """Give up, for this process and its children, what lets root read and write everything; does nothing to other users."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    for capability in (_OVERRIDE, _READ_SEARCH):
        libc.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)
    libc.capset((ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)())
