"""What the tests of walking share: a watch on how many threads really walk."""

from dataclasses import dataclass, field

import numba
import pytest

from twin import jit
from twin.people import walking
from twin.people.columns.kernels import Whole
from twin.people.kernels import FEW
from twin.people.walks import published
from twin.people.walks.kernels import PIECE


@dataclass
class Watch:
    """Calls of the walking kernels: threads, shares of the work, and people close to somebody.

    A share is a person of the model of a day, at times close to somebody, which is noted when a
    call ends; of a published model it is a piece of people, and nobody is noted as close.
    """

    calls: list[tuple[int, int, int]] = field(default_factory=list)

    def shared(self):
        """Tell whether several threads have walked the outer loop, and the inner one."""
        outer = any(1 < threads <= n for threads, n, _ in self.calls)
        inner = any(threads > 1 and close >= FEW for threads, _, close in self.calls)
        return outer, inner

    def alone(self):
        """Tell whether one thread alone has walked."""
        return {threads for threads, _, _ in self.calls} == {1}


@pytest.fixture
def watch(monkeypatch):
    """Watch the walking kernels; without two threads there is nothing to see."""
    if jit.threads_available() < 2:
        pytest.skip("needs two threads")
    seen, walk, stroll = Watch(), walking.walk, published.stroll

    def watched(*arguments):
        done = walk(*arguments)
        whole, active, n = arguments[5], arguments[8], arguments[9]
        close = int((whole[active[:n], Whole.SLOT] >= 0).sum())
        seen.calls.append((numba.get_num_threads(), n, close))
        return done

    def watched_as_published(*arguments):
        alone, people = arguments[-1], len(arguments[3])
        threads = 1 if alone else numba.get_num_threads()
        seen.calls.append((threads, -(-people // PIECE), 0))
        return stroll(*arguments)

    monkeypatch.setattr(walking, "walk", watched)
    monkeypatch.setattr(published, "stroll", watched_as_published)
    return seen
