// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/announce.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QWidget>

namespace AsyncWidgets {

void describe(QWidget &widget, const QString &description)
{
    if (description != widget.accessibleDescription())
        widget.setAccessibleDescription(description); // which emits QAccessible::DescriptionChanged
}

void announce([[maybe_unused]] QWidget &widget, [[maybe_unused]] const QString &text)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    if (!QAccessible::isActive())
        return;
    QAccessibleAnnouncementEvent event(&widget, text);
    QAccessible::updateAccessibility(&event);
#endif
}

} // namespace AsyncWidgets
