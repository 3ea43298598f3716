"""Other pairs from another seed and templates of their own: what the guards were not tuned to."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.homes import Pair

SEED = 4242
STREETS = [
    ("Bradley's", "Lane", ["Ln", "La", "LANE", "lane"]),
    ("Queen Anne", "Street", ["St", "St.", "Str", "street"]),
    ("Saint Paul's", "Road", ["Rd", "rd.", "Road"]),
    ("Horsley", "Crescent", ["Cres", "Cresc", "Cr"]),
    ("Bellevue", "Terrace", ["Terr", "Ter.", "Tce"]),
    ("Gospel Oak", "Road", ["Rd", "RD"]),
    ("Farley Park", "Gardens", ["Gdns", "Gdn", "gdns."]),
    ("Sedgley", "Square", ["Sq", "sq."]),
    ("Upper Dean", "Street", ["St", "st"]),
    ("Wellington", "Place", ["Pl", "pl."]),
    ("Nine Elms", "Drive", ["Dr", "Drv"]),
    ("Coppice", "Court", ["Ct", "Crt"]),
    ("Tudor", "Parade", ["Pde", "parade"]),
    ("Maple", "Avenue", ["Av", "Ave.", "AVE"]),
    ("Old Meeting", "Street", ["St", "St."]),
    ("Cemetery", "Road", ["Rd"]),
    ("Beacon", "View", ["Vw", "view"]),
    ("Birch", "Grove", ["Gr", "Grv", "Gro"]),
    ("St Chad's", "Close", ["Cl", "Clo", "Cl."]),
    ("Hamstead", "Heights", ["Hts", "heights"]),
]
PLACES = [("West Bromwich", "B70"), ("Wednesbury", "WS10"), ("Nottingham", "NG5"), ("London", "N17"), ("Leeds", "LS9")]
PLACES += [("Birmingham", "B21"), ("Bilston", "WV14"), ("Halesowen", "B63"), ("Worksop", "S80"), ("Mansfield", "NG18")]
BLOCKS = ["Lyndon House", "Addison Court", "Kestrel Tower", "Wesley House", "Albion Mansions"]
COTTAGES = ["Brook Cottage", "Chapel House", "The Gables", "Fern Lea", "Oak Barn", "Manor Lodge", "Dunroamin"]
SIGNS = "ABDEFGHJLNPQRSTUWXYZ"
WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 7: "seven", 8: "eight", 11: "eleven", 14: "fourteen"}
WORDS |= {20: "twenty", 23: "twenty three", 36: "thirty-six", 48: "forty eight", 77: "seventy-seven", 90: "ninety"}
WORDS |= {101: "one hundred and one", 115: "a hundred and fifteen", 130: "one hundred and thirty"}
GREEK = str.maketrans("AEOPTXMHKaopx", "ΑΕΟΡΤΧΜΗΚαορχ")
BEFORE = [
    "Please meet us at",
    "Drop-off:",
    "Social worker will call at",
    "Review to be held at",
    "Taxi from",
    "see you at",
]
BEFORE += ["Mum's new address is", "Pick him up from", "Letters are sent to", "He walked past", "They now live on"]
AFTER = [
    "",
    ".",
    " at 3.30pm",
    " on Friday",
    ", ask for Jo",
    " (side door)",
    " - ring the bell",
    "\nThank you",
    "; bring ID",
]
SPEECH = [
    "Kit scored 7 out of 10 and {name} scored 4",
    "{name} is 14 on 3 March",
    "Ring Mr {name} on 0121 496 0{big} if you are late",
    "There are {big} steps to the door of the civic centre",
    "By 14 December {name} will write to the school",
    "The road was closed so the meeting began at 10.15",
    "Dr {name} saw all 5 children",
    "A place at the nursery is free from 4 January",
    "The court hearing is on {day} November",
    "Family Hub, Unit {day}, Market Place",
    "Mum and Dad agreed {day} actions; see below",
    "Parking is in the square behind the library",
    "{name} Community Centre",
    "{name} Road Primary School will send a report",
    "Action: {name} (housing) to report back in {day} weeks",
    "Drive, walk or take bus {big}",
    "The avenue to support is through the health visitor",
    "Room {day}, Town Hall, High Street, {town}",
    "Wren asked for a garden and a cottage pie",
    "{day} of {big} sessions were attended",
]


def code(lots: Random, outward: str) -> str:
    return f"{outward} {lots.randint(1, 9)}{lots.choice(SIGNS)}{lots.choice(SIGNS)}"


def slip(lots: Random, name: str) -> str:
    """A name with a letter left out, doubled or turned round, never the first."""
    at = lots.randint(2, len(name) - 2)
    if not (name[at].isalpha() and name[at + 1].isalpha()):
        return name
    return lots.choice([name[:at] + name[at] + name[at:], name[:at] + name[at + 1] + name[at] + name[at + 2 :]])


def dangerous(lots: Random) -> Iterator[Pair]:
    """Pairs that must be stopped, kind after kind."""
    while True:
        name, kind, shorts = lots.choice(STREETS)
        place, outward = lots.choice(PLACES)
        number, there = lots.choice(list(WORDS)), code(lots, outward)
        home = f"{number} {name} {kind}; {place}; {there}"
        short = f"{name} {lots.choice(shorts)}"
        yield Pair("address", home, f"{number} {short}; {place}", True)
        yield Pair("address", home, f"{number} {short.replace(chr(39), '')} {place}", True)
        yield Pair("address", f"{number} {name} {kind}", f"{WORDS[number].title()} {short}; {place}; {there}", True)
        yield Pair(
            "address", home, f"{number}, {short.lower()}, {place.upper()}, {there.replace(' ', '').lower()}", True
        )
        yield Pair("address", home, f"{number} {short.translate(GREEK)}; {place}", True)
        wrong = there.replace("1", "I").replace("0", "O")
        yield Pair("address", home, f"{number} {short}; {place}; {wrong}", True)
        typo = there[:-1] + lots.choice([sign for sign in SIGNS if sign != there[-1]])
        yield Pair("address", home, f"{number} {short}; {place}; {typo}", True)
        if name[:2] not in ("St", "Sa") and " " not in name and "'" not in name:
            yield Pair("address", home, f"{number} {slip(lots, name)} {kind}; {place}; {there}", True)
        yield Pair("address", home, f"{name} {lots.choice(shorts)}, {number}; {place}", True)
        yield Pair("address", home, f"c/o Ms J Otherwood, {number} {short}, {place}", True)
        yield Pair("address", home, f"Care of Otherwood; House {number}; {short}; {place}; West Midlands", True)
        yield Pair("address", home, f"{number}\n{short}\n{place}\nEngland\n{there}", True)
        flat = lots.choice("ABC123456789")
        block = lots.choice(BLOCKS)
        within = f"Flat {flat}; {number} {name} {kind}; {place}; {there}"
        way = [f"{number} {short} (Flat {flat})", f"Apartment {flat}, {number} {short}", f"{number}{flat} {short}"]
        way += [f"{number}/{flat} {short}", f"flat {flat.lower()} {number} {short}", f"Flt {flat} / {number} {short}"]
        yield Pair("address", within, f"{lots.choice(way if flat.isalpha() else way[:2] + way[3:])}; {place}", True)
        floors = [("Ground Floor Flat", "GFF"), ("First Floor", "1st floor flat"), ("Basement", "Basement flat")]
        floor, also = lots.choice([*floors, ("Top flat", "top floor flat")])
        yield Pair("address", f"{floor}, {number} {name} {kind}; {place}", f"{number} {short}, {also}; {place}", True)
        digit = flat if flat.isdigit() else "7"
        yield Pair("address", f"Flat {digit}; {block}; {place}; {there}", f"{digit} {block}, {place}", True)
        yield Pair(
            "address", f"Flat {digit}, {block}, {number} {short}", f"{digit} {block}; {name} {kind}; {place}", True
        )
        yield Pair(
            "address", f"{number}-{number + 2} {short}; {place}", f"{number} {name} {kind}; {place}; {there}", True
        )
        cottage = lots.choice(COTTAGES)
        named = f"{cottage}; {name} {kind}; {place}; {there}"
        yield Pair("address", named, f"{cottage.upper()}, {short}", True)
        yield Pair("address", named, f"{cottage}; {place}; {there}", True)
        lead, tail = lots.choice(BEFORE), lots.choice(AFTER)
        yield Pair("text", home, f"{lead} {number} {short}{tail}", True)
        yield Pair("text", home, f"{lead} no. {number} {short}{tail}", True)
        yield Pair("text", home, f"{lead} {WORDS[number]} {name} {kind}{tail}", True)
        yield Pair("text", home, f"{lead} {short}{tail}", True)
        yield Pair("text", home, f"{lead} the house in {name} {kind} ({number}){tail}", True)
        yield Pair("text", home, f"{lead} {number} {short.upper()}{tail}", True)
        yield Pair("text", home, f"{lead} {name.replace(' ', '-')}-{kind}{tail}", True)
        yield Pair(
            "text", home, f"postcode {there.lower().replace(' ', lots.choice(['', ' ', '  ', '-']))}{tail}", True
        )
        yield Pair("text", within, f"{lead} {number} {short}, flat {flat}{tail}", True)
        yield Pair("text", named, f"{lead} {cottage}{tail}", True)
        yield Pair("text", named, f"{lead} {short}{tail}", True)


def harmless(lots: Random) -> Iterator[Pair]:
    """Pairs that look like danger and are none."""
    while True:
        (name, kind, shorts), (other, its, _) = lots.sample(STREETS, 2)
        (place, outward), (far, out) = lots.sample(PLACES, 2)
        number, there = lots.choice(list(WORDS)), code(lots, outward)
        home, short = f"{number} {name} {kind}; {place}; {there}", f"{name} {lots.choice(shorts)}"
        beside = number + lots.choice([1, 2, 6, 100])
        yield Pair("address", home, f"{beside} {short}; {place}; {there}", False)
        yield Pair("address", home, f"{number}{lots.choice('ABC')} {short}; {place}; {there}", False)
        yield Pair(
            "address", f"{number}A {short}; {place}; {there}", f"{number}B {name} {kind}; {place}; {there}", False
        )
        yield Pair("address", home, f"{number} {name} {kind}; {far}; {code(lots, out)}", False)
        yield Pair("address", f"{number} {name} {kind}; {place}", f"{number} {short}; {far}; {code(lots, out)}", False)
        yield Pair("address", home, f"{number} {other} {its}; {place}; {code(lots, outward)}", False)
        yield Pair("address", f"Flat 4, {number} {short}; {place}", f"Flat 5, {number} {name} {kind}; {place}", False)
        one, two = lots.sample(BLOCKS, 2)
        yield Pair("address", f"Flat 4; {one}; {short}; {place}", f"Flat 4; {two}; {name} {kind}; {place}", False)
        yield Pair("address", f"4 {one}; {place}; {there}", f"Flat 14; {one}; {place}; {there}", False)
        one, two = lots.sample(COTTAGES, 2)
        yield Pair("address", f"{one}; {short}; {place}; {there}", f"{two}; {name} {kind}; {place}; {there}", False)
        yield Pair("address", home, lots.choice(["No fixed abode", place, "Not known", f"{far}; {out}"]), False)
        for _ in range(5):
            said = lots.choice(SPEECH).format(
                name=name.split()[0].replace("'", ""), big=lots.randint(100, 999), day=lots.randint(2, 28), town=far
            )
            yield Pair("text", home, said, False)
        lead, tail = lots.choice(BEFORE), lots.choice(AFTER)
        yield Pair("text", home, f"{lead} {beside} {short}{tail}", False)
        yield Pair("text", home, f"{lead} {number} {other} {its}{tail}", False)
        yield Pair("text", home, f"{lead} {number} {name} {kind}, {far}{tail}", False)
        yield Pair("text", home, f"{lead} the {name} {kind} Medical Centre{tail}", False)


def pairs(seed: int = SEED, count: int = 1200) -> list[Pair]:
    """As many pairs of a seed, half of them dangerous and half harmless."""
    lots = Random(seed)
    sides = dangerous(lots), harmless(lots)
    return [next(sides[place % 2]) for place in range(count)]
