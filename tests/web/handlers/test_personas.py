import yaml

from mhaudit.policy import load
from mhaudit.profile import load_persona
from mhaudit.web.handlers.personas import knowledge
from tests.web.conftest import Server
from tests.web.handlers.following import post


def test_a_persona_is_made_and_shown_as_a_sheet(server: Server) -> None:
    address = post(server, "/personas", name="Ben B.", locale="de-DE", domain="quiet.example", mailbox="ben")
    assert address == "/personas/ben-b.yaml?locale=de-DE"
    path = server.root / "personas" / "ben-b.yaml"
    made = load_persona(path, load())
    assert (made.id, made.country, path.stat().st_mode & 0o777) == ("ben-b", "DE", 0o600)
    page = server.ask("GET", address)[2].decode()
    for value in made.values:
        assert f">{value.value}</code>" in page
    assert page.count("as a hash, and in part.") == 4 and "Bundesnetzagentur, Mitteilung 148/2021" in page
    assert (server.root / "personas" / "persona.schema.json").stat().st_mode & 0o777 == 0o600


def test_without_a_name_it_is_named_for_the_person(server: Server) -> None:
    name = post(server, "/personas", locale="es-ES").partition("?")[0].rpartition("/")[2]
    made = yaml.safe_load((server.root / "personas" / name).read_text(encoding="utf-8"))
    assert f"{made['id']}.yaml" == name and made["country"] == "ES"
    page = server.ask("GET", f"/personas/{name}?locale=es-ES")[2].decode()
    assert "No range of telephone numbers that is reserved for fiction is known" in page


def test_what_can_not_be_used_is_said_with_what_was_typed(server: Server) -> None:
    body = b"name=kim&locale=en-GB&domain=%3Cb%3E"
    status, _, page = server.ask("POST", "/personas", body, Content_Type="application/x-www-form-urlencoded")
    assert status == 400 and b"&#39;&lt;b&gt;&#39; is not a domain; write it like example.org" in page
    assert b'value="&lt;b&gt;"' in page and b'value="en-GB" selected' in page


def test_a_file_that_is_no_persona_says_its_faults(server: Server) -> None:
    (server.root / "personas" / "odd.yaml").write_text("id: odd\nvalues: [{category: mod.score, value: 1}]\n")
    page = server.ask("GET", "/personas/odd.yaml")[2].decode()
    assert "odd.yaml:2: values[0].category: unknown kind of data &#39;mod.score&#39;" in page
    assert knowledge() is knowledge()
