// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "scenarios/changesliderstatus.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace AsyncWidgets {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ChangeSlider", text);
}

QString bold(int value)
{
    return QStringLiteral("<b>%1</b>")
        .arg(QLocale().toString(value).toHtmlEscaped());
}

} // namespace

QString waitingForChange(int unit, int lastValue)
{
    if (unit == 0)
        return translated(
            QT_TRANSLATE_NOOP("ChangeSlider", "Waiting for change %1 of %2."))
            .arg(bold(1), bold(sliderChanges));
    return translated(QT_TRANSLATE_NOOP("ChangeSlider",
                          "Waiting for change %1 of %2, the last was %3."))
        .arg(bold(unit + 1), bold(sliderChanges), bold(lastValue));
}

QString finishedChanges(int lastValue)
{
    return translated(QT_TRANSLATE_NOOP("ChangeSlider",
                          "Finished after %1 changes, the last was %2."))
        .arg(bold(sliderChanges), bold(lastValue));
}

} // namespace AsyncWidgets
