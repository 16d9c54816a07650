// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// How long a thread was kept waiting by the other work of the machine.

#pragma once

#include <QtCore/QFile>

#include <chrono>

namespace AsyncWidgets::Detail {

/// Made on the thread that it is about. Known on Linux only.
class ProcessorDelay final
{
public:
    ProcessorDelay();
    Q_DISABLE_COPY_MOVE(ProcessorDelay)

    /// For how long, in all, that thread was ready to run and had no processor; zero where it is not known. The present
    /// wait counts when it is over. On any thread, one at a time; takes some microseconds.
    [[nodiscard]] std::chrono::nanoseconds total();

private:
    QFile m_file;
};

} // namespace AsyncWidgets::Detail
