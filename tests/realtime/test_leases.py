"""Leases in the memory of one process: they end, and leave nothing behind."""

from realtime.leases import MemoryLeases


def test_what_nobody_holds_any_more_takes_no_room():
    leases = MemoryLeases()
    for number in range(100):
        leases.take(f"sockets.{number}", "one", 60)
        leases.drop(f"sockets.{number}", "one")
        leases.drop(f"rooms.{number}", "one")
    assert not leases._ends


def test_who_goes_takes_nobody_elses_lease_along():
    leases = MemoryLeases()
    for holder in ("one", "another"):
        leases.take("room", holder, 60)
    leases.drop("room", "one")
    assert leases.holders("room") == ["another"]
    assert leases.holders("nobody was here") == []
