"""The grammar of figures: operators, numbers as Vietnamese writes them, units.

Vietnamese prints one thousand two hundred and thirty-four and a half as 1.234,5; ranges as "15 - 20%";
bounds in words ("tối thiểu", "trên", "không quá", "từ … trở lên"). A figure that is part of a date, of a
document's number, of a name ("5G", "Đề án 06", "cấp độ 2") or of an age is not a quantity.
"""

from honglam.engines.plans.extraction.quantities.cells import read_target
from honglam.engines.plans.extraction.quantities.figures import Quantity, find_quantities, parse_number
from honglam.engines.plans.extraction.quantities.masking import mask
from honglam.engines.plans.extraction.quantities.units import counting_noun

__all__ = ["Quantity", "counting_noun", "find_quantities", "mask", "parse_number", "read_target"]
