"""Data warehouse and year-end report for provincial foreign information work (thông tin đối ngoại).

For notebooks, `import tdnreport as tdn` offers the functions of `tdnreport.jupyter.api`, loaded when the first one is used.
"""

from typing import Any

__version__ = "0.1.0"

API = (
    *("open", "one_file", "reports", "choose", "notebook", "table"),
    *(
        "tables",
        "columns",
        "mart",
        "figures",
        "sql",
        "trace",
        "changes",
        "compare_years",
        "revisions",
        "charts",
        "chart",
    ),
)


def __getattr__(name: str) -> Any:
    if name not in API:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tdnreport.jupyter import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *API})
