"""Records the corpus anew: python -m tests.corpus [GROUP]..."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.corpus import stories
from tests.corpus.telling import printed


def record(group: stories.Group) -> str:
    """Tells a group anew and keeps what it prints; says how that compares with what was kept before."""
    before = group.printed.read_text(encoding="utf-8") if group.printed.exists() else ""
    now = printed(group)
    group.printed.write_text(now, encoding="utf-8", newline="\n")
    return f"{group.name}: {len(group.lines)} lines, {'as before' if now == before else 'changed'}"


def main(names: list[str]) -> int:
    known = {each.name: each for each in stories.groups()}
    if unknown := set(names) - known.keys():
        print(f"There is no group {', '.join(sorted(unknown))}. There is {', '.join(known)}.", file=sys.stderr)
        return 2
    stories.PRINTED.mkdir(exist_ok=True)
    if not names:
        for old in stories.PRINTED.glob("*.txt"):
            if old.stem not in known:
                old.unlink()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for said in pool.map(record, [known[name] for name in names or known]):
            print(said, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
