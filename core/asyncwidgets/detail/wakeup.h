// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// How another thread lets a wait go on.

#pragma once

#include <asyncwidgets/detail/linkedlist.h>
#include <asyncwidgets/global.h>

#include <QtCore/QObject>

#include <atomic>
#include <functional>

namespace AsyncWidgets::Detail {

/// Belongs to a wait that something on another thread ends, for as long as it waits; lives on the thread of its task.
///
/// Normally an event brings the news. Where there is no memory for one, the event loop is woken up and looks for itself,
/// so that to wake a wait needs none.
class ASYNCWIDGETS_EXPORT WakeUp final : public QObject
{
public:
    /// \param woken is called in the event loop of this thread after each wake(), or after several; may destroy this
    ///        object. Throws WaitError on a thread without an event loop.
    explicit WakeUp(std::function<void()> woken);
    ~WakeUp() override;

    void wake() noexcept; ///< on any thread, while this object lives
    void wakeNow() { m_woken(); } ///< at once, on its own thread

    bool event(QEvent *event) override;

private:
    class Bell;
    friend LinkedList<WakeUp>;

    std::function<void()> m_woken;
    Bell &m_bell;
    std::atomic<bool> m_isRung = false; // there was no memory for the event
    WakeUp *m_previous = nullptr; // in the list of the bell
    WakeUp *m_next = nullptr;
};

} // namespace AsyncWidgets::Detail
