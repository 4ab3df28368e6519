# Made by `npm run python-shapes` from the API of this repository. Do not edit.
"""A class for each code of the API."""

from ._errors import ApiError


class BadRequest(ApiError):
    """The request could not be read (`bad_request`, status 400)."""


class InvalidCursor(ApiError):
    """The cursor is not one that this list gave out (`invalid_cursor`, status 400)."""


class Unauthenticated(ApiError):
    """No valid credential (`unauthenticated`, status 401)."""


class WrongCredentials(ApiError):
    """E-mail or password is wrong (`wrong_credentials`, status 401)."""


class Forbidden(ApiError):
    """Not allowed (`forbidden`, status 403)."""


class SignInRefused(ApiError):
    """You were not signed in (`sign_in_refused`, status 403)."""


class InsufficientScope(ApiError):
    """The key may not do this (`insufficient_scope`, status 403)."""


class CrossOrigin(ApiError):
    """The request came from another site (`cross_origin`, status 403)."""


class QuotaExceeded(ApiError):
    """A limit of the workspace is reached (`quota_exceeded`, status 403)."""


class NotFound(ApiError):
    """Not found (`not_found`, status 404)."""


class MethodNotAllowed(ApiError):
    """The address does not take this method (`method_not_allowed`, status 405)."""


class RequestTimeout(ApiError):
    """The request came too slowly (`request_timeout`, status 408)."""


class TooFast(ApiError):
    """Answered too fast (`too_fast`, status 409)."""


class AlreadyAnswered(ApiError):
    """Already answered (`already_answered`, status 409)."""


class AssignmentExpired(ApiError):
    """The assignment has ended (`assignment_expired`, status 409)."""


class ChangedMeanwhile(ApiError):
    """Somebody else has changed this meanwhile (`changed_meanwhile`, status 409)."""


class Conflict(ApiError):
    """In conflict with what is there (`conflict`, status 409)."""


class DuplicateExternalId(ApiError):
    """The external_id is taken by another task (`duplicate_external_id`, status 409)."""


class IdempotencyMismatch(ApiError):
    """The Idempotency-Key was used for another request (`idempotency_mismatch`, status 409)."""


class ProjectClosed(ApiError):
    """The project takes no new tasks (`project_closed`, status 409)."""


class TooLate(ApiError):
    """Too late to change (`too_late`, status 409)."""


class SetupDone(ApiError):
    """The service has been set up already (`setup_done`, status 409)."""


class Gone(ApiError):
    """No longer needed (`gone`, status 410)."""


class LinkExpired(ApiError):
    """The link has been used or has expired (`link_expired`, status 410)."""


class TooLarge(ApiError):
    """Too large (`too_large`, status 413)."""


class UnsupportedMediaType(ApiError):
    """The content type is not supported (`unsupported_media_type`, status 415)."""


class UnsupportedImage(ApiError):
    """The picture is in a format that is not supported (`unsupported_image`, status 415)."""


class Invalid(ApiError):
    """Some fields are not acceptable (`invalid`, status 422)."""


class CorruptImage(ApiError):
    """The picture is damaged or incomplete (`corrupt_image`, status 422)."""


class TooManyPixels(ApiError):
    """The picture has too many pixels (`too_many_pixels`, status 422)."""


class EmptyImage(ApiError):
    """The picture is empty (`empty_image`, status 422)."""


class HeadersTooLarge(ApiError):
    """The headers are too large (`headers_too_large`, status 431)."""


class RateLimited(ApiError):
    """Too many requests (`rate_limited`, status 429)."""


class Internal(ApiError):
    """Something went wrong on the server (`internal`, status 500)."""


class Corrupt(ApiError):
    """A stored picture is missing or damaged (`corrupt`, status 502)."""


class StorageFull(ApiError):
    """The storage is full (`storage_full`, status 503)."""


class Unavailable(ApiError):
    """The service cannot do this right now (`unavailable`, status 503)."""


BY_CODE: dict[str, type[ApiError]] = {
    "bad_request": BadRequest,
    "invalid_cursor": InvalidCursor,
    "unauthenticated": Unauthenticated,
    "wrong_credentials": WrongCredentials,
    "forbidden": Forbidden,
    "sign_in_refused": SignInRefused,
    "insufficient_scope": InsufficientScope,
    "cross_origin": CrossOrigin,
    "quota_exceeded": QuotaExceeded,
    "not_found": NotFound,
    "method_not_allowed": MethodNotAllowed,
    "request_timeout": RequestTimeout,
    "too_fast": TooFast,
    "already_answered": AlreadyAnswered,
    "assignment_expired": AssignmentExpired,
    "changed_meanwhile": ChangedMeanwhile,
    "conflict": Conflict,
    "duplicate_external_id": DuplicateExternalId,
    "idempotency_mismatch": IdempotencyMismatch,
    "project_closed": ProjectClosed,
    "too_late": TooLate,
    "setup_done": SetupDone,
    "gone": Gone,
    "link_expired": LinkExpired,
    "too_large": TooLarge,
    "unsupported_media_type": UnsupportedMediaType,
    "unsupported_image": UnsupportedImage,
    "invalid": Invalid,
    "corrupt_image": CorruptImage,
    "too_many_pixels": TooManyPixels,
    "empty_image": EmptyImage,
    "headers_too_large": HeadersTooLarge,
    "rate_limited": RateLimited,
    "internal": Internal,
    "corrupt": Corrupt,
    "storage_full": StorageFull,
    "unavailable": Unavailable,
}
