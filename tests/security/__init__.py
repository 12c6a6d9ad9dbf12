"""Attacks that were thought of beforehand, by the numbers of their list."""
