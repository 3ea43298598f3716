"""An address in its parts: streets and houses with their numbers, flats, towns and postcodes, in whatever order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ehcli.matching import postcodes, towns
from ehcli.matching.number_words import in_figures
from ehcli.matching.scripts import spelt
from ehcli.matching.streets import TYPED, Words, is_house, is_street, lettered, words

Number = frozenset[str]  # what a number may be read as: 1O is 10 and 1o; a range is 12-14

FLATS = frozenset(
    """
    flat flt flats flatlet apartment apt apartments appt unit maisonette studio suite fla ft
    """.split()  # noqa: SIM905
)
ROOMS = frozenset(["room", "rm", "bedsit", "bedroom"])
FLOORS = {"ground": "ground", "gnd": "ground", "grd": "ground", "gd": "ground", "g": "ground", "1st": "1st"}
FLOORS |= {"2nd": "2nd", "3rd": "3rd", "4th": "4th", "5th": "5th", "top": "top", "upper": "upper", "lower": "lower"}
FLOORS |= {"garden": "garden", "rear": "rear", "back": "rear", "front": "front", "middle": "middle", "attic": "top"}
FLOORS |= {"basement": "basement", "bsmt": "basement", "lower ground": "basement"}
SHORT_FLOORS = {"gff": "ground", "fff": "1st", "sff": "2nd", "tff": "top", "grf": "ground"}
ALONE = ("basement", "bsmt", "annexe", "annex", "attic")  # what says a part of a house without the word flat
FLOOR = ("floor", "flr", "fl")
NUMBERED = frozenset(
    """
    no nos number numbers num nr nmbr plot house hse block
    """.split()  # noqa: SIM905
)  # said before a number
SUFFIXES = "abcdfghjkm"  # letters behind a number, that are not a side of the town
LONGEST = 1000  # signs of an address that are looked at
MOST_FIGURES = 5  # of the number of a house

PIECE = re.compile(
    r"(?P<range>\d+[a-z]? ?(?:-|to|&) ?\d+[a-z]?(?![a-z0-9]))"
    r"|(?P<slash>\d+[a-z]? ?/ ?(?:\d+[a-z]?|[a-z])(?![a-z0-9]))"
    r"|(?P<word>[^\W_]+)"
)
CUT = re.compile(r"[\n,;|\r]|\s-\s(?!\d)|\s-\s(?=\d+ [^-]*[a-z])")
CODE = re.compile(r"(?:^|[\s.:(])([a-z]{1,2}[0-9oil][0-9a-z]?)[ .-]*([0-9oil][a-z]{2})[\s.):]*$")
ANYWHERE = re.compile(r"\b[a-z]{1,2}\d[0-9a-z]? ?\d[a-z]{2}\b")
OUTWARD = re.compile(r"(?:^|\s)([a-z]{1,2}\d{1,2}[a-z]?)$")
GLUED = re.compile(r"(\d{1,4})([a-z]{3,})|(flat|flt|apt|apartment|unit|room|no|number|house)(\d{1,4}[a-z]?)")
CARE_OF = re.compile(r"^\W*(?:c\s*/\s*o|c\.o\.|care of|℅)\b\W*")


class Piece(NamedTuple):
    """A word or a number of an address, as it was found."""

    kind: str  # word, number, slash or range
    text: str


class Place(NamedTuple):
    """A street or a house that an address names, with the number in it, and the flats and houses before that."""

    names: tuple[Words, ...]  # one, or two where a town may be run into it
    number: Number = frozenset()
    units: tuple[Number, ...] = ()
    within: tuple[Words, ...] = ()  # houses and blocks named before the street
    swapped: bool = False  # 12/2 read as flat 12 at number 2
    house: bool = False  # a house or block, and no street
    flat: bool = False  # the number is that of a flat in it


class Parts(NamedTuple):
    """Everything that an address says."""

    places: tuple[Place, ...] = ()
    towns: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


def parts(address: str, postcode: str = "", but: frozenset[str] = frozenset()) -> Parts:
    """An address in its parts; its lines stand between line ends, semicolons or commas.

    ``but`` are number words that are left as they are: Seven Stars Road is no number seven.
    """
    reader = Reader()
    lines = [line.strip() for line in CUT.split(in_figures(spelt(address[:LONGEST]), but))]
    lines = [line for line in lines if line]
    codes = set(codes_of(postcode))
    for back in range(len(lines) - 1, -1, -1):
        rest, found = without_code(lines[back])
        if found:
            codes |= set() if codes else set(found)
            lines[back : back + 1] = [rest] if rest else []
            break
    if not codes and (found := [each[0] for line in lines for each in ANYWHERE.finditer(line)]):
        codes |= set(codes_of(found[0]))
        lines = [ANYWHERE.sub(" ", line) for line in lines]
    for line in lines:
        reader.line(line)
    return Parts(tuple(reader.placed()), frozenset(reader.towns), frozenset(codes))


def codes_of(postcode: str) -> list[str]:
    """What a postcode may be read as, run together; itself where it is a real one, and where nothing is likely."""
    signs = postcodes.run(spelt(postcode))
    if not signs:
        return []
    known = postcodes.code(signs)
    if known and postcodes.is_real(known):
        return [signs]
    return [postcodes.run(each) for each in postcodes.likely(signs)] or [signs]


def without_code(line: str) -> tuple[str, list[str]]:
    """A line without the postcode, or the first half of one, that it is or ends in; and what that may be."""
    found = CODE.search(line)
    if found and any(sign.isdigit() for sign in found[0]):
        return line[: found.start()].strip(" .:("), codes_of(found[1] + found[2])
    found = OUTWARD.search(line)
    if found and postcodes.area(found[1].upper()) in postcodes.AREAS:
        return line[: found.start()].strip(" .:("), [found[1].upper()]
    return line, []


def pieces(line: str) -> list[Piece]:
    """The words and numbers of a line in small letters; a letter alone behind a number belongs to it."""
    found: list[Piece] = []
    for each in PIECE.finditer(line):
        kind = str(each.lastgroup)
        text = each[0].replace(" ", "")
        if kind == "range":
            text = text.replace("to", "-").replace("&", "-")
        for part in taken_apart(text) if kind == "word" else [text]:
            own = "number" if kind == "word" and is_number(part) else kind
            before = found[-1] if found else None
            if own == "word" and before and before.kind == "number" and part in SUFFIXES and before.text.isdigit():
                found[-1] = Piece("number", before.text + part)
            else:
                found.append(Piece(own, part))
    return found


def taken_apart(word: str) -> list[str]:
    """A word and a number that were run together, as 12fennel and flat2; a word with figures for letters mended."""
    if found := GLUED.fullmatch(word):
        return [each for each in found.groups() if each]
    if any(map(str.isdigit, word)) and not is_number(word):
        return [next((each for each in sorted(lettered(word)) if each in TYPED), word)]
    return [word]


def is_number(text: str) -> bool:
    """Whether a word is the number of a house, with a letter behind it, or with letters in the place of figures."""
    return len(text) <= MOST_FIGURES + 1 and re.fullmatch(r"(?=.*\d)[0-9oil]+[a-z]?", text) is not None


def number(text: str) -> Number:
    """What a number may be read as: without noughts before it, and with figures for the letters that look like them."""
    plain = text.lstrip("0") or text
    figured = plain.translate(str.maketrans("oil", "011")).lstrip("0")
    return frozenset([plain, figured]) if is_number(text) and figured else frozenset([plain])


class Reader:
    """Reads an address line by line, and keeps what it found so far."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.towns: set[str] = set()
        self.units: list[Number] = []
        self.waiting: list[Piece] = []  # numbers that nothing follows yet

    def line(self, line: str) -> None:
        """Takes in one line."""
        found = CARE_OF.match(line)
        if found:
            begins = re.search(r"\d|\bflat\b", line[found.end() :])
            if not begins:
                return
            line = line[found.end() + begins.start() :]
        run: list[str] = []
        for piece in [*without_words_before_numbers(self.without_units(pieces(line))), Piece("number", "")]:
            if piece.kind == "word":
                run.append(piece.text)
                continue
            if run:
                self.named(run)
                run = []
            if piece.text:
                self.waiting.append(piece)
        if self.waiting and self.places and not self.places[-1].number and not self.places[-1].house:
            self.to_last()  # Fennel Road 12

    def without_units(self, line: Sequence[Piece]) -> list[Piece]:
        """The rest of a line once its flats, rooms and floors are taken out."""
        rest: list[Piece] = []
        at = 0
        while at < len(line):
            unit, taken = unit_at(line, at)
            if taken:
                self.units += [unit] if unit else []
                if line[at + taken - 1].kind in ("range", "slash") and unit:
                    self.waiting.append(line[at + taken - 1]._replace(kind="number", text=after(line[at + taken - 1])))
                at += taken
            else:
                rest.append(line[at])
                at += 1
        return rest

    def named(self, run: Sequence[str]) -> None:
        """Takes in words that stand together: a street, a house or a town."""
        if len(run) > 1 and run[0] == "the":
            run = run[1:] if len(run) > 2 else run
        ends = [place for place, token in enumerate(run) if token in TYPED and (place or len(run) == 1)]
        streets = [each for each in self.places if (not each.house and each.number) or is_street(each.names[0])]
        if not self.waiting and ((ends and streets and not self.first_street(run)) or (self.places and not ends)):
            self.in_town(run)
        elif self.waiting and self.places and not ends and not self.places[-1].number:
            self.to_last()
            self.in_town(run)
        else:
            self.placed_at(run, ends)

    def first_street(self, run: Sequence[str]) -> bool:
        """Whether these words are a street for sure, and the first: 2 Tower Court is followed by its street."""
        return is_street(words(run)) and not any(is_street(each.names[0]) for each in self.places)

    def in_town(self, run: Sequence[str]) -> None:
        if place := towns.town(" ".join(run)):
            self.towns.add(place)

    def placed_at(self, run: Sequence[str], ends: Sequence[int]) -> None:
        """Takes in a street or a house; what follows the word that says which it is may be a town run into it."""
        last = ends[-1] if ends else len(run) - 1
        first = next((end for end in ends if end + 1 not in ends), last)
        names = dict.fromkeys((words(run[: last + 1]), words(run[: first + 1])))
        if run[last + 1 :]:
            self.in_town(run[last + 1 :])
        elif run[first + 1 :]:
            self.towns.add(towns.town(" ".join(run[first + 1 :])) or "?")
        before = tuple(each.names[0] for each in self.places)
        own, units = numbers_of(self.waiting)
        self.units += units
        self.waiting = []
        name = next(iter(names))
        self.places.append(Place(tuple(names), own, (), before, house=is_house(name) and not before))

    def to_last(self) -> None:
        """Gives the numbers that wait to the street before them."""
        own, units = numbers_of(self.waiting)
        self.units += units
        self.waiting = []
        self.places[-1] = self.places[-1]._replace(number=own)

    def placed(self) -> Iterable[Place]:
        """The places with the flats that are in them: every flat, and the number in each house named before."""
        if self.waiting:
            self.units += [reading for each in self.waiting for reading in [number(each.text)]]
        if not self.places and self.units:
            yield Place((), self.units[-1], tuple(self.units[:-1]))
        if len(self.places) == 1 and not self.places[0].number and not self.units and not self.towns:
            place = self.places[0]
            if not any(not each.isdisjoint(TYPED) for each in place.names[0]):
                self.towns.add(" ".join(min(each) for each in place.names[0]))
                return
        earlier: list[Number] = []
        for each in self.places:
            yield from readings(each, (*self.units, *earlier))
            if each.number:
                earlier.append(each.number)


def readings(place: Place, units: tuple[Number, ...]) -> Iterable[Place]:
    """A place with its flats; 12/2 is read as flat 2 at number 12, and as flat 12 at number 2."""
    (text,) = place.number if len(place.number) == 1 else ("",)
    one, slash, other = text.partition("/")
    if slash and not other.isalpha():
        yield place._replace(number=number(one), units=(*units, number(other)))
        yield place._replace(number=number(other), units=(*units, number(one)), swapped=True)
        return
    own, units = (number(one), (*units, number(other))) if slash else (place.number, units)
    if not own and units and not place.within:
        own, units, place = units[-1], units[:-1], place._replace(flat=True)  # Flat 2, Tower Court is 2 Tower Court
    letters = [each for each in units if all(len(text) == 1 and text.isalpha() for text in each)]
    if letters and own and all(text.isdigit() for text in own):
        units = tuple(each for each in units if each not in letters)
        own = frozenset(f"{text}{min(letters[-1])}" for text in own)  # Flat A, 12 is 12A
    yield place._replace(number=own, units=units)


def numbers_of(waiting: Sequence[Piece]) -> tuple[Number, list[Number]]:
    """The number of a house, which stands last, and the flats before it."""
    if not waiting:
        return frozenset(), []
    *units, own = waiting
    kept = frozenset([own.text]) if own.kind in ("slash", "range") else number(own.text)
    return kept, [number(each.text) for each in units]


def without_words_before_numbers(line: Sequence[Piece]) -> list[Piece]:
    """The line without No., number, house and the like where a number follows."""
    kept: list[Piece] = []
    for piece in line:
        if piece.kind != "word":
            while kept and kept[-1].kind == "word" and kept[-1].text in NUMBERED:
                kept.pop()
        kept.append(piece)
    return kept


def after(piece: Piece) -> str:
    """What stands behind the stroke or dash of a number."""
    return re.split("[-/]", piece.text)[1]


def unit_at(line: Sequence[Piece], at: int) -> tuple[Number | None, int]:
    """The flat, room or floor that begins at a place of a line, and how many of its words that takes."""
    text = line[at].text
    following = [each.text for each in line[at + 1 : at + 4]]
    if text in FLATS or text in ROOMS:
        said = 1 + (following[:1] != [] and following[0] in NUMBERED)
        if len(line) > at + said:
            piece = line[at + said]
            mark = "room " if text in ROOMS else ""
            if piece.kind in ("range", "slash"):
                return number(re.split("[-/]", piece.text)[0]), said + 1
            if piece.kind == "number" or re.fullmatch(r"[a-z]|[a-z]\d{1,3}", piece.text):
                return frozenset(mark + each for each in number(piece.text)), said + 1
        return None, 1
    if text in SHORT_FLOORS:
        return frozenset([f"floor {SHORT_FLOORS[text]}"]), 1
    if text == "lower" and following[:1] == ["ground"]:
        found, taken = unit_at(line, at + 1)
        return (frozenset(["floor basement"]), taken + 1) if found else (None, 0)
    if text in FLOORS:
        floor = frozenset([f"floor {FLOORS[text]}"])
        if following[:1] and following[0] in FLOOR:
            more = following[1:2] != [] and following[1] in FLATS and not unit_at(line, at + 2)[0]
            return floor, 2 + more
        if following[:1] and following[0] in FLATS and not unit_at(line, at + 1)[0]:
            return floor, 2
    if text in ALONE and not (following[:1] and following[0] in TYPED):
        return frozenset([f"floor {FLOORS.get(text, 'annexe')}"]), 1
    return None, 0
