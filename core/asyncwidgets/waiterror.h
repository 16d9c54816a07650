// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The exception for a mistake in how a wait was asked for.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QString>

#include <stdexcept>

namespace AsyncWidgets {

/// Thrown where the task can catch it when something cannot be waited for: a null sender, a property that does not
/// exist or has no NOTIFY signal, a negative duration, a thread without an event loop. what() is one sentence that
/// names what was wrong and what would be right.
class ASYNCWIDGETS_EXPORT WaitError : public std::invalid_argument
{
public:
    explicit WaitError(const QString &sentence); ///< what() is \a sentence in UTF-8
    WaitError(const WaitError &) = default; ///< as of any exception
    WaitError &operator=(const WaitError &) = default; ///< as of any exception
    ~WaitError() override;
};

} // namespace AsyncWidgets
