"""Tests of requests, decisions, shares and their record."""
