"""Hosts files: a line stands for just its host."""

from tests.policy.importing.given import hosts, read

LIST = """\
# Title: Example list
127.0.0.1 localhost
::1 ip6-loopback
fe80::1%lo0 localhost
0.0.0.0 0.0.0.0

0.0.0.0 pixel.acme.example # a comment
0.0.0.0 one.example two.example
plain.example
this is no line of a hosts file
"""


def test_hosts_are_taken_and_the_own_machine_is_not() -> None:
    (entity,), left_out = read("hosts", LIST, role="advertising")
    assert (entity.name, entity.company, entity.roles) == ("Example list", "", ("advertising",))
    assert hosts(entity) == [
        ("pixel.acme.example", False),
        ("one.example", False),
        ("two.example", False),
        ("plain.example", False),
    ]
    assert left_out == {"lines without a host name": 1}


def test_a_list_of_nothing() -> None:
    assert read("hosts", "# nothing\n127.0.0.1 localhost\n") == ([], {})
