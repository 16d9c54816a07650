// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/generator.h>

#include <asyncwidgets/detail/taskrecord.h>

#include <QtCore/QtDebug>

#include <new>

namespace AsyncWidgets::Detail {

void reportFailure(std::source_location function, const std::exception_ptr &error) noexcept
try {
    qWarning().noquote().nospace() << "Generator \"" << TaskRecord::nameOfFunction(function)
                                   << "\" failed: " << describeException(error);
} catch (const std::bad_alloc &) {
    // There is no memory to tell it.
}

} // namespace AsyncWidgets::Detail
