"""Checks of drafts before they are signed: what is found, told in words, kept from round to round, put into Word.

Who uses it: the officer of a commune who has drafted a plan and has ten minutes before it goes up for signature. The
rules stand in `alignment`; here is what people do with their findings. Nothing here knows a model.
"""
