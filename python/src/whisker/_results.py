from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ._connection import Connection
from ._lines import lines_of
from .shapes import ResultRow

_ABOUT = ("task_id", "external_id", "name", "version", "status", "answers", "method", "gold", "completed_at")


class Results:
    """The results of a project, streamed from one snapshot each time they are iterated."""

    def __init__(self, connection: Connection, project_id: int, after: str | None, likely: bool, release: int | None) -> None:
        if release is not None and (after or likely):
            raise ValueError("A release does not change, and has what it was made with: leave out `after` and `likely`.")
        self._connection = connection
        self._project_id = project_id
        self._path = f"/projects/{project_id}/{'results' if release is None else 'export'}"
        self._query: dict[str, Any] = {"format": "jsonl", **({"after": after} if after else {}), **({"likely": "true"} if likely else {})}
        if release is not None:
            self._query["release"] = int(release)
        #: Where the last iteration ends: as `after` it gives only what has changed since. None before.
        self.cursor: str | None = None

    def __iter__(self) -> Iterator[ResultRow]:
        with self._connection.stream(self._path, params=self._query) as response:
            cursor = response.headers.get("whisker-cursor")
            for line in lines_of(response):
                yield ResultRow.model_validate_json(line)
            # Only who has read to the end may go on from there.
            self.cursor = cursor

    def rows(self) -> Iterator[dict[str, Any]]:
        """A flat row for each item: what was sent, each field's value, and beside it its `<field>_confidence`."""
        for task in self:
            about = task.model_dump(include=set(_ABOUT))
            for item, sent in enumerate(task.task_spec):
                row = {**about, "item": item, **sent}
                for field, result in (task.result[item] if task.result else {}).items():
                    row[field] = result.model_dump()["value"]
                    row[f"{field}_confidence"] = result.confidence
                yield row

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` of `rows()`. Needs `pip install "whisker[pandas]"`."""
        import pandas

        rows = list(self.rows())
        # Of a project without results, too, `frame[frame.animal_confidence >= 0.95]` is what it says.
        return pandas.DataFrame.from_records(rows, columns=None if rows else self._columns())

    def _columns(self) -> list[str]:
        project = self._connection.call("GET", f"/projects/{self._project_id}")
        sent = [field["name"] for field in project["input_spec"]]
        said = [name for field in project["output_spec"] for name in (field["name"], f"{field['name']}_confidence")]
        return list(dict.fromkeys([*_ABOUT, "item", *sent, *said]))

    def to_datasets(self) -> Any:
        """A `datasets.Dataset` of `rows()`. Needs `pip install "whisker[datasets]"`."""
        import datasets

        return datasets.Dataset.from_list(list(self.rows()))
