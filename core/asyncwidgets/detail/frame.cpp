// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/frame.h>

#include <asyncwidgets/detail/taskrecord.h>

#include <QtCore/QtDebug>

#include <new>

namespace AsyncWidgets::Detail {

void refuseFrame(std::source_location function)
{
    qFatal("AsyncWidgets: the compiler has laid out the coroutine \"%s\" (%s:%u) so that nothing could "
           "resume it. g++ "
           "11 and 12 do that where a co_await or co_yield is the condition of an if, for, while, do or "
           "switch: name its "
           "result in a line before. See \"Compilers\" in core/README.md.",
        function.function_name(), function.file_name(), unsigned(function.line()));
}

void reportGenerator(std::source_location function, const std::exception_ptr &error) noexcept
try {
    qWarning().noquote().nospace() << "Generator \"" << TaskRecord::nameOfFunction(function)
                                   << "\" failed: " << describeException(error);
} catch (const std::bad_alloc &) {
    // There is no memory to tell it.
}

} // namespace AsyncWidgets::Detail
