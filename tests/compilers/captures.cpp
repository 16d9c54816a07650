// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Is what a lambda has captured destroyed once if the lambda is written inside a co_await expression? Twice with g++ 11
/// and 12; and so are the members of an aggregate.

#include "coroutine.h"

#include <functional>
#include <utility>

namespace {

template<typename Function>
Pause<bool> call(Function function)
{
    function();
    return {};
}
Pause<bool> callAny(const std::function<void()> &function)
{
    function();
    return {};
}
struct Aggregate
{
    Counted member;
};
Pause<bool> take(const Aggregate &)
{
    return {};
}

Coroutine aLambda()
{
    const Counted value;
    co_await call([value] { });
}
Coroutine aStdFunction()
{
    const Counted value;
    co_await callAny([value] { });
}
Coroutine anAggregate()
{
    co_await take({ Counted() });
}
Coroutine aLambdaWithAName()
{
    const Counted value;
    const auto lambda = [value] { };
    co_await call(lambda);
}

int wrongCounts(const char *name, Coroutine (*function)())
{
    Counted::alive = 0;
    const auto handle = function().handle;
    handle.resume();
    handle.resume();
    handle.destroy();
    std::printf("%s inside a co_await: %s\n", name, Counted::alive == 0 ? "right" : "WRONG");
    return Counted::alive == 0 ? 0 : 1;
}

} // namespace

int main()
{
    const int wrong = wrongCounts("a lambda", aLambda) + wrongCounts("a std::function", aStdFunction)
        + wrongCounts("an aggregate", anAggregate);
    const int wrongNames = wrongCounts("the name of a lambda", aLambdaWithAName);
#ifdef EXPECT_FAULTS
    return wrong == 0 || wrongNames != 0;
#else
    return wrong + wrongNames;
#endif
}
