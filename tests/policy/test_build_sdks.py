import msgspec
import pytest

from mhaudit.model.knowledge import Sdk, SdkEndpoint, SdkField, SdkRequest
from mhaudit.policy.build import BUILDERS


def test_an_sdk() -> None:
    field = {
        "at": ["query:em"],
        "category": "identity.email",
        "because": "so",
        "source": "https://x.example",
        "form": "sha256",
    }
    request = {
        "name": "events",
        "endpoints": [
            {"host": "x.example", "match": "suffix", "path": "^/v1/"},
            {"host": "y.example", "match": "exact"},
        ],
        "fields": [field, {"at": ["body"], "category": "identity.name", "because": "so", "value": "a"}],
    }
    assert BUILDERS["sdk"]({"id": "x", "name": "X", "service": "s", "requests": [request]}, "team") == Sdk(
        id="x",
        name="X",
        service="s",
        requests=(
            SdkRequest(
                endpoints=(
                    SdkEndpoint(host="x.example", match="suffix", path="^/v1/"),
                    SdkEndpoint(host="y.example", match="exact"),
                ),
                fields=(
                    SdkField(
                        at=("query:em",),
                        category="identity.email",
                        because="so",
                        form="sha256",
                        source="https://x.example",
                    ),
                    SdkField(at=("body",), category="identity.name", because="so", value="a"),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"endpoints": [{"host": "x", "match": "glob"}], "fields": []},
        {"endpoints": [], "fields": [{"at": "query:em", "category": "c", "because": "b"}]},
        {"endpoints": [], "fields": [{"at": [], "category": "c", "because": "b", "form": None}]},
    ],
)
def test_the_wrong_shape_is_refused(request_: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        BUILDERS["sdk"]({"id": "x", "name": "X", "service": "s", "requests": [request_]}, "team")
