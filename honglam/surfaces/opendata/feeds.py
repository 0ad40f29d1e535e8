"""News of open data as Atom."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from honglam.core.access.decorators import public_page
from honglam.engines.datahub.public import OpenRelease, public_releases


class _Releases(Feed):
    """What was released or brought up to date, the newest first."""

    feed_type = Atom1Feed
    title = _("Dữ liệu mở")
    subtitle = _("Tập dữ liệu mới công bố và mới cập nhật")
    link = reverse_lazy("opendata:catalogue")

    def items(self) -> Any:
        """The newest fifty."""
        return public_releases()[:50]

    def item_title(self, item: Any) -> str:
        """The title of the release."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """What it holds."""
        return str(item.description)

    def item_link(self, item: OpenRelease) -> str:
        """Its page."""
        return reverse("opendata:dataset", args=[item.slug])

    def item_guid(self, item: OpenRelease) -> str:
        """Its lasting name."""
        return f"urn:uuid:{item.uid}"

    item_guid_is_permalink = False

    def item_updateddate(self, item: OpenRelease) -> datetime.datetime | None:
        """When it last changed."""
        return item.released_at

    def item_author_name(self, item: OpenRelease) -> str:
        """Whose it is."""
        return str(item.dataset.owner)


releases = public_page(_Releases())
