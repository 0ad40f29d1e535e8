"""Điều hành: leaders see the province in one look, on a phone, on one printed page; the wall comes later."""
