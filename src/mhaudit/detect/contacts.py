"""IP addresses, e-mail addresses and phone numbers, without look-alikes, placeholders and office mailboxes."""

import re
from ipaddress import ip_address

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}")
# File names that look like addresses; domains reserved for examples (RFC 2606); role mailboxes.
_NOBODY = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|js|css|json|html?|mp[34]|woff2?|ttf)$"
    r"|@(?:\d+x|sentry|example\.|(?:your-?)?(?:domain|company|site|test)\.(?:com|org|net)$|your-?e?mail\.|localhost)"
    r"|^(?:no-?_?\.?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|webmaster|hostmaster|abuse|support|info|"
    r"press|contact|hello|help|helpdesk|service|services|customerservice|care|feedback|privacy|dataprotection|dpo|gdpr|"
    r"legal|security|admin|administrator|office|team|sales|marketing|newsletter|news|billing|accounts?|payments?|"
    r"jobs|careers|hr|media|partners?|kontakt|datenschutz|impressum|presse|kundenservice|contacto|contato|soporte|"
    r"suporte|notifications?|alerts?|updates?|noc|root|nobody|enquiries|inquiries|user|username|e-?mail|name|"
    r"firstname\.lastname|john\.?doe|jane\.?doe|foo|bar|test|tester|example|me|you|someone|anonymous)@",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?[\d ().\-/]{7,24}")
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:\D.*)?|\d{1,2}[-./]\d{1,2}[-./](?:\d{2}|\d{4})")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){2,}")
_TOLL_FREE = re.compile(r"(?:\+?1)?8(?:00|33|44|55|66|77|88)\d{7}|(?:0|00|\+)800\d{6,9}|\+?49800\d{5,9}|0800\d{5,9}")
_IN_BRACKETS = re.compile(r"\[([0-9a-fA-F:.%\w]{2,60})\](?::\d{1,5})?")
_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}")
_LONGEST = 400


def is_email(text: str) -> bool:
    """Return whether a text is an e-mail address that may be a person's."""
    return len(text) <= _LONGEST and _EMAIL.fullmatch(text.strip()) is not None and not is_nobody(text.strip())


def is_nobody(address: str) -> bool:
    """Return whether an e-mail address is a placeholder, a role mailbox or a file name."""
    return _NOBODY.search(address) is not None


def is_phone(text: str) -> bool:
    """Return whether a text may be a person's phone number: not a date, version, IP address or toll-free line."""
    text = text.strip()
    digits = re.sub(r"\D", "", text) if _PHONE.fullmatch(text) else ""
    if not 7 <= len(digits) <= 15 or len(set(digits)) < 3:
        return False
    if _DATE.fullmatch(text) or (_VERSION.fullmatch(text) and re.search(r"(?<!\d)\d(?!\d)", text)):
        return False
    if is_ip(text):
        return False
    return _TOLL_FREE.fullmatch(re.sub(r"[^\d+]", "", text)) is None


def is_ip(text: str) -> bool:
    """Return whether the first address in a text is a device's IP address, with or without port, brackets or zone."""
    if len(text) > _LONGEST:
        return False
    first = re.split(r"[,\s;]", text.strip(), maxsplit=1)[0]
    if match := _IN_BRACKETS.fullmatch(first) or _WITH_PORT.fullmatch(first):
        first = match[1]
    try:
        address = ip_address(first)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return not (mapped.is_loopback or mapped.is_unspecified or mapped.is_multicast or mapped.is_link_local)
