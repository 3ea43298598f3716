"""The corpus: what hundreds of command lines of eh print, kept so that work inside is proved to change nothing.

``lines/GROUP.toml`` holds the command lines, told in order as one story in an office of its own; ``printed/GROUP.txt``
holds what they print: each line as it was typed (``$``), its exit code (``=``), standard output (``|``) and standard
error (``!``). Only what must vary is levelled (``levelling``): where the office lies, the moment of recording, and what
follows from it. Everything else stands as it was printed, its order too. ``changed.md`` lists what was changed since.

    pytest tests/corpus                      everything is printed as it stands here
    pytest tests/corpus/lines/haringey.toml  one group
    python -m tests.corpus                   record all of it anew
    python -m tests.corpus haringey letters  record some groups anew

A group of ``lines/`` says:

- ``says``: what it is about, in a sentence.
- ``server = "too"``: it is run on a PostgreSQL server as well, and prints the same there; ``"beside"``: ``$DATABASE``
  is an empty database on a server, to move the record to.
- ``[files]``: files that are put into its folder first, by name. ``home`` is the folder of eh (EH_HOME).
- ``old``: where a record of an older eh is put (tests/records/0001).
- ``[[scene]]``: ``day`` (EH_TODAY) and ``user`` (EH_USER); ``now`` (EH_NOW) and ``db`` (EH_DB) for the practice record;
  ``columns`` for a terminal so wide, 0 for none, with ``no_color`` where colours are off. Each holds until a scene says
  otherwise.
- ``lines``: one command a line, as at a shell; one that goes on ends with a backslash. ``NAME=VALUE`` before it sets
  the environment, ``< FILE`` gives standard input, or at a terminal the answers line by line. ``home/backups/*.db`` is
  the files of such a name, and ``@E-0001/initial-taf`` the task of that duty in that episode, ``@E-0001/*`` every open
  one. Beside ``eh`` there are ``cat FILE`` (a draft and a Word file by what they say) and ``ls FOLDER``.
- ``every = "--help"``: these words after every command and family of commands there is.
"""
