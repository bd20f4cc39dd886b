from mhaudit.model.knowledge import SdkEndpoint, SdkField


def test_a_field_is_plain_and_accepts_any_value_by_default() -> None:
    field = SdkField(at=("query:em",), category="identity.email", because="so")
    assert (field.form, field.value) == ("plain", "")
    assert SdkEndpoint(host="x.example", match="exact").path == ""
