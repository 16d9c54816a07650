// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Where the frames of coroutines lie, and what is asked of a compiler: that a handle is the address at which its frame
/// begins.

#pragma once

#include <asyncwidgets/global.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <source_location>

// moc reads no predefined macros.
#if defined(_MSC_VER) && !defined(__clang__) && !defined(__cpp_impl_coroutine) && !defined(Q_MOC_RUN)
#error "Async Widgets needs the coroutines of the standard: compile with /std:c++20, and without /await."
#endif

namespace AsyncWidgets::Detail {

/// Ends the program: the frame of \a function is not where its handle says, so that nothing could resume it.
[[noreturn]] ASYNCWIDGETS_EXPORT void refuseFrame(std::source_location function);

/// Tells by qWarning() what \a error the generator \a function has let out while it was destroyed.
ASYNCWIDGETS_EXPORT void reportGenerator(
    std::source_location function, const std::exception_ptr &error) noexcept;

/// Memory for a coroutine's frame, with something else directly in front of it.
struct FrameMemory
{
    std::byte *block; ///< what operator delete is to get
    std::byte *front; ///< where that begins which lies in front of the frame

    /// Aligned as the frame's locals may need it, up to 64 bytes. The \a front has the alignment of operator new.
    [[nodiscard]] static FrameMemory allocate(std::size_t front, std::size_t frame)
    {
        // Compilers keep the alignment of a local's type within the frame, but not of the frame itself.
#ifdef __clang__
        const std::size_t alignment = highest; // the size of the frame says nothing of it
#else
        // As a type's size is a multiple of its alignment, so is the frame's: that tells how much it may be.
        const std::size_t alignment = std::clamp(frame & (~frame + 1), ordinary, highest);
#endif
        auto *block = static_cast<std::byte *>(::operator new(alignment - ordinary + front + frame));
        const auto room = (~reinterpret_cast<std::uintptr_t>(block + front) + 1) & (alignment - 1);
        return { .block = block, .front = block + room };
    }

    static constexpr std::size_t ordinary = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
    static constexpr std::size_t highest = 64;
};

/// For promises: a frame with its own address in front of it.
class CheckedFrame
{
public:
    static void *operator new(std::size_t size)
    {
        const FrameMemory memory = FrameMemory::allocate(sizeof(Header), size);
        auto *header = reinterpret_cast<Header *>(memory.front);
        void *frame = header + 1;
        new (header) Header { .frame = frame, .block = memory.block };
        return frame;
    }
    static void operator delete(void *frame) { ::operator delete((static_cast<Header *>(frame) - 1)->block); }

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
        void *block;
    };
};

} // namespace AsyncWidgets::Detail
