"""Letters made from an audit's findings: the vendor's right of reply, and the factual annex of a complaint."""
