"""Limits on Windows: the guarded process puts itself into a job object, which no process can leave.

Structures and numbers: winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

import ctypes
import sys
import time
from ctypes import wintypes

_EXTENDED_LIMITS = 9
_LIMIT_PROCESS_TIME = 0x2
_LIMIT_ACTIVE_PROCESS = 0x8
_LIMIT_PROCESS_MEMORY = 0x100
_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_TICKS_PER_SECOND = 10_000_000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class _MemoryStatus(ctypes.Structure):
    _fields_ = (
        ("dwLength", wintypes.DWORD),
        ("dwMemoryLoad", wintypes.DWORD),
        ("ullTotalPhys", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 6),
    )


if sys.platform == "win32":
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    _kernel.GetCurrentProcess.restype = wintypes.HANDLE
    _kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    )  # fmt: skip
    _job = _kernel.CreateJobObjectW(None, None)
    _limits = _ExtendedLimits()

    def enter(memory_bytes: int) -> None:
        """Put this process into its job: so much memory, and no process beside it."""
        basic = _limits.BasicLimitInformation
        basic.LimitFlags = _LIMIT_PROCESS_MEMORY | _LIMIT_ACTIVE_PROCESS | _DIE_ON_UNHANDLED_EXCEPTION
        basic.ActiveProcessLimit = 1
        _limits.ProcessMemoryLimit = memory_bytes
        _apply()
        if not _kernel.AssignProcessToJobObject(_job, _kernel.GetCurrentProcess()):
            raise ctypes.WinError(ctypes.get_last_error())

    def allow_processor_time(seconds: float) -> None:
        """Let this process use so much more processor time."""
        basic = _limits.BasicLimitInformation
        basic.LimitFlags |= _LIMIT_PROCESS_TIME
        basic.PerProcessUserTimeLimit = int((time.process_time() + seconds) * _TICKS_PER_SECOND)
        _apply()

    def memory_of_machine() -> int:
        """Return how much memory the machine has, 0 where it does not say."""
        status = _MemoryStatus(dwLength=ctypes.sizeof(_MemoryStatus))
        return int(status.ullTotalPhys) if _kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0

    def _apply() -> None:
        size = ctypes.sizeof(_limits)
        if not _kernel.SetInformationJobObject(_job, _EXTENDED_LIMITS, ctypes.byref(_limits), size):
            raise ctypes.WinError(ctypes.get_last_error())
