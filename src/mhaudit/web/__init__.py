"""`mhaudit web`: a page on this machine that does what the commands do, over a folder of files."""
