"""Marks ticker pumps and unbacked infrastructure claims in social posts, on the exact words, and says why."""

from collections.abc import Iterable
from typing import Any, Literal, NotRequired, Protocol, TypedDict

__version__: str

Category = Literal["pump", "claim"]

class Finding(TypedDict):
    """A reason. ``text[start:end]`` of the post are its exact words."""

    rule: str
    category: Category
    start: int
    end: int
    text: str
    weight: float
    contexts: NotRequired[list[str]]

class Verdict(TypedDict):
    """Probabilities, and the categories in which the post is flagged."""

    pump: float
    claim: float
    flagged: list[Category]
    findings: list[Finding]

class Context(TypedDict):
    """What lowered the score."""

    id: str
    start: int
    end: int
    text: str
    effect: float

class Answer(TypedDict):
    """A question of the checklist."""

    id: str
    state: Literal["answered", "partly", "open"]
    start: NotRequired[int]
    end: NotRequired[int]
    text: NotRequired[str]

class Report(Verdict):
    """All that is known of a post."""

    contexts: list[Context]
    checklist: list[Answer]
    structure_only: bool

class _Stream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _Array(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class Verdicts:
    """A table of pump, claim, flagged and findings, for any library that reads Arrow: ``pyarrow.table(verdicts)``."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class RowError(TypeError):
    """Rows that are no text. Nothing beside them is lost."""

    rows: list[int]
    """Which rows, counted from 0."""
    verdicts: list[Verdict | None] | Verdicts
    """What the call would have given; nothing in those rows."""

def score(
    texts: Iterable[str], sensitivity: int = 50, *, pump: int | None = None, claim: int | None = None
) -> list[Verdict]:
    """Scores posts, on every core. 0 marks nothing, 100 the most; ``pump`` and ``claim`` set it for one category."""

def report(text: str, sensitivity: int = 50, *, pump: int | None = None, claim: int | None = None) -> Report:
    """All that is known of one post."""

def score_arrow(
    data: _Stream | _Array,
    text: str = "text",
    sensitivity: int = 50,
    *,
    pump: int | None = None,
    claim: int | None = None,
) -> Verdicts:
    """Scores a column of texts, or the column ``text`` of a table, without a copy. A row without a text has no verdict."""

def catalogue() -> dict[str, Any]:
    """Titles, reasons, questions and sources of the rules, for people."""
