"""The blueprints, loaded and run as Home Assistant does."""
