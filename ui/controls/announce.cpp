// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/announce.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QWidget>

namespace AsyncWidgets {

void announceDescription(QWidget &widget, const QString &description)
{
    if (description == widget.accessibleDescription())
        return;
    const bool isFirst = widget.accessibleDescription().isEmpty(); // as it is at the start: no news
    widget.setAccessibleDescription(description);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    if (!isFirst && QAccessible::isActive()) {
        QAccessibleAnnouncementEvent event(
            &widget, widget.accessibleName() + QStringLiteral(": ") + description);
        QAccessible::updateAccessibility(&event);
    }
#else
    Q_UNUSED(isFirst)
#endif
}

} // namespace AsyncWidgets
