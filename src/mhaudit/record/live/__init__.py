"""The live page: the recording, audited in a separate process while it runs, shown on this machine only."""
