"""Record an app's traffic into a case folder. Nothing is audited or changed while it passes."""
