from mhaudit.model.subject import AppProfile, Claim, Declared, Persona, PlantedValue

SECRET = "ines.calderon@quietpost.example"


def test_a_planted_value_is_never_in_a_repr() -> None:
    value = PlantedValue(category="identity.email", value=SECRET, instrument="phq-9", scale=(1, 5), crisis=True)
    persona = Persona(id="ines", values=(value, PlantedValue(category="mood.score", value=31337)))
    for written in (repr(value), str(value), repr(persona), f"{persona}", repr([persona])):
        assert SECRET not in written and "31337" not in written
    assert "identity.email" in repr(persona)


def test_values_are_compared_by_what_they_are() -> None:
    assert PlantedValue(category="a.b", value="x") == PlantedValue(category="a.b", value="x")
    assert PlantedValue(category="a.b", value="x") != PlantedValue(category="a.b", value="y")
    assert PlantedValue(category="a.b", value="3") != PlantedValue(category="a.b", value=3)


def test_what_an_app_profile_need_not_say() -> None:
    app = AppProfile(id="meadow", name="Meadow")
    assert (app.vendor, app.platform, app.first_party, app.declared, app.claims, app.digest) == ("", "", (), (), (), "")
    assert Declared(organisation="acme").categories == ()
    assert Claim(id="c", says="We share nothing.", asserts="not-shared").source == ""
