// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "models/button.h"

#include <utility>

namespace AsyncWidgets {

Button::Button(QObject *parent)
    : QObject(parent)
{
}

void Button::setDescription(const QString &description)
{
    const QString copy = description; // the argument may belong to something that ends inside the emission
    if (std::exchange(m_description, copy) != copy)
        Q_EMIT descriptionChanged(copy);
}

void Button::setEnabled(bool enabled)
{
    if (std::exchange(m_isEnabled, enabled) != enabled)
        Q_EMIT enabledChanged(enabled);
}

void Button::click()
{
    if (m_isEnabled)
        Q_EMIT clicked();
}

} // namespace AsyncWidgets
