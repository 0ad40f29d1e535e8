"""Telling other systems that a dataset has a new version (Standard Webhooks): register, tell, try again, give up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.jobs.queueing import start
from honglam.core.notices.actions import send as send_notice
from honglam.engines.datahub.errors import AddressRefused, GrantOver, RequestInvalid
from honglam.engines.datahub.models import DatasetVersion, Grant, Webhook, WebhookDelivery
from honglam.engines.datahub.queries import ASK, DECIDE
from honglam.engines.datahub.sharing import messages
from honglam.engines.datahub.sharing.addresses import checked
from honglam.engines.datahub.sharing.waiting import askers_of, may_read

if TYPE_CHECKING:
    from honglam.core.access.models import User

SEND_JOB = "datahub.send_webhooks"
MOST_WEBHOOKS = 5
HELD = datetime.timedelta(minutes=2)
"""So long one attempt keeps a delivery for itself; a worker that died holds it no longer."""
A_RUN = 500


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook with its secret as it is shown once; `secret` is empty when the same form came a second time."""

    webhook: Webhook
    secret: str


@transaction.atomic
def add_webhook(*, grant: Grant, url: str, by: User, uid: UUID | None = None) -> MadeWebhook:
    """Register an address that is told of new versions; its secret is given back once.

    Raises:
        NotAllowed; GrantOver; AddressRefused: not https, not found, or in the own network; RequestInvalid: known
        already, or too many.
    """
    _require_reader(grant, by)
    if not grant.holds_on(timezone.localdate()):
        raise GrantOver(_("Quyền khai thác đã hết hoặc bị thu hồi; hãy đề nghị gia hạn rồi đăng ký."))
    Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if uid is not None and (known := Webhook.objects.filter(uid=uid, grant=grant).first()) is not None:
        return MadeWebhook(known, "")
    address = url.strip()
    if len(address) > 500:
        raise AddressRefused(_("Địa chỉ nhận dài quá 500 ký tự."))
    checked(address)
    if grant.webhooks.filter(is_active=True).count() >= MOST_WEBHOOKS:
        raise RequestInvalid(_("Đã có %(most)d địa chỉ; hãy bỏ địa chỉ không dùng.") % {"most": MOST_WEBHOOKS}, "url")
    webhook = Webhook.objects.filter(grant=grant, url=address).first() or Webhook(grant=grant, url=address)
    if webhook.pk and webhook.is_active:
        raise RequestInvalid(_("Địa chỉ này đã được đăng ký cho quyền khai thác này."), "url")
    webhook.secret, webhook.is_active, webhook.made_by = messages.new_seed(), True, by
    if uid is not None and not webhook.pk and not Webhook.objects.filter(uid=uid).exists():
        webhook.uid = uid
    webhook.save()
    record(by=by, action="datahub.webhook_made", target=grant, unit=grant.unit, summary=address, about=[grant.dataset])
    return MadeWebhook(webhook, messages.secret_of(webhook))


@transaction.atomic
def drop_webhook(*, webhook: Webhook, by: User) -> Webhook:
    """Tell an address no more; what waits for it is not sent. Twice is once."""
    if not may_read(by, webhook.grant, timezone.localdate()):
        require(by, DECIDE, webhook.grant.dataset.owner)
    return _switch_off(webhook, by, "")


@transaction.atomic
def send_test(*, webhook: Webhook, by: User) -> WebhookDelivery:
    """Send a test message, signed like every other; the worker sends it, the list of deliveries shows how it went."""
    _require_reader(webhook.grant, by)
    if not webhook.is_active:
        raise RequestInvalid(_("Địa chỉ này đã bỏ; hãy đăng ký lại."), "url")
    delivery = WebhookDelivery.objects.create(webhook=webhook, next_at=timezone.now())
    start(SEND_JOB, by=by, unit=webhook.grant.unit)
    return delivery


@transaction.atomic
def tell_of_version(*, version_uid: UUID, by: User | None) -> int:
    """Prepare a message for every webhook of a right in force to the version's dataset; how many are new.

    Told again it changes nothing: one message a webhook and version.
    """
    version = DatasetVersion.objects.filter(uid=version_uid).first()
    if version is None:
        return 0
    grants = Grant.objects.in_force(timezone.localdate()).filter(dataset=version.dataset_id)
    hooks = list(Webhook.objects.filter(grant__in=grants, is_active=True))
    known = set(WebhookDelivery.objects.filter(version=version).values_list("webhook", flat=True))
    made = [
        WebhookDelivery(webhook=hook, version=version, next_at=timezone.now()) for hook in hooks if hook.pk not in known
    ]
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        start(SEND_JOB, by=None)
    return len(made)


def send_due(*, by: User | None = None, now: datetime.datetime | None = None) -> dict[str, int]:
    """Make every attempt that is due, each in a moment of its own so that a slow receiver holds no lock; counts.

    Two workers never send one message at a time: whoever moves its next moment first has it.
    """
    counts = {"arrived": 0, "failed": 0, "given_up": 0}
    moment = now or timezone.now()
    due = list(
        WebhookDelivery.objects.filter(next_at__lte=moment)
        .order_by("next_at", "pk")
        .values_list("pk", flat=True)[:A_RUN]
    )
    for pk in due:
        mine = WebhookDelivery.objects.filter(pk=pk, next_at__lte=moment).update(next_at=moment + HELD)
        if mine:
            counts[_attempt(pk, moment, by)] += 1
    return counts


def _attempt(pk: int, now: datetime.datetime, by: User | None) -> str:
    related = ("webhook__grant__dataset", "webhook__grant__unit", "webhook__grant__request__by", "version")
    delivery = WebhookDelivery.objects.select_related(*related).get(pk=pk)
    webhook = delivery.webhook
    if not webhook.is_active or not webhook.grant.holds_on(timezone.localdate(now)):
        return _settle(delivery, messages.Outcome(0, _("Không gửi: địa chỉ đã bỏ hoặc quyền đã hết.")), None, now)
    outcome = messages.send(delivery)
    delivery.attempts += 1
    if outcome.status == messages.GONE:
        with transaction.atomic():
            _switch_off(webhook, by, _("Nơi nhận trả lời là không nhận nữa (410)."))
        return _settle(delivery, outcome, None, now)
    again = None if outcome.arrived else messages.next_attempt(delivery.attempts, now)
    return _settle(delivery, outcome, again, now)


@transaction.atomic
def _settle(
    delivery: WebhookDelivery, outcome: messages.Outcome, again: datetime.datetime | None, now: datetime.datetime
) -> str:
    delivery.status, delivery.message, delivery.next_at = outcome.status, outcome.message[:300], again
    delivery.delivered_at = now if outcome.arrived else None
    delivery.save(update_fields=["attempts", "status", "message", "next_at", "delivered_at"])
    if outcome.arrived:
        return "arrived"
    if again is not None:
        return "failed"
    grant = delivery.webhook.grant
    if delivery.attempts:
        send_notice(
            event=f"datahub.webhook_failed:{delivery.uid}", recipients=askers_of(grant), unit=grant.unit,
            title=_("Không gửi được thông báo dữ liệu mới đến %(host)s") % {"host": delivery.webhook.url[:200]},
            body=_("Đã thử %(n)d lần. Lần cuối: %(why)s")
            % {"n": delivery.attempts, "why": outcome.message or str(outcome.status)},
            url=grant.get_absolute_url(),
        )  # fmt: skip
    return "given_up"


def _switch_off(webhook: Webhook, by: User | None, reason: str) -> Webhook:
    found = (
        Webhook.objects.select_for_update(of=("self",))
        .select_related("grant__unit", "grant__dataset")
        .get(pk=webhook.pk)
    )
    if found.is_active:
        found.is_active = False
        found.save(update_fields=["is_active"])
        found.deliveries.filter(next_at__isnull=False).update(next_at=None, message=_("Địa chỉ đã bỏ.")[:300])
        record(by=by, action="datahub.webhook_dropped", target=found.grant, unit=found.grant.unit, summary=found.url,
               reason=reason, about=[found.grant.dataset])  # fmt: skip
    return found


def _require_reader(grant: Grant, by: User) -> None:
    if not may_read(by, grant, timezone.localdate()):
        raise NotAllowed(ASK, str(grant.unit))
