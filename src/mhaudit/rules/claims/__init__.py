"""Comparison of the vendor's statements with the traffic: promises, recipients, labels, manifests, the privacy notice.

Contradicted by proof only, never by suspicion. Consistent if it could have been contradicted and was not, which does
not show that it is true. Not tested in all other cases, each with its reason.
"""

from mhaudit.model.audit import ClaimResult
from mhaudit.rules.claims.context import ClaimContext
from mhaudit.rules.claims.manifest import manifest_results
from mhaudit.rules.claims.promises import promise_results
from mhaudit.rules.claims.recipients import notice_results, recipient_results
from mhaudit.rules.claims.store_labels import apple_results, play_results


def judge_claims(context: ClaimContext) -> list[ClaimResult]:
    """Return the results of all statements in the app profile, in order."""
    app = context.app
    if app is None:
        return []
    return [
        *promise_results(app, context),
        *recipient_results(app, context),
        *play_results(app, context),
        *apple_results(app, context),
        *manifest_results(app, context),
        *notice_results(app, context),
    ]
