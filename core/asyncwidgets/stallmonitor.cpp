// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/stallmonitor.h>

#include <QtCore/QMetaEnum>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

QString Stall::eventName() const
{
    const char *name = QMetaEnum::fromType<QEvent::Type>().valueToKey(eventType);
    return name ? QString::fromLatin1(name) : QString::number(eventType);
}

QString Stall::culprit() const
{
    QString event;
    if (eventType != QEvent::None) {
        event = eventName() + u" of "_s + receiverClass;
        if (!receiverName.isEmpty())
            event += u' ' + receiverName;
    }
    if (task.isEmpty())
        return event.isEmpty() ? stack.value(0) : event;
    return event.isEmpty() ? task : task + u" in "_s + event;
}

} // namespace AsyncWidgets
