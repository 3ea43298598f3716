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
    assert "eh consent E-0001 --from P-... --method signed --share-with nkaur --share-with dshaw" in told.err
    assert eh("show", "N-1", "--json").json()["copied_to"] == "aroy; jmay"
    eh("consent", "E-1", "--from", "P-3", "--method", "signed", "--share-with", "Okafor Primary")
    body = eh(*NOTE, *to, "--json").json()
    assert (body["copied_to"], list(body["not_copied"])) == (["aroy", "jmay", "nkaur"], ["dshaw"])
    eh("consent", "E-1", "--from", "P-3", "--method", "verbal", "--share-with", "dshaw")  # adds to the statement
    assert eh(*NOTE, *to, "--json").json()["not_copied"] == {}
    eh("consent", "E-1", "--from", "P-3", "--state", "withdrawn")
    assert list(eh(*NOTE, *to, "--json").json()["not_copied"]) == ["nkaur", "dshaw"]


def test_the_statement_is_recorded_with_the_referral_by_options_or_a_form(allocated, refused, tmp_path) -> None:
    eh, ask = allocated, ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F")
    eh("worker", "add", "dshaw", "--name", "Dev Shaw", "--role", "key-worker", "--team", "oldbury", "--by", "jmay")
    given = ("--parent", "Tess Bell", "--consent-from", "Tess Bell", "--consent-method", "signed")
    refused(eh, *ask, *given, "--share-with", "dshow", code=3, says="There is no worker 'dshow'.", hint="dshaw")
    refused(eh, *ask, "--share-with", "dshaw", code=2, says="Who gave consent is missing.", hint="--consent-from NAME")
    form = tmp_path / "request.toml"
    for said, code, says in (
        ('["dshow"]', 3, "There is no worker 'dshow'."),
        ('["okafor-secondary"]', 3, "There is no worker 'okafor-secondary'."),
        ('"dshaw"', 2, "'consent shared_with' must be a list."),
        ("[[]]", 2, "'consent shared_with' must be a text."),
    ):
        form.write_text(f'[consent]\nfrom = "Tess Bell"\nmethod = "signed"\nshared_with = {said}\n', encoding="utf-8")
        refused(eh, *ask, *given[:2], "--from", str(form), code=code, says=says)
    eh(*ask, *given, "--share-with", "Dev Shaw", "--share-with", "dshaw", "--share-with", "scsp")
    told = [each for each in eh("timeline", "E-2", "--json").json() if each["kind"] == "consent-recorded"]
    assert told[0]["shared_with"] == ["dshaw", "scsp"]
    note = ("note", "E-2", "--type", "Case Summary", "--text", "x", "--json", "--copy-to")
    assert eh(*note, "dshaw").json()["not_copied"] == {}
    assert list(eh(*note, "bcole", "--dry-run", user="aroy").json()["not_copied"]) == []


def test_only_given_consent_names_who_it_is_shared_with(allocated, refused) -> None:
    args = ("consent", "E-1", "--from", "P-3", "--state", "refused", "--share-with", "aroy")
    refused(allocated, *args, code=2, says="Only consent that was given names who", hint="Leave --share-with out.")
    refused(allocated, *NOTE, "--copy-to", "nobody", code=3, says="There is no worker 'nobody'.")
