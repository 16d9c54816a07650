// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/duration.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

namespace {

QString describeMilliseconds(double milliseconds)
{
    return QCoreApplication::translate("AsyncWidgets", "%1 ms")
        .arg(QString::number(milliseconds, 'f', QLocale::FloatingPointShortest));
}

} // namespace

QString describeDuration(Duration duration)
{
    return describeMilliseconds(std::chrono::duration<double, std::milli>(duration).count());
}

void refuseDuration(double milliseconds, const char *function)
{
    const QString name = QString::fromLatin1(function);
    if (std::isnan(milliseconds))
        throw WaitError(u"%1: the duration is not a number; it must be 0 or more."_s.arg(name));
    throw WaitError(u"%1: a duration of %2 is negative; it must be 0 or more."_s.arg(
        name, describeMilliseconds(milliseconds)));
}

} // namespace AsyncWidgets::Detail
