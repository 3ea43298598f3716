"""Telephones and e-mail addresses however they are written, so that one is found in the other's writing."""

from __future__ import annotations

import re

from ehcli.matching.scripts import spelt
from ehcli.matching.spelling import squeezed

FEWEST = 7  # figures of a telephone with its area left out
RUN = re.compile(r"\+?\(?\d(?:[ \t().+-]{0,3}\d)+")
PARTS = re.compile(r"[/;,|\n]|\bor\b|\band\b|&")
APART = re.compile(r"[\s<>()\[\],;:/\"]+")
AT, DOT = (re.compile(rf" ?[\[(] ?{word} ?[\])] ?") for word in ("at", "dot"))
ABROAD = ("0044", "44")


def telephones(text: str) -> set[str]:
    """Every telephone of a field or a text: its figures without +44, 0044, (0) and the nought it begins with."""
    told = spelt(text).replace("(0)", "")
    return {
        plain for part in PARTS.split(told) for run in RUN.finditer(part) if len(plain := national(run[0])) >= FEWEST
    }


def national(number: str) -> str:
    """The figures of a telephone as they are dialled in this country, without the nought before them."""
    figures = "".join(sign for sign in number if sign.isdigit())
    for code in ABROAD:
        if figures.startswith(code) and len(figures) - len(code) >= FEWEST + 2:
            figures = figures.removeprefix(code)
            break
    return figures.lstrip("0")


def one_telephone(one: str, other: str) -> bool:
    """Whether two fields have a telephone in common."""
    return bool(telephones(one) & telephones(other)) or squeezed(one) == squeezed(other) != ""


def emails(text: str) -> set[str]:
    """Every e-mail address of a field or a text, without case, dots, mailto: and what follows a plus."""
    told = DOT.sub(".", AT.sub("@", spelt(text))).replace("mailto:", " ")
    found = {mailbox(each) for each in APART.split(told) if "@" in each}
    words = told.split()
    for place, word in enumerate(words[1:-1], 1):
        if word == "at":  # ann at example dot org
            host = words[place + 1 : place + 2]
            for dot, more in zip(words[place + 2 :: 2], words[place + 3 :: 2], strict=False):
                if dot != "dot":
                    break
                host.append(more)
            found |= {mailbox(f"{words[place - 1]}@{'.'.join(host)}")} if len(host) > 1 else set()
    return found - {""}


def mailbox(address: str) -> str:
    """One address as it is compared: what a plus begins is a mark of the same box, and dots make no other."""
    box, _, host = address.strip(".").partition("@")
    return squeezed(box.partition("+")[0]) + "@" + squeezed(host) if squeezed(box) and squeezed(host) else ""


def one_email(one: str, other: str) -> bool:
    """Whether two fields have an e-mail address in common."""
    return bool(emails(one) & emails(other)) or squeezed(one) == squeezed(other) != ""
