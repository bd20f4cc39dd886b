"""The sentence that limits what a card says: every strong statement carries its own doubt."""

from mhaudit.report.groups import Group
from mhaudit.report.language import say

_CARRIERS = frozenset({"cdn", "hosting", "backend", "platform"})


def however(group: Group) -> str:
    """What is not shown about a company, the doubt that weighs most first."""
    sent = group.sent
    if group.own:
        return say("However, the app has to send to its own servers; whom those tell cannot be seen from the device.")
    if not group.known:
        return say(
            "However, it is not known who answers there. It may be the vendor under another name, "
            "or a company that works for it."
        )
    if not sent:
        return say(
            "However, a contact alone shows no more than the address of the device and that the app was used; "
            "nothing personal was seen in what could be read."
        )
    sure = {seen.certainty for seen in sent}
    if sure <= {"likely", "possible"}:
        return say(
            "However, this is read from names and shapes of fields. No planted value was found here, "
            "so the fields may mean something else."
        )
    if group.party == "infrastructure" or _CARRIERS.intersection(group.roles):
        return say(
            "However, such a company mostly carries data for its customers; "
            "that it looks into what it carries is not shown."
        )
    if all(seen.form.startswith(("md5", "sha")) for seen in sent if seen.certainty == "proven"):
        return say(
            "However, what is proven was sent as a hash. It can be matched by a company that has the value already, "
            "and hardly be read by one that has not."
        )
    if group.declared or group.named_in_notice:
        return say("However, the vendor names this recipient. What the company does with the data cannot be seen here.")
    return say(
        "However, the vendor may have a contract that allows this company no use of its own. "
        "What it does with the data cannot be seen from the device."
    )
