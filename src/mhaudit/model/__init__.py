"""The nouns. Nothing here knows how anything is done."""
