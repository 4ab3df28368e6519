"""Whisker from Python: send pictures and texts, get trustworthy labels back."""

from . import errors, shapes, webhooks
from ._client import Project, Whisker
from ._results import Results
from ._upload import UploadFailure, UploadSummary
from .errors import ApiError, WhiskerError

__all__ = ["ApiError", "Project", "Results", "UploadFailure", "UploadSummary", "Whisker", "WhiskerError", "errors", "shapes", "webhooks"]
