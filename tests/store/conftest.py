"""Makes `synthetic` importable by the tests, as it is by the processes they start."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
