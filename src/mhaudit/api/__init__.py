"""Calls that prepare captures to be passed on."""
