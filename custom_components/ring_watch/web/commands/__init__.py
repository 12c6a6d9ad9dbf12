"""Websocket commands of the dashboard, for administrators: one file for each subject."""
