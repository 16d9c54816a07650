// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/statemachine.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

StateMachine::StateMachine() = default; // without a parent: its scope owns it

StateMachine::~StateMachine()
{
    if (m_record)
        m_record->machineIsGone();
}

void StateMachine::pause(
    std::unique_ptr<Detail::Wait> wait, std::source_location where, std::function<void()> goOn)
{
    if (!m_record)
        throw WaitError(u"A state machine can pause only after TaskScope::start() has started it."_s);
    m_record->pauseMachine(std::move(wait), where, std::move(goOn));
}

namespace Detail {

StateMachineRecord::StateMachineRecord(std::unique_ptr<StateMachine> machine)
    : TaskRecord(TaskKind::StateMachine)
    , m_machine(std::move(machine))
{
    m_machine->setParent(nullptr); // which would delete it a second time
    m_machine->m_record = this;
    m_goOn = [this] { m_machine->start(); };
}

void StateMachineRecord::pauseMachine(
    std::unique_ptr<Wait> wait, std::source_location where, std::function<void()> goOn)
{
    if (m_pending)
        throw WaitError(u"The state machine has paused already: combine two waits with whenAny()."_s);
    setWhere(where);
    m_pending = std::move(wait);
    m_goOn = std::move(goOn);
}

void StateMachineRecord::runCode()
{
    // Until the code pauses for something that has not happened yet, or ends without a pause.
    do {
        const std::unique_ptr<Wait> over = std::move(m_pending); // lives until the code has taken its result
        const std::function<void()> code = std::exchange(m_goOn, nullptr);
        try {
            code();
            if (m_pending && !isCancelRequested() && Wait::start(*m_pending, *this)) {
                pause(*m_pending);
                return;
            }
        } catch (...) {
            m_pending.reset();
            m_goOn = nullptr;
            fail(std::current_exception());
        }
    } while (m_goOn && !isCancelRequested());
    // One that has been destroyed meanwhile is unwound by whoever runs it, as it has been cancelled, unless it has failed.
    if (!m_pending && (m_machine || isDone()))
        reachedEnd();
}

void StateMachineRecord::machineIsGone()
{
    if (m_machine.release()) // not destroyed by freeCode()
        cancel(reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the state machine was destroyed")));
}

void StateMachineRecord::freeCode()
{
    if (m_pending && m_pending->hasListener()) { // as an awaiter does: what dies with the wait finds it left
        static_cast<void>(m_pending->cancel());
        m_pending->removeListener();
    }
    m_pending.reset();
    m_goOn = nullptr;
    m_machine.reset();
    release(); // the reference that a coroutine's frame would hold
}

void StateMachineRecord::free()
{
    delete this;
}

} // namespace Detail
} // namespace AsyncWidgets
