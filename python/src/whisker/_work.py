from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ._connection import Connection
from ._problems import AssignmentExpired, Forbidden, Gone, InsufficientScope
from .shapes import Assignment

LoadPicture = Callable[[int, str], bytes]
Answer = Callable[[Assignment, LoadPicture], "dict[str, Any] | list[dict[str, Any]] | None"]


def work(connection: Connection, project_id: int, answer: Answer, worker: str, token: str | None, on_join: Callable[[str], None] | None) -> int:
    if token is None and _may_work(connection, project_id):
        return _Shift(connection, project_id, answer).run()
    if token is None:
        token = _join(connection, project_id, worker)
        if on_join:
            on_join(token)
    person = connection.as_person(token)
    try:
        return _Shift(person, project_id, answer).run()
    finally:
        person.close()


def _may_work(connection: Connection, project_id: int) -> bool:
    """Whether the key is a worker itself."""
    try:
        connection.call("GET", "/assignments", params={"project_id": project_id})
    except (InsufficientScope, Forbidden):
        return False
    return True


def _join(connection: Connection, project_id: int, worker: str) -> str:
    link = connection.call("GET", f"/projects/{project_id}/label-link")["url"]
    parts = urlsplit(link)
    invitation = (parts.fragment or parts.path.rsplit("/", 1)[-1]).rsplit("=", 1)[-1]
    anonymous = connection.as_person("")
    try:
        body = {"token": invitation, "name": worker, "cookie": False}
        return str(anonymous.call("POST", "/invitation-acceptances", json=body, safe=False)["token"])
    finally:
        anonymous.close()


class _Shift:
    def __init__(self, connection: Connection, project_id: int, answer: Answer) -> None:
        self._connection = connection
        self._project_id = project_id
        self._answer = answer

    def run(self) -> int:
        answered = 0
        # What a run before has left, or a take whose reply was lost.
        held = self._connection.call("GET", "/assignments", params={"project_id": self._project_id})["assignments"]
        while held or (held := self._take()):
            answered += sum([self._one(Assignment.model_validate(row)) for row in held])
            held = []
        return answered

    def _take(self) -> list[dict[str, Any]]:
        """Waits while others hold all that is left: what they skip or give back is then to be done."""
        while True:
            reply = self._connection.call("POST", "/assignments", json={"project_id": self._project_id}, safe=False)
            if reply["assignments"] or reply.get("reason") != "all_held":
                return list(reply["assignments"])
            time.sleep(float(reply.get("retry_after_seconds") or 5))

    def _one(self, held: Assignment) -> bool:
        path = f"/assignments/{held.id}"
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(held, done), daemon=True)
        keeper.start()
        try:
            said = self._answer(held, lambda item, field: self._connection.send("GET", f"{path}/images/{item}/{field}").content)
        except BaseException:
            done.set()
            keeper.join()
            # Others need not wait until its time is over.
            self._connection.call("PUT", f"{path}/release", json={"token": held.token})
            raise
        done.set()
        keeper.join()
        try:
            if said is None:
                self._connection.call("PUT", f"{path}/skip", json={"token": held.token, "reason": "not_sure"})
                return False
            answer = said if isinstance(said, list) else [said]
            self._connection.call("PUT", f"{path}/submission", json={"token": held.token, "answer": answer})
            return True
        except (AssignmentExpired, Gone):
            return False

    def _keep(self, held: Assignment, done: threading.Event) -> None:
        """Asks for more time while the answer is being made."""
        left = held.seconds_left
        while not done.wait(max(left / 2, 0.5)):
            try:
                left = float(self._connection.call("PUT", f"/assignments/{held.id}/extension", json={"token": held.token})["seconds_left"])
            except Exception:
                # The answer itself will tell what has become of the hold.
                return
