"""Sharing, joined to Home Assistant: its ports, its actions, and telling the owner."""
