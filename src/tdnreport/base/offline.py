"""What every DuckDB connection of the product is opened with: nothing is fetched."""

from __future__ import annotations

OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""For every connection: DuckDB would fetch an extension that a query needs."""
