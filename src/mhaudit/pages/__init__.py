"""What the pages that are served on this machine share: who may ask, headers, style, and how a page is put together."""
