"""Copies of a note go to who holds the case and to who is named on the consent statement; everybody else is named."""

from __future__ import annotations

NOTE = ("note", "E-1", "--type", "Case Summary", "--text", "Settled at school.")


def test_a_note_is_kept_and_each_blocked_recipient_is_named(allocated) -> None:
    eh = allocated
    eh(
        "worker",
        "add",
        "nkaur",
        "--name",
        "Nina Kaur",
        "--role",
        "lead-professional",
        "--agency",
        "Okafor Primary",
        "--by",
        "jmay",
    )
    eh("worker", "add", "dshaw", "--name", "Dev Shaw", "--role", "key-worker", "--team", "oldbury")
    eh("agency", "add", "okafor-primary", "--name", "Okafor Primary", "--kind", "school")
    to = ("--copy-to", "aroy", "--copy-to", "jmay", "--copy-to", "nkaur", "--copy-to", "dshaw")
    told = eh(*NOTE, *to)
    assert "Not copied: nkaur is not named on the consent statement of E-0001 (TEH p11, TEH-116)." in told.err
    assert "Not copied: dshaw is not named" in told.err
    assert "eh consent E-0001 --from P-... --share-with nkaur --share-with dshaw" in told.err
    assert eh("show", "N-1", "--json").json()["copied_to"] == "aroy; jmay"
    eh("consent", "E-1", "--from", "P-3", "--method", "signed", "--share-with", "Okafor Primary")
    body = eh(*NOTE, *to, "--json").json()
    assert (body["copied_to"], list(body["not_copied"])) == (["aroy", "jmay", "nkaur"], ["dshaw"])
    eh("consent", "E-1", "--from", "P-3", "--method", "verbal", "--share-with", "dshaw")  # adds to the statement
    assert eh(*NOTE, *to, "--json").json()["not_copied"] == {}
    eh("consent", "E-1", "--from", "P-3", "--state", "withdrawn")
    assert list(eh(*NOTE, *to, "--json").json()["not_copied"]) == ["nkaur", "dshaw"]


def test_only_given_consent_names_who_it_is_shared_with(allocated, refused) -> None:
    args = ("consent", "E-1", "--from", "P-3", "--state", "refused", "--share-with", "aroy")
    refused(allocated, *args, code=2, says="Only consent that was given names who", hint="Leave --share-with out.")
    refused(allocated, *NOTE, "--copy-to", "nobody", code=3, says="There is no worker 'nobody'.")
