"""The part of plans in the demonstration province: example documents of our own, and the life of the work in them.

Every document, person, figure and report here is invented; only names of units are real. The documents go through the
same steps as a signed plan: brought in, read by the job, reviewed, accepted, given. Nothing else imports this package.
"""
