"""What a phone needs to be recorded: a way to the proxy, and its certificate; as text, as QR codes, as steps."""
