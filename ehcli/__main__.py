"""python -m ehcli is eh."""

from ehcli.cli import main

raise SystemExit(main())
