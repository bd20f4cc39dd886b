"""The live page: what is recorded, judged as it comes by a process of its own, and shown on this machine only."""
