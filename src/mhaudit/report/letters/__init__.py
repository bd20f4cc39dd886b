"""Letters made of an audit's findings: a vendor's right of reply, and the factual annex of a complaint."""
