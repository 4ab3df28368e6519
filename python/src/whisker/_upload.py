from __future__ import annotations

import hashlib
import itertools
import json
import os
import struct
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from ._connection import Connection
from ._errors import ApiError
from ._lines import lines_of
from ._problems import BY_CODE
from ._walk import Found, walk

BATCH = 256
LANES = 4
# The service stores up to 64 pictures of 4 MB in all at once; larger ones go alone, from their file.
PARCEL_PICTURES = 64
PARCEL_BYTES = 4_000_000
SMALL_BYTES = 1_000_000
PICTURES_TYPE = "application/vnd.whisker.pictures"
# These stop the upload: every other picture would fare the same.
ABOUT_ALL = frozenset(("unauthenticated", "forbidden", "insufficient_scope", "quota_exceeded", "not_found", "method_not_allowed", "project_closed"))


@dataclass(frozen=True)
class UploadFailure:
    name: str
    code: str
    detail: str


@dataclass
class UploadSummary:
    """What became of each picture."""

    created: int = 0
    already_there: int = 0
    failed: list[UploadFailure] = field(default_factory=list)


@dataclass(frozen=True)
class _Picture:
    found: Found
    sha256: str
    size: int

    @property
    def external_id(self) -> str:
        return f"sha256:{self.sha256}"


class Upload:
    """Hash, ask the service what is missing, store that, make its tasks: a batch at a time, so memory is that of four parcels."""

    def __init__(self, connection: Connection, project_id: int, input_field: str, progress: bool) -> None:
        self._connection = connection
        self._project_id = project_id
        self._field = input_field
        self._progress = progress
        self._summary = UploadSummary()

    def run(self, roots: list[str]) -> UploadSummary:
        found = walk(roots)
        with ThreadPoolExecutor(LANES) as pool:
            while batch := list(itertools.islice(found, BATCH)):
                self._send(pool, batch)
                self._tell()
        if self._progress:
            print(file=sys.stderr)
        return self._summary

    def _send(self, pool: ThreadPoolExecutor, batch: list[Found]) -> None:
        pictures = [one for one in pool.map(self._hash, batch) if one]
        if not pictures:
            return
        body = {"project_id": self._project_id, "external_ids": list({one.external_id for one in pictures})}
        there = {task["external_id"]: task for task in self._connection.call("POST", "/task-lookups", json=body)["found"]}
        missing: dict[str, _Picture] = {}
        to_make: list[_Picture] = []
        for one in pictures:
            task = there.get(one.external_id)
            if task and task["status"] == "cancelled":
                self._fail(one.found, "cancelled", f"has a task that was cancelled, so nobody is asked about it: {task['task_id']}")
            elif task and task["status"] != "unreadable" and not task["passed_over_reason"]:
                # A file with the same bytes and another name gives the task one more name.
                if one.found.name in task["names"]:
                    self._summary.already_there += 1
                else:
                    to_make.append(one)
            else:
                missing.setdefault(one.sha256, one)
                to_make.append(one)
        refused = {sha256 for bad in pool.map(self._store, _parcels(list(missing.values()))) for sha256 in bad}
        lines = [one for one in to_make if one.sha256 not in refused]
        if lines:
            self._make(lines)

    def _hash(self, found: Found) -> _Picture | None:
        if found.refusal:
            self._fail(found, "unsupported_image", found.refusal)
            return None
        digest, size = hashlib.sha256(), 0
        try:
            if not os.path.isfile(found.path):
                self._fail(found, "not_a_file", "is not a file")
                return None
            with open(found.path, "rb") as file:
                while chunk := file.read(1_000_000):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError as error:
            self._fail(found, "unreadable", error.strerror or str(error))
            return None
        return _Picture(found, digest.hexdigest(), size)

    def _store(self, parcel: list[_Picture]) -> set[str]:
        """The hashes of what could not be stored."""
        try:
            if len(parcel) == 1:
                receipts = [self._store_alone(parcel[0])]
            else:
                receipts = self._store_together(parcel)
        except OSError as error:
            receipts = [{"code": "unreadable", "detail": error.strerror or str(error)} for _ in parcel]
        bad = set()
        for one, receipt in zip(parcel, receipts):
            if "code" in receipt:
                self._fail(one.found, receipt["code"], receipt["detail"])
            elif receipt["sha256"] != one.sha256:
                self._fail(one.found, "changed", "was changed while it was being sent: upload it again when it is complete")
            else:
                continue
            bad.add(one.sha256)
        return bad

    def _store_alone(self, one: _Picture) -> dict[str, Any]:
        headers = {"content-type": "application/octet-stream"}
        try:
            return dict(self._connection.call("POST", "/assets", body=lambda: _chunks(one.found.path), headers=headers))
        except ApiError as error:
            if error.code in ABOUT_ALL:
                raise
            return {"code": error.code, "detail": error.detail}

    def _store_together(self, parcel: list[_Picture]) -> list[dict[str, Any]]:
        def body() -> bytes:
            parts = []
            for one in parcel:
                with open(one.found.path, "rb") as file:
                    # A file that has grown shows itself by its hash.
                    picture = file.read(one.size + 1)
                parts += [struct.pack(">I", len(picture)), picture]
            return b"".join(parts)

        response = self._connection.send("POST", "/assets/bulk", body=body, headers={"content-type": PICTURES_TYPE})
        receipts = {row["picture"]: row for row in map(json.loads, lines_of(response))}
        # What has no receipt, or is to come again, goes alone, and is waited for there.
        return [
            self._store_alone(one) if (row := receipts.get(place)) is None or _passes(row) else row
            for place, one in enumerate(parcel, 1)
        ]

    def _make(self, pictures: list[_Picture]) -> None:
        rest = pictures

        def make() -> None:
            nonlocal rest
            text = "".join(json.dumps(self._line(one)) + "\n" for one in rest)
            headers = {"content-type": "application/x-ndjson"}
            response = self._connection.send("POST", "/tasks/bulk", params={"project_id": self._project_id}, body=lambda: text.encode(), headers=headers)
            receipts = {row["line"]: row for row in map(json.loads, lines_of(response))}
            again = []
            for place, one in enumerate(rest, 1):
                row = receipts.get(place)
                if row is None or _passes(row):
                    again.append(one)
                elif row["status"] == "error":
                    self._fail(one.found, row["code"], row["detail"])
                elif row["status"] == "created":
                    self._summary.created += 1
                else:
                    self._summary.already_there += 1
            rest = again
            if rest:
                raise BY_CODE["unavailable"]({"status": 503, "code": "unavailable", "detail": "The service could not make all tasks right now."})

        self._connection.retry(make)

    def _line(self, one: _Picture) -> dict[str, Any]:
        return {"external_id": one.external_id, "name": one.found.name, "task_spec": [{self._field: f"asset:{one.sha256}"}]}

    def _fail(self, found: Found, code: str, detail: str) -> None:
        self._summary.failed.append(UploadFailure(found.name, code, detail))

    def _tell(self) -> None:
        if self._progress:
            done = self._summary
            print(f"\r{done.created} sent, {done.already_there} there, {len(done.failed)} failed", end="", file=sys.stderr)


def _passes(row: dict[str, Any]) -> bool:
    return row.get("status") == "error" and row.get("code") in ("unavailable", "storage_full", "rate_limited", "internal")


def _chunks(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while chunk := file.read(1_000_000):
            yield chunk


def _parcels(pictures: list[_Picture]) -> list[list[_Picture]]:
    parcels: list[list[_Picture]] = []
    room = 0
    for one in pictures:
        if one.size <= SMALL_BYTES and room >= one.size + 4 and len(parcels[-1]) < PARCEL_PICTURES:
            parcels[-1].append(one)
            room -= one.size + 4
        else:
            parcels.append([one])
            room = PARCEL_BYTES - one.size - 4 if one.size <= SMALL_BYTES else 0
    return parcels
