"""Letters and figures of other scripts that look like ours, and what they are taken for: addresses come in them."""

from __future__ import annotations

import unicodedata

from ehcli.matching.spelling import plain

# Cyrillic, Greek, Armenian and Cherokee letters, and Latin ones of another shape, each above what it is taken for.
SEEN = (
    "АВЕЅІЇЈКМНОПРСТУХҮҒҺӀԀԚԜЬЗГабвгеёзиіїјкмнопрстухүһӏԁԛԝьѕѵ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγεηικμνορτυχω"
    "ՕՍհոսօցգզ"
    "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ"
    "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡɩ"
)
TAKEN_FOR = (
    "ABESIIJKMHONPCTYXYFHIDQWb3rabbree3uiijkmhonpctyxyhldqwbsv"
    "ABEZHIKMNOPTYXabyenikuvoptuxw"
    "OUhnuogqq"
    "ABCDEGHJKLMPRSTVWZ"
    "abcdeghijklmnoprstuvwyzagi"
)
LATIN = str.maketrans(dict(zip(SEEN, TAKEN_FOR, strict=True)))
DASHES = ("Pd",)
HALF = str.maketrans({"½": " half", "⁄": "/", "−": "-"})


def latin(text: str) -> str:
    """A text with every letter and figure that looks like one of ours written as ours; what is ours already stays."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFKD", text.translate(HALF)).translate(LATIN)
    return "".join(seen(sign) for sign in parted)


def seen(sign: str) -> str:
    """A figure of any script as ours, and a dash of any length as a hyphen."""
    if sign.isascii():
        return sign
    if unicodedata.category(sign) in DASHES:
        return "-"
    return str(unicodedata.decimal(sign, sign))


def spelt(text: str) -> str:
    """A text as homes are compared: our letters, small, without accents and apostrophes; its other signs stay."""
    return plain(latin(text))
