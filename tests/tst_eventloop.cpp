// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The event loop's latency: that it is measured honestly, kept for 30 seconds, and shown in numbers.

#include "machine.h"
#include "ui/theme/colors.h"
#include "ui/timeline/eventloopplot.h"
#include "ui/timeline/timeaxis.h"

#include <asyncwidgets/eventloopprobe.h>
#include <asyncwidgets/latencylog.h>
#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/tasktrace.h>

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <chrono>

using namespace AsyncWidgets;
using AsyncWidgets::Tests::localized;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

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

/// The plot as it is in the window, on an axis of 300 pixels.
struct Plot
{
    Plot()
        : plot(axis, trace)
    {
        plot.resize(600, 120);
        axis.setRange(150, 450);
    }

    TaskTrace trace;
    TimeAxis axis;
    EventLoopPlot plot;
};

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

    void takesAnyNumberForAPart()
    {
        LatencyLog log;
        const LatencyLog::Clock::time_point start;
        log.add(start, 1ms);
        log.add(start + 10ms, 2ms);
        for (const double below : { -1.0, -1e300, -qInf() })
            QCOMPARE(log.quantile(below), LatencyLog::Duration(1ms));
        for (const double above : { 2.0, 1e300, qInf() })
            QCOMPARE(log.quantile(above), LatencyLog::Duration(2ms));
        QTest::ignoreMessage(QtWarningMsg,
            "LatencyLog::quantile: a part that is not a number counts as 1; it must be from 0 to 1.");
        QCOMPARE(log.quantile(qQNaN()), LatencyLog::Duration(2ms));
    }

    void takesAnyLatency()
    {
        LatencyLog log;
        const LatencyLog::Clock::time_point time(1h);
        log.add(time, LatencyLog::Duration::min()); // counts as zero
        QCOMPARE(log.latest(), LatencyLog::Duration::zero());
        QCOMPARE(log.quantile(1), LatencyLog::Duration::zero());
        for (const auto later : { 0ms, 10ms })
            log.add(time + later, LatencyLog::Duration::max());
        QCOMPARE(log.quantile(1), LatencyLog::Duration::max());
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
        for (int i = 0; i < 2; ++i) {
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
        for (int i = 0; i < 2; ++i)
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
        Plot shown;
        QVERIFY(!shown.plot.probe().isActive());
        shown.plot.show();
        QTRY_VERIFY(shown.plot.probe().isActive()); // from the first painting on
        shown.plot.hide();
        QVERIFY(!shown.plot.probe().isActive());
        shown.plot.show();
        QVERIFY(shown.plot.probe().isActive());
    }

    void whatHappensBeforeTheFirstPaintingDoesNotCount()
    {
        Plot shown;
        shown.plot.show();
        block(200ms); // what it takes to open a window, say
        QTRY_VERIFY(!shown.plot.probe().log().samples().empty());
        QVERIFY(shown.plot.probe().log().longest() < 200ms);
    }

    void showsTheNumbers()
    {
        Plot shown;
        shown.plot.show();
        QTRY_VERIFY(!shown.plot.probe().log().samples().empty());
        for (const QString &word : { u"late by "_s, u"p99 "_s })
            QVERIFY2(shown.plot.numbers().contains(word), qPrintable(shown.plot.numbers()));
        QTRY_VERIFY(shown.plot.accessibleDescription().contains(shown.plot.numbers()));
    }

    void namesABlockByItsLength()
    {
        Plot shown;
        shown.plot.show();
        QTRY_VERIFY(!shown.plot.probe().log().samples().empty());
        QVERIFY(shown.plot.blocks().empty());
        QTimer::singleShot(0, this, [] { block(150ms); });
        QTRY_COMPARE(shown.plot.blocks().size(), std::size_t(1));
        const Block found = shown.plot.blocks().front();
        QVERIFY(found.duration > 100ms);
        QTRY_VERIFY2(
            shown.plot.accessibleDescription().contains(u"blocked "_s + formatLatency(found.duration)),
            qPrintable(shown.plot.accessibleDescription()));
    }

    void countsTheTasksWhileNothingIsLate()
    {
        // In English, also where no translation was built.
        Plot shown;
        shown.plot.show();
        TaskScope scope;
        const auto wait = []() -> Task<> { co_await sleepFor(1h); };
        scope.start(wait());
        QTRY_VERIFY_WITH_TIMEOUT(
            shown.plot.accessibleDescription().contains(u"One task waits or works, and nothing is late."_s),
            30'000);
        scope.start(wait());
        QTRY_VERIFY_WITH_TIMEOUT(shown.plot.accessibleDescription().contains(
                                     u"%L1 tasks wait or work, and nothing is late."_s.arg(2)),
            30'000);
    }

    void theScaleIsLinearBelowFiftyMilliseconds()
    {
        const double unit = EventLoopPlot::heightOf(10ms);
        QCOMPARE(EventLoopPlot::heightOf(0ms), 0.0);
        QCOMPARE(EventLoopPlot::heightOf(20ms), 2 * unit);
        QCOMPARE(EventLoopPlot::heightOf(50ms), 5 * unit);
        QVERIFY(EventLoopPlot::heightOf(100ms) < 10 * unit); // compressed, but higher all the same
        QVERIFY(EventLoopPlot::heightOf(100ms) > EventLoopPlot::heightOf(50ms));
        QVERIFY(EventLoopPlot::heightOf(1s)
            > EventLoopPlot::heightOf(100ms) + unit); // to be told apart at a glance
        QCOMPARE(EventLoopPlot::heightOf(10s), 1.0);
        QCOMPARE(EventLoopPlot::heightOf(100s), 1.0);
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

    void drawsABlockInRed_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void drawsABlockInRed()
    {
        QFETCH(const bool, isDark);
        Plot shown;
        if (isDark)
            shown.plot.setPalette(QPalette(QColor(0x23, 0x26, 0x2b)));
        shown.plot.show();
        const auto red = [&shown] {
            const QImage image = shown.plot.grab().toImage();
            const QRgb alarm = alarmColor(shown.plot.palette()).rgb();
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixel(x, y) == alarm ? 1 : 0;
            }
            return count;
        };
        QTRY_VERIFY(!shown.plot.probe().log().samples().empty());
        QCOMPARE(red(), 0);
        QTimer::singleShot(0, this, [] { block(300ms); });
        QTRY_VERIFY(!shown.plot.blocks().empty());
        QVERIFY(red() > 20);
    }

    void staysAsItIsWhileItIsFrozen()
    {
        Plot shown;
        shown.plot.show();
        QTRY_VERIFY(!shown.plot.probe().log().samples().empty());
        shown.axis.setFrozen(true);
        const auto newest = shown.axis.newest();
        QTimer::singleShot(0, this, [] { block(150ms); });
        QTRY_VERIFY(shown.plot.probe().log().longest() > 100ms); // it goes on measuring
        QVERIFY(shown.plot.blocks().empty());
        QCOMPARE(shown.axis.newest(), newest);
        shown.axis.setFrozen(false);
        QCOMPARE(shown.plot.blocks().size(), std::size_t(1));
    }

    void readsTheInstantThatIsPressed()
    {
        Plot shown;
        shown.plot.show();
        QVERIFY(!shown.axis.moment());
        QTest::mouseClick(&shown.plot, Qt::LeftButton, {}, QPoint(300, 20));
        QVERIFY(shown.axis.isFrozen());
        QVERIFY(shown.axis.moment());
        QVERIFY(qAbs(shown.axis.xOf(*shown.axis.moment()) - 300) < 1);
        shown.axis.moveMoment(-1h); // not further than what is shown
        QCOMPARE(*shown.axis.moment(), shown.axis.oldest());
        shown.axis.setFrozen(false);
        QVERIFY(!shown.axis.moment());
    }
};

ASYNCWIDGETS_TEST_MAIN(TestEventLoop, QApplication)
#include "tst_eventloop.moc"
