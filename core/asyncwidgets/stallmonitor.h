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

/// One period in which the event loop of a thread was held up, and what held it up, as far as that is known: the
/// innermost event that was being handled, the task that ran, and the functions on the stack.
struct ASYNCWIDGETS_EXPORT Stall
{
    std::chrono::steady_clock::time_point begin; ///< when what held the loop began
    std::chrono::nanoseconds duration {}; ///< how long the loop was held
    QEvent::Type eventType = QEvent::None; ///< None if no event was being handled
    QString receiverClass; ///< of that event; empty if there was none
    QString receiverName; ///< its objectName()
    QString task; ///< the name of the task that ran; empty if none did
    /// The line at which that task had been resumed: the culprit lies between there and its next pause.
    std::source_location where;
    /// The functions, innermost first: "function, file:line" where that can be known. Empty except on Linux.
    QStringList stack;

    /// "MouseButtonPress"; the number of a type that Qt does not know.
    [[nodiscard]] QString eventName() const;
    /// Who held it, in a few words: "slow in MouseButtonRelease of QPushButton go".
    [[nodiscard]] QString culprit() const;
    [[nodiscard]] QString toString() const; ///< a few lines to read
};

namespace Detail {
class StallWatch;
}

/// Watches the event loop of the thread on which it is made, and tells who held it up for longer than a threshold:
/// \code
/// StallMonitor monitor(100ms); // in main(), after the QApplication
/// \endcode
///
/// A thread of its own checks whether the loop is late, and if it is, interrupts the watched thread a few times to
/// see what it does. On the main thread that costs less than 20 ns for each event, and nothing while no event comes.
/// On another thread, whose events no filter sees, event and receiver are not known, and its loop is woken up four
/// times in each threshold. What is not held by an event loop, such as a computation before exec(), is no stall.
///
/// The time for which the whole program stood still, stopped by a debugger or the system, does not count. Where other
/// programs use all processors, a thread that only waits for one is not reported: on Linux, which can tell, at least
/// a quarter of the threshold must be the thread's own time. Nothing is watched in a child after fork(), nor on a
/// thread without an event loop, where a warning says so. The monitor lives on the thread that it watches, and is
/// destroyed there, even during a stall, which is then not reported. If it is destroyed on another thread, a warning
/// says so, and its own must rest meanwhile.
///
/// The interruption is a signal on Unix: SIGURG, which by default does nothing, or a free real-time signal if the
/// program handles SIGURG itself. A system call that the thread is in may return EINTR, as with any signal. The stack
/// is known only on Linux.
class ASYNCWIDGETS_EXPORT StallMonitor final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds defaultThreshold { 100 }; ///< a barely noticeable delay

    /// A \a threshold below 10 ms counts as 10 ms, and one above 24 hours as 24 hours.
    explicit StallMonitor(std::chrono::milliseconds threshold = defaultThreshold, QObject *parent = nullptr);
    ~StallMonitor() override;

    [[nodiscard]] std::chrono::milliseconds threshold() const; ///< from 10 ms to 24 hours

    /// Whether a warning is written for each stall, by qWarning() when it is over, and one to standard error for a
    /// stall that has lasted ten times the threshold and still goes on. On by default.
    void setWarns(bool warns);
    [[nodiscard]] bool warns() const; ///< see setWarns()

    /// Whether Stall::stack includes line numbers, found by the program addr2line in debug information. Off by default:
    /// with large files it takes seconds, which delays stalled(); a fork() waits for it, too.
    void setFindsLines(bool finds);
    [[nodiscard]] bool findsLines() const; ///< see setFindsLines()

    /// The signal by which all monitors interrupt; 0 if none is free, or on Windows.
    [[nodiscard]] static int signalNumber();
    /// Chooses another one. Returns false, and changes nothing, if the program handles it already. If the program
    /// begins to handle it later, the monitors look for a free one.
    static bool setSignalNumber(int number);

    bool eventFilter(QObject *watched, QEvent *event) override; ///< of the application

Q_SIGNALS:
    /// A stall is over. Emitted on the watched thread, by its event loop.
    void stalled(const AsyncWidgets::Stall &stall);

private:
    bool event(QEvent *event) override;
    void stop();

    std::unique_ptr<Detail::StallWatch> m_watch;
    bool m_knowsHandler = false;
    // Of the function that handles events, the caller of eventFilter()'s caller:
    quintptr m_distance = 0; // from the frame of eventFilter() to its stack pointer
    quintptr m_handler = 0; // where its code begins
};

} // namespace AsyncWidgets

Q_DECLARE_METATYPE(AsyncWidgets::Stall)
