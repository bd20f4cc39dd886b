"""Names of organisations that are ordinary words as well, and brands that go before many products."""

# A sentence may begin with these and mean the word: "Adjust your settings".
ORDINARY = frozenset(
    "Adjust Agora Airship Alphabet Amplitude Apple Batch Blackstone Branch Braze Canny Chutes Clerk Cohere Cordial "
    "Crisp Decibel Drift Embrace Featherless Fingerprint Flurry Heap Honeycomb Hyperbolic Impact Insider Intercom "
    "Iterable Lambda Liftoff Meta Nimbus Oracle Perplexity Plausible Pusher Radar Replicate Rime Segment Sentry Sift "
    "Singular Snap Square Stripe Transcend Tune Unity Zoom".split()
)
# These say nothing alone, wherever they stand.
NEVER_ALONE = frozenset({"Ada", "Block", "Daily", "HERE", "Here", "Poe", "Split", "Stream", "Text", "X"})
# `Facebook Login` and `Firebase Crashlytics` are Facebook's and Firebase's.
FAMILIES = frozenset(
    "Adobe Alibaba Amazon Apple AppLovin Azure Cloudflare Datadog Facebook Firebase Google Huawei Instagram Meta "
    "Microsoft Oracle PayPal Piano Snapchat Tencent TikTok Twitter Unity WhatsApp Yandex YouTube".split()
)
