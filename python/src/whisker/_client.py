from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from . import shapes
from ._connection import Connection, once, pages
from ._exports import Answers, Releases, save_export
from ._results import Results
from ._upload import Upload, UploadSummary
from ._work import Answer, work


class Whisker:
    """A Whisker service.

    >>> w = Whisker("http://127.0.0.1:4000", key)
    >>> project = w.projects.get(1)

    `max_wait`: how many seconds a request waits in all for a service that is busy or away.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 60.0, max_wait: float = 600.0) -> None:
        self._connection = Connection(url, key, timeout, max_wait)
        self.projects = Projects(self._connection)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Whisker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Projects:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, title: str, *, input_spec: list[dict[str, Any]], output_spec: list[dict[str, Any]], **settings: Any) -> Project:
        """A new project. `settings` are those of `POST /projects`, such as `min_answers=3`."""
        draft = {"title": title, "input_spec": input_spec, "output_spec": output_spec, **settings}
        return self._made(self._connection.call("POST", "/projects", json=draft, headers=once()))

    def get(self, project_id: int) -> Project:
        return self._made(self._connection.call("GET", f"/projects/{int(project_id)}"))

    def list(self, **filters: Any) -> Iterator[Project]:
        """Newest first, page by page."""
        return map(self._made, pages(self._connection, "/projects", filters))

    def _made(self, row: dict[str, Any]) -> Project:
        return Project(self._connection, shapes.Project.model_validate(row))


class Project:
    """A project. `about` is what the service says of it."""

    def __init__(self, connection: Connection, about: shapes.Project) -> None:
        self._connection = connection
        self.about = about
        self.id = about.id
        self.tasks = Tasks(connection, about.id)
        self.releases = Releases(connection, about.id)

    def upload(self, *paths: str | os.PathLike[str], field: str | None = None, progress: bool = False) -> UploadSummary:
        """Sends the pictures of folders and files, each exactly once, as `whisker upload` does.

        A picture is known by the SHA-256 of its bytes: after an interruption call it again, and only what is missing is sent.
        """
        images = [one.name for one in self.about.input_spec if one.type == "image"]
        if field is None and not images:
            raise ValueError("The project has no input field for pictures.")
        return Upload(self._connection, self.id, field or images[0], progress).run([os.fspath(path) for path in paths])

    def results(self, *, after: str | None = None, likely: bool = False, release: int | None = None) -> Results:
        """The results so far. `after`: the `cursor` of earlier results, to get only what has changed since. `release`: those of one."""
        return Results(self._connection, self.id, after, likely, release)

    def answers(self) -> Answers:
        """Every single answer, by workers without names."""
        return Answers(self._connection, self.id)

    def export(self, path: str | os.PathLike[str], format: str, **options: Any) -> Path:
        """Saves results with their pictures as `coco`, `yolo`, `voc` or `imagefolder`, going on where a connection breaks.

        `options` are those of `GET /projects/{project_id}/export`: `release=3`, `split="train:80,test:20"`, `with_pictures=False` and so on.
        """
        query = {name: str(value).lower() if isinstance(value, bool) else value for name, value in options.items()}
        return save_export(self._connection, self.id, path, {"format": format, **query})

    def progress(self) -> shapes.ProjectProgress:
        return shapes.ProjectProgress.model_validate(self._connection.call("GET", f"/projects/{self.id}/progress"))

    def wait(self, *, timeout: float | None = None, every: float = 5.0) -> shapes.ProjectProgress:
        """Waits until no task is open. Raises `TimeoutError` after `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            now = self.progress()
            if now.tasks.open == 0 and not now.following:
                return now
            if end is not None and time.monotonic() + every > end:
                raise TimeoutError(f"{now.tasks.open} tasks are still open.")
            time.sleep(every)

    def work(self, answer: Answer, *, worker: str = "model", token: str | None = None, on_join: Callable[[str], None] | None = None) -> int:
        """Answers tasks until there are none left for this worker, and says how many were answered.

        While others hold all that is left it waits for what they give back.

        `answer` is called with the assignment and a function that loads the picture of an item, and returns a dict for one
        item, a list of dicts for several, or None to skip. A key with the scope `work` is the worker itself. With another key, the first time, a worker of this name joins by the project's link;
        `on_join` is told its token. Give that `token` the next time: without it somebody new works, who gets the same tasks again.
        """
        return work(self._connection, self.id, answer, worker, token, on_join)


class Tasks:
    def __init__(self, connection: Connection, project_id: int) -> None:
        self._connection = connection
        self._project_id = project_id

    def create(self, *items: dict[str, Any], **draft: Any) -> shapes.TaskReceipt:
        """Makes a task of one or more items. `draft`: `external_id`, `name`, `metadata`, `gold` and so on."""
        body = {"project_id": self._project_id, "task_spec": list(items), **draft}
        return shapes.TaskReceipt.model_validate(self._connection.call("POST", "/tasks", json=body, headers=once()))

    def get(self, task_id: str) -> shapes.Task:
        return shapes.Task.model_validate(self._connection.call("GET", f"/tasks/{uuid.UUID(str(task_id))}"))

    def iter(self, **filters: Any) -> Iterator[shapes.Task]:
        """Tasks page by page. `filters` are those of `GET /tasks`, such as `status="completed"`."""
        rows = pages(self._connection, "/tasks", {"project_id": self._project_id, **filters})
        return map(shapes.Task.model_validate, rows)
