"""Typed events: told in the transaction in which they happened, delivered at least once to the flows that subscribe.

Main nouns: event (a frozen dataclass of plain values), subscriber (a flow), delivery (one event on its way to one
subscriber). An engine declares and announces; it never knows who listens.
"""
