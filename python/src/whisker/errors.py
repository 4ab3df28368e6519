"""Errors: `except whisker.errors.NotFound`."""

from ._errors import ApiError, ConnectionFailed, WebhookInvalid, WhiskerError
from ._problems import *  # noqa: F403
from ._problems import BY_CODE

__all__ = ["ApiError", "ConnectionFailed", "WebhookInvalid", "WhiskerError", *(one.__name__ for one in BY_CODE.values())]
