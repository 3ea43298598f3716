"""The bands of a list: in what order tasks stand, a child's safety first."""

# In what order lists stand: a child's safety first. Eh's own words; which duty stands where is the pack's.
BANDS = {
    "harm": "A child may be at risk of harm",
    "unseen": "Not seen, or nobody holds the case",
    "plan": "The child's voice, meeting, assessment",
    "waiting": "Somebody waits for a letter or minutes",
    "record": "Records to keep up",
}
SAFETY = ("harm", "unseen")  # the bands in which it counts for how long nobody saw the child
OTHERWISE = "plan"  # where a task stands whose pack does not say
PLACE = {band: place for place, band in enumerate(BANDS)}


def is_lower(band: str, than: str) -> bool:
    """Whether a band comes after another."""
    return PLACE[band] > PLACE[than]


def standing(printed: str, chosen: str) -> str:
    """Where a duty stands: where its team put it, else where its procedure does.

    What its procedure has in harm or unseen is never lowered, whatever was chosen under a procedure of before.
    """
    kept = printed in SAFETY and bool(chosen) and is_lower(chosen, printed)
    return printed if kept else chosen or printed
