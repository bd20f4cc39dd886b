"""Diagnose a recording without traffic, from the case and from this machine."""
