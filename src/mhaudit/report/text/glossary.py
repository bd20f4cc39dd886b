"""The words that a reader may not know, explained; and the roles that services have, in plain words."""

from mhaudit.report.text.language import marked as _

GLOSSARY = {
    _("Control"): _(
        "We also search for values that nobody entered. Whatever finds them is a false alarm, and is counted."
    ),
    _("Event"): _("A named message that an app sends when something happens, such as mood_logged."),
    _("Gap"): _("Something that could not be read or tested. It is listed, never counted as clean."),
    _("Hash"): _(
        "A fixed code made from a value. A company that has the value can make the same code and match it; phone "
        "numbers and scores can be found by trying all of them."
    ),
    _("Host"): _("A name on the network, such as api.example.com. A company may have many."),
    _("Identifier"): _("A value that singles out a person or device, such as a user ID or an advertising ID."),
    _("Pinning"): _("An app that accepts one certificate only cannot be recorded. What it sends there is not tested."),
    _("SDK"): _("Code of another company inside an app. It often sends data to that company by itself."),
    _("Test data"): _("The details of a fictional person, entered into the app; each can be recognised again."),
}

# What a company with such a role does with what it receives, in words for everybody.
ROLES = {
    "ad-verification": _("ad verification"),
    "advertising": _("advertising"),
    "affiliate": _("affiliate marketing"),
    "ai-gateway": _("AI gateway"),
    "ai-inference": _("AI models"),
    "ai-observability": _("AI monitoring"),
    "ai-vector-store": _("AI vector store"),
    "analytics": _("analytics"),
    "apm": _("performance monitoring"),
    "attribution": _("ad attribution"),
    "audience-measurement": _("audience measurement"),
    "backend": _("cloud hosting"),
    "cdn": _("content delivery"),
    "cdp": _("customer data platform"),
    "cms": _("content management"),
    "consent": _("consent management"),
    "crash": _("crash reports"),
    "crm": _("customer management (CRM)"),
    "data-broker": _("data broker"),
    "deep-linking": _("deep linking"),
    "email": _("e-mail delivery"),
    "emotion-recognition": _("emotion recognition"),
    "engagement": _("marketing messages"),
    "experimentation": _("A/B testing"),
    "feature-flags": _("feature flags"),
    "feedback": _("feedback"),
    "fraud-prevention": _("fraud prevention"),
    "health-data": _("health data"),
    "hosting": _("hosting"),
    "identifier": _("device identification"),
    "identity": _("login"),
    "location": _("location"),
    "logging": _("log collection"),
    "maps": _("maps"),
    "media": _("media"),
    "messaging": _("messages"),
    "ota-update": _("app updates"),
    "payments": _("payments"),
    "platform": _("platform"),
    "push": _("push notifications"),
    "real-time-media": _("calls and video"),
    "remote-config": _("remote configuration"),
    "scheduling": _("appointments"),
    "search": _("search"),
    "session-replay": _("session replay"),
    "social": _("social network"),
    "speech": _("speech"),
    "subscriptions": _("subscriptions"),
    "support": _("customer support"),
    "survey": _("surveys"),
    "tag-manager": _("tag manager"),
    "telemetry": _("telemetry"),
    "video": _("video"),
    "other": _("other services"),
}
