"""A long table of `raw` gathered column by column, and made a frame at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class FrameColumns(defaultdict[str, list[Any]]):
    """A long table column by column: one dictionary a line would cost more than all the reading."""

    def __init__(self) -> None:
        super().__init__(list)

    def add(self, count: int, **columns: Any) -> None:
        """So many lines more; a value that is not a list stands in each of them."""
        for name, values in columns.items():
            self[name] += values if isinstance(values, list) else [values] * count

    def frame(self) -> pl.DataFrame:
        import polars as pl

        cells = _nested(self.pop("cells"))
        return pl.DataFrame({name: pl.Series(values, strict=False) for name, values in self.items()}).with_columns(
            cells
        )


def _nested(cells: Sequence[list[str] | None]) -> pl.Series:
    """Lists of texts as a column; made of one flat column, ten times as fast as a series for each line."""
    import polars as pl

    counts = pl.Series([len(one or ()) for one in cells], dtype=pl.UInt32)
    of_line = pl.Series("line", range(len(cells)), dtype=pl.UInt32)
    flat = pl.DataFrame(
        {
            "line": of_line.to_frame().select(pl.col("line").repeat_by(counts).explode()).to_series(),
            "cells": pl.Series([text for one in cells if one for text in one], dtype=pl.String),
        }
    )
    return of_line.to_frame().join(flat.group_by("line").agg("cells"), on="line", how="left", maintain_order="left")[
        "cells"
    ]
