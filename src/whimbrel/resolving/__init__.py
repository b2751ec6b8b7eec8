"""Which thing in the world is meant."""
