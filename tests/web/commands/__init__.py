"""Tests of the dashboard's websocket commands."""
