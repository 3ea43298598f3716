"""Pairs made from a seed: one home in two writings, texts that tell of it, and neighbours, namesakes and plain talk."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.homes import Pair

SEED = 1616
NAMES = ["Fennel", "Mill", "Church", "Station", "Victoria", "Oakham", "Park", "St Mary's", "St John's", "Hawthorn"]
NAMES += [
    "King Edward",
    "Seven Stars",
    "Upper Church",
    "New Cross",
    "Horseley",
    "O'Connor",
    "Great Arthur",
    "Lime Tree",
]
KINDS = {"Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Drive": "Dr", "Lane": "Ln", "Crescent": "Cres"}
KINDS |= {"Court": "Ct", "Place": "Pl", "Square": "Sq", "Terrace": "Terr", "Gardens": "Gdns", "Grove": "Gr"}
KINDS |= {"Row": "Row", "Way": "Wy", "Walk": "Wlk", "Mews": "Mews", "Rise": "Rise", "Hill": "Hl"}
TOWNS = {"Tipton": "DY4", "Dudley": "DY1", "Walsall": "WS1", "Smethwick": "B66", "Oldbury": "B69"}
HOUSES = ["Rose Cottage", "Ivy Cottage", "The Old Vicarage", "Hope House", "Elm Lodge", "Hill Farm", "Beech House"]
UNITS = "ABDEFGHJLNPQRSTUWXYZ"
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
ONES += ["sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
LOOKS = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і"}


class Address:
    """An invented address, taken apart."""

    def __init__(self, lots: Random) -> None:
        self.name, self.kind = lots.choice(NAMES), lots.choice(list(KINDS))
        self.number, self.flat = lots.randint(2, 180), lots.choice([0, 0, 0, lots.randint(1, 9)])
        self.letter = lots.choice(["", "", "", "A", "B"]) if not self.flat else ""
        self.town = lots.choice(list(TOWNS))
        self.code = f"{TOWNS[self.town]} {lots.randint(1, 9)}{lots.choice(UNITS)}{lots.choice(UNITS)}"
        self.house = lots.choice(HOUSES)

    @property
    def street(self) -> str:
        return f"{self.name} {self.kind}"

    @property
    def numbered(self) -> str:
        return f"{self.number}{self.letter} {self.street}"

    def whole(self, *, code: bool = True) -> str:
        first = f"Flat {self.flat}; {self.numbered}" if self.flat else self.numbered
        return f"{first}; {self.town}{f'; {self.code}' if code else ''}"


def in_words(number: int) -> str:
    """A number below two hundred in words."""
    if number >= 100:
        rest = number - 100
        return "one hundred" + (f" and {in_words(rest)}" if rest else "")
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")


def shortened(lots: Random, street: str) -> str:
    """A street with its last word shortened, and Saint for St or the other way round."""
    name, _, kind = street.rpartition(" ")
    name = name.replace("St ", lots.choice(["St ", "Saint ", "St. ", "ST "])).replace("'", lots.choice(["", "'", "’"]))
    short = KINDS.get(kind, kind)
    return f"{name} {lots.choice([short, short + '.', short.upper(), kind.lower(), kind])}"


def written(lots: Random, at: Address) -> str:
    """The house and street in another writing."""
    street = shortened(lots, at.street)
    number = f"{at.number}{at.letter}"
    ways = [f"{number} {street}", f"{number}, {street}", f"No. {number} {street}", f"number {number}, {street}"]
    ways += [f"{street} {number}", f"{number} {street.upper()}", f"{number}  {street.replace(' ', '-')}"]
    if at.letter:
        ways += [f"{at.number} {at.letter.lower()} {street}", f"Flat {at.letter}, {at.number} {street}"]
    else:
        ways += [f"{in_words(at.number)} {street}", f"{in_words(at.number).capitalize()}, {street}"]
    if at.flat:
        flat = f"{at.flat}"
        ways = [f"Flat {flat}, {number} {street}", f"{number}/{flat} {street}", f"{flat}, {number} {street}"]
        ways += [f"{number} {street} Flat {flat}", f"Apt {flat}; {number} {street}", f"Unit {flat} {number} {street}"]
        ways += [f"{number} {street}, flat no. {flat}", f"FLAT {in_words(at.flat)}, {number} {street}"]
    return lots.choice(ways)


def disguised(lots: Random, text: str) -> str:
    """A text with a few letters of another script, or in wide ones."""
    if lots.random() < 0.3:
        return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" and sign != ";" else sign for sign in text)
    return "".join(LOOKS.get(sign, sign) if lots.random() < 0.4 else sign for sign in text)


def code_of(lots: Random, code: str) -> str:
    """A postcode in another writing, or with the letters for figures that people type."""
    ways = [code, code.replace(" ", ""), code.lower(), code.replace("0", "O").replace("1", "I")]
    return lots.choice(ways)


def dangerous(lots: Random) -> Iterator[Pair]:
    """Pairs that must be stopped."""
    while True:
        at = Address(lots)
        other = written(lots, at)
        tail = lots.choice(
            [f"; {at.town}; {code_of(lots, at.code)}", f"; {at.town}", "", f"; {code_of(lots, at.code)}"]
        )
        tail = lots.choice([tail, tail, f"; Great Bridge{tail}" if at.town in tail else tail])
        if lots.random() < 0.12:
            other = disguised(lots, other)
        if lots.random() < 0.08:
            other = f"c/o Mrs Larkin; {other}"
        yield Pair("address", at.whole(code=lots.random() < 0.7), other + tail, True)
        house = Address(lots)
        home = f"{house.house}; {house.street}; {house.town}; {house.code}"
        yield Pair("address", home, f"{house.house.upper()}, {shortened(lots, house.street)}, {house.town}", True)
        text = lots.choice(TEXTS).format(
            lots.choice([written(lots, at), written(lots, at), shortened(lots, at.street)])
        )
        yield Pair("text", at.whole(), disguised(lots, text) if lots.random() < 0.1 else text, True)
        codes = f"We are at {code_of(lots, at.code)} from two o'clock"
        yield Pair("text", at.whole(), codes if lots.random() < 0.2 else f"{other}, {at.town}", True)


TEXTS = [
    "{}",
    "We meet at {}",
    "The meeting is at {} at 2pm",
    "Come to {}.",
    "Family home, {}",
    "Venue: {}",
    "Bring the children to {} on Tuesday",
    "Contact takes place at {} every second week",
    "Collected from {} by the key worker",
]
PLAIN = [
    "The meeting is on 12 October at 2pm",
    "4 children came with their mother",
    "Mrs {name} will chair; Mr Lane sends apologies",
    "Tipton Family Hub, Room {other}",
    "Call us on 0121 496 0123 before Friday",
    "Ms {name} and {other} others attended",
    "Action {other}: {name} to ring the housing office by 12 December",
    "The {kind} is a long one; Jo has {number} books",
    "{number} pupils, {other} adults and one dog",
    "Sam {name} said that school is going well",
    "We meet at the library at {hour}pm",
    "The library, {other} High Road, {town}",
    "{name} Primary School, room {other}",
    "The plan is reviewed in {other} weeks",
]


def harmless(lots: Random) -> Iterator[Pair]:
    """Pairs that look like danger and are none."""
    while True:
        at, beside = Address(lots), Address(lots)
        while beside.name == at.name or beside.house == at.house:
            beside = Address(lots)
        home, next_door = at.whole(), at.number + lots.choice([2, 4, -1, 1, 10])
        street = shortened(lots, at.street)
        yield Pair("address", home, f"{next_door} {street}; {at.town}; {at.code}", False)
        town = lots.choice([each for each in TOWNS if each != at.town])
        far = f"{TOWNS[town]} {lots.randint(1, 9)}{lots.choice(UNITS)}{lots.choice(UNITS)}"
        elsewhere = f"Flat {at.flat}; {at.numbered}" if at.flat else at.numbered
        yield Pair("address", home, f"{elsewhere}; {town}; {far}", False)
        kind = lots.choice([each for each in KINDS if each != at.kind])
        yield Pair("address", f"{at.numbered}; {at.town}", f"{at.number} {at.name} {kind}; {at.town}", False)
        flat = f"Flat {at.flat + 1}, {at.number} {street}" if at.flat else f"{at.number}C {street}"
        yield Pair("address", home, f"{flat}; {at.town}; {at.code}", False)
        yield Pair("address", home, beside.whole(), False)
        yield Pair("address", f"{at.house}; {at.street}; {at.town}", f"{beside.house}; {at.street}; {at.town}", False)
        said = lots.choice(PLAIN).format(
            name=at.name, kind=at.kind.lower(), number=at.number, other=lots.randint(2, 9), town=town, hour=2
        )
        yield Pair("text", home, said, False)
        yield Pair("text", home, f"The meeting is at {next_door} {street}, {at.town}", False)
        yield Pair("text", home, f"We meet at {beside.numbered}, {beside.town}", False)
        yield Pair("text", home, f"The hall, {at.number} {at.name} {kind}", False)


def pairs(seed: int = SEED, count: int = 600) -> list[Pair]:
    """As many pairs of a seed, half of them dangerous and half harmless."""
    lots = Random(seed)
    sides = dangerous(lots), harmless(lots)
    return [next(sides[place % 2]) for place in range(count)]
