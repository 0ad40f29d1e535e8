"""What is measured: entered once by unit and period, checked, approved, and rolled up live.

Main nouns: Indicator (definition, formula, how it adds up), IndicatorValue (one unit, one period), IndicatorForm and
Submission (who reports what to whom by when), ValidationRule. Law: Decree 09/2019/NĐ-CP (periods, deadlines).
"""
