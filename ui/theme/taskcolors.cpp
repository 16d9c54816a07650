// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/theme/taskcolors.h"

#include "ui/theme/theme.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

QColor readable(int hue, int saturation)
{
    return isDark() ? QColor::fromHsl(hue, saturation, 170) : QColor::fromHsl(hue, saturation, 90);
}

} // namespace

QColor taskColor(const QString &name)
{
    // Far apart for the names that stand beside each other most often; any other name gets one by its letters.
    constexpr int hues[] = { 210, 25, 285, 345, 145, 180, 50, 250 };
    const QStringList known { u"coroutine"_s, u"generator"_s, u"state machine"_s, u"click"_s, u"background"_s,
        u"primes"_s, u"tour"_s, u"demo"_s };
    if (const qsizetype place = known.indexOf(name); place >= 0)
        return readable(hues[place], 160);
    uint sum = 0; // not qHash(), which differs from run to run
    for (const QChar letter : name)
        sum = sum * 31 + letter.unicode();
    return readable(static_cast<int>(sum % 360), 160);
}

QColor stateColor(TaskState state)
{
    switch (state) {
    case TaskState::Ready:
        return readable(0, 0);
    case TaskState::Working:
        return readable(145, 170);
    case TaskState::Waiting:
        return readable(210, 200);
    case TaskState::Finished:
        return readable(0, 0);
    case TaskState::Cancelled:
        return readable(35, 200);
    case TaskState::Failed:
        return readable(0, 200);
    }
    Q_UNREACHABLE();
}

} // namespace AsyncWidgets
