// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Button: something that a person can click.

#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>

namespace AsyncWidgets {

/// What a push button is about.
///
/// Every setter does nothing on an equal value and touches nothing after its signal; nor does click():
/// whoever is told may change, click or destroy this object.
class Button final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString description READ description WRITE setDescription NOTIFY descriptionChanged)
    Q_PROPERTY(bool enabled READ isEnabled WRITE setEnabled NOTIFY enabledChanged)

public:
    explicit Button(QObject *parent = nullptr);

    /// What the button says, as plain text.
    [[nodiscard]] QString description() const { return m_description; }
    void setDescription(const QString &description);

    [[nodiscard]] bool isEnabled() const { return m_isEnabled; } ///< true at first
    void setEnabled(bool enabled);

public Q_SLOTS:
    /// Emits clicked() if the button is enabled, as a person's click does; otherwise does nothing, as
    /// QAbstractButton.
    void click();

Q_SIGNALS:
    void clicked();
    void descriptionChanged(const QString &description);
    void enabledChanged(bool enabled);

private:
    QString m_description;
    bool m_isEnabled = true;
};

} // namespace AsyncWidgets
