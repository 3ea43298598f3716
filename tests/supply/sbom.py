"""Writes what eh is made of as a CycloneDX list in JSON: python -m tests.supply.sbom FILE.

The packages, their versions and which of them asks for which are those of requirements.lock; a licence is what the
installed package says of itself, where the version is the same. Nothing else goes into it, no clock and no chance:
the same lock gives the same bytes. Dated only where SOURCE_DATE_EPOCH says when.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from ehcli import __version__
from tests.supply import lock

RUNS = "what eh needs to run"
EXTRAS = {"postgres": "for a record on a server", "encrypt": "for an encrypted record"}
BUILDS = "tests, checks and builds eh; not installed with it"


def bom() -> Bom:
    """The list as the library's value."""
    text = lock.LOCK.read_text(encoding="utf-8")
    packages = lock.pinned(text)
    itself = Component(
        name=lock.ITSELF,
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=lock.ITSELF,
        description=lock.project()["description"],
        licenses=[LicenseFactory().make_from_string(lock.project()["license"])],
    )
    made = Bom(serial_number=uuid5(NAMESPACE_URL, f"{lock.ITSELF} {__version__} {text}"))
    made.metadata.component = itself
    made.metadata.properties.add(Property(name="eh:lock:sha256", value=hashlib.sha256(text.encode()).hexdigest()))
    told = os.environ.get("SOURCE_DATE_EPOCH")
    made.metadata.timestamp = datetime.fromtimestamp(int(told), UTC) if told else None
    known = {each.name: component(each, purpose(each.name, packages)) for each in packages}
    for each in known.values():
        made.components.add(each)
    for name, of in ((lock.ITSELF, itself), *known.items()):
        made.register_dependency(of, [known[each.name] for each in packages if name in each.asked_by])
    return made


def purpose(name: str, packages: tuple[lock.Pinned, ...]) -> str:
    """What a package is there for: the first of these for which it is needed."""
    if name in lock.needed(packages, lock.asked()):
        return RUNS
    for extra, what in EXTRAS.items():
        if name in lock.needed(packages, iter(set(lock.asked(extra)) - set(lock.asked()))):
            return what
    return BUILDS


def component(package: lock.Pinned, what: str) -> Component:
    """A package of the lock as an item of the list."""
    scope = {RUNS: ComponentScope.REQUIRED, BUILDS: ComponentScope.EXCLUDED}.get(what, ComponentScope.OPTIONAL)
    properties = [Property(name="eh:for", value=what)]
    if package.marker:
        properties.append(Property(name="eh:only-where", value=package.marker))
    return Component(
        name=package.name,
        version=package.version,
        bom_ref=f"{package.name}=={package.version}",
        purl=PackageURL("pypi", None, package.name, package.version),
        scope=scope,
        licenses=list(licences(package)),
        properties=properties,
    )


def licences(package: lock.Pinned) -> Iterator[License]:
    """The licence that the installed package states; nothing where it is not installed or has another version."""
    try:
        told = distribution(package.name)
    except PackageNotFoundError:
        return
    if told.version != package.version:
        return
    stated = told.metadata.get("License-Expression") or told.metadata.get("License") or ""
    classified = [
        each.rpartition(" :: ")[2] for each in told.metadata.get_all("Classifier", ()) if "License ::" in each
    ]
    if not stated or "\n" in stated:
        stated = " and ".join(classified)
    if stated:
        yield LicenseFactory().make_from_string(stated)


def text() -> str:
    """The list as JSON."""
    return JsonV1Dot6(bom()).output_as_string(indent=2) + "\n"


def main(words: Iterable[str]) -> None:
    file, written = Path(next(iter(words))), text()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(written, encoding="utf-8", newline="\n")
    print(f"Written: {file.name}, {written.count('purl')} packages")


if __name__ == "__main__":
    main(sys.argv[1:])
