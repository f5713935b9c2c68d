"""Items made ahead come in order, one at a time, with their errors."""

import itertools
import threading
import weakref

import pytest

from twin.ahead import ahead


def test_items_come_in_order():
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead([])) == []
    assert list(ahead([None, 0])) == [None, 0]


def test_an_error_comes_where_its_item_would():
    def items():
        yield 1
        raise ValueError("the second cannot be made")

    made = ahead(items())
    assert next(made) == 1
    with pytest.raises(ValueError, match="the second"):
        next(made)


def test_an_item_is_let_go_before_the_next_one_is_there():
    gone = threading.Event()

    def items():
        yield thing()
        yield gone.wait(5)

    def thing():
        one = threading.Lock()
        weakref.finalize(one, gone.set)
        return one

    made = ahead(items())
    next(made)
    assert next(made)


def test_at_most_one_item_waits():
    count = itertools.count()
    made = ahead(count)
    assert [next(made) for _ in range(5)] == [0, 1, 2, 3, 4]
    made.close()
    assert next(count) == 6
