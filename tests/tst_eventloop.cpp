// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The event loop's latency: that it is measured honestly, kept for 30 seconds, and shown in numbers.

#include "machine.h"
#include "models/button.h"
#include "ui/eventloopstrip.h"
#include "ui/latencylog.h"
#include "ui/latencyplot.h"

#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/waitfor.h>

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtGui/QHelpEvent>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <chrono>

using namespace AsyncWidgets;
using AsyncWidgets::Tests::localized;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<> waitForClick(Button &button)
{
    co_await waitFor(button, &Button::clicked);
}

/// Keeps the thread busy, as code does that blocks the event loop. \returns for how long it did.
LatencyLog::Duration block(LatencyLog::Duration duration)
{
    const auto start = LatencyLog::Clock::now();
    while (LatencyLog::Clock::now() - start < duration) { }
    return LatencyLog::Clock::now() - start;
}

double seconds(LatencyLog::Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

/// Runs the event loop until the probe has looked once more.
void runUntilItLooks(const EventLoopProbe &probe)
{
    QEventLoop loop;
    const auto newest = [&probe] {
        return probe.log().samples().empty() ? LatencyLog::Clock::time_point()
                                             : probe.log().samples().back().time;
    };
    const auto before = newest();
    while (newest() == before)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
}

} // namespace

class TestEventLoop final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyLogIsAllZero()
    {
        const LatencyLog log;
        QCOMPARE(log.latest(), LatencyLog::Duration::zero());
        QCOMPARE(log.longest(), LatencyLog::Duration::zero());
        QCOMPARE(log.quantile(0.5), LatencyLog::Duration::zero());
    }

    void tellsQuantiles()
    {
        LatencyLog log;
        const LatencyLog::Clock::time_point start;
        for (int i = 100; i >= 1; --i)
            log.add(start + 10ms * (100 - i), i * 10us);
        QCOMPARE(log.latest(), LatencyLog::Duration(10us));
        QCOMPARE(log.longest(), LatencyLog::Duration(1000us));
        QCOMPARE(log.quantile(0.0), LatencyLog::Duration(10us));
        QCOMPARE(log.quantile(0.5), LatencyLog::Duration(500us));
        QCOMPARE(log.quantile(0.99), LatencyLog::Duration(990us));
        QCOMPARE(log.quantile(1.0), LatencyLog::Duration(1000us));
        log.clear();
        QCOMPARE(log.longest(), LatencyLog::Duration::zero());
        QVERIFY(log.samples().empty());
    }

    void aBlockedLoopCannotHideBehindItsOneSample()
    {
        LatencyLog log;
        LatencyLog::Clock::time_point time;
        for (int i = 0; i < 900; ++i)
            log.add(time += 10ms, 1ms);
        log.add(time += 1000ms, 1000ms); // a hundred probes should have run meanwhile
        QCOMPARE(log.samples().size(), std::size_t(901));
        QCOMPARE(log.quantile(0.5), LatencyLog::Duration(1ms));
        QCOMPARE(log.quantile(0.9), LatencyLog::Duration(1ms));
        QCOMPARE(log.quantile(0.95), LatencyLog::Duration(500ms));
        QCOMPARE(log.quantile(1.0), LatencyLog::Duration(1000ms));
    }

    void whatASleepingLoopSavedCountsAsCalm()
    {
        LatencyLog log;
        LatencyLog::Clock::time_point time;
        for (int i = 0; i < 50; ++i)
            log.add(time += 10ms, 0ms);
        log.add(time += 100ms, 1ms); // nine were saved
        QCOMPARE(log.quantile(59.0 / 60), LatencyLog::Duration(0ms));
        QCOMPARE(log.quantile(1.0), LatencyLog::Duration(1ms));
        log.clear();
        log.add(time, 1ms);
        log.add(time += 400ms, 200ms); // slept for 200 ms, then was blocked for as long
        log.add(time += 200ms, 1ms);
        QCOMPARE(log.quantile(40.0 / 60), LatencyLog::Duration(1ms));
        QCOMPARE(log.quantile(41.0 / 60), LatencyLog::Duration(10ms));
        log.clear();
        log.add(time, 9ms);
        log.add(time += 5s, 1ms); // nobody measured in between
        QCOMPARE(log.quantile(0.5), LatencyLog::Duration(1ms));
        QCOMPARE(log.quantile(0.51), LatencyLog::Duration(9ms));
    }

    void forgetsWhatIsOlderThanItsSpanButNotTheLongest()
    {
        LatencyLog log;
        LatencyLog::Clock::time_point time;
        log.add(time, 5s);
        for (int i = 0; i < 6000; ++i)
            log.add(time += 10ms, 1ms);
        QVERIFY(log.samples().size() <= std::size_t(LatencyLog::span / LatencyLog::interval + 1));
        QCOMPARE(log.quantile(1.0), LatencyLog::Duration(1ms));
        QCOMPARE(log.longest(), LatencyLog::Duration(5s));
        log.add(time, 1h); // far longer than the span: no more than the span's probes count
        QCOMPARE(log.quantile(1.0), LatencyLog::Duration(1h));
    }

    void measuresHowLongTheLoopWasBlocked()
    {
        EventLoopProbe probe;
        probe.start();
        // Each time the event that blocks ends a rest, in which it would look too late.
        for (int i = 0; i < 5; ++i) {
            runUntilItLooks(probe);
            probe.reset();
            double blocked = 0;
            QTimer::singleShot(0, this, [&blocked] { blocked = seconds(block(300ms)); });
            QTRY_VERIFY(blocked > 0 && !probe.log().samples().empty());
            const double measured = seconds(probe.log().longest());
            // Compared with what it really was: a busy machine may block for longer than it was asked.
            QVERIFY2(measured > blocked * 0.8 && measured < blocked * 1.2,
                qPrintable(u"blocked for %1 s, measured %2 s"_s.arg(blocked).arg(measured)));
        }
    }

    void looksAllTheTimeWhileEventsCome()
    {
        EventLoopProbe probe;
        probe.start();
        QEventLoop loop;
        QTimer timer;
        int events = 0;
        timer.callOnTimeout([&] {
            if (++events == 300)
                loop.quit();
        });
        timer.start(1);
        loop.exec();
        // A look is due 10 ms after an event, and in that time there are ten more at most.
        const auto looks = static_cast<int>(probe.log().samples().size());
        QVERIFY2(looks >= events / 15, qPrintable(QString::number(looks)));
    }

    void looksRarelyWhileNoEventComes()
    {
        EventLoopProbe probe;
        probe.start();
        for (int i = 0; i < 4; ++i)
            runUntilItLooks(probe);
        const auto &samples = probe.log().samples();
        for (std::size_t i = 1; i < samples.size(); ++i)
            QVERIFY(samples[i].time - samples[i - 1].time >= LatencyLog::restInterval - 1ms);
    }

    void doesNotCountTheTimeWhileItIsStopped()
    {
        EventLoopProbe probe;
        probe.start();
        probe.stop();
        QVERIFY(!probe.isActive());
        block(200ms);
        probe.start();
        QTRY_VERIFY(!probe.log().samples().empty());
        QVERIFY(probe.log().samples().front().latency < 200ms);
    }

    void measuresOnlyWhileItIsVisible()
    {
        EventLoopStrip strip;
        QVERIFY(!strip.probe().isActive());
        strip.show();
        QVERIFY(strip.probe().isActive());
        strip.hide();
        QVERIFY(!strip.probe().isActive());
        strip.show();
        QVERIFY(strip.probe().isActive());
    }

    void showsTheNumbersAndResetsThem()
    {
        EventLoopStrip strip;
        strip.show();
        QTRY_VERIFY(!strip.probe().log().samples().empty());
        QTimer::singleShot(0, this, [] { block(150ms); });
        QTRY_VERIFY(strip.probe().log().longest() > 100ms);
        QTRY_VERIFY2(strip.numbers().contains(u"longest "_s + formatLatency(strip.probe().log().longest())),
            qPrintable(strip.numbers()));
        for (const QString &word : { u"now "_s, u"p50 "_s, u"p99 "_s })
            QVERIFY(strip.numbers().contains(word));
        QTest::mouseClick(strip.findChild<QPushButton *>(u"resetLatency"_s), Qt::LeftButton);
        QVERIFY2(strip.numbers().contains(localized(u"longest 0.0 ms"_s)), qPrintable(strip.numbers()));
    }

    void showsHowManyTasksArePaused()
    {
        Button button;
        TaskScope scope;
        TaskModel model;
        EventLoopStrip strip;
        strip.setTaskModel(&model);
        strip.show();
        const auto says = [&strip](const QString &number) {
            const QList<QLabel *> labels = strip.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
                return label->text().contains(u"paused"_s, Qt::CaseInsensitive)
                    && label->text().contains(number);
            });
        };
        scope.start(waitForClick(button));
        scope.start(waitForClick(button));
        QTRY_VERIFY(says(localized(u"2"_s)));
        button.click();
        QTRY_VERIFY(!says(localized(u"2"_s)));
    }

    void formatsAsManyDigitsAsMatter_data()
    {
        QTest::addColumn<qint64>("microseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << u"0.0 ms"_s;
        QTest::newRow("tenths") << qint64(449) << u"0.4 ms"_s;
        QTest::newRow("frame") << qint64(16'667) << u"17 ms"_s;
        QTest::newRow("second") << qint64(1'002'000) << u"1,002 ms"_s;
    }
    void formatsAsManyDigitsAsMatter()
    {
        QFETCH(qint64, microseconds);
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::English));
        QTEST(formatLatency(std::chrono::microseconds(microseconds)), "text");
        QLocale::setDefault(before);
    }

    void drawsASpikeWhereTheLoopWasBlocked()
    {
        LatencyLog log;
        LatencyPlot plot(log);
        plot.resize(plot.axisWidth() + 300, 100);
        const auto now = LatencyLog::Clock::now();
        const auto lit = [&plot](int age) { // how far the curve reaches up there
            const QImage image = plot.grab().toImage();
            const int ratio = qRound(image.devicePixelRatio());
            const int x = (plot.axisWidth() + age) * ratio;
            const QRgb line = plot.palette().color(QPalette::Highlight).rgb();
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixel(x, y) == line)
                    return (image.height() - y) / ratio;
            }
            return 0;
        };
        for (auto age = 29'990ms; age >= 0ms; age -= 10ms)
            log.add(now - age, age == 15'000ms ? LatencyLog::Duration(1s) : LatencyLog::Duration(300us));
        int highest = 0;
        for (int x = 120; x < 180; ++x)
            highest = std::max(highest, lit(x));
        QVERIFY2(highest > 70 && highest < 90, qPrintable(QString::number(highest))); // 1 s is 4 of 5 decades
        QVERIFY2(lit(20) < 20, qPrintable(QString::number(lit(20))));
        QVERIFY2(lit(280) < 20, qPrintable(QString::number(lit(280))));
    }

    void itsTextsDoNotTouch()
    {
        LatencyLog log;
        LatencyPlot plot(log);
        plot.resize(plot.minimumSizeHint());
        // In the rows of the axis there are four runs with ink, and rows without any between them.
        const QImage image = plot.grab().toImage();
        const QRgb background = image.pixel(0, 0);
        int texts = 0;
        bool wasInk = false;
        for (int y = 0; y < image.height(); ++y) {
            bool isInk = false;
            for (int x = 0; x < plot.axisWidth() * qRound(image.devicePixelRatio()); ++x)
                isInk = isInk || image.pixel(x, y) != background;
            texts += isInk && !wasInk ? 1 : 0;
            wasInk = isInk;
        }
        QCOMPARE(texts, 4);
    }

    void tellsTheMomentUnderThePointer()
    {
        LatencyLog log;
        LatencyPlot plot(log);
        plot.resize(300, 100);
        plot.show();
        log.add(LatencyLog::Clock::now(), 42ms);
        plot.grab();
        QHelpEvent event(QEvent::ToolTip, QPoint(290, 50), plot.mapToGlobal(QPoint(290, 50)));
        QApplication::sendEvent(&plot, &event);
        QVERIFY2(QToolTip::text().endsWith(localized(u"the event loop was 42 ms late."_s)),
            qPrintable(QToolTip::text()));
    }
};

ASYNCWIDGETS_TEST_MAIN(TestEventLoop, QApplication)
#include "tst_eventloop.moc"
