"""`mhaudit web`: a local web interface of the commands, over a folder of files."""
