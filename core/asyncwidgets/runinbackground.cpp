// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/runinbackground.h>

#include <asyncwidgets/detail/backgroundthreads.h>

#include <QtCore/QtDebug>

namespace AsyncWidgets {

int backgroundThreadLimit()
{
    return Detail::BackgroundThreads::instance().limit();
}

void setBackgroundThreadLimit(int limit)
{
    if (limit < 1)
        qWarning("setBackgroundThreadLimit: a limit of %d is refused; it must be 1 or more.", limit);
    else
        Detail::BackgroundThreads::instance().setLimit(limit);
}

} // namespace AsyncWidgets
