"""All questions that a finished run can be asked, in the order of a report."""

from typing import TYPE_CHECKING

from twin.answers.asked import Asked
from twin.answers.avoidable import AVOIDABLE
from twin.answers.cameras_each import CAMERAS_EACH
from twin.answers.changes import CHANGES
from twin.answers.elsewhere import ELSEWHERE
from twin.answers.how_many import HOW_MANY
from twin.answers.how_sure import HOW_SURE
from twin.answers.months import MONTHS
from twin.answers.notice import NOTICE
from twin.answers.overlooked import OVERLOOKED
from twin.answers.protection import PROTECTION
from twin.answers.question import Question
from twin.answers.records import RECORDS
from twin.answers.sensitive import SENSITIVE
from twin.answers.tracking import TRACKING
from twin.answers.unknown import UNKNOWN
from twin.answers.watch_list import WATCH_LIST
from twin.answers.worth import WORTH
from twin.errors import ScenarioError
from twin.told import Told

if TYPE_CHECKING:
    from twin.run import Run

__all__ = ["QUESTIONS", "ask", "question_of"]

QUESTIONS = {
    question.name: question
    for question in (
        HOW_MANY,
        CAMERAS_EACH,
        MONTHS,
        NOTICE,
        AVOIDABLE,
        TRACKING,
        SENSITIVE,
        WATCH_LIST,
        PROTECTION,
        WORTH,
        UNKNOWN,
        ELSEWHERE,
        OVERLOOKED,
        RECORDS,
        CHANGES,
        HOW_SURE,
    )
}
"""Name to question."""


def ask(name: str, run: "Run | Asked") -> Told:
    """Ask a run a question.

    Parameters
    ----------
    name : str
        Name of the question, a key of :data:`QUESTIONS`.
    run : Run or Asked
        A finished run; of several questions, its :class:`~twin.answers.asked.Asked` reads each
        table once.

    Raises
    ------
    ScenarioError
        If there is no such question.
    RunError
        If a stage of the run is missing or damaged.
    ShapeError
        If ``run`` is none.
    """
    question = question_of(name)
    return question.ask(run if isinstance(run, Asked) else Asked.of(run))


def question_of(name: str) -> Question:
    """Find a question by its name.

    Raises
    ------
    ScenarioError
        If there is none.
    """
    if name not in QUESTIONS:
        message = f"{name}: is no question, but must be one of: {', '.join(QUESTIONS)}."
        raise ScenarioError(message)
    return QUESTIONS[name]
