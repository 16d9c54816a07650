// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StallMonitor: tells who froze the window.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QEvent>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <memory>
#include <source_location>

namespace AsyncWidgets {

/// One time for which the event loop of a thread was held, and what held it, as far as it is known: the innermost
/// event that was being handled, the task that ran, and the functions on the stack.
struct ASYNCWIDGETS_EXPORT Stall
{
    std::chrono::steady_clock::time_point begin;
    std::chrono::nanoseconds duration {};
    QEvent::Type eventType = QEvent::None; ///< None if no event was being handled
    QString receiverClass; ///< of that event; empty if there was none
    QString receiverName; ///< its objectName()
    QString task; ///< the name of the task that ran; empty if none did
    std::source_location
        where; ///< of that task: the line at which it had been resumed. It is held up between there and its next pause.
    QStringList
        stack; ///< innermost first, "function, file:line" where that can be known; empty elsewhere than on Linux

    [[nodiscard]] QString
    eventName() const; ///< "MouseButtonPress"; the number of a type that Qt does not know
    /// Who held it, in a few words: "slow in MouseButtonRelease of QPushButton go".
    [[nodiscard]] QString culprit() const;
    [[nodiscard]] QString toString() const; ///< a few lines to read
};

} // namespace AsyncWidgets

Q_DECLARE_METATYPE(AsyncWidgets::Stall)
