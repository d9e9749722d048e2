# SPDX-License-Identifier: GPL-3.0-or-later
"""A command on a terminal of its own, at which somebody types."""

import os
import pty
import select
import signal
import time

from .process import Done


def run_at_terminal(argv, question, answers, limit=60, shown=None, env=None):
    """Types the answers in turn, each when `question` is asked once more. What is printed is all in `out`."""
    begin = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(argv[0], argv, env or os.environ)
    answers, text, asked, late = list(answers), b"", 0, False
    while not (late := time.monotonic() - begin > limit):
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the last program has let go of it
            break
        text += piece
        if text.count(question.encode()) > asked and answers:
            asked += 1
            # What comes before the echo is switched off would be shown.
            time.sleep(0.3)
            os.write(terminal, answers.pop(0).encode() + b"\n")
    if late:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    code = None if late else os.waitstatus_to_exitcode(status)
    return Done(shown or argv, code, text.decode(errors="replace").replace("\r\n", "\n"), "", time.monotonic() - begin)
