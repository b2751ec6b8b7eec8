"""The `whimbrel` command: parse, call the Python API once, print.

Exit codes: 0 when all went well, 1 when some documents failed or the run was stopped, 2 when it
could not start or could not go on. Nothing heavy is imported before a command runs.
"""

from whimbrel.cli.app import main

__all__ = ["main"]
