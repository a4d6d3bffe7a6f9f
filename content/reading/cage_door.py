"""The door of the cage: limits set, walls raised, then a program started in this process's place.

`python -I -S cage_door.py LIMITS FOLDER READABLE PROGRAM ARGUMENT…`, as `content.reading.cage`
writes it. Nothing of ours is imported, so that it starts in an instant and runs isolated.

What stays open to the program: its folder, the system's own files and those it was granted, to
read. Landlock (Linux 5.13) closes the rest of the disk; a seccomp filter closes the network, other
processes, and what Landlock leaves open: rights, owners and times of files. Where a kernel lacks
one of them the limits still hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
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
_SCOPED = 0b11  # abstract sockets of, and signals to, processes outside
_DIE_WITH_PARENT, _GET_SECCOMP, _SET_SECCOMP, _DROP_CAPABILITY, _NO_NEW_PRIVILEGES = (
    1,
    21,
    22,
    24,
    38,
)
# Machines by their number in seccomp, and calls by their numbers on each (0: it has none).
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NEVER = """
chmod 90 0, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, chown 92 0, lchown 94 0,
fchown 93 55, fchownat 260 54, setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7,
removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16, setxattrat 463 463,
removexattrat 466 466, file_setattr 469 469, utime 132 0, utimes 235 0, futimesat 261 0,
utimensat 280 88, setpriority 141 140, ioprio_set 251 30, sched_setparam 142 118,
sched_setscheduler 144 119, sched_setaffinity 203 122, sched_setattr 314 274, setpgid 109 154,
setsid 112 157, ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
process_madvise 440 440, pidfd_open 434 434, pidfd_send_signal 424 424, pidfd_getfd 438 438,
rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240, tkill 200 130, mount 165 40, umount2 166 39,
pivot_root 155 41, chroot 161 51, open_tree 428 428, move_mount 429 429, fsopen 430 430,
fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442, unshare 272 97,
setns 308 268, swapon 167 224, swapoff 168 225, reboot 169 142, kexec_load 246 104,
kexec_file_load 320 294, init_module 175 105, finit_module 313 273, delete_module 176 106,
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, keyctl 250 219, add_key 248 217,
request_key 249 218, open_by_handle_at 304 265, io_uring_setup 425 425, io_uring_enter 426 426,
io_uring_register 427 427, shmget 29 194, shmat 30 196, shmctl 31 195, semget 64 190, semop 65 193,
semtimedop 220 192, semctl 66 191, msgget 68 186, msgsnd 69 189, msgrcv 70 188, msgctl 71 187,
mq_open 240 180, mq_unlink 241 181, connect 42 203, sendmsg 46 211, sendmmsg 307 269
"""
# For a program that works alone, and for one that talks to its own processes (LibreOffice).
_NEVER_ALONE = "fork 57 0, vfork 58 0, clone 56 220, "
_NEVER_ALONE += "socket 41 198, socketpair 53 199, sendto 44 206"
_NEVER_OF_FAMILIES = "kill 62 129, tgkill 234 131"
_ASKED = (
    "prlimit64 302 261, clone3 435 435, kill 62 129, tgkill 234 131, clone 56 220, socket 41 198, "
    "socketpair 53 199, sendto 44 206, access 21 0, faccessat 269 48"
)
_NEW_ROOMS = 0x7E020000  # flags of clone that ask for namespaces
_ALLOW, _DENY, _LACK = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
# Classic BPF (linux/bpf_common.h).
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_Step = tuple[int, "int | str", "int | str", int]


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
            close_calls(libc, talking=bool(talking))
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
    if talking and not calls_can_be_closed(libc):  # nothing tells LibreOffice to keep out of /tmp
        for path in _SOCKETS:
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
    """Grant rights below a path; none where it is not."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(handle).st_mode):
        rights &= _RUN | _WRITE | _READ
    libc.syscall(_ADD, ruleset, 1, struct.pack("=Qi", rights, handle), 0)
    os.close(handle)


def calls_can_be_closed(libc: ctypes.CDLL) -> bool:
    """Whether this machine and its kernel know filters of calls, and we its numbers."""
    known = sys.platform == "linux" and platform.machine() in _MACHINES
    return known and libc.prctl(_GET_SECCOMP, 0, 0, 0, 0) >= 0


def close_calls(libc: ctypes.CDLL, *, talking: bool) -> bool:
    """Leave out what no reader of files has a use for; False where the kernel cannot.

    No socket leads anywhere, no right or time of a file is changed, no other process is touched or
    left, so that ending the group of the program ends all of it.
    """
    if not calls_can_be_closed(libc):
        return False
    program = _filter(platform.machine(), talking=talking)
    code = ctypes.create_string_buffer(program, len(program))
    form = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    closed: bool = libc.prctl(_SET_SECCOMP, 2, form, 0, 0) == 0
    return closed


def _numbers(table: str, machine: str) -> dict[str, int]:
    """Calls by name, as a machine numbers them."""
    column = 1 + list(_MACHINES).index(machine)
    rows = (row.split() for row in table.split(","))
    return {row[0]: int(row[column]) for row in rows if row[column] != "0"}


def _filter(machine: str, *, talking: bool) -> bytes:
    """The program of the filter: every call is allowed but those named (linux/seccomp.h)."""
    steps: list[_Step] = [(_LOAD, 0, 0, 4), (_EQUAL, 0, "deny", _MACHINES[machine])]
    steps.append((_LOAD, 0, 0, 0))
    if machine == "x86_64":
        steps.append((_AT_LEAST, "deny", 0, 0x40000000))  # the same calls under other numbers
    table = f"{_NEVER},{_NEVER_OF_FAMILIES if talking else _NEVER_ALONE}"
    steps += [(_EQUAL, "deny", 0, number) for number in _numbers(table, machine).values()]
    asked = _numbers(_ASKED, machine)
    for name, questions in _questions(talking=talking).items():
        if name in asked:
            steps += [(_EQUAL, 0, len(questions), asked[name]), *questions]
    steps += [(_ANSWER, 0, 0, _ALLOW), (_ANSWER, 0, 0, _DENY), (_ANSWER, 0, 0, _LACK)]
    ends = {"allow": len(steps) - 3, "deny": len(steps) - 2, "lack": len(steps) - 1}
    out = b""
    for at, (code, *jumps, value) in enumerate(steps):
        far = [ends[jump] - at - 1 if isinstance(jump, str) else jump for jump in jumps]
        out += struct.pack("HBBI", code, *far, value)
    return out


def _questions(*, talking: bool) -> dict[str, list[_Step]]:
    """Calls whose arguments decide: what is asked of them, up to an answer."""
    argument = [16 + 8 * index for index in range(6)]
    own: list[_Step] = [(_LOAD, 0, 0, argument[0]), (_EQUAL, "allow", "deny", os.getpid())]
    asked: dict[str, list[_Step]] = {
        "prlimit64": [(_LOAD, 0, 0, argument[0]), (_EQUAL, "allow", "deny", 0)],
        "clone3": [(_EQUAL, "lack", "lack", 0)],  # its flags cannot be seen: libraries ask clone
        "clone": [(_LOAD, 0, 0, argument[0]), (_ANY_BIT, "deny", "allow", _NEW_ROOMS)],
    }
    if not talking:
        asked |= {"kill": own, "tgkill": own}  # to abort
    else:
        stream: list[_Step] = [
            (_LOAD, 0, 0, argument[0]), (_EQUAL, 0, "deny", 1), (_LOAD, 0, 0, argument[1]),
            (_AND, 0, 0, 0xF), (_EQUAL, "allow", "deny", 1),
        ]  # fmt: skip
        to_nobody: list[_Step] = [
            (_LOAD, 0, 0, argument[4]), (_EQUAL, 0, "deny", 0), (_LOAD, 0, 0, argument[4] + 4),
            (_EQUAL, "allow", "deny", 0),
        ]  # fmt: skip
        asked |= {"socket": stream, "socketpair": stream, "sendto": to_nobody}
        # LibreOffice asks whether /tmp can be written to, and if not puts its socket elsewhere.
        for name, mode in (("access", argument[1]), ("faccessat", argument[2])):
            asked[name] = [(_LOAD, 0, 0, mode), (_EQUAL, "deny", "allow", os.W_OK)]
    return asked


if __name__ == "__main__":
    main(
        [int(number) for number in sys.argv[1].split(",")],
        sys.argv[2],
        [path for path in sys.argv[3].split("\n") if path],
        sys.argv[4:],
    )
