// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "testsupport.h"

#include <QtCore/QMetaMethod>
#include <QtCore/QRegularExpression>

namespace AsyncWidgets::Tests {

Sender::Sender(QObject *parent)
    : QObject(parent)
{
}

Sender::Sender(const QString &name, QObject *parent)
    : QObject(parent)
{
    setObjectName(name);
}

void Sender::setValue(int value)
{
    if (value == m_value)
        return;
    m_value = value;
    Q_EMIT valueChanged(value);
}

void Sender::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    Q_EMIT textChanged();
}

int Sender::fragileValue() const
{
    throw std::runtime_error("cannot be read");
}

bool Sender::hasConnections() const
{
    const QMetaObject *meta = metaObject();
    for (int index = 0; index < meta->methodCount(); ++index) {
        const QMetaMethod method = meta->method(index);
        if (method.methodType() == QMetaMethod::Signal && isSignalConnected(method))
            return true;
    }
    return false;
}

void Sender::notASignal(int) { }

void LibraryTest::init()
{
    Fragile::copiesLeft = -1;
#if QT_VERSION >= QT_VERSION_CHECK(6, 3, 0)
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
#endif
}

void LibraryTest::cleanup()
{
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
}

} // namespace AsyncWidgets::Tests
