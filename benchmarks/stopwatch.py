"""Run a command and print its exit code, its wall-clock and user-mode seconds, and its peak memory in KiB (bytes on
macOS).

A separate, minimal process: Linux counts the parent's memory at the start of a process as the child's.
"""

import json
import os
import subprocess
import sys
import time

started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - started
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([process.returncode, seconds, usage.ru_utime, usage.ru_maxrss]))
