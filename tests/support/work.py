"""Count what a piece of Python does, in byte-code instructions: a measure that a busy machine does not change.

C's share, such as that of a regular expression, is not in it: ``seconds`` measures that.
"""

import sys
from time import thread_time

TOOL = 4  # a number that the interpreter leaves free for tools like this one (sys.monitoring)


def instructions(function, *arguments):
    """Return how many instructions a call runs, those of everything that it calls in Python included.

    Raises AssertionError if nothing was counted: a limit would hold whatever the function did.
    """
    count = monitored(function, arguments) if hasattr(sys, "monitoring") else traced(function, arguments)
    assert count > 0, "nothing was counted"
    return count


def monitored(function, arguments):
    """Count as Python 3.12 and later do, where ``sys.settrace`` may see no instructions at all."""
    count = 0

    def see(code, offset):
        nonlocal count
        count += 1

    instruction = sys.monitoring.events.INSTRUCTION
    sys.monitoring.use_tool_id(TOOL, "work")
    sys.monitoring.register_callback(TOOL, instruction, see)
    sys.monitoring.set_events(TOOL, instruction)
    try:
        function(*arguments)
    finally:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.register_callback(TOOL, instruction, None)
        sys.monitoring.free_tool_id(TOOL)
    return count


def traced(function, arguments):
    """Count as Python 3.11 does."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def calls(function, *arguments):
    """Return how many functions a call calls, of Python and of C. Raises AssertionError if nothing was counted."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    assert counted > 1, "nothing was counted"  # taking the profiler off is a call too
    return counted


def seconds(function, *arguments, times=3):
    """Return the CPU time of a call, the least of several: the share of C is in it, and the machine's mood."""
    return min(measured(function, arguments) for _ in range(times))


def measured(function, arguments):
    begin = thread_time()
    function(*arguments)
    return thread_time() - begin
