"""What may go wrong around a report, done on purpose and counted: `python -m torture`, `python -m torture.fuzz`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The tests do the same in small; what both need has its home there.
sys.path.insert(0, str(ROOT / "tests"))
