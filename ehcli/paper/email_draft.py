"""An e-mail as a draft (.eml) to one person: opened, looked at and sent by hand. Nothing here sends.

One file goes to one address, never more: an address seen by somebody who should not see it is a breach.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from ehcli.machine.hashes import sha256

ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"


class Attachment(NamedTuple):
    """A calendar file that goes with the draft."""

    name: str
    content: bytes
    method: str  # PUBLISH or CANCEL


def is_address(typed: str) -> bool:
    """Whether this is one e-mail address, and nothing else."""
    return len(typed) <= 254 and re.fullmatch(ADDRESS, typed) is not None


def draft(to: str, subject: str, text: str, attached: Attachment, dated: datetime) -> bytes:
    """A draft to one address; the same bytes for the same words."""
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    made = EmailMessage(policy=SMTP)
    made["To"] = to
    made["Subject"] = subject
    made["Date"] = format_datetime(dated)
    made["X-Unsent"] = "1"
    made.set_content(text, cte="quoted-printable")
    made.add_attachment(
        attached.content,
        maintype="text",
        subtype="calendar",
        filename=attached.name,
        params={"charset": "utf-8", "method": attached.method},
    )
    made.set_boundary(f"=={sha256(to.encode() + text.encode() + attached.content)[:32]}==")
    return bytes(made)
