"""Whether rows of a dataset can be mended from the hub, and what people read of its rules."""

from __future__ import annotations

from django.utils.translation import gettext as _

from honglam.engines.datahub.errors import CellNotMendable
from honglam.engines.datahub.models import Dataset, QualityRule
from honglam.engines.datahub.supply import Supply, supply_of


def mendable_supply(dataset: Dataset) -> Supply:
    """The supply through which rows are mended. Raises CellNotMendable where there is none."""
    supply = supply_of(dataset.supply) if dataset.supply else None
    if supply is None or supply.mend is None:
        raise CellNotMendable(
            _("Dữ liệu này đến từ nơi khác nên không sửa được tại đây; hãy gửi trả đơn vị để sửa ở nguồn.")
        )
    return supply


def is_mendable(dataset: Dataset) -> bool:
    """Whether rows can be mended from here."""
    supply = supply_of(dataset.supply) if dataset.supply else None
    return supply is not None and supply.mend is not None


def words_of_rule(dataset: Dataset, code: str) -> str:
    """What people read of a rule: its message, else its code."""
    rule = QualityRule.objects.filter(dataset=dataset, code=code).first()
    return rule.message if rule is not None and rule.message else code
