"""The fields of a recipient that every kind of rule can test."""

from mhaudit.model.audit import Recipient
from mhaudit.model.subject import AppProfile


def about(recipient: Recipient, app: AppProfile | None = None) -> dict[str, tuple[str, ...]]:
    """What is known of who answers. A field that nobody can say anything about is left empty, and no test holds."""
    return {
        "party": (recipient.party,),
        "roles": recipient.roles,
        "declared": ("yes" if recipient.declared else "no",),
        "organisation": (recipient.organisation,) if recipient.organisation else (),
        "service": (recipient.service,) if recipient.service else (),
        "phase": recipient.phases,
        "named": _named(recipient, app),
        "in_manifest": _in_manifest(recipient, app),
    }


def _named(recipient: Recipient, app: AppProfile | None) -> tuple[str, ...]:
    """Whether the vendor names who answers, where its words are known and it is known who answers."""
    if recipient.declared or recipient.named_in_notice:
        return ("yes",)
    told = recipient.named_in_notice is False or bool(app and app.declares)
    return ("no",) if told and recipient.organisation else ()


def _in_manifest(recipient: Recipient, app: AppProfile | None) -> tuple[str, ...]:
    """Whether a privacy manifest lists the host as a tracking domain, where there is one."""
    if app is None or not app.manifests:
        return ()
    listed = (domain for manifest in app.manifests for domain in manifest.domains)
    own = any(recipient.host == domain or recipient.host.endswith(f".{domain}") for domain in listed)
    return ("yes" if own else "no",)
