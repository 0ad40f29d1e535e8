"""Reports that write themselves: from stored facts, from forms that units fill, from workbooks that they send back.

Main nouns: Form (a workbook as it was sent out), ReturnedCopy, Gathering (the copies put together). Law: Decree
09/2019/NĐ-CP (report regimes and periods), Decree 30/2020/NĐ-CP (layout of documents).
"""
