import threading
from collections import defaultdict

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from realtime.db.commit import RaisesVersions

_write_locks = defaultdict(threading.Lock)


class DatabaseWrapper(RaisesVersions, base.DatabaseWrapper):
    """Django's SQLite, raising topic versions before COMMIT, with one writer at a time in the process.

    SQLite itself makes writers poll for its lock, unfairly; a lock of the process lets them queue.
    """

    _holds_write_lock = False

    def _start_transaction_under_autocommit(self):
        self._take_write_lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._drop_write_lock()
            raise

    def _commit(self):
        super()._commit()  # On failure Django rolls back, and that drops the lock.
        self._drop_write_lock()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._drop_write_lock()

    def _close(self):
        try:
            super()._close()
        finally:
            self._drop_write_lock()

    def _take_write_lock(self):
        timeout = self.settings_dict.get("OPTIONS", {}).get("timeout", 20)
        if not _write_locks[self.settings_dict["NAME"]].acquire(timeout=timeout):
            raise OperationalError("database is locked by another thread of this process")
        self._holds_write_lock = True

    def _drop_write_lock(self):
        if self._holds_write_lock:
            self._holds_write_lock = False
            _write_locks[self.settings_dict["NAME"]].release()
