"""Pages of readings: bring a document in, follow its reading, review it item by item, make it a plan.

Who: the officer of a unit's office with a signed plan and ten minutes. Left the document, right what was read of
it; click one and the other follows; the uncertain first. Every click is stored at once.
"""
