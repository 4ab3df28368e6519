from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from . import shapes
from ._connection import Connection, once, pages
from ._errors import ApiError, ConnectionFailed
from ._lines import lines_of

#: A connection that breaks so often without a byte in between will not hold.
MAX_BREAKS = 20


class Releases:
    """Results of one moment that stay as they were."""

    def __init__(self, connection: Connection, project_id: int) -> None:
        self._connection = connection
        self._path = f"/projects/{project_id}/releases"

    def create(self, name: str, *, notes: str = "", likely: bool = False) -> shapes.Release:
        """Keeps the results of now. `likely`: tasks that wait for a review too."""
        body = {"name": name, "notes": notes, "likely": likely}
        return shapes.Release.model_validate(self._connection.call("POST", self._path, json=body, headers=once()))

    def list(self) -> Iterator[shapes.Release]:
        """Newest first."""
        return map(shapes.Release.model_validate, pages(self._connection, self._path, {}))

    def get(self, number: int) -> shapes.Release:
        return shapes.Release.model_validate(self._connection.call("GET", f"{self._path}/{int(number)}"))

    def delete(self, number: int) -> None:
        self._connection.call("DELETE", f"{self._path}/{int(number)}")

    def changes(self, number: int, *, since: int | None = None) -> Iterator[shapes.ReleaseChange]:
        """What differs from another release (the one before), task by task."""
        query = {} if since is None else {"since": int(since)}
        with self._connection.stream(f"{self._path}/{int(number)}/changes", params=query) as response:
            for line in lines_of(response):
                yield shapes.ReleaseChange.model_validate_json(line)

    def croissant(self, number: int) -> dict[str, Any]:
        """The description of a release, as JSON-LD."""
        described: dict[str, Any] = self._connection.call("GET", f"{self._path}/{int(number)}/croissant")
        return described


def save_export(connection: Connection, project_id: int, path: str | os.PathLike[str], query: dict[str, Any]) -> Path:
    """Writes an export; where the connection breaks it goes on behind the last byte. The file appears when it is complete."""
    whole = Path(path)
    part = whole.with_name(f"{whole.name}.part")
    try:
        with part.open("wb") as file:
            _receive(connection, f"/projects/{project_id}/export", query, file)
        return part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


def _receive(connection: Connection, address: str, query: dict[str, Any], file: BinaryIO) -> None:
    tag, breaks, digest = None, 0, hashlib.sha256()
    while True:
        begun = file.tell()
        resume: dict[str, Any] = {"resume": tag, "from": begun, "begin_sha256": digest.hexdigest()} if tag else {}
        try:
            with connection.stream(address, params={**query, **resume}) as response:
                tag = response.headers.get("whisker-export")
                if not tag:
                    # A table or lines: nothing to go on by.
                    file.seek(0)
                    file.truncate()
                for chunk in response.iter_bytes():
                    file.write(chunk)
                    digest.update(chunk)
            break
        except ConnectionFailed:
            breaks = 1 if file.tell() > begun else breaks + 1
            if breaks > MAX_BREAKS:
                raise
        except ApiError as error:
            if error.code != "changed_meanwhile":
                raise
            tag, digest = None, hashlib.sha256()
            file.seek(0)
            file.truncate()
    file.flush()
    os.fsync(file.fileno())


class Answers:
    """Every single answer of a project, streamed each time it is iterated. Workers have ids and no names."""

    def __init__(self, connection: Connection, project_id: int) -> None:
        self._connection = connection
        self._path = f"/projects/{project_id}/answers/export"

    def __iter__(self) -> Iterator[shapes.ExportedAnswer]:
        with self._connection.stream(self._path, params={"format": "jsonl"}) as response:
            for line in lines_of(response):
                yield shapes.ExportedAnswer.model_validate_json(line)

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` with a row for each item of each answer. Needs `pip install "whisker[pandas]"`."""
        import pandas

        rows = []
        for answer in self:
            about = answer.model_dump(exclude={"values"})
            for item, said in enumerate(answer.model_dump()["values"]):
                rows.append({**about, "item": item, **said})
        return pandas.DataFrame.from_records(rows)
