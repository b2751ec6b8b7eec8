"""What a question to the store gives back: a table, in the shape the asker likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from whimbrel.errors import SetupError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


@dataclass(frozen=True, slots=True)
class Result:
    """A finished table. Nothing of the file stays open behind it.

    Days are `datetime.date`, lists are lists of strings, unknown values are `None`.
    """

    table: pyarrow.Table

    @property
    def columns(self) -> list[str]:
        """The columns' names, in order."""
        return list(self.table.column_names)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Row by row as dicts; batches are turned into Python objects one at a time."""
        for batch in self.table.to_batches(max_chunksize=1000):
            yield from batch.to_pylist()

    def rows(self) -> list[dict[str, Any]]:
        """All rows, each a dict from column name to value."""
        return list(self)

    def arrow(self) -> pyarrow.Table:
        """The Arrow table itself."""
        return self.table

    def pandas(self) -> pandas.DataFrame:
        """A pandas data frame. Raises `SetupError` where pandas is not installed."""
        _needs("pandas")
        return self.table.to_pandas()

    def polars(self) -> polars.DataFrame:
        """A polars data frame. Raises `SetupError` where polars is not installed."""
        _needs("polars")
        import polars

        frame = polars.from_arrow(self.table)
        assert isinstance(frame, polars.DataFrame)
        return frame


def _needs(library: str) -> None:
    from importlib.util import find_spec

    if find_spec(library) is None:
        raise SetupError(
            f"{library} is not installed, so the result cannot be given as a {library} data frame. "
            f'Install it with `pip install "whimbrel[{library}]"`, or ask for `.arrow()`.'
        )
