"""Sharing inside Home Assistant."""
