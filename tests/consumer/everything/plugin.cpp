// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A plugin that waits for a signal of its host.

#include "plugin.h"

#include <asyncwidgets/asyncwidgets.h>

#include <QtCore/QTimer>

#include <memory>

using namespace AsyncWidgets;

namespace {

/// Tells when the plugin is unloaded.
struct Sentinel
{
    bool *isGone = nullptr;
    ~Sentinel()
    {
        if (isGone)
            *isGone = true;
    }
} sentinel;

std::unique_ptr<TaskScope> scope;
int count = 0;

Task<> countTwo(QTimer &timer)
{
    for (int i = 0; i < 2; ++i) {
        co_await waitFor(timer, &QTimer::timeout);
        ++count;
    }
}

} // namespace

extern "C" Q_DECL_EXPORT void startWaiting(QTimer &timer, bool &isGone)
{
    sentinel.isGone = &isGone;
    scope = std::make_unique<TaskScope>();
    scope->start(countTwo(timer));
}

extern "C" Q_DECL_EXPORT int stopWaiting()
{
    scope.reset();
    return count;
}
