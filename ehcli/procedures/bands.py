"""The bands of a list: in what order tasks stand, a child's safety first."""

# In what order lists stand: a child's safety first. Eh's own words; which duty stands where is the pack's.
BANDS = {
    "harm": "A child may be at risk of harm",
    "unseen": "Not seen, or nobody holds the case",
    "plan": "The child's voice, meeting, assessment",
    "waiting": "Somebody waits for a letter or minutes",
    "record": "Records to keep up",
}
