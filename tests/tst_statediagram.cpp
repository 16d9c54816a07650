// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The diagram of a state machine: drawn from its enum, with the current state lit, also after the machine's death.

#include "machine.h"
#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "scenarios/changeslidertentimes.h"
#include "ui/statediagram.h"

#include <asyncwidgets/taskscope.h>

#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <memory>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

/// Which of \a count boxes is filled with the highlight; -1 if none is.
int litBox(StateDiagram &diagram, int count)
{
    const QImage image = diagram.grab().toImage();
    const QRgb lit = diagram.palette().color(QPalette::Highlight).rgb();
    QList<int> pixels(count, 0);
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y)
            pixels[x * count / image.width()] += image.pixel(x, y) == lit ? 1 : 0;
    }
    const auto most = std::max_element(pixels.begin(), pixels.end());
    return *most > 200 ? static_cast<int>(most - pixels.begin()) : -1;
}

} // namespace

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
        QCOMPARE(litBox(diagram, 3), -1);

        TaskScope scope;
        auto machine = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
        diagram.setMachine(machine.get());
        QCOMPARE(diagram.accessibleDescription(), u"Working"_s);
        QCOMPARE(litBox(diagram, 3), isMirrored ? 2 : 0);
        const TaskHandle task = scope.start(std::move(machine));
        QCOMPARE(diagram.accessibleDescription(), u"WaitingForChange"_s);
        QCOMPARE(litBox(diagram, 3), 1);
        for (int value = 1; value <= sliderChanges(); ++value)
            slider.setValue(value);
        QVERIFY(task.isDone()); // and the machine is gone
        QCOMPARE(diagram.accessibleDescription(), u"Done"_s);
        QCOMPARE(litBox(diagram, 3), isMirrored ? 0 : 2);
    }

    void survivesTheMachine()
    {
        IntSlider slider;
        Output output;
        Html status;
        StateDiagram diagram;
        diagram.resize(480, 60);
        TaskScope scope;
        auto first = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
        diagram.setMachine(first.get());
        scope.start(std::move(first)).cancel();
        QCOMPARE(litBox(diagram, 3), 1); // where it was when it ended
        auto second = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
        diagram.setMachine(second.get());
        QCOMPARE(litBox(diagram, 3), diagram.isRightToLeft() ? 2 : 0);
        diagram.setMachine(nullptr);
        QCOMPARE(litBox(diagram, 3), -1);
        second.reset();
    }

private:
    static constexpr int sliderChanges() { return 10; }
};

ASYNCWIDGETS_TEST_MAIN(TestStateDiagram, QApplication)
#include "tst_statediagram.moc"
