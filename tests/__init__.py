"""Tests of Ring Watch."""
