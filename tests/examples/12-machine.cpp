// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The same kind of work without a coroutine: states and a function for each transition.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>

using namespace AsyncWidgets;

class Door final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Closed, Open };
    Q_ENUM(State)

    explicit Door(QPushButton &button)
        : m_button(button)
    {
    }

    QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    int currentState() const override { return int(m_state); }

protected:
    void start() override { enter(State::Closed); }

private:
    void enter(State state)
    {
        m_state = state;
        qInfo() << m_state;
        pauseFor(waitFor(m_button, &QPushButton::clicked), &Door::turn);
    }
    void turn(bool /*isChecked*/) { enter(m_state == State::Open ? State::Closed : State::Open); }

    QPushButton &m_button;
    State m_state = State::Closed;
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QPushButton button;
    TaskScope tasks;
    const TaskHandle door = tasks.start(std::make_unique<Door>(button), "door");
    button.click();
    button.click();
    qInfo() << door.name() << "is" << door.state() << "for" << door.waitingFor();
}

#include "12-machine.moc"
