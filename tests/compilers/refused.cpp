// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A task whose frame g++ 11 and 12 misplace: the library says so instead of crashing. Other compilers run it.

#include <asyncwidgets/asyncwidgets.h>

#include <QtCore/QCoreApplication>

#include <cstdio>

using namespace AsyncWidgets;

namespace {

Task<bool> ask()
{
    co_return true;
}
Task<int> decide()
{
    if (co_await ask())
        co_return 1;
    co_return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    TaskScope scope;
    scope.start([]() -> Task<> {
        const int answer = co_await decide();
        std::printf("the answer is %d\n", answer);
    });
}
