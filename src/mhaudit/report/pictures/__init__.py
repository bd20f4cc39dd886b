"""Pictures, drawn here and not in the browser: positions in, SVG out, with a table behind each."""
