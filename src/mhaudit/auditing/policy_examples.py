"""Runs the examples of the policy files through the pipeline: an example with another result is a fault."""

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.errors import Fault
from mhaudit.model.audit import Audit, Observation
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Pack, Policies, Sdk
from mhaudit.model.place import compile_place
from mhaudit.model.reasons import Reason
from mhaudit.model.subject import AppProfile, Claim, PlayLabel, PrivacyManifest
from mhaudit.policy.assemble import CheckedLayer
from mhaudit.policy.examples import Example, examples
from mhaudit.policy.folder import built_in
from mhaudit.profile import load_persona
from mhaudit.rules.judge import AT_HAND

OWN_DOMAIN = "own.example"
_ELSEWHERE = "https://api.thirdparty.example/"


def check_examples(layers: Sequence[CheckedLayer], policies: Policies) -> tuple[list[Fault], int]:
    """Return the faults of the examples in `layers`, from which the policies were built, and the number of examples.

    Rules that need claims or labels are skipped.
    """
    engine = Engine(_question(policies))
    faults: list[Fault] = []
    count = 0
    for example in examples(layers):
        if example.kind == "rule" and {*policies.rules[example.id].needs} - AT_HAND:
            continue
        count += 1
        if _matched(example, engine, policies) != example.matches:
            audit = audit_exchanges([exchange(example.request)], engine)
            faults.append(example.fault(_complaint(example, audit)))
    return faults, count


def _question(policies: Policies) -> Question:
    every = Pack(id="every", title="Every rule", rules=tuple(policies.rules), fail_on="high")
    app = AppProfile(
        id="app.own",
        name="Own",
        first_party=(OWN_DOMAIN,),
        claims=(Claim(id="private", says="", asserts="not-shared", categories=("mood", "free_text", "chat")),),
        declares=True,  # and names nobody, on no label and in no manifest
        play=PlayLabel(collected=()),
        manifests=(PrivacyManifest(name="", sha256="", tracking=None, domains=(), collected=()),),
    )
    persona = load_persona(built_in() / "personas" / "example.persona.yaml", policies)
    return Question(policies=policies, pack=every, persona=persona, app=app)


def exchange(request: Mapping[str, Any]) -> Exchange:
    """Return the request of an example as an exchange."""
    url = urlsplit(request.get("url", _ELSEWHERE))
    content_type, body = _body(request)
    headers = tuple(request.get("headers", {}).items())
    return Exchange(
        capture="example",
        number=1,
        phase=request.get("phase"),
        scheme={"wss": "https", "ws": "http"}.get(url.scheme, url.scheme),
        host=url.hostname or "",
        method=request.get("method") or ("POST" if body else "GET"),
        path=url._replace(scheme="", netloc="").geturl(),
        headers=(*headers, ("content-type", content_type)) if content_type else headers,
        body=body,
        status=200 if "reply" in request else None,
        response_headers=(("content-type", "application/json"),) if "reply" in request else (),
        response_body=orjson.dumps(request["reply"]) if "reply" in request else None,
    )


def _body(request: Mapping[str, Any]) -> tuple[str, bytes]:
    if "json" in request:
        return "application/json", orjson.dumps(request["json"])
    if "form" in request:
        return "application/x-www-form-urlencoded", urlencode(request["form"]).encode()
    if "base64" in request:
        return "application/octet-stream", b64decode(request["base64"])
    return ("text/plain", request["text"].encode()) if "text" in request else ("", b"")


def _matched(example: Example, engine: Engine, policies: Policies) -> bool:
    """Return whether an example matches its file. Only rules need a whole audit; most services only the host."""
    request = exchange(example.request)
    if example.kind == "service" and not policies.services[example.id].self_hosted:
        found = engine.directory.answer(request.host).service
        return found is not None and found.id == example.id
    if example.kind == "rule":
        return any(finding.rule == example.id for finding in audit_exchanges([request], engine).findings)
    collector = engine.collector()
    engine.take(request, collector)
    recipients = collector.contacts.recipients()
    if example.kind == "service":
        name, seen_as = policies.services[example.id].name, recipients[0]
        return seen_as.service == name or _looks_like(name, seen_as.reason)
    observations = collector.observations.observations({one.host: one.party for one in recipients})
    if example.kind == "sdk":
        return _sdk_matched(policies.sdks[example.id], observations)
    return any(seen.category == example.id for seen in observations)


def _looks_like(name: str, reason: Reason) -> bool:
    """Return whether a host was attributed to a self-hosted service or a list of this name."""
    inside = reason.args.get("all", ())
    reasons = [one for one in inside if isinstance(one, Reason)] if isinstance(inside, tuple) else []
    named = {"self-hosted": "service", "on-list": "list"}
    return any(one.code in named and one.args[named[one.code]] == name for one in (reason, *reasons))


def _sdk_matched(sdk: Sdk, observations: Iterable[Observation]) -> bool:
    """Return whether there is an observation of a field of the SDK at its place."""
    named = [
        (field.category, compile_place(at)) for request in sdk.requests for field in request.fields for at in field.at
    ]
    return any(
        seen.category == category and place.fullmatch(seen.at[0].place)
        for seen in observations
        for category, place in named
    )


def _complaint(example: Example, audit: Audit) -> str:
    """Return what was found instead, for the author of the example."""
    wanted = f"{example.id} should match" if example.matches else f"{example.id} should not match, but does"
    if example.kind == "service":
        found = audit.recipients[0]
        return f"{wanted}: the host belongs to {found.service or 'no known service'} ({found.because})"
    seen = ", ".join(f"{item.category} ({item.because})" for item in audit.observations) or "nothing"
    rules = ", ".join(finding.rule for finding in audit.findings) or "no rule"
    return f"{wanted}: observed: {seen}; {rules} matched" if example.kind == "rule" else f"{wanted}: observed: {seen}"
