"""`python -m mhaudit`."""

import sys

from mhaudit.cli import main

sys.exit(main())
