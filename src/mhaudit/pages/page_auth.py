"""The access check of a page: only clients that know its address, and no page of another origin."""

import secrets
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class PageAuth:
    """The address of one page. Its token is equivalent to a password."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)

    @property
    def address(self) -> str:
        """Return the address to open in a browser."""
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    def refuses(self, token: str, host: str, origin: str | None, site: str | None, *, navigates: bool = False) -> bool:
        """Return whether a request is refused, by its token, and its headers Host, Origin and Sec-Fetch-Site.

        A foreign DNS name that resolves to this machine is refused by its Host. A request from another site is refused
        by the headers that its page can't change. `navigates` is whether a person follows a link in the whole window,
        which a page at another port of this machine may offer.
        """
        known = secrets.compare_digest(token.encode(), self.token.encode())
        near = site in (None, "same-origin", "none") or (navigates and site == "same-site")
        return not (known and self.names(host) and (origin is None or origin == f"http://{host}") and near)

    def names(self, host: str) -> bool:
        """Return whether a Host header is that of this page."""
        return host in (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}")
