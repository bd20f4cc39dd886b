"""Connect a phone to the recorder: its path to the proxy, and the certificate; as text, QR codes and steps."""
