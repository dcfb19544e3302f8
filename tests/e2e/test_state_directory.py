# SPDX-License-Identifier: Apache-2.0
"""A journal that is damaged, a disk without room: what is wrong and what to do is said, and what runs goes on."""

import pytest
from playground.program import Exit
from playground.station import NODE


@pytest.fixture
def updated(station):
    """A node with a history of one update."""
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    station.once().expect(Exit.UPDATED)
    return station


def _damage(file):
    """Every page but the first is overwritten; what was in its log counts no more."""
    size = file.stat().st_size
    for log in (file.with_name("journal.db-wal"), file.with_name("journal.db-shm")):
        log.unlink(missing_ok=True)
    with open(file, "r+b") as database:
        database.seek(4096)
        database.write(b"\xff" * max(size - 4096, 4096))


def test_a_damaged_journal_is_kept_aside_and_the_node_runs_on(updated):
    _damage(updated.state / "journal.db")
    before = updated.fingerprint()
    history = updated.lockstep("history").expect(Exit.STUCK)
    assert "is damaged" in history.err and "lockstep once" in history.err
    assert not list(updated.state.glob("*.corrupt-*")), "a question changes nothing"
    outcome = updated.once().expect(Exit.UP_TO_DATE)
    assert "is damaged" in outcome.err and "a new one was begun" in outcome.err
    assert "start the service" not in outcome.err, "it was done already"
    assert len(list(updated.state.glob("journal.db.corrupt-*"))) == 1
    assert updated.fingerprint() == before
    assert "damaged" not in updated.once().expect(Exit.UP_TO_DATE).err


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 84, b"\0" * 100_000],
                         ids=["empty", "text", "header-only", "zeros"])
def test_a_journal_that_is_no_database(updated, content):
    for log in updated.state.glob("journal.db-*"):
        log.unlink()
    (updated.state / "journal.db").write_bytes(content)
    before = updated.fingerprint()
    updated.once().expect(Exit.UP_TO_DATE)
    assert updated.fingerprint() == before
    updated.publish("4.1.2")
    updated.once().expect(Exit.UPDATED)
    assert updated.engine.containers() == {NODE: "running"}
