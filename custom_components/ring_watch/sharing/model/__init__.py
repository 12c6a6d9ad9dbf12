"""What sharing knows. All of it is frozen, and what is kept is JSON (``stored``).

Times are microseconds UTC. Hashes are SHA-256 in lower-case hexadecimal.
"""
