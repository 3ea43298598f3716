"""The furnished record, made once."""

from __future__ import annotations

import pytest

from tests.offices import Office

from .furnished import furnish


@pytest.fixture(scope="session")
def _furnished(_met: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return furnish(_met, tmp_path_factory.mktemp("furnished") / "home")
