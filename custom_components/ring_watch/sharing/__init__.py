"""Requests, decisions, shares and the record of them.

Plain Python: nothing here imports Home Assistant or a web framework. Times are
integer microseconds since the Unix epoch, UTC; windows are half-open. ``Sharing``
is the only writer; what it needs from outside is in ``ports``.
"""
