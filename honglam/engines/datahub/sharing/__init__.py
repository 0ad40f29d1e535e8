"""Sharing: what a right to read covers, whose turn it is, how messages leave, what was read.

Law: Decree 47/2020/NĐ-CP, articles 34, 35 and 45. Decree 194/2025/NĐ-CP amended and repealed parts of it, and Decree
278/2025/NĐ-CP adds mandatory exchange; neither was compared article by article here, so the figures (five working days,
six months) stand as constants with their source and are to be checked against the texts in force.
"""
