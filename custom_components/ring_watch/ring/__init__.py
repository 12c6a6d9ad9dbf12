"""A Ring account: log in, know its devices, hear its events, gather its recordings.

Imports no Home Assistant. `client.RingAccount` is the way in. Nothing here was ever run
against Ring itself; what Ring does is known from the reports of others.
"""
