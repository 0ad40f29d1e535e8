"""Who may do what, where: people, roles as data, posts (memberships) with a scope, and the reach that follows.

Nouns: a user, a role (a named set of permission codes), a membership (role × scope, between two days), a field of
work, a reach (everything one permission lets one person see and touch). Law: the Law on Cadres and Civil Servants
80/2025/QH15 (posts); Circular 12/2022/TT-BTTTT (access control and lockout of information systems).
"""
