"""A call ends in time whatever it waits for, and is otherwise as it was."""

import threading

import pytest

from translation_jobs.providers.deadline import call_within


def test_what_a_call_returns_or_raises_in_time_comes_through() -> None:
    def fail() -> None:
        raise KeyError("x")

    assert call_within(5, lambda: 7) == 7
    assert call_within(5, lambda: None) is None
    with pytest.raises(KeyError):
        call_within(5, fail)


def test_a_call_that_is_late_is_left_to_itself() -> None:
    go_on, ended = threading.Event(), threading.Event()

    def wait() -> None:
        go_on.wait()
        ended.set()

    with pytest.raises(TimeoutError):
        call_within(0.05, wait)
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(5)
