// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/processordelay.h>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

ProcessorDelay::ProcessorDelay()
    : m_file(u"/proc/thread-self/schedstat"_s)
{
    static_cast<void>(m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)); // total() asks whether it is
}

std::chrono::nanoseconds ProcessorDelay::total()
{
    // "1234567 890123 45": nanoseconds of running and of waiting, and the number of times that it ran
    if (!m_file.isOpen() || !m_file.seek(0))
        return {};
    return std::chrono::nanoseconds(m_file.read(64).split(' ').value(1).toLongLong());
}

} // namespace AsyncWidgets::Detail
