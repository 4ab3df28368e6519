"""What can go wrong. A class for each `code` of the API is in `whisker.errors`."""

from __future__ import annotations

from typing import Any


class WhiskerError(Exception):
    """All errors of this package."""


class ConnectionFailed(WhiskerError):
    """The service could not be reached, or the connection broke, and trying again did not help."""


class WebhookInvalid(WhiskerError):
    """A delivery that Whisker has not signed, or not now."""


class ApiError(WhiskerError):
    """The service said no. Its subclasses are the API's codes."""

    def __init__(self, problem: dict[str, Any], retry_after: float | None = None) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or "The request failed."))
        self.status = int(problem.get("status") or 0)
        #: The stable code, e.g. `not_found`.
        self.code = str(problem.get("code") or "")
        self.title = str(problem.get("title") or "")
        #: What happened, and what to do next.
        self.detail = str(self)
        self.request_id = str(problem.get("request_id") or "")
        #: One `{"pointer", "code", "detail"}` for each field that is not acceptable.
        self.errors: list[dict[str, str]] = list(problem.get("errors") or [])
        #: Seconds, where the service named a time.
        self.retry_after = retry_after
