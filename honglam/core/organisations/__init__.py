"""Who does the work: the tree of units of one province, their names, groups, successions and dissolved bodies.

Nouns: Unit, FormerName, Succession, UnitAlias, UnitGroup, GroupMember, Dissolution, DissolutionSuccessor.
A commune's unit stands for the commune and its People's Committee; Party, council and Front bodies are units below it.
Law: Luật Tổ chức chính quyền địa phương 2025 (two levels since 1 July 2025); Nghị định 150/2025/NĐ-CP (offices).
"""
