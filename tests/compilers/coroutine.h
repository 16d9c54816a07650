// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The least of a coroutine, for programs that try a compiler. They use nothing of the library.

#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <new>

/// A coroutine that runs when it is resumed, and remembers where its frame is.
struct Coroutine
{
    struct promise_type
    {
        static inline void *newest = nullptr;

        static void *operator new(std::size_t size) { return newest = ::operator new(size); }
        static void operator delete(void *frame) { ::operator delete(frame); }
        Coroutine get_return_object() { return { std::coroutine_handle<promise_type>::from_promise(*this) }; }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        std::suspend_always final_suspend() const noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

/// Pauses the coroutine, and gives a value.
template<typename T>
struct Pause
{
    T value {};
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept { }
    T await_resume() { return value; }
};

/// Counts those that are alive.
struct Counted
{
    static inline int alive = 0;
    Counted() { ++alive; }
    Counted(const Counted &) { ++alive; }
    Counted &operator=(const Counted &) = default;
    ~Counted() { --alive; }
};
