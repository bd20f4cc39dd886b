"""Code shared by the locally served pages: access check, headers, style, and assets."""
