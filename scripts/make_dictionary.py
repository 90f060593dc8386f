"""Write docs/data-dictionary.md from the comments of the SQL files and the types of a warehouse built from no file at all."""

from __future__ import annotations

import duckdb

from tdnreport import dictionary, line, models, warehouse
from tdnreport.config import home


def page() -> str:
    with duckdb.connect() as con:
        warehouse.make_schemas(con)
        line.fill(con, line.subject(home(), "tth-2024", "2024"), [])
        dictionary.describe(con, models.find_models(con, home().sql), home().sql)
        return dictionary.markdown(con)


if __name__ == "__main__":
    (home().root / "docs" / "data-dictionary.md").write_text(page(), encoding="utf-8")
