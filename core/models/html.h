// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Html: a rich text to be shown.

#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>

namespace AsyncWidgets {

/// The state behind a label: a text in HTML, kept as it was set.
///
/// Whoever sets the value escapes what it puts into it: QString::toHtmlEscaped(). The setter does nothing on
/// an equal value and touches nothing after its signal: whoever is told may set it again, or destroy this
/// object.
class Html final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString value READ value WRITE setValue NOTIFY valueChanged USER true)

public:
    explicit Html(QObject *parent = nullptr);

    [[nodiscard]] QString value() const { return m_value; } ///< empty at first
    void setValue(const QString &value);

Q_SIGNALS:
    void valueChanged(const QString &value);

private:
    QString m_value;
};

} // namespace AsyncWidgets
