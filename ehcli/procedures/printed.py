"""Rules that eh keeps by itself, each with a name: a pack says by ``[[printed]]`` where its documents print one."""

from __future__ import annotations

# What each says. Where no document of a procedure prints one it is our default there, and is told of as that.
RULES = {
    "allocate": "Who allocates an episode",
    "train-to-allocate": "Who says that somebody is trained to allocate",
    "close": "Who closes an episode",
    "agree-visit-frequency": "Who agrees how often a family is visited",
    "reason-for-visits": "An agreement about visits has its reason",
    "warn-of-visit": "A visit before what should come first is warned of",
    "no-reply-is-no-consent": "No reply is not consent",
    "copy-to-those-named": "A note is copied to those whom a consent statement names",
    "share-after-withdrawal": "Nothing new goes outside the family once consent is withdrawn",
    "restrict-to-a-group": "What is restricted to a group stays in it",
    "way-of-inviting": "How somebody is invited is said",
    "who-does-an-action": "An action says what is done, and who does it",
    "weekly-reason": "A case is taken to the weekly meeting for a reason",
    "weekly-invitation": "Who is asked to the weekly meeting, and how",
    "weekly-consent": "A case is discussed with consent, or with the reason for doing without",
    "weekly-chair": "Who chairs the weekly meeting",
    "weekly-chair-instead": "What is decided with somebody else in the chair is provisional",
    "weekly-minutes-present": "Minutes of the weekly meeting say who was there",
    "weekly-minutes-chair": "Minutes of the weekly meeting say who chaired",
    "weekly-minutes-statement": "Minutes of the weekly meeting say that the statement was agreed",
    "weekly-minutes-way-forward": "Minutes of the weekly meeting say the way forward",
    "weekly-minutes-thresholds": "Minutes of the weekly meeting say whether thresholds are met",
    "weekly-minutes-dissent": "Minutes of the weekly meeting say who dissents",
    "weekly-minutes-without-consent": "Minutes of the weekly meeting say why there is no consent",
    "weekly-minutes-actions": "An action of the weekly meeting says what, who and by when",
    "weekly-minutes-follow-up": "Minutes of the weekly meeting say how actions are followed up",
}
