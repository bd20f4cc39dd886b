"""What an audit can't see in the traffic: the device, the file of the app, and whether that was changed."""

from pathlib import Path
from typing import Any

from mhaudit.errors import CaseUnusable
from mhaudit.record.manifest import measured


def facts(device: str, package: Path | None, modified: bool | None) -> dict[str, Any]:
    """The facts for `case.yaml`, without what nobody said. Raises CaseUnusable where the app's file can't be read."""
    said: dict[str, Any] = {"device": device} if device else {}
    if package is not None:
        try:
            said["package"] = {"name": package.name, **measured(package)}
        except OSError as error:
            raise CaseUnusable(f"{package}: {error.strerror or error}.") from error
    if modified is not None:
        said["app_modified"] = modified
    return said
