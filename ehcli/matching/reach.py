"""Telephones and e-mail addresses however they are written, so that one is found in the other's writing."""

from __future__ import annotations

import re

from ehcli.matching.scripts import spelt
from ehcli.matching.spelling import squeezed

FEWEST = 7  # figures of a telephone with its area left out
RUN = re.compile(r"\+?\(?\d(?:[ \t().+-]{0,3}\d)+")
PARTS = re.compile(r"[/;,|\n]|\bor\b|\band\b|&")
ADDRESS = re.compile(r"[^\s@<>()\[\],;:/\"]+@[^\s@<>()\[\],;/\"]+")
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
    told = re.sub(r"\s*[\[(]\s*at\s*[\])]\s*", "@", spelt(text))
    told = re.sub(r"\s*[\[(]\s*dot\s*[\])]\s*", ".", told).replace("mailto:", " ")
    told = re.sub(r"(\S) at (\S+) dot (\S+)", r"\1@\2.\3", told).replace(" dot ", ".")
    return {mailbox(each) for each in ADDRESS.findall(told) if mailbox(each)}


def mailbox(address: str) -> str:
    """One address as it is compared: what a plus begins is a mark of the same box, and dots make no other."""
    box, _, host = address.partition("@")
    return squeezed(box.partition("+")[0]) + "@" + squeezed(host) if squeezed(box) and squeezed(host) else ""


def one_email(one: str, other: str) -> bool:
    """Whether two fields have an e-mail address in common."""
    return bool(emails(one) & emails(other)) or squeezed(one) == squeezed(other) != ""
