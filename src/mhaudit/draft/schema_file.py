"""Write the JSON Schema of a persona, an app profile, waivers or settings as one file, for editors."""

import json
from typing import Any, Literal

from mhaudit.policy.folder import built_in

Kind = Literal["persona", "app", "waivers", "settings"]
_TERMS = "terms.schema.json"


def schema_name(kind: Kind) -> str:
    """Return the name of the file: `persona.schema.json`."""
    return f"{kind}.schema.json"


def schema_text(kind: Kind) -> str:
    """Return the schema as JSON without references to other files."""
    folder = built_in() / "schema"
    schema: dict[str, Any] = json.loads((folder / schema_name(kind)).read_text("utf-8"))
    terms = json.loads((folder / _TERMS).read_text("utf-8"))
    schema["$defs"] = {**schema.get("$defs", {}), **terms["$defs"]}
    return json.dumps(schema, indent=2, ensure_ascii=False).replace(_TERMS + "#", "#") + "\n"


def schema_line(kind: Kind) -> str:
    """Return the first line of a file that points editors to the schema beside it."""
    return f"# yaml-language-server: $schema={schema_name(kind)}\n"
