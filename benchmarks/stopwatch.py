"""Runs a command and prints its exit code, its seconds by the clock, those of its own work in user mode, and the most
memory it held, in KiB (bytes on macOS).

A process of its own, with nothing in it: Linux counts what the parent holds when a process starts as the child's.
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
