"""The live edge: what an app sends is recorded into a case folder. Nothing is judged or changed on the way."""
