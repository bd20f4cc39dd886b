"""Who may talk to a page: whoever has its address, on this machine, and no page of another origin."""

import secrets
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class PageAuth:
    """One page's address. The token in it is as good as a password."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    def refuses(self, token: str, host: str, origin: str | None, site: str | None, *, navigates: bool = False) -> bool:
        """Whether a request is refused, by its token, and its headers Host, Origin and Sec-Fetch-Site.

        A name that somebody points to this machine is no name of this page, and a page from elsewhere that sends
        something to it says so in its headers, which it can't change. `navigates`: a person follows a link in the
        whole window, which a page at another port of this machine may offer.
        """
        known = secrets.compare_digest(token.encode(), self.token.encode())
        near = site in (None, "same-origin", "none") or (navigates and site == "same-site")
        return not (known and self.names(host) and (origin is None or origin == f"http://{host}") and near)

    def names(self, host: str) -> bool:
        """Whether a Host header names this page."""
        return host in (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}")
