"""Write docs/data-dictionary.md from the comments of the SQL files and the types of a warehouse built from no file at all."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import duckdb

from tdnreport.base.home import find_home
from tdnreport.history import views
from tdnreport.history.store import Store
from tdnreport.plans.context import load_context
from tdnreport.warehouse import database, dictionary, models, pipeline


def page() -> str:
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, load_context(find_home(), "tth-2024", "2024"), [])
        dictionary.comment_tables(con, models.find_models(con, find_home().sql), find_home().sql)
        views.attach_history(con, Store(folder), find_home().sql, views.Sight())
        views.describe_history(con, find_home().sql)
        return dictionary.dictionary_page(con)


if __name__ == "__main__":
    (find_home().root / "docs" / "data-dictionary.md").write_text(page(), encoding="utf-8")
