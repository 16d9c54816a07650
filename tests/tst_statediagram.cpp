// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The diagram of a state machine: drawn from its enum, with the current state lit, also after the machine's death.

#include "machine.h"
#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "scenarios/changeslidertentimes.h"
#include "ui/stage/statediagram.h"

#include <asyncwidgets/taskscope.h>

#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <chrono>
#include <memory>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

/// Which of the boxes is filled, from left to right; -1 if none is.
int litBox(StateDiagram &diagram)
{
    const QImage image = diagram.grab().toImage();
    const QRgb lit = QColor(Qt::darkGreen).rgb(); // that of the diagram here
    int box = -1;
    const int boxes = static_cast<int>(diagram.states().size());
    for (int place = 0; place < boxes; ++place) {
        const int index = diagram.isRightToLeft() ? boxes - 1 - place : place;
        const QRect area = diagram.boxRect(index);
        int count = 0;
        const qreal ratio = image.devicePixelRatio();
        for (int x = area.left(); x <= area.right(); ++x) {
            for (int y = area.top(); y <= area.bottom(); ++y)
                count += image.pixel(qRound(x * ratio), qRound(y * ratio)) == lit ? 1 : 0;
        }
        if (count > area.width() * area.height() / 2)
            box = place;
    }
    return box;
}

} // namespace

/// A machine that knows nothing of sliders.
class Crossing final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Red, Yellow, Green };
    Q_ENUM(State)

    QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    int currentState() const override { return static_cast<int>(m_state); }
    void go(State next) { transitionTo(m_state, next); }

private:
    void start() override { }

    State m_state = State::Red;
};

class TestStateDiagram final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightsTheCurrentState_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("left to right") << Qt::LeftToRight;
        QTest::newRow("right to left") << Qt::RightToLeft;
    }
    void lightsTheCurrentState()
    {
        QFETCH(Qt::LayoutDirection, direction);
        const bool isMirrored = direction == Qt::RightToLeft;
        IntSlider slider;
        Output output;
        Html status;
        StateDiagram diagram;
        diagram.setLayoutDirection(direction);
        diagram.resize(480, 60);
        diagram.setColor(Qt::darkGreen);
        QCOMPARE(litBox(diagram), -1);

        TaskScope scope;
        auto machine = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
        diagram.setMachine(machine.get());
        QCOMPARE(diagram.currentState(), u"Working"_s);
        QCOMPARE(litBox(diagram), isMirrored ? 2 : 0);
        const TaskHandle task = scope.start(std::move(machine));
        QCOMPARE(diagram.accessibleDescription(),
            Tests::localized(u"WaitingForChange, Working → WaitingForChange ×1"_s));
        QCOMPARE(litBox(diagram), 1);
        for (int value = 1; value <= sliderChanges(); ++value)
            slider.setValue(value);
        QVERIFY(task.isDone()); // and the machine is gone
        QVERIFY(diagram.accessibleDescription().startsWith(u"Done, "_s));
        QCOMPARE(litBox(diagram), isMirrored ? 0 : 2);
    }

    void survivesTheMachine()
    {
        IntSlider slider;
        Output output;
        Html status;
        StateDiagram diagram;
        diagram.resize(480, 60);
        diagram.setColor(Qt::darkGreen);
        TaskScope scope;
        auto first = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
        diagram.setMachine(first.get());
        scope.start(std::move(first)).cancel();
        QCOMPARE(litBox(diagram), 1); // where it was when it ended
        auto second = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
        diagram.setMachine(second.get());
        QCOMPARE(litBox(diagram), diagram.isRightToLeft() ? 2 : 0);
        diagram.setMachine(nullptr);
        QCOMPARE(litBox(diagram), -1);
        second.reset();
    }

    /// Its states, their order and its transitions are its own: nothing of it is known to the diagram.
    void drawsWhatAnyMachineDid()
    {
        StateDiagram diagram;
        Crossing machine;
        diagram.setMachine(&machine);
        machine.go(Crossing::State::Green);
        machine.go(Crossing::State::Red);
        machine.go(Crossing::State::Red); // to itself
        machine.go(Crossing::State::Green);
        QCOMPARE(diagram.states(), QStringList({ u"Red"_s, u"Yellow"_s, u"Green"_s }));
        QCOMPARE(diagram.count(u"Red"_s, u"Green"_s), 2);
        QCOMPARE(diagram.count(u"Green"_s, u"Red"_s), 1);
        QCOMPARE(diagram.count(u"Red"_s, u"Red"_s), 1);
        QCOMPARE(diagram.count(u"Red"_s, u"Yellow"_s), 0);
        diagram.resize(diagram.sizeHint());
        QVERIFY(!diagram.grab().isNull());
    }

    void showsThePast()
    {
        StateDiagram diagram;
        diagram.resize(480, 60);
        diagram.setColor(Qt::darkGreen);
        Crossing machine;
        diagram.setMachine(&machine);
        machine.go(Crossing::State::Yellow);
        const auto then = std::chrono::steady_clock::now();
        machine.go(Crossing::State::Green);
        const bool isMirrored = diagram.isRightToLeft();
        QCOMPARE(litBox(diagram), isMirrored ? 0 : 2);
        diagram.setMoment(then);
        QCOMPARE(litBox(diagram), 1);
        diagram.setMoment({});
        QCOMPARE(litBox(diagram), isMirrored ? 0 : 2);
    }

private:
    static constexpr int sliderChanges() { return 10; }
};

ASYNCWIDGETS_TEST_MAIN(TestStateDiagram, QApplication)
#include "tst_statediagram.moc"
