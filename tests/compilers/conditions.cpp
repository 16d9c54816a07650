// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Is a coroutine's frame where its handle says if a co_await is a condition? Not with g++ 11 and 12, in functions whose
/// outermost block declares no variable.

#include "coroutine.h"

namespace {

Coroutine ofAnIf()
{
    if (co_await Pause<bool>())
        std::puts("");
}
Coroutine ofAnIfThatNegates()
{
    if (!co_await Pause<bool>())
        std::puts("");
}
Coroutine ofAWhile()
{
    while (co_await Pause<bool>()) { }
}
Coroutine ofADo()
{
    do {
    } while (co_await Pause<bool>());
}
Coroutine ofAFor()
{
    for (; co_await Pause<bool>();) { }
}
Coroutine ofASwitch()
{
    switch (co_await Pause<int>()) {
    default:
        break;
    }
}
Coroutine withAName()
{
    const bool isTrue = co_await Pause<bool>();
    if (isTrue)
        std::puts("");
}

int wrongFrames(const char *name, Coroutine (*function)())
{
    const auto handle = function().handle;
    const bool isRight = handle.address() == Coroutine::promise_type::newest;
    std::printf("a co_await as the condition %s: %s\n", name, isRight ? "right" : "WRONG");
    if (isRight)
        handle.destroy(); // the others cannot even be destroyed
    return isRight ? 0 : 1;
}

} // namespace

int main()
{
    const int wrong = wrongFrames("of an if", ofAnIf)
        + wrongFrames("of an if that negates", ofAnIfThatNegates) + wrongFrames("of a while", ofAWhile)
        + wrongFrames("of a do", ofADo) + wrongFrames("of a for", ofAFor)
        + wrongFrames("of a switch", ofASwitch) + wrongFrames("by a name", withAName);
#ifdef EXPECT_FAULTS
    return wrong == 0 || withAName().handle.address() != Coroutine::promise_type::newest;
#else
    return wrong;
#endif
}
