"""Small apps for the tests of studies, whose truth is written by hand beside them."""

from pathlib import Path

from tests.cli.traffic import MIXPANEL, OWN, har

PERSONA = """\
id: kim
values:
  - {category: mood.score, value: 3, scale: [1, 5]}
  - {category: free_text.journal, value: "I rehearse phone calls in the shower and then never make them"}
  - {category: identity.email, value: "kim.marsh@quietpost.example"}
"""
JOURNAL, EMAIL = "I rehearse phone calls in the shower and then never make them", "kim.marsh@quietpost.example"
META = "https://graph.facebook.com/v18/1/activities"


def small_study(folder: Path) -> Path:
    """Write five apps and their manifest.

    `leaks` sends the journal to Mixpanel and its hash-free e-mail to Meta; `keeps` sends both to its own server only;
    `silent` sends nothing planted; `unprofiled` sends the journal to Mixpanel and has no app profile; `broken` is no
    capture.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kim.persona.yaml").write_text(PERSONA, encoding="utf-8")
    (folder / "own.app.yaml").write_text("id: app.own\nname: Own\nfirst_party: [own.example]\n", encoding="utf-8")
    har(folder / "leaks.har", (OWN, {"mood": 3}), (MIXPANEL, {"text": JOURNAL, "id": 1}), (META, {"em": EMAIL}))
    har(folder / "keeps.har", (OWN, {"text": JOURNAL, "em": EMAIL}))
    har(folder / "silent.har", (OWN, {"a": 1}), (MIXPANEL, {"b": 2}))
    har(folder / "unprofiled.har", (MIXPANEL, {"text": JOURNAL}))
    (folder / "broken.har").write_text("{", encoding="utf-8")
    rows = ["app,name,version,captures,profile,persona"]
    rows += [f"{app},{app.title()},1,{app}.har,own.app.yaml,kim.persona.yaml" for app in ("leaks", "keeps", "silent")]
    rows += ["unprofiled,,2,unprofiled.har,,kim.persona.yaml", "broken,,1,broken.har,,"]
    manifest = folder / "apps.csv"
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return manifest
