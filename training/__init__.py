"""The training corpus and the tools that check and build it."""
