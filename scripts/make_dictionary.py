"""Write docs/data-dictionary.md from the comments of the SQL files and the types of a warehouse built from no file at all."""

from __future__ import annotations

import duckdb

from tdnreport.base.home import find_home
from tdnreport.plans.context import load_context
from tdnreport.warehouse import database, dictionary, models, pipeline


def page() -> str:
    with duckdb.connect() as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, load_context(find_home(), "tth-2024", "2024"), [])
        dictionary.comment_tables(con, models.find_models(con, find_home().sql), find_home().sql)
        return dictionary.dictionary_page(con)


if __name__ == "__main__":
    (find_home().root / "docs" / "data-dictionary.md").write_text(page(), encoding="utf-8")
