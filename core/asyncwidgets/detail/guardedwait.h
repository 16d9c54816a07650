// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A wait for a signal that watches its sender before it begins, for those that do not begin where they are made.

#pragma once

#include <asyncwidgets/detail/wait.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <utility>

namespace AsyncWidgets::Detail {

/// Is cancelled if the sender has died before it begins. (A wait that is awaited where it is made does without: it
/// watches its sender by the connection, from the same moment on.)
template<typename SignalWait>
class GuardedWait final : public SignalWait
{
public:
    explicit GuardedWait(SignalWait &&wait)
        : SignalWait(std::move(wait))
        , m_guard(&this->sender())
    {
    }
    bool start() override
    {
        if (m_guard)
            return SignalWait::start();
        this->completeCancelled(QCoreApplication::translate("AsyncWidgets", "the sender was destroyed"));
        return true;
    }

private:
    QPointer<QObject> m_guard;
};

/// The same wait, guarded if it is for a signal.
template<IsWait W>
auto guarded(W &&wait)
{
    using WaitType = std::remove_cvref_t<W>;
    if constexpr (requires { wait.sender(); })
        return GuardedWait<WaitType>(std::forward<W>(wait));
    else
        return WaitType(std::forward<W>(wait));
}

} // namespace AsyncWidgets::Detail
