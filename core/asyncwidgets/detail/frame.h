// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What is asked of a compiler: that a coroutine's handle is the address at which its frame begins.

#pragma once

#include <asyncwidgets/global.h>

#include <cstddef>
#include <new>
#include <source_location>

// moc reads no predefined macros.
#if defined(_MSC_VER) && !defined(__clang__) && !defined(__cpp_impl_coroutine) && !defined(Q_MOC_RUN)
#error "Async Widgets needs the coroutines of the standard: compile with /std:c++20, and without /await."
#endif

namespace AsyncWidgets::Detail {

/// Ends the program: the frame of \a function is not where its handle says, so that nothing could resume it.
[[noreturn]] ASYNCWIDGETS_EXPORT void refuseFrame(std::source_location function);

/// For promises: a frame with its own address in front of it.
class CheckedFrame
{
public:
    static void *operator new(std::size_t size)
    {
        auto *header = static_cast<Header *>(::operator new(sizeof(Header) + size));
        void *frame = header + 1;
        new (header) Header { .frame = frame };
        return frame;
    }
    static void operator delete(void *frame) { ::operator delete(static_cast<Header *>(frame) - 1); }

protected:
    static void checkFrame(void *frame, std::source_location function)
    {
        if ((static_cast<Header *>(frame) - 1)->frame != frame)
            refuseFrame(function);
    }

private:
    struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) Header
    {
        void *frame;
        void *nothing = nullptr;
    };
};

} // namespace AsyncWidgets::Detail
