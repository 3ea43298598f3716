"""Pairs of invented people: those who are one person, written down twice, and those who are two.

A side is 'NAME; BORN; SEX | ADDRESS | TELEPHONE', as an officer types it; what is not known is left out. ``made`` makes
more of both from a seed, so that the rule is not fitted to those written here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

HOME, OTHER_HOME = "12 Fennel Row; Tipton; DY4 9JB", "3 Sorrel Close; Tipton; DY4 7QQ"
PHONE, OTHER_PHONE = "07700 900123", "07700 900456"

ONE = [
    # A date that one side lacks, or both.
    ("Kid Calder; 2017-03-02; F", "Kid Calder"),
    ("Catherine Calder; 1990-02-01", "Catherine Calder"),
    ("Wren Larkin", "Wren Larkin"),
    ("Wren Larkin; 2017-03-02", "wren LARKIN"),
    ("Séan O'Hara; 2011-05-06", "Sean O’Hara"),
    ("Łukasz Żółć", "Lukasz Zolc; 2012-08-01"),
    ("Zoë Warde; 2012-01-09", "Zoe Ward"),
    ("Mary Ann Teller; 1988-04-04", "Mary Teller"),
    ("Suparno; 2010-02-02", "Suparno"),
    ("Miss Kit Voss; 2009-09-09", "Kit Voss"),
    # Short names and other spellings.
    ("Catherine Calder; 1990-02-01", "Katie Calder; 1990-02-01"),
    ("Catherine Calder; 1990-02-01", "Kate Calder"),
    ("Kathryn Calder", "Catherine Calder; 1990-02-01"),
    ("Katharine Calder; 1990-02-01", "Kathy Calder; 1990-02-01"),
    ("Katie Calder", "Kathryn Calder"),
    ("William Dent; 1979-11-30; M", "Bill Dent; 1979-11-30; M"),
    ("Robert Dent", "Bob Dent; 1975-01-03"),
    ("Margaret Ashby; 1981-06-07", "Peggy Ashby"),
    ("Elizabeth Ashby; 1981-06-07", "Betty Ashby; 1981-06-07"),
    ("Elizabeth Ashby", "Lizzie Ashby; 1981-06-07"),
    ("Thomas Quill; 2014-02-03; M", "Tommy Quill; 2014-02-03"),
    ("Samantha Quill; 2014-02-03; F", "Sam Quill; 2014-02-03"),
    ("Alexandra Pell; 2010-10-10; F", "Lexi Pell; 2010-10-10; F"),
    ("Mohammed Sadiq; 2013-03-04", "Muhammad Sadiq; 2013-03-04"),
    ("Mohamed Sadiq", "Mohammad Sadiq; 2013-03-04"),
    ("Stephen Moss; 1980-01-01", "Steven Moss; 1980-01-01"),
    ("Shaun Moss", "Sean Moss; 1980-05-01"),
    ("Katarzyna Nowicka; 1987-07-08", "Kasia Nowicka; 1987-07-08"),
    ("Rebecca Stone; 1999-12-12", "Becky Stone"),
    ("Christopher Stone; 2008-04-05", "Kit Stone; 2008-04-05"),
    ("Joanne Reed; 1985-09-01", "Jo Reed"),
    ("Joseph Reed; 2015-09-01", "Joe Reed; 2015-09-01"),
    ("Daniel Frost; 2016-01-17", "Danny Frost; 2016-01-17"),
    ("Jacqueline Frost", "Jackie Frost; 1972-03-03"),
    ("Isabelle Crane; 2018-08-18", "Izzy Crane; 2018-08-18"),
    ("Isabel Crane; 2018-08-18", "Isobel Crane; 2018-08-18"),
    ("Zachary Crane; 2018-08-18", "Zak Crane"),
    # Married, double-barrelled and other surnames.
    ("Catherine Calder; 1990-02-01", "Catherine Calder-Voss; 1990-02-01"),
    ("Catherine Calder; 1990-02-01", "Catherine Calder-Voss"),
    ("Kid Calder; 2017-03-02", "Kid Calder-Voss; 2017-03-12"),
    ("Katie Calder-Voss", "Catherine Calder; 1990-02-01"),
    ("Catherine Calder; 1990-02-01; F", "Catherine Voss; 1990-02-01; F"),
    ("Kate Calder; 1990-02-01; F", "Catherine Voss; 1990-02-01; F"),
    (f"Catherine Calder; 1990-02-01 | {HOME}", f"Catherine Voss | {HOME}"),
    (f"Catherine Calder | {HOME} | {PHONE}", f"Katie Voss | | {PHONE}"),
    (f"Wren Larkin; 2016-05-05 | {HOME}", f"Wren Hale | {HOME}"),
    ("Wren Larkin; 2016-05-05", "Wren Hale; 2016-05-05"),
    (f"Ellie Marsh; 2014-04-09 | {HOME}", f"Eleanor Hale; 2014-04-08 | {HOME}"),
    ("Ana Maria Costa Lima; 1991-02-03", "Ana Lima; 1991-02-03"),
    ("Ana Costa-Lima", "Ana Costa; 1991-02-03"),
    ("Priya Van Dorn; 1991-02-03", "Priya Dorn; 1991-02-03"),
    ("Niamh McKenna; 1991-02-03", "Niamh Mc Kenna; 1991-02-03"),
    ("Jo Smith Jones", "Jo Smith-Jones; 1991-02-03"),
    # Turned round.
    ("Kid Calder; 2017-03-02", "Calder Kid; 2017-03-02"),
    ("Kid Calder; 2017-03-02", "Calder, Kid"),
    ("Nguyen Thi Lan; 1989-05-04", "Lan Thi Nguyen; 1989-05-04"),
    ("Catherine Calder", "Calder Katie; 1990-02-01"),
    ("Hassan Ali", "Ali Hassan; 1985-01-09"),
    # One figure off, day and month turned round, a year, a day.
    ("Kid Calder; 2017-03-02", "Kid Calder; 2017-03-12"),
    ("Kid Calder; 2017-03-02", "Kid Calder; 2016-03-02"),
    ("Kid Calder; 2017-03-02", "Kid Calder; 2017-02-03"),
    ("Kid Calder; 2017-03-02", "Kid Calder; 2017-03-20"),
    ("Kid Calder; 2017-03-02", "Kid Calder; 2071-03-02"),
    ("Kid Calder; 2017-03-02", "Kid Calder; 1917-03-02"),
    ("Kid Calder; 2017-03-31", "Kid Calder; 2017-04-01"),
    ("Kid Calder; 2010-03-02", "Kid Calder; 2009-03-02"),
    ("Kid Calder; 2017-01-01", "Kid Calder; 2017-08-23"),
    ("Katie Calder; 1990-02-01", "Catherine Calder; 1990-02-11"),
    ("Zoe Ward; 2012-01-09", "Zoe Wards; 2012-01-19"),
    ("Catherine Calder-Voss; 1990-02-01", "Catherine Calder; 1990-01-02"),
    # Spelt alike.
    ("Zoe Ward; 2012-01-09", "Zoë Warde; 2012-01-09"),
    ("Jon Larkin; 2012-01-09", "John Larkin; 2012-01-09"),
    ("Sara Larkin", "Sarah Larkin; 2012-01-09"),
    ("Wren Larkin; 2012-01-09", "Wren Larkyn; 2012-01-09"),
    ("Wren Larkin", "Wren Larkinn; 2012-01-09"),
    ("Zofia Nowak; 2012-01-09", "Sofia Nowak; 2012-01-09"),
    ("Callum Reid; 2012-01-09", "Calum Reed; 2012-01-09"),
    ("Jayden Pell; 2012-01-09", "Jaiden Pell; 2012-01-09"),
    ("Anya Kovacs; 2012-01-09", "Ania Kovac; 2012-01-09"),
    ("Caitlyn Pell; 2012-01-09", "Katelyn Pell; 2012-01-09"),
    (f"Tegan Pell | {HOME}", f"Teagan Pell; 2012-01-09 | {HOME}"),
    # An initial, a middle name, a title.
    ("C Calder; 1990-02-01", "Catherine Calder; 1990-02-01"),
    (f"Mrs C Calder | {HOME}", f"Catherine Calder; 1990-02-01 | {HOME}"),
    ("Mary Ann Teller; 1988-04-04", "Ann Teller; 1988-04-04"),
    ("James Edward Pell; 2011-04-04", "Edward Pell; 2011-04-04"),
    ("James Edward Pell; 2011-04-04", "Jim Pell; 2011-04-04"),
    ("Dr Jo Pell", "Jo Pell; 1980-04-04"),
    # Not named yet, and named later.
    ("Baby Quillan; 2026-11-01; F", "Baby Quillan; 2026-11-01; F"),
    ("Baby Quillan; 2026-11-01; F", "Wren Quillan; 2026-11-01; F"),
    (f"Unborn Quillan | {HOME}", f"Wren Quillan; 2026-11-01 | {HOME}"),
    ("Baby girl Quillan; 2026-11-01", "Wren Quillan; 2026-11-01; F"),
    # A sex, or a date, that was written down wrong where the name and home are one.
    ("Robin Hale; 2014-04-09; F", "Robin Hale; 2014-04-09; M"),
    (f"Robin Hale; 2014-04-09 | {HOME}", f"Robin Hale; 2013-06-17 | {HOME}"),
    (f"Robin Hale; 2014-04-09 | | {PHONE}", "Robin Hale; 2015-11-23 | | +44 7700 900123"),
    (f"Wren Larkin; 2016-05-05 | {HOME}", "Wren Larkin | 12 Fennel Row, Tipton"),
    # One word, run together, other scripts' habits.
    ("Annemarie Hale; 1984-03-02", "Anne Marie Hale; 1984-03-02"),
    ("Mary-Jane Hale", "Mary Jane Hale; 1984-03-02"),
    ("Mc Namara Tom; 1984-03-02", "Tom McNamara; 1984-03-02"),
]

TWO = [
    # Brothers and sisters.
    (f"Wren Larkin; 2017-03-02; F | {HOME} | {PHONE}", f"Kit Larkin; 2012-05-06; M | {HOME} | {PHONE}"),
    (f"Wren Larkin; 2017-03-02; F | {HOME}", f"Robin Larkin; 2012-05-06; F | {HOME}"),
    (f"Maja Nowak; 2013-03-02 | {HOME}", f"Jan Nowak; 2015-04-05 | {HOME}"),
    (f"Ella Hart; 2013-03-02 | {HOME}", f"Emma Hart; 2015-04-05 | {HOME}"),
    (f"Ella Hart; 2013-03-02 | {HOME}", f"Bella Hart | {HOME}"),
    (f"Ben Hart | {HOME}", f"Dan Hart | {HOME}"),
    (f"Tom Hart; 2013-03-02 | {HOME}", f"Tim Hart; 2015-04-05 | {HOME}"),
    (f"Anna Pell; 2013-03-02 | {HOME}", f"Ava Pell; 2016-08-05 | {HOME}"),
    (f"Liam Pell; 2013-03-02 | {HOME}", f"Lily Pell; 2016-08-05 | {HOME}"),
    (f"Omar Aziz; 2013-03-02 | {HOME}", f"Amina Aziz; 2016-08-05 | {HOME}"),
    (f"Chloe Dent; 2013-03-02 | {HOME}", f"Zoe Dent | {HOME}"),
    (f"Jack Dent; 2013-03-02 | {HOME}", f"Jake Dent; 2011-07-20 | {HOME}"),
    (f"Oliver Dent; 2013-03-02; M | {HOME}", f"Olivia Dent; 2013-03-02; F | {HOME}"),
    (f"Ivy Dent | {HOME}", f"Isla Dent | {HOME}"),
    (f"Noah Dent | {HOME}", f"Nora Dent | {HOME}"),
    (f"Sophie Dent; 2013-03-02 | {HOME}", f"Steph Dent; 2011-07-20 | {HOME}"),
    # Twins with other names.
    (f"Wren Quillan; 2026-11-01; F | {HOME}", f"Kit Quillan; 2026-11-01; M | {HOME}"),
    (f"Ella Quillan; 2016-11-01; F | {HOME}", f"Emma Quillan; 2016-11-01; F | {HOME}"),
    (f"Tom Quillan; 2016-11-01; M | {HOME}", f"Ben Quillan; 2016-11-01; M | {HOME}"),
    (f"Daisy Quillan; 2016-11-01 | {HOME}", f"Poppy Quillan; 2016-11-01 | {HOME}"),
    (f"Adam Quillan; 2016-11-01 | {HOME}", f"Aaron Quillan; 2016-11-01 | {HOME}"),
    (f"Lucy Quillan; 2016-11-01 | {HOME}", f"Lily Quillan; 2016-11-01 | {HOME}"),
    (f"Baby Quillan; 2026-11-01; F | {HOME}", f"Baby Quillan; 2026-11-01; M | {HOME}"),
    (f"Harry Quillan; 2016-11-01 | {HOME}", f"Oscar Quillan; 2016-11-01 | {HOME}"),
    # Father and son, mother and daughter, grandfather.
    (f"Thomas Hart; 1980-03-02; M | {HOME}", f"Thomas Hart; 2012-07-19; M | {HOME}"),
    (f"Thomas Hart; 1980-03-02 | {HOME} | {PHONE}", f"Tom Hart; 2012-07-19 | {HOME} | {PHONE}"),
    (f"Mary Hart; 1950-03-02 | {HOME}", f"Mary Hart; 1985-06-08 | {HOME}"),
    (f"John Aziz; 1979-03-02 | {HOME}", f"John Aziz; 2006-06-08 | {HOME}"),
    (f"Joe Aziz; 1979-03-02 | {HOME}", f"Joseph Aziz; 2014-06-08 | {HOME}"),
    (f"Catherine Hart; 1980-03-02 | {HOME}", f"Katie Hart; 2010-07-19 | {HOME}"),
    # Parents of one family.
    (f"Sam Larkin; 1985-01-01 | {HOME} | {PHONE}", f"Alex Larkin; 1983-02-02 | {HOME} | {PHONE}"),
    (f"Sam Larkin | {HOME}", f"Alex Larkin | {HOME}"),
    (f"Catherine Calder; 1990-02-01 | {HOME}", f"Peter Voss; 1988-05-20 | {HOME}"),
    (f"Catherine Calder | {HOME}", f"Kid Calder | {HOME}"),
    # One name, and born on other days.
    (f"John Smith; 1980-03-02 | {HOME}", f"John Smith; 1991-07-19 | {OTHER_HOME}"),
    ("Mohammed Khan; 2013-03-02", "Mohammed Khan; 2014-08-25"),
    ("Olivia Jones; 2013-03-02", "Olivia Jones; 2011-09-14"),
    ("Jack Taylor; 2013-03-02", "Jack Taylor; 2014-05-27"),
    ("Sarah Jones; 1980-03-02", "Sarah Jones; 1987-11-15"),
    ("Amelia Brown; 2018-04-24", "Amelia Brown; 2016-10-13"),
    ("Liz Brown; 1978-04-24", "Elizabeth Brown; 1986-10-13"),
    ("Bill Brown; 1978-04-24", "William Brown; 1986-10-13"),
    ("Sam Brown; 2008-04-24", "Samuel Brown; 2016-10-13"),
    ("Kate Evans; 1978-04-24", "Catherine Evans; 1986-10-13"),
    ("Catherine Calder; 1978-04-24", "Catherine Calder-Voss; 1986-10-13"),
    # One surname, and neither given name nor date.
    ("Wren Larkin; 2017-03-02", "Hugo Larkin; 2012-05-06"),
    ("Aisha Khan; 2017-03-02", "Bilal Khan; 2014-09-26"),
    ("Aisha Khan", "Fatima Khan"),
    ("Ann Smith", "Peter Smith"),
    ("George Smith; 1980-03-02", "Grace Smith; 1987-11-15"),
    ("Mark Smith", "Mary Smith"),
    ("Paul Smith", "Paula Smith"),
    ("Joan Smith; 1950-02-01", "John Smith; 1950-12-24"),
    ("Leah Smith", "Leon Smith"),
    ("Carl Dunn", "Carol Dunn"),
    ("Daniel Dunn; 2010-04-05; M", "Danielle Dunn; 2012-08-17; F"),
    ("Louis Dunn; 2010-04-05; M", "Louise Dunn; 2012-08-17; F"),
    ("Joseph Dunn", "Josephine Dunn"),
    ("Patrick Dunn; M", "Patricia Dunn; F"),
    # One given name, and neither surname, date nor home.
    ("Wren Larkin", "Wren Hale"),
    ("Wren Larkin; 2017-03-02", "Wren Hale; 2012-05-06"),
    ("Catherine Calder", "Catherine Moss"),
    (f"Catherine Calder; 1990-02-01 | {HOME}", f"Catherine Moss; 1971-09-17 | {OTHER_HOME}"),
    (f"Katie Calder | {HOME}", f"Kate Moss | {OTHER_HOME}"),
    (f"Thomas Hart | {HOME} | {PHONE}", f"Thomas Pell | {OTHER_HOME} | {OTHER_PHONE}"),
    ("Mohammed Khan", "Mohammed Aziz"),
    ("Mary Ann Teller", "Mary Jane Moss"),
    ("Oliver Reed; 2015-01-01", "Oliver Stone; 2016-07-08"),
    ("Jack Reed; 2015-02-11", "Jack Stone; 2015-08-19"),
    # One day, and neither name.
    ("Wren Larkin; 2017-03-02", "Hugo Pell; 2017-03-02"),
    (f"Wren Larkin; 2017-03-02 | {HOME}", f"Ava Moss; 2017-03-02 | {HOME}"),
    ("Noah Reed; 2017-03-02", "Leo Stone; 2017-03-02"),
    ("Mia Reed; 2017-03-02", "Amina Khan; 2017-03-02"),
    ("Ann Reed; 1977-03-02", "Carol Stone; 1977-03-02"),
    # One home or telephone, and neither name.
    (f"Wren Larkin | {HOME}", f"Hugo Pell | {HOME}"),
    (f"Sam Larkin | {HOME} | {PHONE}", f"Rosa Voss | {HOME} | {PHONE}"),
    (f"Sam Larkin; 1985-01-01 | {HOME}", f"Pat Moss; 1955-09-30 | {HOME}"),
    (f"Ann Larkin | | {PHONE}", f"Chloe Pell | | {PHONE}"),
    # Neighbours and strangers.
    (f"Sam Larkin; 1985-01-01 | {HOME}", "Sam Hale; 1992-04-14 | 14 Fennel Row; Tipton; DY4 9JB"),
    (f"Wren Larkin | {HOME}", "Wren Moss | 14 Fennel Row; Tipton; DY4 9JB"),
    (f"Hugo Pell; 2014-01-02 | {HOME}", f"Felix Crane; 2010-12-30 | {OTHER_HOME}"),
    ("Ida Crane", "Ezra Dent"),
    ("Rory Crane; 2011-02-03", "Maeve Dent; 2011-02-13"),
    ("Suparno; 2010-02-02", "Sukarno; 1981-07-16"),
    ("Suparno", "Wren Larkin"),
    ("Baby Quillan; 2026-11-01", "Baby Moss; 2026-11-01"),
    ("Baby Quillan; 2026-11-01", "Baby Quillan; 2024-06-17"),
    ("Baby Quillan; 2026-11-01", "Hugo Quillan; 2015-06-17"),
    ("C Calder; 1990-02-01", "Peter Calder; 1990-02-01"),
    ("C Calder", "Colin Moss"),
    ("Jo Reed", "Joan Pell"),
    ("Lan Nguyen; 1989-05-04", "Lan Tran; 1994-11-23"),
    ("Hassan Ali; 1985-01-09", "Ali Raza; 1990-06-17"),
    ("Ali Hassan; 1985-01-09", "Bilal Hassan; 1990-06-17"),
    ("Priya Patel; 1985-01-09", "Priya Sharma; 1990-06-17"),
    ("Priya Patel", "Anika Patel"),
    ("Arjun Patel; 2012-01-09", "Rohan Patel; 2015-06-17"),
    ("Victoria Marsh; 1985-01-09", "Violet Marsh; 2015-06-17"),
]

GIVEN = [
    "Wren",
    "Hugo",
    "Aisha",
    "Bilal",
    "Callum",
    "Freya",
    "Orla",
    "Finn",
    "Maeve",
    "Ezra",
    "Theo",
    "Jasper",
    "Zara",
    "Layla",
    "Hamza",
    "Priya",
    "Rohan",
    "Anika",
    "Ivy",
    "Oscar",
    "Grace",
    "Isaac",
    "Ruth",
    "Stella",
    "Duncan",
    "Heather",
    "Ivor",
    "Keith",
    "Colin",
    "Muriel",
]
SHORT = [
    "Catherine-Kate",
    "Elizabeth-Liz",
    "William-Bill",
    "Robert-Bob",
    "Margaret-Maggie",
    "Thomas-Tom",
    "Samuel-Sam",
    "Rebecca-Becky",
    "Daniel-Dan",
    "Joseph-Joe",
    "Victoria-Vicky",
    "Anthony-Tony",
    "Patricia-Tricia",
    "Edward-Ted",
    "Alexander-Alex",
    "Jennifer-Jenny",
    "Michael-Mick",
    "Benjamin-Ben",
    "Charlotte-Lottie",
    "Susan-Sue",
    "Jonathan-Jon",
    "Christopher-Chris",
    "Abigail-Abbie",
    "Matthew-Matt",
]
SURNAMES = [
    "Larkin",
    "Calder",
    "Quillan",
    "Pell",
    "Moss",
    "Hale",
    "Crane",
    "Dent",
    "Frost",
    "Stone",
    "Ashby",
    "Marsh",
    "Teller",
    "Fernway",
    "Okafor",
    "Nowicka",
    "Aziz",
    "Bristow",
    "Coombe",
    "Dallow",
    "Elwick",
    "Farrant",
    "Gorse",
    "Hexham",
    "Ingle",
    "Jessop",
    "Kestle",
    "Lomax",
    "Mallory",
    "Netley",
    "Orchard",
    "Pickering",
]
STREETS = [
    "Fennel Row",
    "Sorrel Close",
    "Mill Lane",
    "High Street",
    "Canal Walk",
    "Park Road",
    "Church Lane",
    "Owen Street",
]


class Making:
    """People made from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def born(self, first: int = 1960, last: int = 2024) -> date:
        return date(first, 1, 1) + timedelta(days=self.chance.randrange((last - first) * 365))

    def home(self) -> str:
        code = f"DY{self.chance.randint(1, 9)} {self.chance.randint(1, 9)}{self.chance.choice('ABDEFGH')}J"
        return f"{self.chance.randint(1, 180)} {self.chance.choice(STREETS)}; Tipton; {code}"

    def phone(self) -> str:
        return f"07700 900{self.chance.randint(100, 999)}"

    def name(self, given: str = "", surname: str = "") -> str:
        return f"{given or self.chance.choice(GIVEN)} {surname or self.chance.choice(SURNAMES)}"

    def side(self, name: str, born: date | None = None, home: str = "", phone: str = "", sex: str = "") -> str:
        about = "; ".join([name, born.isoformat() if born else "", sex]).rstrip("; ")
        return " | ".join([about, home, phone]).rstrip("| ")

    def misspelt(self, name: str) -> str:
        """One letter typed twice, left out or changed, not the first of a word."""
        at = self.chance.choice(
            [place for place in range(1, len(name)) if name[place - 1] != " " and name[place] != " "]
        )
        return name[:at] + self.chance.choice(["", name[at] * 2, self.chance.choice("aeiou")]) + name[at + 1 :]

    def off(self, day: date) -> date:
        """The day written down wrong in one of the usual ways."""
        tried = [day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=1)]
        if day.day <= 12 and day.day != day.month:
            tried.append(day.replace(day=day.month, month=day.day))
        if day.day < 19:
            tried.append(day + timedelta(days=10))
        return self.chance.choice(tried)

    def one(self) -> tuple[str, str]:
        """One person, written down twice."""
        full, short = self.chance.choice(SHORT).split("-")
        surname, other = self.chance.sample(SURNAMES, 2)
        born, home, phone, plain = self.born(), self.home(), self.phone(), self.chance.choice(GIVEN)
        kind = self.chance.randrange(10)
        name = self.name(plain, surname)
        return [
            lambda: (self.side(name, born, home), self.side(name)),
            lambda: (
                self.side(f"{full} {surname}", born),
                self.side(f"{short} {surname}", self.chance.choice([born, None])),
            ),
            lambda: (self.side(name, born), self.side(name, self.off(born))),
            lambda: (self.side(name, born), self.side(f"{plain} {surname}-{other}", self.chance.choice([born, None]))),
            lambda: (self.side(name, born), self.side(f"{plain} {other}", born)),
            lambda: (self.side(name, born, home), self.side(f"{plain} {other}", None, home)),
            lambda: (self.side(f"{full} {surname}", born, "", phone), self.side(f"{short} {other}", None, "", phone)),
            lambda: (self.side(name, born), self.side(f"{surname} {plain}", self.chance.choice([born, None]))),
            lambda: (self.side(name, born, home), self.side(self.misspelt(name), born, home)),
            lambda: (
                self.side(f"{full} {surname}", born, home),
                self.side(f"{short} {surname}-{other}", self.off(born), home),
            ),
        ][kind]()

    def two(self) -> tuple[str, str]:
        """Two people: of one family, of one name, or strangers."""
        surname, other = self.chance.sample(SURNAMES, 2)
        first, second = self.chance.sample(GIVEN, 2)
        home, phone, born = self.home(), self.phone(), self.born(2006, 2024)
        later = born + timedelta(days=self.chance.randint(400, 3000))
        older = self.born(1965, 1990)
        kind = self.chance.randrange(8)
        return [
            lambda: (self.side(f"{first} {surname}", born, home), self.side(f"{second} {surname}", later, home)),
            lambda: (self.side(f"{first} {surname}", born, home), self.side(f"{second} {surname}", born, home)),
            lambda: (self.side(f"{first} {surname}", older, home), self.side(f"{first} {surname}", born, home)),
            lambda: (
                self.side(f"{first} {surname}", None, home, phone),
                self.side(f"{second} {surname}", None, home, phone),
            ),
            lambda: (self.side(f"{first} {surname}", born), self.side(f"{first} {other}", later)),
            lambda: (self.side(f"{first} {surname}", None, home), self.side(f"{first} {other}", None, self.home())),
            lambda: (self.side(f"{first} {surname}", born), self.side(f"{second} {other}", born)),
            lambda: (
                self.side(f"{first} {surname}", born),
                self.side(f"{first} {surname}", later + timedelta(days=37)),
            ),
        ][kind]()


def made(seed: int, count: int) -> Iterator[tuple[bool, str, str]]:
    """So many pairs of each, with whether they are one."""
    making = Making(seed)
    for _ in range(count):
        yield True, *making.one()
        yield False, *making.two()
