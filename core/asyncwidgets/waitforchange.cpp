// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/waitforchange.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QThread>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

void refuseOtherThread(const NotifyingProperty &property)
{
    throw WaitError(
        u"waitForChange: the object of %1::%2 lives on another thread, where the property may change "
        "while it is read; wait for its signal with waitFor."_s.arg(
            QString::fromLatin1(property.type->className()),
            QString::fromUtf8(property.type->property(property.index).name())));
}

NotifyingProperty findNotifyingProperty(const QObject *object, const char *property, QMetaType type)
{
    if (TaskRecord::isRunningToItsEnd())
        return {}; // the object may be gone already
    const QMetaObject *meta = object->metaObject();
    if (!property) {
        throw WaitError(
            u"waitForChange: the name of the property is null; pass the name of a property of %1."_s.arg(
                QString::fromLatin1(meta->className())));
    }
    const auto name = [meta, property] { // for the mistakes only
        return QString::fromLatin1(meta->className()) + u"::"_s + QString::fromUtf8(property);
    };
    const int index = meta->indexOfProperty(property);
    if (index < 0) {
        if (object->dynamicPropertyNames().contains(property)) {
            throw WaitError(u"waitForChange: %1 is a dynamic property, which has no NOTIFY signal; "
                            "declare it with Q_PROPERTY and NOTIFY."_s.arg(name()));
        }
        throw WaitError(u"waitForChange: there is no property %1; check the spelling."_s.arg(name()));
    }
    const QMetaProperty found = meta->property(index);
    if (!found.hasNotifySignal()) {
        throw WaitError(u"waitForChange: the property %1 has no NOTIFY signal; add one to its Q_PROPERTY, "
                        "or wait for another signal with waitFor."_s.arg(name()));
    }
    if (type != found.metaType() && type != QMetaType::fromType<QVariant>()) {
        throw WaitError(
            u"waitForChange: the property %1 is of type %2, not %3; write waitForChange<%2>."_s.arg(
                name(), QString::fromLatin1(found.typeName()), QString::fromLatin1(type.name())));
    }
    const NotifyingProperty notifying {
        .type = meta, .index = index, .notifySignal = found.notifySignalIndex()
    };
    if (object->thread() != QThread::currentThread())
        refuseOtherThread(notifying);
    return notifying;
}

} // namespace AsyncWidgets::Detail
