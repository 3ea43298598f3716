"""Every command there is, as one table: the help of eh is drawn from it and nothing else is loaded for it."""

from __future__ import annotations

from typing import NamedTuple

GROUPS = (
    "Start",
    "Every day",
    "Lists",
    "Meetings",
    "Letters",
    "People and teams",
    "Procedures",
    "Keeping",
)


class Command(NamedTuple):
    """A command: what is typed, the function that does it, and which common options it takes.

    ``takes`` is 'data' (prints data), 'list' (a list, so CSV too), 'write' (records), or 'plain'.
    """

    name: str
    where: str
    takes: str
    group: str
    says: str


COMMANDS = tuple(
    Command(*line)
    for line in (
        ("init", "start:init", "plain", "Start", "Make the record, the settings and the first user."),
        ("demo", "start:demo", "plain", "Start", "Make a practice record of invented families."),
        ("open-episode", "referrals:open_episode", "write", "Every day", "Open an episode for a family."),
        ("allocate", "episodes:allocate", "write", "Every day", "Give an episode to a worker."),
        ("contact", "contacts:contact", "write", "Every day", "Log a contact, made or attempted."),
        ("visit", "contacts:visit", "write", "Every day", "Log a visit, made or attempted."),
        (
            "frequency",
            "contacts:frequency",
            "write",
            "Every day",
            "Record a manager's sign-off of how often to visit.",
        ),
        ("note", "contacts:note", "write", "Every day", "Write a case note."),
        (
            "note-types",
            "contacts:note_types",
            "list",
            "Every day",
            "List the procedure's note types and headings.",
        ),
        (
            "assess",
            "contacts:assess",
            "write",
            "Every day",
            "Record the stage that a form or document reached.",
        ),
        ("star", "contacts:star", "write", "Every day", "Record an Outcomes Star."),
        (
            "consent",
            "contacts:consent",
            "write",
            "Every day",
            "Record that consent was given, refused or withdrawn.",
        ),
        ("done", "tasks:done", "write", "Every day", "Record that a task was done."),
        (
            "set-aside",
            "tasks:set_aside",
            "write",
            "Every day",
            "Record a manager's decision that tasks will not be done.",
        ),
        ("pickup", "tasks:pickup", "write", "Every day", "Take a task from a tray."),
        ("reassign", "tasks:reassign", "write", "Every day", "Give a task to another worker."),
        ("close", "episodes:close", "write", "Every day", "Close an episode, with a reason."),
        (
            "correct",
            "episodes:correct",
            "write",
            "Every day",
            "Correct the day on which something was recorded.",
        ),
        ("undo", "journal:undo", "write", "Every day", "Take back your last command."),
        ("history", "journal:told", "list", "Every day", "Tell who recorded what, when, why, and what it was before."),
        (
            "overdue",
            "lists:overdue",
            "list",
            "Lists",
            "List what should have been done by now, longest overdue first.",
        ),
        ("due", "lists:due", "list", "Lists", "List what falls due soon."),
        ("today", "lists:today", "data", "Lists", "Show today on one screen."),
        ("tray", "lists:tray", "list", "Lists", "List the tasks waiting in a tray."),
        ("why", "explain:why", "data", "Lists", "Show the working of a task's date."),
        ("why-not", "explain:why_not", "data", "Lists", "Say why a duty is not owed in an episode."),
        ("find", "lists:find", "list", "Lists", "Find people and episodes by name or postcode."),
        ("show", "explain:show", "data", "Lists", "Show an episode, person, task, meeting, letter or note."),
        ("timeline", "explain:timeline", "list", "Lists", "Tell an episode's story, day by day."),
        ("taf schedule", "meetings:schedule", "write", "Meetings", "Give a TAF a date, a time and a place."),
        (
            "taf held",
            "meetings:held",
            "write",
            "Meetings",
            "Record that a TAF took place, and who was there.",
        ),
        ("taf not-held", "meetings:not_held", "write", "Meetings", "Record that a TAF did not take place."),
        ("taf minutes", "meetings:minutes", "write", "Meetings", "Record how far the minutes have come."),
        ("taf list", "meetings:list_meetings", "list", "Meetings", "List TAF meetings."),
        ("letter", "letters:letter", "write", "Letters", "Write a letter as a Word file."),
        (
            "letters list",
            "letters:list_letters",
            "list",
            "Letters",
            "List the letters of an episode or team.",
        ),
        ("letters posted", "letters:posted", "write", "Letters", "Record that a letter was posted."),
        ("letters kinds", "letters:kinds", "list", "Letters", "List the kinds of letter there are."),
        ("person show", "households:person_show", "data", "People and teams", "Show everything known of a person."),
        ("person change", "families:person_change", "write", "People and teams", "Change what is known of a person."),
        ("person add", "families:person_add", "write", "People and teams", "Add somebody to a family."),
        (
            "family show",
            "households:family_show",
            "data",
            "People and teams",
            "Show a family and who may be written to.",
        ),
        ("family member", "families:family_member", "write", "People and teams", "Record who left or came back."),
        (
            "family relation",
            "families:family_relation",
            "write",
            "People and teams",
            "Record parental responsibility, and who is what to a child.",
        ),
        (
            "family restrict",
            "families:family_restrict",
            "write",
            "People and teams",
            "Keep two people apart in letters.",
        ),
        (
            "family flag",
            "families:family_flag",
            "write",
            "People and teams",
            "Have a second person look at a family's letters.",
        ),
        ("worker list", "people:worker_list", "list", "People and teams", "List the workers."),
        ("worker add", "people:worker_add", "write", "People and teams", "Add a worker, or change one."),
        ("worker end", "people:worker_end", "write", "People and teams", "Record that a worker leaves."),
        (
            "worker show",
            "people:worker_show",
            "data",
            "People and teams",
            "Show a worker and the cases held.",
        ),
        ("team list", "people:team_list", "list", "People and teams", "List the teams."),
        ("team add", "people:team_add", "write", "People and teams", "Add a team, or change one."),
        ("team end", "people:team_end", "write", "People and teams", "Record that a team has ended."),
        ("team closed", "people:team_closed", "write", "People and teams", "Record a day on which a team is closed."),
        ("team show", "people:team_show", "data", "People and teams", "Show a team."),
        ("agency list", "people:agency_list", "list", "People and teams", "List the agencies."),
        ("agency add", "people:agency_add", "write", "People and teams", "Add an agency, or change one."),
        ("agency end", "people:agency_end", "write", "People and teams", "Record that an agency has ended."),
        ("agency show", "people:agency_show", "data", "People and teams", "Show an agency."),
        (
            "procedure list",
            "procedures:list_procedures",
            "list",
            "Procedures",
            "List the procedures that can be used.",
        ),
        (
            "procedure show",
            "procedures:show",
            "list",
            "Procedures",
            "Show a procedure's duties, or one duty.",
        ),
        ("procedure diff", "procedures:diff", "list", "Procedures", "Show what is different between two procedures."),
        ("procedure check", "procedures:check", "data", "Procedures", "Check a procedure pack."),
        ("procedure coverage", "procedures:cover", "list", "Procedures", "Count which requirement rows are held."),
        ("procedure sheet", "procedures:sheet", "plain", "Procedures", "Write a procedure as a Word document to sign."),
        ("procedure what-if", "procedures:what_if", "list", "Procedures", "List what another procedure would move."),
        ("procedure adopt", "procedures:adopt", "write", "Procedures", "Have a team take up another procedure."),
        (
            "procedure switch",
            "procedures:switch",
            "write",
            "Procedures",
            "Record a choice to switch a duty off or on.",
        ),
        (
            "reason list",
            "procedures:reason_list",
            "list",
            "Procedures",
            "List the reasons for opening and closing.",
        ),
        (
            "reason add",
            "procedures:reason_add",
            "write",
            "Procedures",
            "Add a reason of the authority's own.",
        ),
        (
            "night",
            "keeping:night",
            "plain",
            "Keeping",
            "Write the overdue and due lists of every team to files, and back the record up.",
        ),
        ("backup", "backups:backup", "data", "Keeping", "Back the record up, and check the copy."),
        ("restore", "backups:restore", "data", "Keeping", "Bring a backup back, to a new place first."),
        (
            "audit verify",
            "journal:verify",
            "data",
            "Keeping",
            "Verify that nothing in the journal was changed or cut off.",
        ),
        ("audit show", "journal:show", "list", "Keeping", "List the entries of the journal."),
        ("audit who-saw", "journal:who_saw", "list", "Keeping", "List who read the file of a person or family."),
        (
            "record where",
            "keeping:where",
            "data",
            "Keeping",
            "Say where the record, settings and letters are.",
        ),
        ("record check", "keeping:check", "data", "Keeping", "Check the record and its worklist."),
        ("record upgrade", "keeping:upgrade", "plain", "Keeping", "Bring a record of an older eh up to date."),
        ("record encrypt", "encryption:encrypt", "plain", "Keeping", "Encrypt the record under a passphrase."),
        ("record decrypt", "encryption:decrypt", "plain", "Keeping", "Take the record's encryption back."),
        ("record passphrase", "encryption:passphrase", "plain", "Keeping", "Change the record's passphrase."),
        ("record rebuild", "keeping:rebuild", "plain", "Keeping", "Work the worklist out again."),
    )
)
FAMILIES = {
    "taf": "Team Around the Family meetings.",
    "letters": "Letters that were written.",
    "person": "People of the families.",
    "family": "Families, and who in them may be written to.",
    "worker": "Workers.",
    "team": "Teams.",
    "agency": "Agencies.",
    "procedure": "The procedures that duties come from.",
    "reason": "Reasons for opening and closing.",
    "record": "The record itself.",
    "audit": "The journal: whether it is whole, what was recorded, and who read what.",
}
