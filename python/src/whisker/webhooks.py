"""Deliveries of webhooks, signed by the Standard Webhooks specification."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

from ._errors import WebhookInvalid
from .shapes import Event


def verify(body: bytes | str, headers: Mapping[str, str], secret: str, tolerance: float = 300) -> Event:
    """The event of a delivery. `body` is what came, byte for byte.

    Raises `WebhookInvalid` when Whisker has not signed it with this secret, or longer ago than `tolerance` seconds.
    """
    found = {name.lower(): value for name, value in headers.items()}
    try:
        id, stamp, signatures = (found[f"webhook-{part}"] for part in ("id", "timestamp", "signature"))
        sent = int(stamp)
    except (KeyError, ValueError):
        raise WebhookInvalid("The delivery lacks a webhook-id, webhook-timestamp or webhook-signature.") from None
    if abs(time.time() - sent) > tolerance:
        raise WebhookInvalid("The delivery was signed too long ago, or the clocks differ.")
    raw = body.encode() if isinstance(body, str) else body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{id}.{stamp}.".encode() + raw, hashlib.sha256)
    expected = b"v1," + base64.b64encode(mac.digest())
    if not any(hmac.compare_digest(expected, one.encode()) for one in signatures.split(" ")):
        raise WebhookInvalid("No signature of the delivery was made with this secret.")
    return Event.model_validate_json(raw)
