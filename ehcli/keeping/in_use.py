"""Which record is used when none is named: the settings say so."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ehcli.machine import files, folders


def use(place: folders.Place) -> None:
    """Has the settings say that this is the record to use; whatever else they say stays."""
    file = folders.settings_file()
    files.own_folder(file.parent)
    os.chmod(file.parent, 0o700)
    settings = {**folders.settings(), "record": str(place.absolute() if isinstance(place, Path) else place)}
    files.write(file, json.dumps(settings, indent=2) + "\n")
