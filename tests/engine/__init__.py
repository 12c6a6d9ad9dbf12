"""Tests of the video engine."""
