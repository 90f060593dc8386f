"""DuckDB settings that forbid downloads, for every connection."""

from __future__ import annotations

OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Otherwise DuckDB downloads an extension that a query needs."""
