"""The dashboard's part in TypeScript, checked with its own tools."""
