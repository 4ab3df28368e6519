from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx

from ._errors import ApiError, ConnectionFailed
from ._problems import BY_CODE

T = TypeVar("T")

MAX_RETRY_AFTER = 900.0
PASSING = frozenset((408, 429, 500, 502, 503, 504))
#: A request that gets 500 each time is at fault itself.
MAX_INTERNAL = 6


class Connection:
    """Requests with retries: by `Retry-After`, else after 0.1 s doubling up to 30 s, each shortened at random."""

    def __init__(self, url: str, key: str, timeout: float, max_wait: float) -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.max_wait = max_wait
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)

    def close(self) -> None:
        self._http.close()

    def as_person(self, token: str) -> Connection:
        return Connection(self.url, token, self.timeout, self.max_wait)

    def call(self, method: str, path: str, **parts: Any) -> Any:
        """The parsed reply; None where there is none."""
        response = self.send(method, path, **parts)
        return _read_json(response) if response.content else None

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Callable[[], Any] | None = None,
        safe: bool = True,
        **parts: Any,
    ) -> httpx.Response:
        """`body` is asked for the content at each try. `safe=False`: a request whose reply was lost is not sent again."""

        def once() -> httpx.Response:
            content = {"content": body()} if body else {}
            response = self._http.request(method, self.url + path, **content, **parts)
            if not response.is_success:
                raise problem_of(response)
            return response

        return self.retry(once, safe=safe)

    @contextmanager
    def stream(self, path: str, **parts: Any) -> Iterator[httpx.Response]:
        def begin() -> httpx.Response:
            response = self._http.send(self._http.build_request("GET", self.url + path, **parts), stream=True)
            if not response.is_success:
                response.read()
                raise problem_of(response)
            return response

        response = self.retry(begin)
        try:
            yield response
        except httpx.TransportError as error:
            raise ConnectionFailed(f"The connection broke in the middle of the answer: {error}") from error
        finally:
            response.close()

    def retry(self, once: Callable[[], T], safe: bool = True) -> T:
        waited, pause, internal = 0.0, 0.1, 0
        while True:
            wanted = 0.0
            try:
                return once()
            except ApiError as error:
                internal += error.status == 500
                if error.status not in PASSING or internal >= MAX_INTERNAL:
                    raise
                failure: Exception = error
                wanted = error.retry_after or 0.0
            except httpx.TransportError as error:
                failure = ConnectionFailed(f"{self.url} does not answer: {error or type(error).__name__}")
                if not safe and not isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
                    raise failure from error
            wait = max(pause * random.uniform(0.5, 1), wanted)
            if waited + wait > self.max_wait:
                raise failure
            time.sleep(wait)
            waited += wait
            pause = min(pause * 2, 30.0)


def problem_of(response: httpx.Response) -> ApiError:
    """Whatever answers in place of the service (a proxy's page, say) becomes an error of the same sort."""
    try:
        after = min(max(float(response.headers.get("retry-after", 0)), 0.0), MAX_RETRY_AFTER) or None
    except ValueError:
        after = None
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict) or "code" not in problem:
        detail = f"The address answered with status {response.status_code}, and not in the words of Whisker. Is a proxy in between?"
        code = "unavailable" if response.status_code >= 500 else "bad_request"
        problem = {"status": response.status_code, "code": code, "title": response.reason_phrase, "detail": detail}
    return BY_CODE.get(str(problem["code"]), ApiError)(problem, after)


def _read_json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except json.JSONDecodeError:
        raise problem_of(response) from None


def once() -> dict[str, str]:
    """A retry has its effect once."""
    return {"idempotency-key": str(uuid.uuid4())}


def pages(connection: Connection, path: str, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
    while True:
        page = connection.call("GET", path, params=query)
        yield from page["data"]
        if "next" not in page:
            return
        query = {**query, "after": page["next"]}
