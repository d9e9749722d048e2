# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a command with a limit, and what came of it."""

import json
import os
import signal
import subprocess
import threading
import time


class Done:
    """A command that has ended. `code` is negative if a signal ended it, None if it took longer than its limit."""

    def __init__(self, argv, code, out, err, seconds):
        self.argv, self.code, self.out, self.err, self.seconds = argv, code, out, err, seconds

    @property
    def json(self):
        """The last JSON value on stdout: check's one object, or the result that closes a migration."""
        text = self.out.strip()
        try:
            return json.loads(text)
        except ValueError:
            return json.loads(text.splitlines()[-1])

    @property
    def lines(self):
        """Every line of stdout as JSON."""
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]

    def __str__(self):
        ended = "took too long" if self.code is None else f"exit {self.code}"
        parts = [f"$ {' '.join(self.argv)}", f"{ended} after {self.seconds:.1f} s"]
        for name, text in (("stdout", self.out), ("stderr", self.err)):
            if text.strip():
                parts.append(f"{name}: {text.strip()[-3000:]}")
        return "\n".join(parts)


class Running:
    """A command under way, in a process group of its own so that Ctrl-C reaches it only through us."""

    def __init__(self, argv, shown=None, env=None, stdin=None):
        self.shown = shown or argv
        self.begin = time.monotonic()
        self.lines = []
        self._err = []
        self._input = stdin
        self.process = subprocess.Popen(
            argv, env=env, text=True, errors="replace", start_new_session=True,
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._readers = [
            threading.Thread(target=self._read, args=(stream, into), daemon=True)
            for stream, into in ((self.process.stdout, self.lines), (self.process.stderr, self._err))]
        for reader in self._readers:
            reader.start()
        if stdin is not None:
            self.process.stdin.write(stdin)
            self.process.stdin.close()

    @staticmethod
    def _read(stream, into):
        for line in stream:
            into.append(line)

    def signal(self, number):
        """To the command itself."""
        self.process.send_signal(number)

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def wait_for(self, found, limit, what):
        """Waits until found(lines of stdout so far) is true, then returns its value."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            value = found(list(self.lines))
            if value:
                return value
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"waited for {what}; got: {self.finish(0)}")

    def finish(self, limit):
        code = None
        try:
            code = self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()
        except BaseException:
            self.kill()
            raise
        # What the command left in the background may hold the pipes open.
        for reader in self._readers:
            reader.join(2)
        return Done(self.shown, code, "".join(self.lines), "".join(self._err), time.monotonic() - self.begin)


def run(argv, limit=120, shown=None, env=None, stdin=None):
    return Running(argv, shown, env, stdin).finish(limit)
