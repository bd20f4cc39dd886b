"""The command line records through the same proxy and to the same server as the recorder's own tests."""

from tests.record.conftest import confdir, plain

__all__ = ["confdir", "plain"]
