// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What a thread does at this moment, seen by another one that interrupts it.

#pragma once

#include <asyncwidgets/detail/eventstack.h>

#include <array>
#include <atomic>
#include <source_location>

namespace AsyncWidgets::Detail {

class ThreadContext;

/// A copy, made while the thread stood still. No texts yet: those are for afterwards.
struct ThreadSample
{
    struct Frame
    {
        quintptr address = 0; // of the instruction
        quintptr stack = 0; // the stack pointer in that function, at its call of the next one
    };
    std::array<Frame, 128> frames {}; // innermost first; none where there is no unwinder
    quint32 frameCount = 0;
    quintptr stackPointer = 0; // if there are no frames

    std::array<EventStack::Entry, EventStack::capacity> events {}; // innermost first
    quint32 eventCount = 0;

    bool hasTask = false; // a task runs: its name, or the function by which it goes
    std::array<char16_t, 80> taskName {};
    quint32 taskNameLength = 0;
    std::source_location where;
    quintptr taskFrame = 0;
};

/// A thread that can be interrupted. Made on that thread.
class SampledThread final
{
public:
    explicit SampledThread(const EventStack &events);
    ~SampledThread(); // NOLINT(performance-trivially-destructible): on Windows it closes a handle
    Q_DISABLE_COPY_MOVE(SampledThread)

    /// Fills \a sample, called on another thread. Returns false if the thread cannot be interrupted: no signal is free,
    /// the thread blocks it, a debugger watches. One at a time in the whole program.
    [[nodiscard]] bool take(ThreadSample &sample) const;

    /// The signal for it; 0 if there is none.
    [[nodiscard]] static int signalNumber();
    /// Uses another one from now on. Returns false, and changes nothing, if the program handles it already.
    static bool setSignalNumber(int number);

private:
    const EventStack &m_events;
    ThreadContext *const *const m_context; // the variable of that thread
    quintptr m_thread = 0; // what the system calls it
};

/// The function that has called the caller of a function. All 0 where it is unknown.
struct CallersCaller
{
    quintptr distance = 0; // from the frame address of that function to the stack pointer of this one
    quintptr function = 0; // where its code begins
};
/// \a frame is the frame address of the function that calls this.
[[nodiscard]] CallersCaller findCallersCaller(quintptr frame);
/// Where the code of the function with the instruction at \a address begins; 0 if unknown.
[[nodiscard]] quintptr enclosingFunction(quintptr address);

} // namespace AsyncWidgets::Detail
