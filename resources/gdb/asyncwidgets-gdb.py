# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
"""Shows GDB's user where the tasks of Async Widgets are paused, in a live process and in a core dump.

asyncwidgets tasks      every task of every thread, those that are awaited indented below the one that waits
asyncwidgets task N     the task with this number, the chain of those that wait for it, and its locals

It only reads memory. What the library's classes look like it reads there, too: from the table "asyncwidgets_layout" of
core/asyncwidgets/detail/memorylayout.cpp, which is in every program with tasks, also in one without symbols.
"""

import gdb
import re
import struct

STATES = ["Ready", "Working", "Waiting", "Finished", "Cancelled", "Failed"]
COROUTINE, GENERATOR, STATE_MACHINE, BACKGROUND = range(4)
DEEPEST_INDENTATION = 20  # levels; a chain may have thousands
FOREVER = 2**63 - 1  # Duration::max()


class Memory:
    """Reads the memory of the process in large blocks: a GDB value for each member would take minutes."""

    PAGE = 4096
    BLOCK = 64 * PAGE

    def __init__(self):
        self.inferior = gdb.selected_inferior()
        self.pages = {}
        self.reads = 0
        word_size = gdb.lookup_type("void").pointer().sizeof
        order = "<" if "little" in gdb.execute("show endian", to_string=True) else ">"
        self.word_format = struct.Struct(order + ("Q" if word_size == 8 else "I"))
        self.word_size = word_size
        self.order = order
        self.formats = {code: struct.Struct(order + code) for code in "BHiIqQ"}

    def _page(self, number):
        page = self.pages.get(number)
        if page is None:
            address = number * self.PAGE
            block = address - address % self.BLOCK
            try:
                self._load(block, self.BLOCK)
            except gdb.MemoryError:  # not all of it is there
                self._load(address, self.PAGE)
            page = self.pages[number]
        return page

    def _load(self, address, size):
        self.reads += 1
        data = memoryview(bytes(self.inferior.read_memory(address, size)))
        for offset in range(0, size, self.PAGE):
            self.pages.setdefault((address + offset) // self.PAGE, data[offset : offset + self.PAGE])

    def bytes(self, address, size):
        result = b""
        while size > 0:
            number, offset = divmod(address, self.PAGE)
            part = bytes(self._page(number)[offset : offset + size])
            result += part
            address += len(part)
            size -= len(part)
        return result

    def number(self, address, code):
        return self._unpack(address, self.formats[code])

    def word(self, address):
        return self._unpack(address, self.word_format)

    def _unpack(self, address, format):
        number, offset = divmod(address, self.PAGE)
        if offset + format.size <= self.PAGE:
            page = self.pages.get(number)
            if page is None:
                page = self._page(number)
            return format.unpack_from(page, offset)[0]
        return format.unpack(self.bytes(address, format.size))[0]

    def text(self, address, limit=4096):
        """A string that ends with a zero."""
        result = b""
        while address and len(result) < limit:
            number, offset = divmod(address, self.PAGE)
            part = bytes(self._page(number)[offset:])
            end = part.find(b"\0")
            if end >= 0:
                return (result + part[:end]).decode("utf-8", "replace")
            result += part
            address += len(part)
        return result.decode("utf-8", "replace")

    def qstring(self, address):
        """A QString of Qt 6: header, first character, length."""
        characters = self.word(address + self.word_size)
        length = min(self.word(address + 2 * self.word_size), 4096)
        return self.bytes(characters, 2 * length).decode("utf-16" + ("le" if self.order == "<" else "be"), "replace")


def class_name(mangled):
    """The last name before the template arguments: "SignalWait" of N12AsyncWidgets6Detail10SignalWaitI…E."""
    rest = mangled.lstrip("*N")
    name = ""
    while rest[:1].isdigit():
        digits = re.match(r"\d+", rest).group()
        end = len(digits) + int(digits)
        name = rest[len(digits) : end]
        rest = rest[end:]
    return name


class Classes:
    """What class an object is of, by the type information that its virtual functions lead to, as in every ABI that GDB
    and C++ share but Microsoft's. A program without that information has it all the same for the library's classes."""

    def __init__(self, memory):
        self.memory = memory
        self.known = {}

    def of(self, address):
        """A dictionary: the class and its bases by name, and where each begins as seen from the given address."""
        table = self.memory.word(address)
        classes = self.known.get(table)
        if classes is None:
            classes = self.known[table] = self._read(table)
        return classes

    def _read(self, table):
        word = self.memory.word_size
        to_top = self.memory.number(table - 2 * word, "q" if word == 8 else "i")
        info = self.memory.word(table - word)
        classes = {}
        if info:
            self._add(info, to_top, classes)
        return classes

    def _add(self, info, offset, classes):
        word = self.memory.word_size
        classes.setdefault(class_name(self.memory.text(self.memory.word(info + word))), offset)
        kind_info = self.memory.word(self.memory.word(info) - word)
        kind = class_name(self.memory.text(self.memory.word(kind_info + word)))
        if kind == "__si_class_type_info":
            self._add(self.memory.word(info + 2 * word), offset, classes)
        elif kind == "__vmi_class_type_info":
            entry = info + 2 * word + 8
            for _ in range(self.memory.number(entry - 4, "I")):
                place = self.memory.number(entry + word, "q" if word == 8 else "i") >> 8
                self._add(self.memory.word(entry), offset + place, classes)
                entry += 2 * word


class Layout(dict):
    """Offsets of members, by name."""

    def __missing__(self, name):
        raise gdb.GdbError(
            f'This script does not fit the library in the process, which has no "{name}": '
            "use the script of the library's own version."
        )


class Task:
    """One task, as its record says."""

    __slots__ = ("address", "depth", "state", "kind", "resumptions", "name", "place", "path", "waiting_for")


class Library:
    """The tasks of one copy of the library: a program and its plugins may have several."""

    def __init__(self, memory, address):
        self.memory = memory
        self.classes = Classes(memory)
        word = memory.word_size
        entries = memory.word(address + 16)
        self.layout = Layout()
        for number in range(memory.word(address + 16 + word)):
            entry = entries + 2 * number * word
            self.layout[memory.text(memory.word(entry))] = memory.word(entry + word)
        self.first_context = memory.word(memory.word(address + 16 + 2 * word))
        self.places = {}

    def contexts(self):
        """The threads, as pairs of an address and a handle."""
        context = self.first_context
        while context:
            yield context, self.memory.word(context + self.layout["ThreadContext.threadHandle"])
            context = self.memory.word(context + self.layout["ThreadContext.m_next"])

    def tasks(self, context):
        """All tasks of a thread that have not ended, in the order of dumpTasks()."""
        word = self.memory.word
        next_task = self.layout["TaskRecord.m_next"]
        state_byte = self.layout["TaskRecord.state"]
        awaited_by = self.layout["TaskRecord.m_awaitedBy"]
        wait_member = self.layout["TaskRecord.m_wait"]
        children = {}
        task = word(context + self.layout["ThreadContext.tasksWithoutScope.m_first"])
        while task:
            children.setdefault(word(task + awaited_by), []).append(task)
            task = word(task + next_task)
        scope = word(context + self.layout["ThreadContext.scopes.m_first"])
        while scope:
            root = word(scope + self.layout["ScopeData.m_tasks.m_first"])
            while root:
                pending = [(root, 0)]
                while pending:
                    task, depth = pending.pop()
                    yield self.read(task, depth, children)
                    if word(task + wait_member):
                        for child in reversed(children.get(task, ())):
                            if self.memory.number(child + state_byte, "B") & 7 < 3:
                                pending.append((child, depth + 1))
                root = word(root + next_task)
            scope = word(scope + self.layout["ScopeData.m_next"])

    def read(self, address, depth, children):
        memory = self.memory
        task = Task()
        task.address = address
        task.depth = depth
        bits = memory.number(address + self.layout["TaskRecord.state"], "B")
        task.state = bits & 7
        task.kind = bits >> 3 & 3
        task.resumptions = memory.number(address + self.layout["TaskRecord.m_resumptions"], "Q")
        task.path, task.place, function = self.place(memory.word(address + self.layout["TaskRecord.m_where"]))
        task.name = self.own_name(address) or function
        task.waiting_for = ""
        if task.state == 2:
            wait = memory.word(address + self.layout["TaskRecord.m_wait"])
            try:
                task.waiting_for = self.describe(wait, children.get(address, ())) if wait else ""
            except gdb.MemoryError:
                task.waiting_for = "something that cannot be read"
        return task

    def own_name(self, address):
        extras = self.memory.word(address + self.layout["TaskRecord.m_extras"])
        return self.memory.qstring(extras + self.layout["TaskRecord.m_extras.name"]) if extras else ""

    def name(self, address):
        return self.own_name(address) or self.place(self.memory.word(address + self.layout["TaskRecord.m_where"]))[2]

    def place(self, where):
        """Of a std::source_location: the path, "file.cpp:12", and the function's name alone."""
        result = self.places.get(where)
        if result is None:
            result = "", "", "task"
            if where:
                word = self.memory.word_size
                path = self.memory.text(self.memory.word(where))
                function = self.memory.text(self.memory.word(where + word))
                line = self.memory.number(where + 2 * word, "I")
                head = function.replace("(anonymous namespace)::", "").split("(")[0]
                place = f"{re.split(r'[/]', path)[-1]}:{line}" if line else ""
                result = path, place, re.split("[ :]", head)[-1] or "task"
            self.places[where] = result
        return result

    def describe(self, wait, children):
        """What Wait::description() says, in English."""
        memory = self.memory
        classes = self.classes.of(wait)
        if "SignalWaiter" in classes:
            text = self.describe_signal(wait + classes["SignalWaiter"])
        elif "StreamReader" in classes:
            text = self.describe_signal(memory.word(wait + self.layout["StreamWait.m_changes"]))
        elif "Combination" in classes:
            which = "any" if "AnyWait" in classes or "AnyOfList" in classes else "all"
            text = f"{which} of {memory.word(wait + self.layout['Combination.m_started'])}"
        elif "TaskWait" in classes:
            text = self.name(children[0]) if children else "a task"
        elif "TaskBranch" in classes:
            owner = wait + classes["TaskOwner"]
            mine = [task for task in children if memory.word(task + self.layout["TaskRecord.m_owner"]) == owner]
            text = self.name(mine[0]) if mine else "a task"
        elif "TimeoutWait" in classes:
            return self.describe_timeout(wait, classes, children)
        elif "SleepWait" in classes:
            text = self.duration(wait + self.layout["SleepWait.m_duration"])
        elif "JoinWait" in classes:
            scope = memory.word(wait + self.layout["JoinWait.m_scope"])
            text = f"{memory.number(scope + self.layout['ScopeData.m_count'], 'i')} tasks of a scope"
        elif "EndWaitBase" in classes:
            text = self.name(memory.word(wait + self.layout["EndWaitBase.m_task"]))
        elif "BackgroundWaitBase" in classes:
            text = "background work"
        elif "FutureWaitBase" in classes:
            text = "a future"
        elif "CallbackWaitBase" in classes:
            text = "a callback"
        elif "ChannelWait" in classes:
            side = memory.number(wait + self.layout["ChannelWait.m_side"], "i")
            text = "a value in a channel" if side == self.layout["ChannelState.Receiving"] else "room in a channel"
        else:
            text = f"a {next(iter(classes))}" if classes else "something without type information"
        if "QuietTimed" in classes:
            timer = wait + classes["QuietTimed"]
            text += f" quiet for {self.duration(timer + self.layout['QuietTimed.quiet'])}"
            if memory.number(timer + self.layout["QuietTimed.atMost"], "q") != FOREVER:
                text += f", at most {self.duration(timer + self.layout['QuietTimed.atMost'])}"
        return text

    def describe_timeout(self, wait, classes, children):
        duration = self.duration(wait + self.layout["TimeoutWait.m_duration"])
        # The branch tells its end to this wait. It may stand behind a gap, if one of its members is aligned to more.
        branch = wait + self.layout["TimeoutWait.m_branch"]
        listener = wait + classes["WaitListener"]
        for alignment in 1, 16, 32, 64:
            place = branch + -branch % alignment
            if self.memory.word(place + self.layout["Wait.m_listener"]) == listener:
                return f"{self.describe(place, children)}, at most {duration}"
        return f"something, at most {duration}"

    def duration(self, address):
        milliseconds = self.memory.number(address, "q") / 1e6
        return f"{int(milliseconds) if milliseconds == int(milliseconds) else milliseconds} ms"

    def describe_signal(self, waiter):
        """Of a SignalWaiter: "sender.signal"."""
        if not self.memory.word(waiter + self.layout["SignalWaiter.next"]):
            return ""
        connection = self.memory.word(waiter + self.layout["SignalWaiter.m_connection"])
        return self.memory.qstring(connection + self.layout["SharedConnection.m_description"])


def libraries(memory):
    """Every copy of the library in the process, found by the section that holds its table."""
    files = gdb.execute("info files", to_string=True)
    addresses = {int(match, 16) for match in re.findall(r"(0x[0-9a-f]+) - 0x[0-9a-f]+ is \.asyncwidgets\b", files)}
    result = []
    for address in sorted(addresses):
        try:
            magic = memory.bytes(address, 16)
        except gdb.MemoryError:
            continue  # the program does not run yet
        if magic.startswith(b"AsyncWidgets 1\0"):
            result.append(Library(memory, address))
        elif magic.startswith(b"AsyncWidgets"):
            raise gdb.GdbError("This script is too old for the library in the process: use the one of its version.")
    if not result:
        raise gdb.GdbError("There is no task: the program does not run, or has no Async Widgets in it.")
    return result


def thread_title(handle):
    try:
        word = struct.pack("@N", handle)
        thread = gdb.selected_inferior().thread_from_handle(word)
        if thread:
            return f"Thread {thread.num} (0x{handle:x})"
    except (gdb.error, AttributeError, struct.error):
        pass  # GDB cannot look into the thread library here
    return f"Thread 0x{handle:x}"


def all_tasks(memory):
    """Every task with its number, the thread that it runs on, and its copy of the library."""
    number = 0
    for library in libraries(memory):
        for context, handle in library.contexts():
            for task in library.tasks(context):
                number += 1
                yield number, handle, library, task


def line_of(task):
    line = f"{task.name}: {STATES[task.state]}"
    if task.state == 2:
        line += f" for {task.waiting_for}"
    if task.place:
        line += f" at {task.place}"
    how_often = {0: "not resumed yet", 1: "resumed once"}
    return line + ", " + how_often.get(task.resumptions, f"resumed {task.resumptions} times")


class AsyncWidgets(gdb.Command):
    """Shows the tasks of Async Widgets."""

    def __init__(self):
        super().__init__("asyncwidgets", gdb.COMMAND_STATUS, gdb.COMPLETE_NONE, True)


class Tasks(gdb.Command):
    """Lists every task of every thread that has not ended; those that are awaited are indented.
From the 20th level on, a line begins with its level instead of being indented further."""

    def __init__(self):
        super().__init__("asyncwidgets tasks", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        self.dont_repeat()
        memory = Memory()
        lines = []
        last_handle = None
        for number, handle, _, task in all_tasks(memory):
            if handle != last_handle:
                lines.append(thread_title(handle))
                last_handle = handle
            if task.depth < DEEPEST_INDENTATION:
                indentation = "  " * task.depth
            else:
                indentation = f"{'  ' * DEEPEST_INDENTATION}({task.depth}) "
            lines.append(f"{number:4}  {indentation}{line_of(task)}")
        gdb.write("\n".join(lines) + "\n" if lines else "No task runs or waits.\n")


class OneTask(gdb.Command):
    """Shows the task with a number of "asyncwidgets tasks": who waits for it, and its locals.
The locals need debug information of the code of the task."""

    def __init__(self):
        super().__init__("asyncwidgets task", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        self.dont_repeat()
        if not argument.strip().isdigit():
            raise gdb.GdbError('Which one? Give a number of "asyncwidgets tasks".')
        wanted = int(argument)
        chain = []
        for number, _, library, task in all_tasks(Memory()):
            del chain[task.depth :]
            chain.append((number, task))
            if number == wanted:
                break
        else:
            raise gdb.GdbError(f'There is no task {wanted}: "asyncwidgets tasks" lists all.')
        gdb.write(f"{number:4}  {line_of(task)}\n")
        for outer_number, outer in reversed(chain[:-1]):
            gdb.write(f"      awaited by {outer_number}  {line_of(outer)}\n")
        if task.path:
            gdb.write(f"      {task.path}\n")
        if task.kind == BACKGROUND:
            gdb.write("Its locals are on the stack of a thread: see \"thread apply all backtrace\".\n")
        elif task.kind == STATE_MACHINE:
            gdb.write("A state machine has no locals: it is an object.\n")
        else:
            self.write_locals(task.address + library.layout["CoroutineRecord.frame"], library.memory)

    def write_locals(self, frame, memory):
        gdb.write(f"Its coroutine's frame is at 0x{frame:x}.\n")
        block = gdb.block_for_pc(memory.word(frame))
        while block and not block.function:
            block = block.superblock
        structure = block and self.frame_structure(block)
        if not structure:
            gdb.write("There is no debug information of its code, and so its locals cannot be read.\n")
            return
        value = gdb.Value(frame).cast(structure.pointer()).dereference()
        for field in structure.fields():
            name = self.local_name(field.name or "")
            if not name:
                continue
            try:
                text = value[field].format_string(max_elements=20)
            except gdb.error as error:
                text = f"<{error}>"
            gdb.write(f"{name} = {text}\n")

    @staticmethod
    def frame_structure(block):
        """The type of the frame: g++ gives the function a pointer to it, clang a variable."""
        for symbol in block:
            if symbol.name in ("frame_ptr", "__coro_frame"):
                frame_type = symbol.type.strip_typedefs()
                if frame_type.code == gdb.TYPE_CODE_PTR:
                    frame_type = frame_type.target()
                return frame_type.strip_typedefs()
        return None

    @staticmethod
    def local_name(field):
        """The name in the source, or nothing for what the compiler keeps for itself."""
        if re.match(r"_|Aw\d+_|D\.|(Is|Fs)_1_|(struct|class|union)_.*_\d+$", field):
            return ""
        return re.sub(r"_\d+_\d+$", "", field)  # g++ adds the depth and number of the scope


AsyncWidgets()
Tasks()
OneTask()
