// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A plugin that any Qt program loads at its start (QT_QPA_GENERIC_PLUGINS): when the first frame has been painted, it
/// prints the time and the resident memory and ends the program. So a program is measured as it is.

#pragma once

#include <QtCore/QObject>
#include <QtGui/QGenericPlugin>

namespace AsyncWidgets::Bench {

class StartProbe final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void report() const;

    bool m_isPainting = false;
};

class StartProbePlugin final : public QGenericPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QGenericPluginFactoryInterface_iid FILE "startprobe.json")

public:
    QObject *create(const QString &name, const QString &specification) override;
};

} // namespace AsyncWidgets::Bench
