"""What is measured: indicators, and their values by unit and period.

Main nouns: Indicator (the definition), IndicatorValue (one unit, one period). First form: values are entered
by hand with a source; formulas, approval and roll-up follow (roadmap). Law: Decree 09/2019/NĐ-CP (periods).
"""
