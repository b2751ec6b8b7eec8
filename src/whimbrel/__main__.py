"""`python -m whimbrel` is the `whimbrel` command."""

import sys

from whimbrel.cli import main

sys.exit(main())
