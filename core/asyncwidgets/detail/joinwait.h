// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of TaskScope::join().

#pragma once

#include <asyncwidgets/detail/wait.h>

#include <list>

namespace AsyncWidgets::Detail {

class ScopeData;

/// Waits until a scope has no task any more.
class ASYNCWIDGETS_EXPORT JoinWait final : public Wait
{
public:
    explicit JoinWait(ScopeData &scope);
    JoinWait(JoinWait &&other) noexcept;
    ~JoinWait() override;

    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] bool dependsOnTasks() const override { return true; }
    void await_resume() const { }

private:
    friend class ScopeData;
    friend struct MemoryLayout;
    [[nodiscard]] TaskRecord *scopeIsEmpty(); ///< \returns the task that is to go on now
    [[nodiscard]] const TaskRecord &waiting() const { return listener().waitingTask(); }
    void leave();

    ScopeData *m_scope;
    bool m_isWaiting = false;
    std::list<JoinWait *>::iterator m_place; // in the scope's list, while it waits
};

} // namespace AsyncWidgets::Detail
