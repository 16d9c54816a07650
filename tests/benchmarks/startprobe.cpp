// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "startprobe.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QFile>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

bool StartProbe::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && watched->isWidgetType() && !m_isPainting) {
        m_isPainting = true;
        // The frame is complete when the event that asked for it has been handled.
        QMetaObject::invokeMethod(this, &StartProbe::report, Qt::QueuedConnection);
    }
    return false;
}

void StartProbe::report() const
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    QByteArray resident = "0";
    QFile status(u"/proc/self/status"_s);
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                resident = line.simplified().split(' ').at(1);
        }
    }
    std::printf("startprobe %lld %s\n",
        static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()),
        resident.constData());
    std::fflush(stdout);
    std::_Exit(0);
}

QObject *StartProbePlugin::create(const QString &, const QString &)
{
    auto *probe = new StartProbe(QCoreApplication::instance());
    QCoreApplication::instance()->installEventFilter(probe);
    return probe;
}

} // namespace AsyncWidgets::Bench
