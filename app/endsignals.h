// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// EndSignals: being asked by the system to end.

#pragma once

#include <QtCore/QObject>

namespace AsyncWidgets {

/// Turns SIGTERM, SIGINT and SIGHUP into a signal of Qt, so that the program can end as if its window had been closed.
/// The second of them ends it at once, as it would without this class. What the parent process has switched off, as
/// nohup does, stays off. There is one object at most, in the main thread; elsewhere than on Unix it does nothing.
class EndSignals final : public QObject
{
    Q_OBJECT

public:
    explicit EndSignals(QObject *parent = nullptr);
    ~EndSignals() override;

Q_SIGNALS:
    void received(); ///< in the event loop; what came before the loop ran is told when it does
};

} // namespace AsyncWidgets
