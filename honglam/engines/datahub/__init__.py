"""The data hub: datasets with versions, quality that runs, sharing with purpose and end, open data, lineage.

Main nouns: Dataset, DatasetVersion, QualityRule, QualityRun, Inflow, AccessRequest, Grant, OpenRelease, Connector. Law:
Data Law 60/2024/QH15, Decree 47/2020/NĐ-CP as amended by Decree 194/2025/NĐ-CP (sharing, open data), Decision
2439/QĐ-TTg of 4 November 2025 (national data architecture), Personal Data Protection Law 91/2025/QH15.
"""
