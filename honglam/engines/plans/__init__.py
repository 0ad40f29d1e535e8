"""Plans become tracked work: what an authority signs, who must do what by when, and how it goes.

Main nouns: Reading (a plan as read, under review), Plan, Task (the promise), Assignment (one unit's
share of it), ProgressEntry, Directive. Law: Decree 30/2020/NĐ-CP (layout and numbering of documents),
Decree 09/2019/NĐ-CP (report periods).
"""
