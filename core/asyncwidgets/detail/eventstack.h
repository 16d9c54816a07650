// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The events that are being handled on a thread, one inside the other.

#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

namespace AsyncWidgets::Detail {

/// Filled by an event filter, which is told when an event comes and never when it has been handled. So each entry keeps
/// the stack frame from which it came: an entry whose frame is not above the present one is over. Written by its
/// thread at any time, and read by what interrupts that thread, so that it allocates nothing and counts no references.
class EventStack final
{
public:
    struct Entry
    {
        quintptr frame = 0; // the stack pointer of what handles it
        quintptr handler = 0; // where the code of that function begins; 0 if unknown
        quint32 serial = 0;
        int type = 0;
        const char *className = nullptr;
        quint32 nameLength = 0;
        std::array<char16_t, 40> name {}; // cut, if it is longer; a copy, since the receiver may be gone
    };
    static constexpr quint32 capacity = 32; // of more, the outermost are forgotten

    void push(quintptr frame, quintptr handler, const QObject &receiver, int type)
    {
        quint32 depth = m_depth.load(std::memory_order_relaxed);
        while (depth > 0 && m_entries[(depth - 1) % capacity].frame <= frame)
            --depth; // what was handled below that frame is over
        m_depth.store(depth, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_release);
        Entry &entry = m_entries[depth % capacity];
        entry.frame = frame;
        entry.handler = handler;
        entry.serial = ++m_serial;
        entry.type = type;
        entry.className = receiver.metaObject()->className();
        const QString name = receiver.objectName();
        entry.nameLength
            = static_cast<quint32>(std::min(static_cast<std::size_t>(name.size()), entry.name.size()));
        if (entry.nameLength > 0)
            std::memcpy(entry.name.data(), name.constData(), entry.nameLength * sizeof(char16_t));
        std::atomic_signal_fence(std::memory_order_release);
        m_depth.store(depth + 1, std::memory_order_relaxed);
    }

    /// Copies the entries, the innermost first. Safe in a signal handler on its thread. \returns how many.
    quint32 copy(std::array<Entry, capacity> &entries) const
    {
        const quint32 depth = m_depth.load(std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_acquire);
        const quint32 count = std::min(depth, capacity);
        for (quint32 i = 0; i < count; ++i)
            entries[i] = m_entries[(depth - 1 - i) % capacity];
        return count;
    }

private:
    std::atomic<quint32> m_depth = 0;
    quint32 m_serial = 0;
    std::array<Entry, capacity> m_entries {};
};

} // namespace AsyncWidgets::Detail
