"""A child process is killed by the kernel when its parent ends, also by SIGKILL.

Linux only; elsewhere the call does nothing and a killed runner may leave its children.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
SUPERVISED = "SEGUSOPORTE_SUPERVISED"  # set for the children of `manage.py run`, and so for their own children


def die_with_parent(parent: int | None = None) -> None:
    """Ask for SIGKILL when the parent ends; `parent` is its pid where the caller knows it.

    Does not survive a fork: every generation asks for itself. Exits at once if the parent is already gone.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def die_with_parent_if_supervised(**_signal) -> None:
    """For grandchildren: the web server's workers and the beat inside the Celery worker."""
    if os.environ.get(SUPERVISED):
        die_with_parent()
