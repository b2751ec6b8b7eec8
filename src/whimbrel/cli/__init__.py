"""The `whimbrel` command."""
