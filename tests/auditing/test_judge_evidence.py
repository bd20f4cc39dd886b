"""The observations behind a link."""

from mhaudit.auditing.judge import with_observations
from tests.rules.knowledge import link, observation, recipient


def test_those_of_its_exchanges_at_its_hosts() -> None:
    email, mood = observation("identity.email"), observation()
    others = [observation("sleep.measure"), observation(host="x.example"), observation(direction="received", id="o-r")]
    hosts = [recipient(), recipient("x.example", organisation="X")]
    (found,) = with_observations([link()], hosts, [email, mood, *others])
    assert found.observations == (email.id, mood.id)
    (of_parent,) = with_observations([link("Holding")], [recipient(parent="Holding")], [email])
    assert of_parent.observations == (email.id,)


def test_without_samples_of_the_exchanges_any_of_the_kind_will_do() -> None:
    elsewhere = observation(at=())
    assert with_observations([link()], [recipient()], [elsewhere])[0].observations == (elsewhere.id,)
    assert with_observations([link("Nobody")], [recipient()], [elsewhere])[0].observations == ()
