"""Tests of the way of a report to its signature and out."""
