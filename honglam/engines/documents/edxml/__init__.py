"""Packages in which document systems hand documents to each other: edXML, QCVN 102:2016/BTTTT (amended 1:2022).

`packages_in` takes the bytes of an .edxml or .xml file, or of a .zip that holds several.
"""

from .package import EdocPackage, Organ, PackedFile
from .reading import packages_in

__all__ = ["EdocPackage", "Organ", "PackedFile", "packages_in"]
