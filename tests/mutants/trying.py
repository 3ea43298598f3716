"""Trying mutants: each is written into a copy of the checkout, and the tests that come by its line run in a fork.

Cosmic Ray makes the mutants and keeps what became of each. It would start pytest anew for every one; here the tests
are loaded once, a mutant's function is put in the place of the right one in a fork, and only the tests that reach
it are run. What runs while a file is loaded is tried in a fork that has loaded nothing of ours.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import inspect
import marshal
import multiprocessing
import os
import resource
import shlex
import signal
import sys
import time
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

MEMORY = 3 << 30  # a mutant that counts without end is stopped
PATIENCE = 20  # how many times as long it may take where others use the computer, or where it sleeps


class Fewer:
    """A plugin of pytest: laws that ask for hundreds of examples are tried with a few, however many they name."""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        from hypothesis import settings

        few = int(os.environ["EH_EXAMPLES"])
        for item in items:
            own = getattr(item.function, "_hypothesis_internal_use_settings", None)
            if own is not None and own.max_examples > few:
                item.function._hypothesis_internal_use_settings = settings(own, max_examples=few)


class Coming:
    """A plugin of pytest: notes which test runs, for coverage, and how long each takes."""

    def __init__(self, coverage: Any) -> None:
        self.coverage, self.took = coverage, defaultdict[str, float](float)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        forget()  # else only the first test would seem to come by what is worked out once
        self.coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.took[report.nodeid] += report.duration

    def pytest_runtest_logfinish(self) -> None:
        self.coverage.switch_context("")


class Reached:
    """Which tests come by which line, and how long each takes."""

    def __init__(self, tree: Path, folders: Iterable[str], command: str) -> None:
        self.tree, self.lines, self.took = tree, {}, {}  # type: ignore[var-annotated]
        self.command = shlex.split(command)[3:]
        self.folders = list(folders)

    def measure(self) -> None:
        """Runs the tests once, unchanged; SystemExit where they do not pass."""
        import coverage
        import pytest

        kept = coverage.Coverage(data_file=None, include=[f"{self.tree}/{each}/*" for each in self.folders])
        noted = Coming(kept)
        kept.start()
        code = pytest.main([*self.command, *QUIET], plugins=[Fewer(), noted])
        kept.stop()
        if code:
            raise SystemExit("The tests do not pass as they are, so that no mutant can be tried.")
        data = kept.get_data()
        self.took = dict(noted.took)
        for file in data.measured_files():
            self.lines[str(Path(file).relative_to(self.tree))] = data.contexts_by_lineno(file)

    def of(self, file: str, line: int, source: str) -> tuple[list[str], bool]:
        """The tests that reach a line, the quickest first, and whether it runs while files are loaded.

        Where it does, or is worked out once and kept, so is every test of a file of tests that reaches its file.
        """
        known = self.lines.get(file, {})
        files = {test.partition("::")[0] for tests in known.values() for test in tests if test}
        tree = ast.parse(source)
        for first, last in spans(tree, line):
            found = {test for n in range(first, last + 1) for test in known.get(n, ())}
            if found:
                break
        else:
            found = {""}
        early = "" in found or kept_once(tree, line)
        if early:
            found = {test for test in self.took if test.partition("::")[0] in files}
        return sorted(found, key=lambda test: (self.took.get(test, 0.0), test)), early


def kept_once(tree: ast.AST, line: int) -> bool:
    """Whether a line stands in a function whose results are kept."""
    return any(
        isinstance(node, ast.FunctionDef)
        and node.lineno <= line <= (node.end_lineno or line)
        and any("cache" in ast.unparse(each) for each in node.decorator_list)
        for node in ast.walk(tree)
    )


def forget() -> None:
    """Empties what functions of ours keep of their results."""
    for name, module in list(sys.modules.items()):
        if name.startswith("ehcli"):
            for each in list(vars(module).values()):
                if isinstance(each, functools._lru_cache_wrapper):
                    each.cache_clear()


def spans(tree: ast.AST, line: int) -> Iterator[tuple[int, int]]:
    """The lines of the smallest statement that a line stands in, then of its function."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.stmt, ast.match_case, ast.ExceptHandler))
        and (getattr(node, "lineno", 0) or node.pattern.lineno)
        <= line  # type: ignore[union-attr]
        <= (getattr(node, "end_lineno", 0) or node.body[-1].end_lineno)  # type: ignore[union-attr]
    ]
    if not around:
        return
    inner = around[-1]
    for node in around:
        begins = getattr(node, "lineno", 0) or node.pattern.lineno  # type: ignore[union-attr]
        inner_begins = getattr(inner, "lineno", 0) or inner.pattern.lineno  # type: ignore[union-attr]
        if begins >= inner_begins:
            inner = node
    begins = getattr(inner, "lineno", 0) or inner.pattern.lineno  # type: ignore[union-attr]
    body = getattr(inner, "body", None)
    yield begins, max(begins, body[0].lineno - 1) if body else inner.end_lineno  # type: ignore[union-attr]
    functions = [node for node in around if isinstance(node, ast.FunctionDef)]
    if functions:
        yield functions[-1].body[0].lineno, functions[-1].end_lineno or functions[-1].lineno


def unread(source: str) -> set[tuple[int, int]]:
    """Where annotations stand that Python never reads: those of a module that puts off working them out."""
    tree = ast.parse(source)
    if not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body):
        return set()
    read_all_the_same = {
        id(each) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in node.body
    }  # a NamedTuple looks at its fields; to be sure they are tried
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(node.returns)
        elif isinstance(node, ast.arg) or (isinstance(node, ast.AnnAssign) and id(node) not in read_all_the_same):
            found.append(node.annotation)
    return {
        (row, column)
        for each in found
        if each is not None
        for row in range(each.lineno, (each.end_lineno or each.lineno) + 1)
        for column in range(
            each.col_offset if row == each.lineno else 0, each.end_col_offset if row == each.end_lineno else 200
        )
    }


QUIET = ["-W", "ignore", "-o", "addopts=", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider", "-q", "-s"]


def changes(source: str, mutant: str, file: str) -> dict[str, types.CodeType] | None:
    """The functions that a mutant changes, by their names in the file; none where it changes what runs on loading."""
    old, new = (compile(each, file, "exec") for each in (source, mutant))
    if skeleton(old) != skeleton(new):
        return None
    before = functions(old)
    return {name: code for name, code in functions(new).items() if code != before[name]}


def bodies(code: types.CodeType) -> Iterator[types.CodeType]:
    return (each for each in code.co_consts if isinstance(each, types.CodeType))


def is_function(code: types.CodeType) -> bool:
    return bool(code.co_flags & inspect.CO_OPTIMIZED)


def skeleton(code: types.CodeType) -> tuple[object, ...]:
    """What a file or class runs on loading, without the functions that it defines."""
    told = [(type(each), each) for each in code.co_consts if not isinstance(each, types.CodeType)]
    inside = [code_of.co_name if is_function(code_of) else skeleton(code_of) for code_of in bodies(code)]
    return (code.co_code, code.co_names, told, inside)


def functions(code: types.CodeType, prefix: str = "") -> dict[str, types.CodeType]:
    """The functions and methods of a file by their names; what stands inside one belongs to it."""
    found: dict[str, types.CodeType] = {}
    for each in bodies(code):
        if is_function(each):
            found[f"{prefix}{each.co_name}"] = each
        else:
            found |= functions(each, f"{prefix}{each.co_name}.")
    return found


def replaced(file: str, changed: dict[str, types.CodeType]) -> bool:
    """Puts mutants in the place of loaded functions, wherever they are named; whether each was found."""
    module = sys.modules.get(file.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    for name, code in changed.items():
        found: Any = module
        for part in name.split("."):
            found = vars(found).get(part) if found is not None else None
        found = getattr(found, "fget", None) or getattr(found, "func", None) or found
        found = inspect.unwrap(getattr(found, "__func__", found)) if found is not None else None
        if not isinstance(found, types.FunctionType):
            return False
        found.__code__ = code
    return True


class Served:
    """A plugin of pytest: with every test loaded, it tries one mutant after another, each in a fork."""

    def __init__(self, pipe: Any) -> None:
        self.pipe = pipe

    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        self.pipe.send("loaded")
        with contextlib.suppress(EOFError):  # whoever asked has ended
            while True:
                file, changed, tests, seconds = self.pipe.recv()
                code = {name: marshal.loads(each) for name, each in changed.items()}
                self.pipe.send(forked(lambda: self.survives(items, file, code, tests), seconds))  # noqa: B023
        return True

    def survives(self, items: dict[str, Any], file: str, changed: dict[str, types.CodeType], tests: list[str]) -> int:
        from _pytest.runner import runtestprotocol

        if not replaced(file, changed):
            return UNKNOWN
        forget()
        for test in tests:
            for report in runtestprotocol(items[test], log=False, nextitem=None):
                if report.failed:
                    return 1
        return 0


UNKNOWN = 77


def forked(run: Callable[[], int], seconds: float) -> int:
    """What a function gives in a fork that writes nothing anywhere: nought where all is well; 1 where it takes long.

    The seconds are those that it works itself, so that nothing seems to die only because others are at work.
    """
    child = os.fork()
    if not child:
        code = 1
        try:
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
            sys.dont_write_bytecode = True
            code = run()
        finally:
            os._exit(code)
    ended, pause = time.monotonic() + seconds * PATIENCE, 0.002
    while time.monotonic() < ended:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


class Trial:
    """Tries mutants: in a process that has loaded every test, or else in one that has loaded nothing of ours."""

    def __init__(self, root: Path, tree: Path, reached: Reached, seconds: float) -> None:
        self.root, self.tree, self.reached, self.seconds = root, tree, reached, seconds
        self.pipe, far = multiprocessing.Pipe()
        if not os.fork():
            self.pipe.close()  # so that this process ends with the one that asks it
            try:
                import pytest

                pytest.main([*reached.command, *QUIET], plugins=[Fewer(), Served(far)])
            finally:
                os._exit(0)
        far.close()
        self.pipe.recv()

    def survives(self, file: str, line: int, source: str, mutant: str) -> tuple[bool, str]:
        """Whether no test fails with the mutant in the place of the file, and how that was tried."""
        tests, early = self.reached.of(file, line, source)
        if not tests:
            return True, "no test comes by it"
        seconds = self.seconds + sum(self.reached.took[test] for test in tests)
        try:
            changed = None if early else changes(source, mutant, file)
        except SyntaxError:
            return False, "it cannot be read"
        if changed is not None:
            code = {name: marshal.dumps(each) for name, each in changed.items()}
            self.pipe.send((file, code, tests, seconds))
            if (ended := self.pipe.recv()) != UNKNOWN:
                return not ended, f"{len(tests)} tests"
        (self.tree / file).write_text(mutant, encoding="utf-8")
        try:
            return not forked(lambda: anew(tests), seconds), f"{len(tests)} tests, loaded anew"
        finally:
            (self.tree / file).write_text(source, encoding="utf-8")


def anew(tests: list[str]) -> int:
    """What pytest gives for these tests, where nothing of ours was loaded yet."""
    import pytest

    return int(bool(pytest.main(["-x", *QUIET, *tests], plugins=[Fewer()])))
