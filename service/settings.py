"""One table of all settings: command-line flags, environment variables and documentation are made from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any


class SettingError(ValueError):
    """A setting has a value that cannot be used; the message names the setting and what it takes."""


def _setting(default: Any, help_text: str, *, low: float = 0, in_description: bool = False) -> Any:
    return field(default=default, metadata={"help": help_text, "low": low, "limit": in_description})


@dataclass(frozen=True)
class Settings:
    """What the service is told at its start.

    >>> Settings.from_environment({"RENKEI_PORT": "9000", "RENKEI_TIMEOUT": "2.5"}).timeout
    2.5
    >>> Settings.from_environment({"RENKEI_PORT": "many"})
    Traceback (most recent call last):
    service.settings.SettingError: RENKEI_PORT: 'many' is not of type int
    """

    data: tuple[Path, ...] = _setting(
        (), "files (N-Quads, TriG, N-Triples, Turtle) or release folders to serve"
    )
    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8000, "port to listen on; 0 takes a free one")
    base: str = _setting("https://w3id.org/renkei/", "base of id/, doc/ and graph/ in the data")
    public_url: str = _setting(
        "", "address by which users reach the service, behind a proxy: https://data.example.jp"
    )
    engine: str = _setting("", "URL of a SPARQL 1.1 endpoint to use in place of the embedded engine")
    engine_graph: str = _setting(
        "", "graph of the remote engine that holds the union of all (its default graph)"
    )
    dump_texts: str = _setting(
        "no", "whether dumps carry the words of documents given by the operator: yes or no"
    )
    timeout: float = _setting(
        30.0, "seconds that a query may take, waiting included", low=0.05, in_description=True
    )
    memory_mb: int = _setting(512, "MiB that a query may take besides the graph", low=16, in_description=True)
    result_mb: int = _setting(
        128, "MiB that an answer may have before compression", low=1, in_description=True
    )
    query_kb: int = _setting(1024, "KiB that a query may have", low=1, in_description=True)
    nesting: int = _setting(200, "brackets within brackets in a query", low=1, in_description=True)
    operators: int = _setting(1500, "operators and clauses in a query", low=1, in_description=True)
    dataset_triples: int = _setting(
        200_000,
        "triples of a dataset that a query puts together from several graphs",
        low=1,
        in_description=True,
    )
    slow_after: float = _setting(0.2, "seconds after which a query leaves the fast lane", low=0.01)
    fast_workers: int = _setting(2, "worker processes of the fast lane", low=1)
    slow_slots: int = _setting(2, "slow queries at a time", low=1, in_description=True)
    queue: int = _setting(256, "queries that may wait for a worker", low=0)
    queue_wait: float = _setting(3.0, "seconds that a query may wait for a worker", low=0)
    cache_mb: int = _setting(64, "MiB of answers kept for repeated queries", low=0)
    downloads: int = _setting(32, "large answers being sent at a time", low=1)
    idle_timeout: float = _setting(
        20.0, "seconds without progress after which a connection is closed", low=0.1
    )

    search_index: str = _setting(
        "", "search index of a release, for a remote engine or in place of the release's own"
    )
    search_timeout: float = _setting(1.0, "seconds that a search may take", low=0.01)
    watch: float = _setting(
        2.0, "seconds between two looks for a new release in the files served; 0: never", low=0
    )
    drain: float = _setting(
        0.0, "seconds in which a service told to stop still answers, with /health at 503 already", low=0
    )
    stop_wait: float = _setting(10.0, "seconds that answers under way may take when the service stops", low=0)
    access_log: str = _setting("", "file to which a line of JSON goes for each request; - is standard output")
    access_log_with: str = _setting(
        "", "what the access log has besides: address, query (the text, not only its hash), or both"
    )

    def __post_init__(self) -> None:
        if unknown := set(self.access_log_with.replace(",", " ").split()) - {"address", "query"}:
            name = environment_name("access_log_with")
            raise SettingError(f"{name}: there is no {', '.join(sorted(unknown))}; it takes address, query")
        for each in fields(self):
            low, value = each.metadata["low"], getattr(self, each.name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and not value >= low:
                raise SettingError(f"{environment_name(each.name)}: {value} is less than {low}")
        if not self.base.endswith(("/", "#")):
            raise SettingError(f"{environment_name('base')}: {self.base!r} does not end in / or #")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings from `RENKEI_*` variables, each overridden by what is `given` (and not None).

        Raises `SettingError` for a value of the wrong type or out of range.
        """
        variables = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for each in fields(cls):
            text = variables.get(environment_name(each.name))
            if text is not None:
                values[each.name] = _read(each.name, type(_default(each)), text)
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)


@dataclass(frozen=True)
class Setting:
    """One row of the settings table, for flags and documentation."""

    name: str
    variable: str
    default: Any
    help: str
    is_limit: bool


def environment_name(name: str) -> str:
    """The environment variable of a setting.

    >>> environment_name("memory_mb")
    'RENKEI_MEMORY_MB'
    """
    return f"RENKEI_{name.upper()}"


def table() -> tuple[Setting, ...]:
    """All settings in the order in which they are explained."""
    return tuple(
        Setting(f.name, environment_name(f.name), _default(f), f.metadata["help"], f.metadata["limit"])
        for f in fields(Settings)
    )


def _default(each: Any) -> Any:
    if each.default is MISSING:  # pragma: no cover - every setting has a default
        raise TypeError(each.name)
    return each.default


def _read(name: str, kind: type, text: str) -> Any:
    if kind is tuple:
        return tuple(Path(part) for part in text.split(os.pathsep) if part)
    try:
        return kind(text)
    except ValueError as error:
        raise SettingError(f"{environment_name(name)}: {text!r} is not of type {kind.__name__}") from error
