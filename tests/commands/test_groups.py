"""What is restricted to a group: others see that it is there, on which day and for whom, and nothing that it says."""

from __future__ import annotations

NOTE = ("note", "E-1", "--type", "Case Summary", "--text", "Heron flies at dawn.")


def test_only_the_group_and_an_auditor_see_what_is_restricted_to_it(allocated, refused) -> None:
    eh = allocated
    refused(eh, "group", "add", "ecaf", "--member", "aroy", code=4, says="abell (business-support) may not give")
    eh("group", "add", "eCAF", "--member", "aroy", "--member", "jmay", "--by", "jmay")
    assert [row[1] for row in eh("group", "show", "ecaf").rows()[1:]] == ["aroy", "jmay"]
    eh("worker", "add", "pcheck", "--name", "Pat Check", "--role", "auditor", "--by", "jmay")
    said = "abell is not in the group ecaf: you could not read it again."
    refused(eh, *NOTE, "--restrict-to", "ecaf", code=4, says=said, hint="--yes")
    to = ("--copy-to", "bcole", "--copy-to", "jmay")
    made = eh(*NOTE, "--restrict-to", "ecaf", "--yes", *to, "--json").json()
    assert made["copied_to"] == ["jmay"]
    assert "bcole is not in the group ecaf (TEH p19, TEH-174)" in made["not_copied"]["bcole"]
    eh(
        "letter",
        "no-contact",
        "E-1",
        "--reply-by",
        "2016-07-20",
        "--restrict-to",
        "ecaf",
        "--format",
        "txt",
        user="aroy",
    )
    everything = [
        *(("show", ref, *json) for ref in ("N-1", "L-1") for json in ((), ("--json",))),
        *(("timeline", "E-1", *form) for form in ((), ("--json",), ("--csv",))),
        *(("history", ref, *form) for ref in ("N-1", "L-1", "E-1") for form in ((), ("--json",))),
        *(("letters", "list", "--episode", "E-1", *form) for form in ((), ("--json",), ("--csv",))),
    ]
    for args in everything:
        inside, outside = eh(*args, user="aroy"), eh(*args)
        for word in ("Heron", "Case Summary", "no-contact", "Sam Larkin"):
            assert word not in outside.out, (args, outside.out)
        assert "ecaf" in outside.out, args
        assert "2016-07-12" in outside.out or "12 Jul 2016" in outside.out
        assert inside.out == eh(*args, user="pcheck").out
    assert "Heron flies at dawn." in eh("show", "N-1", user="jmay").out
    assert "Heron" not in eh("show", "N-1", user="bcole").out
    again = ("letter", "no-contact", "E-1", "--again", "--format", "txt")
    refused(eh, *again, code=4, says="L-0001 is restricted to ecaf.", hint="eh group show ecaf")
    eh("letters", "posted", "L-1")  # business support posts what it may not read
    eh("group", "end", "ecaf", "--member", "jmay", "--by", "jmay")
    assert "Heron" not in eh("show", "N-1", user="jmay", today="2016-07-13").out


def test_a_group_is_its_members(allocated, refused) -> None:
    refused(allocated, "group", "add", "ecaf", "--by", "jmay", code=2, says="A group is its members.", hint="--member")
    refused(allocated, *NOTE, "--restrict-to", "ecaf", code=3, says="There is no group 'ecaf'.", hint="eh group list")
