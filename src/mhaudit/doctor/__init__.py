"""Why is there no traffic? What stands in the way of a recording, from what it did record and from this machine."""
