"""Everything real: Home Assistant, a camera, a browser."""
