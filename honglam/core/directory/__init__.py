"""The directory of the province: pages over organisations and places, which both stand below access.

Units as a searchable tree, the card of a unit with its superiors and history, groups, import and export, boundaries.
"""
