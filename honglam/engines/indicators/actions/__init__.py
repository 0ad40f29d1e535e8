"""Writes of indicators: definitions, figures, cells of forms, submissions."""

from honglam.engines.indicators.actions.cells import Filled, accept_offered, save_cell, save_cells, save_fillings
from honglam.engines.indicators.actions.checks import define_rule, drop_rule, redefine_rule
from honglam.engines.indicators.actions.corrections import correct_value, settle_estimate
from honglam.engines.indicators.actions.definitions import (
    DEFINE,
    FormDefinition,
    IndicatorDefinition,
    IndicatorDraft,
    define,
    define_form,
    ensure_indicators,
    redefine,
    redefine_form,
)
from honglam.engines.indicators.actions.figures import confirm_value, record_value
from honglam.engines.indicators.actions.form_versions import LineDraft
from honglam.engines.indicators.actions.reminding import remind_missing
from honglam.engines.indicators.actions.submissions import (
    approve,
    approve_many,
    lock,
    return_submission,
    submit,
    unlock,
)
from honglam.engines.indicators.actions.writing import CellDraft, CellResult, Filling
from honglam.engines.indicators.queries import CONFIRM, ENTER

__all__ = [
    "CONFIRM",
    "DEFINE",
    "ENTER",
    "CellDraft",
    "CellResult",
    "Filled",
    "Filling",
    "FormDefinition",
    "IndicatorDefinition",
    "IndicatorDraft",
    "LineDraft",
    "accept_offered",
    "approve",
    "approve_many",
    "confirm_value",
    "correct_value",
    "define",
    "define_form",
    "define_rule",
    "drop_rule",
    "ensure_indicators",
    "lock",
    "record_value",
    "redefine",
    "redefine_form",
    "redefine_rule",
    "remind_missing",
    "return_submission",
    "save_cell",
    "save_cells",
    "save_fillings",
    "settle_estimate",
    "submit",
    "unlock",
]
