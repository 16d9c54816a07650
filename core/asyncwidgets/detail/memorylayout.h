// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Where a debugger finds the tasks in the memory of a process or of a core dump: asyncwidgets-gdb.py reads this table.

#pragma once

#include <asyncwidgets/global.h>

namespace AsyncWidgets::Detail {

/// What the classes of the library look like in memory, by name: the offset of a member, a size, or the address of what
/// is there once. The compiler fills it in, so that a reader which asks by name is right or told that a name is missing.
/// It has a section of its own, ".asyncwidgets", and is found without symbols.
struct MemoryLayout
{
    struct Entry
    {
        const char *name;
        quintptr value;
    };

    char magic[16];
    const Entry *entries;
    quintptr entryCount;
    const void *contexts; ///< the first of the threads on which tasks run

    static const Entry entriesOfThisLibrary[];
    static constexpr MemoryLayout ofThisLibrary();
};

} // namespace AsyncWidgets::Detail

extern "C" ASYNCWIDGETS_EXPORT const AsyncWidgets::Detail::MemoryLayout asyncwidgets_layout;
