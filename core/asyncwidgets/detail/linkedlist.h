// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A list that is linked through its elements: nothing is allocated, and an element leaves it at once.

#pragma once

namespace AsyncWidgets::Detail {

struct MemoryLayout;

/// T has the members m_previous and m_next, and the list as a friend. It is in at most one list at a time.
template<typename T>
class LinkedList
{
public:
    [[nodiscard]] T *first() const { return m_first; }
    [[nodiscard]] T *last() const { return m_last; }
    [[nodiscard]] static T *next(const T &element) { return element.m_next; }
    [[nodiscard]] static T *previous(const T &element) { return element.m_previous; }

    void append(T &element)
    {
        element.m_previous = m_last;
        element.m_next = nullptr;
        (m_last ? m_last->m_next : m_first) = &element;
        m_last = &element;
    }
    void remove(T &element)
    {
        (element.m_previous ? element.m_previous->m_next : m_first) = element.m_next;
        (element.m_next ? element.m_next->m_previous : m_last) = element.m_previous;
        element.m_previous = nullptr;
        element.m_next = nullptr;
    }

private:
    friend struct MemoryLayout;

    T *m_first = nullptr;
    T *m_last = nullptr;
};

} // namespace AsyncWidgets::Detail
