"""Registers: every sector keeps its books in one way, declared in a pack (ADR 21).

Main nouns: Register (the declaration), Record (a row that stands), its versions (what it was), Lifecycle, SavedView,
Import, Merge. Law: Data Law 60/2024/QH15 (source data, master data), Decree 47/2020/NĐ-CP article 11 (lists of
databases), Personal Data Protection Law 91/2025/QH15.
"""
