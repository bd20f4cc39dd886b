"""The recipients that the vendor names: in the list of the app profile, and in its privacy notice."""

from collections.abc import Iterator, Mapping

from mhaudit.model.audit import ClaimResult
from mhaudit.model.reasons import because
from mhaudit.model.subject import AppProfile, Declared
from mhaudit.rules.claims.context import ClaimContext, Saying, consistent, contradicted, not_tested, shortest, within

_SAYS_ALL = "There are no other recipients than those named."


def recipient_results(app: AppProfile, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield a result for each declared recipient, and for the statement that these are all."""
    for declared in app.declared:
        yield _declared(declared, context)
    if app.declares_all:
        yield _complete(context)


def _declared(declared: Declared, context: ClaimContext) -> ClaimResult:
    name = declared.organisation
    purpose = f" for {declared.purpose}" if declared.purpose else ""
    says = Saying("recipients", f"recipients:{name}", f"{name} receives data{purpose}.")
    own = {host for host in context.recipients if name in context.ids.get(host, ())}
    if not own:
        return not_tested(says, because("not-contacted"))
    got = shortest(seen for seen in context.sent() if seen.recipient in own)
    beyond = [seen for seen in got if declared.categories and not within(seen.category, declared.categories)]
    if beyond:
        why = because("beyond-kinds", kinds=declared.categories, first=context.sent_to(beyond[0]))
        return contradicted(says, why, beyond)
    if not declared.categories:
        return not_tested(says, because("contacted-no-kinds"), got)
    if not got:
        return not_tested(says, because("contacted-nothing-proven"))
    return consistent(says, because("of-the-kinds-named"), got)


def _complete(context: ClaimContext) -> ClaimResult:
    says = Saying("recipients", "recipients", _SAYS_ALL)
    others = _undeclared(context)
    if not others:
        return consistent(says, because("all-named"))
    proofs = shortest(seen for seen in context.sent() if seen.recipient in others)
    return contradicted(says, because("not-named", names=tuple(sorted(set(others.values())))), proofs)


def _undeclared(context: ClaimContext) -> Mapping[str, str]:
    """Return other known companies that were contacted and are not named, by host.

    If the operator of a host is unknown, it is also unknown whether it is named.
    """
    return {
        host: one.organisation
        for host, one in context.recipients.items()
        if one.party == "third" and one.organisation and not one.declared and one.exchanges
    }


def notice_results(app: AppProfile, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield whether the privacy notice names the organisations that were seen.

    An unnamed organisation is not a contradiction: a notice may name categories of recipients.
    """
    notice, given = context.notice, app.notice
    if notice is None or given is None:
        return
    source = ", ".join(filter(None, (given.source, notice.name)))
    says = Saying("notice", "notice", "The privacy notice tells who receives data.", source)
    if not notice.organisations and not notice.unnamed:
        yield not_tested(says, because("nobody-known"))
    elif not notice.unnamed:
        count = len(notice.organisations)
        yield consistent(says, because("notice-names-all", count=count))
    else:
        count = len(notice.organisations) + len(notice.unnamed)
        part, names = len(notice.unnamed), tuple(notice.unnamed)
        yield not_tested(says, because("notice-leaves-out", part=part, count=count, names=names))
