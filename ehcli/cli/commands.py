"""Every command there is, as one table: the help of eh is drawn from it and nothing else is loaded for it."""

from __future__ import annotations

from typing import NamedTuple

GROUPS = ("Start", "Every day", "Lists", "Meetings", "Letters", "People and teams", "Procedures", "Keeping")


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
    Command(name, where, takes, group, says)
    for group, lines in {
        "Start": (
            ("init", "start:init", "plain", "Make the record, the settings and the first user."),
            ("demo", "start:demo", "plain", "Make a practice record of invented families."),
            ("help", "handbook:page", "data", "Print a page of the handbook: for officers, managers or IT."),
        ),
        "Every day": (
            ("open-episode", "referrals:open_episode", "write", "Open an episode for a family."),
            ("allocate", "episodes:allocate", "write", "Give an episode to a worker."),
            ("contact", "contacts:contact", "write", "Log a contact, made or attempted."),
            ("visit", "contacts:visit", "write", "Log a visit, made or attempted."),
            ("frequency", "contacts:frequency", "write", "Record a manager's sign-off of how often to visit."),
            ("note", "contacts:note", "write", "Write a case note."),
            ("note-types", "contacts:note_types", "list", "List the procedure's note types and headings."),
            ("assess", "contacts:assess", "write", "Record the stage that a form or document reached."),
            ("star", "contacts:star", "write", "Record an Outcomes Star."),
            ("consent", "contacts:consent", "write", "Record that consent was given, refused or withdrawn."),
            ("done", "tasks:done", "write", "Record that a task was done."),
            ("set-aside", "tasks:set_aside", "write", "Record a manager's decision that tasks will not be done."),
            ("pickup", "tasks:pickup", "write", "Take a task from a tray."),
            ("reassign", "tasks:reassign", "write", "Give a task to another worker."),
            ("close", "episodes:close", "write", "Close an episode, with a reason."),
            ("correct", "correcting:correct", "write", "Correct the day, or a value, of something recorded."),
            ("undo", "journal:undo", "write", "Take back your last command, whole."),
            ("history", "journal:told", "list", "Tell who recorded what, when, why, and what it was before."),
        ),
        "Lists": (
            ("overdue", "lists:overdue", "list", "List what should have been done by now, longest overdue first."),
            ("due", "lists:due", "list", "List what falls due from today on."),
            ("today", "lists:today", "data", "Show today on one screen."),
            ("tray", "lists:tray", "list", "List the tasks waiting in a tray."),
            ("why", "explain:why", "data", "Show the working of a task's date."),
            ("why-not", "explain:why_not", "data", "Say why a duty is not owed in an episode."),
            ("find", "lists:find", "list", "Find people and episodes by name or postcode."),
            ("show", "explain:show", "data", "Show an episode, family, person, task, meeting, letter or note."),
            ("timeline", "explain:timeline", "list", "Tell an episode's story, day by day."),
        ),
        "Meetings": (
            ("taf schedule", "meetings:schedule", "write", "Give a TAF a date, a time and a place, or move it."),
            ("taf held", "meetings:held", "write", "Record that a TAF took place, and who was there."),
            ("taf not-held", "meetings:not_held", "write", "Record that a TAF did not take place."),
            ("taf invite", "invites:invite", "write", "Record who is invited to a TAF, how, and what they answer."),
            ("taf invitations", "invites:guests", "list", "List who is invited to a TAF, how, and what they answered."),
            ("taf cancel", "meetings:cancel", "write", "Record that a TAF to come is cancelled."),
            ("taf plan", "plans:plan", "write", "Record the plan and minutes: what was said, who does what."),
            ("taf action", "plans:action", "write", "Record that an action of a plan is done, or changes."),
            ("taf agenda", "plans:agenda", "data", "Show a TAF's agenda, with the actions still open."),
            ("taf minutes", "meetings:minutes", "write", "Record how far the minutes have come."),
            ("minutes", "lists:minutes", "list", "List the minutes that are owed, and who they wait for."),
            ("taf list", "meetings:list_meetings", "list", "List TAF meetings: those of an episode, or those to come."),
            ("cog schedule", "cog:schedule", "write", "Give a weekly COG meeting a day, a time and a place."),
            ("cog add", "cog:add", "write", "Put a case on the agenda of a weekly COG meeting."),
            ("cog off", "cog_minutes:off", "write", "Take a case off the agenda of a weekly COG meeting."),
            ("cog discussed", "cog_minutes:discussed", "write", "Record what a weekly COG meeting said about a case."),
            ("cog minutes", "cog_minutes:minutes", "list", "List the minutes of weekly COG meetings."),
            ("cog invite", "cog_invites:invite", "write", "Record who is asked to a weekly COG meeting."),
            ("cog invitations", "cog_invites:list_invitations", "list", "List who is asked to a weekly COG meeting."),
            ("cog list", "cog:list_meetings", "list", "List the weekly COG meetings to come."),
            ("cog agenda", "cog:agenda", "list", "Show a weekly COG meeting's cases with their slots."),
        ),
        "Letters": (
            ("letter", "letters:letter", "write", "Write a letter as a Word file on the house letterhead."),
            ("letters list", "letters:list_letters", "list", "List letters, and which of them were posted."),
            ("letters posted", "letters:posted", "write", "Record that a letter was posted."),
            ("letters withdraw", "letters:withdraw", "write", "Take back a letter that was printed and not posted."),
            ("letters due", "letters:due", "list", "List the letters that are owed."),
            ("letters run", "letters:run", "write", "Print every letter that is owed and not printed yet."),
            ("letters verify", "letters:verify", "data", "Say whether a letter's file is as it was printed."),
            ("letters check", "letters:check", "list", "Check the letter templates."),
            ("letters kinds", "letters:kinds", "list", "List the kinds of letter there are."),
        ),
        "People and teams": (
            ("person show", "families:person_show", "data", "Show everything known of a person."),
            ("person change", "families:person_change", "write", "Change what is known of a person."),
            ("person add", "families:person_add", "write", "Add somebody to a family."),
            ("family show", "families:family_show", "data", "Show a family and who may be written to."),
            ("family member", "families:family_member", "write", "Record who left the household or came back."),
            ("family relation", "families:family_relation", "write", "Record what an adult is to a child."),
            ("family restrict", "families:family_restrict", "write", "Keep two people apart in all that is sent."),
            ("family two-homes", "families:family_two_homes", "write", "Decide that two addresses are two homes."),
            ("family flag", "families:family_flag", "write", "Have a second person look at a family's letters."),
            ("worker list", "people:worker_list", "list", "List the workers."),
            ("worker add", "people:worker_add", "write", "Add a worker, or change one."),
            ("worker end", "people:worker_end", "write", "Record that a worker leaves."),
            ("worker trained", "people:worker_trained", "write", "Record that a senior was trained to allocate."),
            ("worker show", "people:worker_show", "data", "Show a worker and the cases held."),
            ("team list", "people:team_list", "list", "List the teams."),
            ("team add", "people:team_add", "write", "Add a team, or change one."),
            ("team end", "people:team_end", "write", "Record that a team has ended."),
            ("team closed", "people:team_closed", "write", "Record a day on which a team is closed."),
            ("team band", "people:team_band", "write", "Put a duty into another band of a team's lists."),
            ("team bands", "people:team_bands", "list", "List the duties that a team put into another band."),
            ("team show", "people:team_show", "data", "Show a team, its workers and its open episodes."),
            ("group list", "groups:group_list", "list", "List the groups and who is in them."),
            ("group add", "groups:group_add", "write", "Put workers into a group."),
            ("group end", "groups:group_end", "write", "Take workers out of a group."),
            ("group show", "groups:group_show", "list", "Show who is in a group."),
            ("agency list", "people:agency_list", "list", "List the agencies."),
            ("agency add", "people:agency_add", "write", "Add an agency, or change one."),
            ("agency end", "people:agency_end", "write", "Record that an agency has ended."),
            ("agency show", "people:agency_show", "data", "Show an agency."),
        ),
        "Procedures": (
            ("procedure list", "procedures:list_procedures", "list", "List the procedures that can be used."),
            (
                "procedure show",
                "procedures:show",
                "list",
                "Show a procedure's duties, one duty whole, or one of its lists.",
            ),
            ("procedure diff", "procedures:diff", "list", "Show what is different between two procedures."),
            ("procedure new", "procedures:new", "plain", "Write a new procedure with blanks to fill in."),
            ("procedure check", "procedures:check", "data", "Check a procedure pack."),
            ("procedure coverage", "procedures:cover", "list", "Count which requirement rows are held."),
            ("procedure sheet", "procedures:sheet", "plain", "Write a procedure as a Word document to sign."),
            ("procedure what-if", "procedures:what_if", "list", "List what another procedure would move."),
            ("procedure adopt", "procedures:adopt", "write", "Have a team take up another procedure."),
            ("procedure switches", "procedures:switches", "list", "List what an authority may switch off."),
            (
                "procedure switch",
                "procedures:switch",
                "write",
                "Record the authority's choice to switch a duty off or on.",
            ),
            ("reason list", "procedures:reason_list", "list", "List the reasons for opening and closing."),
            ("reason add", "procedures:reason_add", "write", "Add a reason of the authority's own."),
        ),
        "Keeping": (
            (
                "night",
                "keeping:night",
                "plain",
                "Write the overdue and due lists of every team to files, back the record up, and check it.",
            ),
            ("backup", "backups:backup", "data", "Back the record up, and check the copy."),
            ("restore", "backups:restore", "data", "Bring a backup back, to a new place first."),
            ("audit verify", "journal:verify", "data", "Verify that nothing in the journal was changed or cut off."),
            ("audit show", "journal:show", "list", "List the entries of the journal."),
            ("audit who-saw", "journal:who_saw", "list", "List who read the file of a person or family."),
            ("record where", "keeping:where", "data", "Say where the record, settings and letters are."),
            ("record check", "keeping:check", "data", "Check the record and its worklist."),
            ("record upgrade", "keeping:upgrade", "plain", "Bring a record of an older eh up to date."),
            ("record encrypt", "encryption:encrypt", "plain", "Encrypt the record under a passphrase."),
            ("record decrypt", "encryption:decrypt", "plain", "Take the record's encryption back."),
            ("record passphrase", "encryption:passphrase", "plain", "Change the record's passphrase."),
            ("record rebuild", "keeping:rebuild", "plain", "Work the worklist out again."),
            ("record roles", "sharing:roles", "plain", "Print or set the database's own roles."),
            ("record move", "sharing:move", "data", "Move the record to a database server, or back."),
        ),
    }.items()
    for name, where, takes, says in lines
)
FAMILIES = {
    "taf": "Team Around the Family meetings.",
    "cog": "Weekly Community Operating Group meetings.",
    "letters": "Letters that were written.",
    "person": "People of the families.",
    "family": "Families, and who in them may be written to.",
    "worker": "Workers.",
    "team": "Teams.",
    "agency": "Agencies.",
    "group": "Groups that restricted notes and letters are open to.",
    "procedure": "The procedures that duties come from.",
    "reason": "Reasons for opening and closing.",
    "record": "The record itself.",
    "audit": "The journal: whether it is whole, what was recorded, and who read what.",
}
