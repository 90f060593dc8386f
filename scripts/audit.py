"""Known vulnerabilities of everything in locks/dev.txt (which holds the other sets), by pip-audit; run by `make audit`.

Exit status: 0 nothing found but what docs/supply-chain.md accepts with a reason, or the advisory service could not be asked or knows
nothing, which is said; 1 something else is found, or something is accepted that is no longer found.

    python scripts/audit.py [LOCK]
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "supply-chain.md"
CANARY = "jinja2==2.10 --hash=sha256:" + 64 * "0"
"""A version with known faults: a mirror without advisories would call everything clean."""
NOT_REACHED = ("could not connect", "connection", "timed out", "max retries", "503", "502", "unreachable", "proxy")
ACCEPTED = re.compile(r"^\| *((?:CVE|GHSA|PYSEC)-[\w-]+) *\| *([^|]+?) *\| *([^|]+?) *\|", re.MULTILINE)

Found = dict[tuple[str, str], str]
"""Package and identifier of a vulnerability → what to say of it."""


def main() -> int:
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "locks" / "dev.txt"
    try:
        if not found(asked(CANARY)):
            print("Not audited: the package index here carries no advisories; it does not know of jinja2 2.10.")
            return 0
        answer = asked(lock.read_text(encoding="utf-8"))
    except NoAnswer as complaint:
        print(f"Not audited: {complaint}")
        return 0 if any(word in str(complaint).lower() for word in NOT_REACHED) else 1
    lines = list(verdict(found(answer), accepted(DOCUMENT.read_text(encoding="utf-8"))))
    print(
        "\n".join(lines)
        or f"{len(answer['dependencies'])} locked packages: no known vulnerability but what is accepted."
    )
    return 1 if lines else 0


class NoAnswer(Exception):
    """The last line of pip-audit's complaint."""


def asked(requirements: str) -> dict[str, Any]:
    """What pip-audit says of locked requirements."""
    with tempfile.TemporaryDirectory() as folder:
        lock, out = Path(folder) / "lock.txt", Path(folder) / "audit.json"
        lock.write_text(requirements, encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        command += ["--format", "json", "--aliases", "on", "--requirement", str(lock), "--output", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if out.is_file() and out.stat().st_size:
            answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
            return answer
    raise NoAnswer((done.stderr.strip().splitlines() or ["no reason given"])[-1])


def found(answer: Mapping[str, Any]) -> Found:
    return {
        (
            one["name"],
            name,
        ): f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}."
        for one in answer["dependencies"]
        for fault in one.get("vulns", ())
        for name in (fault["id"], *fault.get("aliases", ()))
    }


def accepted(document: str) -> dict[str, str]:
    """Identifier → package, from the table of what is accepted and why."""
    return {name: package for name, package, _ in ACCEPTED.findall(document)}


def verdict(held: Found, known: Mapping[str, str]) -> Iterator[str]:
    """One line for each vulnerability that nobody accepted, and for each acceptance that is out of date."""
    spoken = {text for (_, name), text in held.items() if name in known}
    yield from sorted(set(held.values()) - spoken)
    names = {name for _, name in held}
    yield from (
        f"{name} ({package}) is accepted but no longer found: take it off the list."
        for name, package in known.items()
        if name not in names
    )


if __name__ == "__main__":
    sys.exit(main())
