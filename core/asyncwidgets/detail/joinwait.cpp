// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/joinwait.h>

#include <asyncwidgets/detail/endwait.h>
#include <asyncwidgets/detail/scopedata.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

JoinWait::JoinWait(ScopeData &scope)
    : m_scope(&scope)
{
    m_scope->retain();
}

JoinWait::JoinWait(JoinWait &&other) noexcept
    : m_scope(other.m_scope)
{
    m_scope->retain();
}

JoinWait::~JoinWait()
{
    leave();
    m_scope->release();
}

bool JoinWait::start()
{
    m_scope->requireThisThread("wait for them");
    if (m_scope->count() == 0)
        return false;
    if (isAwaitedByAny(
            listener().waitingTask(), [this](const TaskRecord &task) { return task.owner() == m_scope; }))
        throw WaitError(u"A task cannot wait for the end of its own scope: it would wait for itself."_s);
    m_scope->addWaiter(*this);
    m_isWaiting = true;
    return true;
}

bool JoinWait::cancel()
{
    leave();
    return true;
}

void JoinWait::leave()
{
    if (std::exchange(m_isWaiting, false))
        m_scope->removeWaiter(*this);
}

TaskRecord *JoinWait::scopeIsEmpty()
{
    leave();
    return tellCompleted();
}

QString JoinWait::description() const
{
    const int number = m_scope->count();
    return QCoreApplication::translate("AsyncWidgets", "%1 tasks of a scope").arg(number);
}

} // namespace AsyncWidgets::Detail
