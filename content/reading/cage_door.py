"""The door of the cage: limits set, walls raised, then a program started in this process's place.

`python -I -S cage_door.py LIMITS FOLDER READABLE PROGRAM ARGUMENT…`, as `content.reading.cage`
writes it. Nothing of ours is imported, so that it starts in an instant and runs isolated.

What stays open to the program: its folder, the system's own files and those it was granted, to
read. Landlock (Linux 5.13) closes the rest of the disk, a seccomp filter the network; where a
kernel lacks one of them the limits still hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import stat
import struct
import sys

# What programs need of a system to start: themselves, their libraries, fonts, the clock's zone.
_SYSTEM = (
    "/usr", "/bin", "/lib", "/lib64", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache",
    "/etc/alternatives", "/etc/localtime", "/var/cache/fontconfig", "/var/lib/libreoffice",
    "/var/spool/libreoffice", "/sys/devices", "/proc/self", "/proc/cpuinfo", "/proc/meminfo",
    "/proc/version", "/proc/sys/vm",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_SOCKETS = ("/tmp", "/var/tmp")  # noqa: S108 - named to be closed for all but a socket
# Rights of Landlock, as linux/landlock.h numbers them; the calls are the same on every machine.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_RUN, _WRITE, _READ, _LIST, _REMOVE, _SOCKET = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 9
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_ALL_OF_OLD = (1 << 13) - 1
_TCP = 0b11  # to bind and to connect
_SCOPED = 0b10  # signals to processes outside
_DIE_WITH_PARENT, _SET_SECCOMP, _DROP_CAPABILITY, _NO_NEW_PRIVILEGES = 1, 22, 24, 38
# Calls by machine: its name in seccomp, socket, and those no reader of files has a use for: ptrace,
# process_vm_readv, process_vm_writev, io_uring_setup (which could open sockets), bpf, keyctl,
# userfaultfd, perf_event_open.
_CALLS = {
    "x86_64": (0xC000003E, 41, (101, 310, 311, 425, 321, 250, 323, 298)),
    "aarch64": (0xC00000B7, 198, (117, 270, 271, 425, 280, 219, 282, 241)),
}
_FORBIDDEN = 13  # EACCES


def main(limits: list[int], folder: str, readable: list[str], command: list[str]) -> None:
    """Become the command; it and all it starts keep the limits.

    limits: seconds of the processor, the most they may be raised to, bytes of memory, bytes of a
    file, 1 if it must not start others, 1 if it may talk to its own processes over sockets.
    """
    seconds, most_seconds, memory, written, alone, talking = limits
    with contextlib.suppress(OSError):
        os.nice(3)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("900")  # when memory runs out it is this process that goes, not the hub
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        for capability in range(64):  # where the hub runs as root, what it starts is not
            libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
            close_disk(libc, folder, readable, talking=bool(talking))
            close_network(libc, talking=bool(talking))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most_seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if alone:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


def close_disk(libc: ctypes.CDLL, folder: str, readable: list[str], *, talking: bool) -> bool:
    """Leave this process its folder and what it may read; False where the kernel cannot."""
    version = landlock_version(libc)
    if version < 1:
        return False
    rights = _ALL_OF_OLD | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    form = struct.pack("QQQ", rights, _TCP, _SCOPED)[: 24 if version >= 6 else 16]
    ruleset = libc.syscall(_CREATE, form, len(form) if version >= 4 else 8, 0)
    if ruleset < 0:
        return False
    for path in (*_SYSTEM, *readable):
        _allow(libc, ruleset, path, _RUN | _READ | _LIST)
    for path in _DEVICES:
        _allow(libc, ruleset, path, _READ | _WRITE)
    for path in _SOCKETS if talking else ():
        _allow(libc, ruleset, path, _SOCKET | _REMOVE)
    _allow(libc, ruleset, folder, rights & ~_RUN)
    closed: bool = libc.syscall(_RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return closed


def landlock_version(libc: ctypes.CDLL) -> int:
    """Which Landlock this kernel has; below 1 where it has none, or none for us."""
    version: int = libc.syscall(_CREATE, None, 0, 1)
    return version


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    """Grant rights below a path, with "|" before it those to names alone; none where it is not."""
    if path.startswith("|"):
        path, rights = path[1:], _LIST
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(handle).st_mode):
        rights &= _RUN | _WRITE | _READ
    libc.syscall(_ADD, ruleset, 1, struct.pack("=Qi", rights, handle), 0)
    os.close(handle)


def close_network(libc: ctypes.CDLL, *, talking: bool) -> bool:
    """Let no socket be opened, but between processes of this machine when `talking`."""
    if platform.machine() not in _CALLS:
        return False
    program = _filter(*_CALLS[platform.machine()], talking=talking)
    code = ctypes.create_string_buffer(program, len(program))
    form = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    closed: bool = libc.prctl(_SET_SECCOMP, 2, form, 0, 0) == 0
    return closed


def _filter(machine: int, socket: int, others: tuple[int, ...], *, talking: bool) -> bytes:
    """A program of classic BPF: every call is allowed but those named (linux/seccomp.h)."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps: list[tuple[int, int, int, int]] = [(load, 0, 0, 4), (equal, 0, -1, machine)]
    steps.append((load, 0, 0, 0))
    if machine == _CALLS["x86_64"][0]:
        steps.append((at_least, -1, 0, 0x40000000))  # the same calls under other numbers
    steps += [(equal, -1, 0, number) for number in others]
    if talking:
        steps += [(equal, 0, 2, socket), (load, 0, 0, 16), (equal, 0, -1, 1)]
    else:
        steps.append((equal, -1, 0, socket))
    steps += [(answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050000 | _FORBIDDEN)]
    last = len(steps) - 1
    out = b""
    for at, (code, then, otherwise, value) in enumerate(steps):
        jumps = [last - at - 1 if jump == -1 else jump for jump in (then, otherwise)]
        out += struct.pack("HBBI", code, *jumps, value)
    return out


if __name__ == "__main__":
    main(
        [int(number) for number in sys.argv[1].split(",")],
        sys.argv[2],
        [path for path in sys.argv[3].split("\n") if path],
        sys.argv[4:],
    )
