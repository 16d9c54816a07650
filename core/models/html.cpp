// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "models/html.h"

#include <utility>

namespace AsyncWidgets {

Html::Html(QObject *parent)
    : QObject(parent)
{
}

void Html::setValue(const QString &value)
{
    const QString copy = value; // the argument may belong to something that ends inside the emission
    if (std::exchange(m_value, copy) != copy)
        Q_EMIT valueChanged(copy);
}

} // namespace AsyncWidgets
