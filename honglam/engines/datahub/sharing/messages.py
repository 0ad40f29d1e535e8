"""Messages to other systems, as Standard Webhooks has them: what they say, how they are signed, when they are retried.

webhook-id: 0190…        the same for every attempt, so that a receiver knows a repetition
webhook-timestamp: …     the moment of this attempt
webhook-signature: v1,…  HMAC-SHA256 over id, moment and body, by the secret of the webhook
"""

from __future__ import annotations

import base64
import datetime
import http.client
import json
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from standardwebhooks import Webhook as Signer

from honglam.engines.datahub.errors import AddressRefused
from honglam.engines.datahub.models import Webhook, WebhookDelivery
from honglam.engines.datahub.sharing import addresses

PAUSES = tuple(
    datetime.timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""Pauses before each further attempt, as the specification suggests; three days in all."""
SECONDS = 15
GONE = 410
WRITTEN = "whsec_"
PUBLISHED, TEST = "datahub.dataset.published", "datahub.test"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: the status (0 where nobody answered) and a few words."""

    status: int
    message: str

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.status < 300


def new_seed() -> str:
    """What is stored of a webhook's secret: random, and of no use without the key of this installation."""
    return "seed_" + secrets.token_urlsafe(32)


def secret_of(webhook: Webhook) -> str:
    """The secret of a webhook, 256 bits as the specification writes them.

    It is made each time from the stored seed and the key of the installation, so that a copy of the database signs
    nothing. Who changes SECRET_KEY has every address registered anew.
    """
    if webhook.secret.startswith(WRITTEN):  # registered before seeds were stored
        return webhook.secret
    text = f"{webhook.uid}:{webhook.secret}"
    return (
        WRITTEN + base64.b64encode(salted_hmac("honglam.datahub.webhook", text, algorithm="sha256").digest()).decode()
    )


def next_attempt(attempts: int, now: datetime.datetime) -> datetime.datetime | None:
    """When to try again after so many attempts; None when it is given up."""
    return now + PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None


def body_of(delivery: WebhookDelivery) -> str:
    """What a delivery says; the same for every attempt. Names, numbers and an address, never a row."""
    dataset = delivery.webhook.grant.dataset
    data: dict[str, object] = {"dataset": dataset.code, "name": dataset.name}
    if delivery.version is not None:
        path = f"/api/shared/v1/datasets/{dataset.code}/rows"
        data |= {
            "version": delivery.version.number, "version_uid": str(delivery.version.uid),
            "url": f"{settings.SITE_ADDRESS}{path}",
        }  # fmt: skip
        if not delivery.webhook.grant.row_filter:  # how many rows others have is not for whoever reads its own
            data["rows_in_all"] = delivery.version.rows
    kind = PUBLISHED if delivery.version is not None else TEST
    message = {"type": kind, "timestamp": delivery.made_at.isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def send(delivery: WebhookDelivery) -> Outcome:
    """Make one attempt; a refusal of the address or of the receiver is an outcome, not an exception."""
    now = timezone.now()
    body, uid = body_of(delivery), f"msg_{delivery.uid.hex}"
    utc = now.astimezone(datetime.UTC)
    headers = {
        "Content-Type": "application/json", "User-Agent": "HongLam-Webhooks/1", "webhook-id": uid,
        "webhook-timestamp": str(int(utc.timestamp())),
        "webhook-signature": Signer(secret_of(delivery.webhook)).sign(uid, utc, body),
    }  # fmt: skip
    try:
        target = addresses.checked(delivery.webhook.url)
        status, answer = addresses.post(target, body.encode(), headers, seconds=SECONDS)
    except AddressRefused as error:
        return Outcome(0, str(error)[:300])
    except (OSError, http.client.HTTPException) as error:
        return Outcome(0, _("Không kết nối được: %(reason)s") % {"reason": str(error)[:200] or type(error).__name__})
    return Outcome(status, "" if 200 <= status < 300 else answer.replace("\x00", "")[:300])
