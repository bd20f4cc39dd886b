"""The servers and settings of the recorder's tests: the doctor looks at real recordings."""

from tests.record.conftest import confdir, plain, server

__all__ = ["confdir", "plain", "server"]
