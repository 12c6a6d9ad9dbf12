"""Video engine of Ring Watch: recording, archive, exact windows.

It imports no Home Assistant and runs in processes of its own; the command
line in ``__main__.py`` is its only entrance.
"""
