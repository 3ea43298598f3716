"""The words of streets and houses, and every short form that people write for them: Rd, Ave, Gdns, St for Saint."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ehcli.matching.nearness import is_near

Word = frozenset[str]  # everything that one word of a street may stand for
Words = tuple[Word, ...]

# What a street is called, each with its short forms.
ROADS = """
road rd rds roads rod|street st str strt|avenue ave av aven avn aveneu|close cl clo cls|drive dr drv dri|lane ln la lne
crescent cres cresc crs cresent cr|court ct crt cts|place pl plc|square sq sqr squ|terrace terr ter tce trc terace
gardens gdns gdn gds garden grdns gardns gdens|grove gr gro grv|park pk prk|green gn grn gr|row rw|rise ri rse
way wy|walk wlk wk|hill hl hls hills|mews mws mew|view vw vws views|parade pde par|place pl|broadway bdwy bway|gate gte
boulevard blvd bvd boul|circus circ cir|circle cir|croft crft cft|dell dl|dale|drove|end|esplanade esp|fold fld
fields field flds fd|glade gld|glebe|glen gln|heath hth|highway hwy|hollow hlw|leys ley|loop|mead md|meadow mdw
meadows mdws|mount mt mnt|orchard orch|paddock pdk padk|passage psge pass|path pth|precinct pct prec|promenade prom
quadrant quad|quay qy|ride|ridge rdg|ring|side|slope slp|spinney|track trk|trees|triangle|turn|vale vl|wharf wf whf wrf
wood wd|woods wds|yard yd|arcade arc|approach app appr|avenues|bank bnk bk|bridge br brg bri|bypass|causeway cswy csy
cliff|common com|copse|corner cnr crnr|cottages cotts cots|cross crs x|crossing xing|crossway|cut|down|downs
edge|embankment emb|estate est|hatch|hey|knoll|link|loke|moor mr|nook|oval|over|pastures|piece|pightle|plain pln
ponds|reach|rest|retreat|ropewalk|rope|sidings|snicket|steps|strand|thicket|top|vennel|wynd|ginnel|ford|holt|hurst
island|junction jct jn|lea|market mkt|tye|alley aly ally|bight|brae|brow|bend|chase chs|cloisters|coppice|trading
"""
# What a house, or a building of many homes, is called.
HOUSES = """
house hse ho hs|cottage cott cot ctg|lodge ldg lge|farm fm frm|farmhouse|hall hl|barn|bungalow bung|villa vil
villas vils vlls|mansion|mansions mans|tower twr|towers twrs|point pt|building bldg bld|buildings bldgs blds
heights hts hgts|vicarage vic|rectory rec|manor mnr|apartments apts|flats|chambers chmbrs|maisonettes|hostel|hotel htl
inn|works wks|grange grg|priory|stables|schoolhouse|centre ctr cntr center|almshouses|studios|lofts|mill ml|chapel chpl
refuge|residence|dwelling|caravan|annexe|parsonage|manse|presbytery|deanery|castle|abbey|nursery|gatehouse|tollhouse
"""
# Other words of the names of streets.
OTHERS = """
saint st snt|great gt grt|little lt lit lttl|upper upr up|lower lwr lr|north n nth|south s sth|east e|west w
church ch|station sta stn|railway rly|king kg|queen qn|doctor dr|mount mt|new nw|old|hospital hosp|school sch
"""


def read(table: str) -> dict[str, set[str]]:
    """Each word of a table, and each short form, with all that it may stand for."""
    found: dict[str, set[str]] = {}
    for line in table.replace("\n", "|").split("|"):
        whole, *short = line.split() or [""]
        for each in (whole, *short):
            found.setdefault(each, set()).add(whole)
    found.pop("", None)
    return found


ROAD, HOUSE, OTHER = read(ROADS), read(HOUSES), read(OTHERS)
TYPED = ROAD.keys() | HOUSE.keys()
# What is a street for sure, and no house, block or part of a town.
STREETS = frozenset(
    """
    road street avenue close drive lane crescent grove way walk row terrace mews gardens
    """.split()  # noqa: SIM905
)
MOST_WORDS = 5  # of a name that is run together in every form
ONE_SIDE = ("north", "south", "east", "west")
SAINT, STREET = frozenset(["saint"]), frozenset(["street"])
LOOKS = tuple(
    {"0": "o", "1": one, "3": "e", "4": "a", "5": "s"} for one in "li"
)  # figures that stand for letters in a word


@lru_cache(maxsize=4096)
def word(token: str) -> Word:
    """Everything that a word may stand for: itself, its long forms, and the letters that its figures look like."""
    found = {token}
    if any(sign.isdigit() for sign in token) and not token[:-2].isdigit():
        found |= lettered(token)
    for each in tuple(found):
        for table in (ROAD, HOUSE, OTHER):
            found |= table.get(each, set())
    return frozenset(found)


def lettered(token: str) -> set[str]:
    """A word with letters in the place of its figures."""
    return {"".join(looks.get(sign, sign) for sign in token) for looks in LOOKS}


def words(tokens: Sequence[str]) -> Words:
    """The words of a street: a St at the end, or before North, is Street; any other is Saint."""
    found = []
    for place, token in enumerate(tokens):
        last = all(each in ONE_SIDE for each in tokens[place + 1 :])
        found.append((STREET if last and place else SAINT) if token == "st" else word(token))
    return tuple(found)


def is_typed(each: Word) -> bool:
    """Whether a word says what kind of street or house it is."""
    return not each.isdisjoint(TYPED)


def is_house(name: Words) -> bool:
    """Whether a name is that of a house, and of no street."""
    return not name[-1].isdisjoint(HOUSE.keys()) and name[-1].isdisjoint(ROAD.keys())


def is_street(name: Words) -> bool:
    """Whether a name is that of a street for sure."""
    return not name[-1].isdisjoint(STREETS)


def fits(one: Word, other: Word) -> bool:
    """Whether two words may stand for the same."""
    return not one.isdisjoint(other)


def alike(one: Words, other: Words) -> bool:
    """Whether two names of streets are one, however they are shortened, run together or taken apart."""
    one, other = without_the(one), without_the(other)
    if len(one) == len(other):
        return all(map(fits, one, other))
    return bool(joined(one) & joined(other))


def without_the(name: Words) -> Words:
    """The name without The before it: The Gables is Gables."""
    return name[1:] if len(name) > 1 and "the" in name[0] else name


def joined(name: Words) -> set[str]:
    """A name run together, in every form that its words may have; of a long name, in one form."""
    if len(name) > MOST_WORDS:
        return {"".join(min(each, key=len) for each in name)}
    found = {""}
    for each in name:
        found = {before + form for before in found for form in each}
    return found


def nearly(one: Words, other: Words) -> bool:
    """Whether two names differ by a slip of the hand, or one lacks the word that says what kind of street it is."""
    first, second = without_kind(one), without_kind(other)
    if one[-1:] != first[-1:] and other[-1:] != second[-1:] and not fits(one[-1], other[-1]):
        return False  # a Road and a Close of one name are two streets
    if not first or not second:
        return False
    if alike(first, second):
        return True
    return any(is_near(a, b) for a in joined(first) for b in joined(second))


def without_kind(name: Words) -> Words:
    """The name without the word at its end that says what kind of street it is."""
    return name[:-1] if len(name) > 1 and is_typed(name[-1]) else name
