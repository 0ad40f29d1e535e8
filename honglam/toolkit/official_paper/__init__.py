"""Official papers as .docx in the form of Decree 30/2020/NĐ-CP, annex I: letters, plans, later reports.

Who writes them: engines that know what a paper says. This package knows only how it looks: A4, Times New Roman, the
margins, name and motto of the state beside the issuer, tables whose header is printed on every page, annexes across
the page, recipients and signer at the end; and places that are left open for people (`Hole`), which Word shows in
yellow with a comment.
"""

from honglam.toolkit.official_paper.paper import DOCX, Grid, Paper
from honglam.toolkit.official_paper.pieces import Hole, Noted, Piece, Text, clean, plain_text

__all__ = ["DOCX", "Grid", "Hole", "Noted", "Paper", "Piece", "Text", "clean", "plain_text"]
