// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// ProgressBar: a bar whose percentage can be read in every direction.

#pragma once

#include <QtWidgets/QProgressBar>

namespace AsyncWidgets {

/// Where a bar grows from right to left, Qt's Fusion style writes its text in the colour of what is behind it. Here each
/// part of the text has the colour that it needs.
class ProgressBar final : public QProgressBar
{
    Q_OBJECT

public:
    using QProgressBar::QProgressBar;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace AsyncWidgets
