// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/waiterror.h>

namespace AsyncWidgets {

WaitError::WaitError(const QString &sentence)
    : std::invalid_argument(sentence.toStdString())
{
}

WaitError::~WaitError() = default; // here, so that every module shares one type information

} // namespace AsyncWidgets
