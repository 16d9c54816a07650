// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests ProgressChannel: values in between are skipped, the last one never is.

#include "testsupport.h"

#include <asyncwidgets/virtualtime.h>

#include <QtTest/QSignalSpy>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace std::chrono_literals;

class tst_ProgressChannel : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void deliversTheLatestValue();
    void deliversNothingInsideTheReport();
    void deliversEachValueOnce();
    void deliversTheLastValueWhenItStops();
    void deliversNothingBeforeItStarts();
    void forgetsWhatWasReportedBeforeItStarts();
    void deliversAtMostOnceAFrame();
    void canStopInsideItsSignal();
    void canBeDestroyedInsideItsSignal();
    void canStartAgain();
    void deliversTheExtremesOfDouble();
    void refusesWhatIsNotANumberOnce();
    void takesReportsFromManyThreads();
    void resumesATaskWithItsValues();

    // TotalProgress
    void addsUpManyParts();
    void endsAtExactlyOne();
    void isBelowOneUntilAllIsDone();
    void refusesPartsThatCannotBeAddedUp();
    void refusesWeightsWithAnInfiniteSum();
    void partsMayOutliveTheTotal();
    void addsUpWorkInTheBackground();
};

void tst_ProgressChannel::deliversTheLatestValue()
{
    VirtualTime time;
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    QVERIFY(channel.isActive());
    channel.report(0.25);
    channel.report(0.5);
    time.advance(ProgressChannel::frame);
    QCOMPARE(values.size(), 1);
    QCOMPARE(values[0][0].toDouble(), 0.5);
}

void tst_ProgressChannel::deliversNothingInsideTheReport()
{
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    channel.report(1);
    QCOMPARE(values.size(), 0);
}

void tst_ProgressChannel::deliversEachValueOnce()
{
    VirtualTime time;
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    for (int i = 0; i < 3; ++i) {
        channel.report(0.5); // nothing new
        time.advance(ProgressChannel::frame);
    }
    channel.stop();
    QCOMPARE(values.size(), 1);
}

void tst_ProgressChannel::deliversTheLastValueWhenItStops()
{
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    channel.report(0.1);
    channel.report(1);
    channel.stop();
    QCOMPARE(values.size(), 1);
    QCOMPARE(values[0][0].toDouble(), 1.0);
    QVERIFY(!channel.isActive());
    channel.stop();
    QCOMPARE(values.size(), 1);
}

void tst_ProgressChannel::deliversNothingBeforeItStarts()
{
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.report(0.5);
    channel.stop();
    QVERIFY(!channel.isActive());
    QCOMPARE(values.size(), 0);
}

void tst_ProgressChannel::forgetsWhatWasReportedBeforeItStarts()
{
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.report(0.5);
    channel.start();
    channel.stop();
    QCOMPARE(values.size(), 0);
}

void tst_ProgressChannel::deliversAtMostOnceAFrame()
{
    VirtualTime time;
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    for (int i = 1; i <= 5 * ProgressChannel::frame.count(); ++i) {
        channel.report(i);
        time.advance(1ms);
    }
    QCOMPARE(values.size(), 5);
    QCOMPARE(values[4][0].toDouble(), 5.0 * ProgressChannel::frame.count());
}

void tst_ProgressChannel::canStopInsideItsSignal()
{
    VirtualTime time;
    ProgressChannel channel;
    int delivered = 0;
    connect(&channel, &ProgressChannel::valueChanged, this, [&] {
        ++delivered;
        channel.stop();
    });
    channel.start();
    channel.report(0.5);
    time.advance(ProgressChannel::frame);
    QCOMPARE(delivered, 1);
    QVERIFY(!channel.isActive());
}

void tst_ProgressChannel::canBeDestroyedInsideItsSignal()
{
    VirtualTime time;
    auto channel = std::make_unique<ProgressChannel>();
    connect(channel.get(), &ProgressChannel::valueChanged, this, [&] { channel.reset(); });
    channel->start();
    channel->report(0.5);
    time.advance(ProgressChannel::frame);
    QVERIFY(!channel);
    channel = std::make_unique<ProgressChannel>();
    connect(channel.get(), &ProgressChannel::valueChanged, this, [&] { channel.reset(); });
    channel->start();
    channel->report(0.5);
    channel->stop();
    QVERIFY(!channel);
}

void tst_ProgressChannel::canStartAgain()
{
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    for (int round = 1; round <= 2; ++round) {
        channel.start();
        channel.report(1);
        channel.stop();
        QCOMPARE(values.size(), round); // the same value again, in another round
    }
}

void tst_ProgressChannel::deliversTheExtremesOfDouble()
{
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    int delivered = 0;
    for (const double value : { 0.0, -1.0, std::numeric_limits<double>::lowest(),
             std::numeric_limits<double>::max(), std::numeric_limits<double>::infinity() }) {
        channel.start();
        channel.report(value);
        channel.stop();
        QCOMPARE(values.size(), ++delivered);
        QCOMPARE(values.last()[0].toDouble(), value);
    }
}

void tst_ProgressChannel::refusesWhatIsNotANumberOnce()
{
    VirtualTime time;
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    channel.report(0.5);
    QTest::ignoreMessage(QtWarningMsg,
        "A progress that is not a number is refused, and so are further ones without a word: is it a part of "
        "a "
        "total of 0?");
    for (int i = 0; i < 1'000; ++i)
        channel.report(std::numeric_limits<double>::quiet_NaN());
    channel.stop();
    QCOMPARE(values.size(), 1);
    QCOMPARE(values[0][0].toDouble(), 0.5); // the value before it is not lost
    channel.start();
    channel.report(-std::numeric_limits<double>::quiet_NaN());
    time.advance(3 * ProgressChannel::frame);
    QCOMPARE(values.size(), 1);
}

void tst_ProgressChannel::takesReportsFromManyThreads()
{
    constexpr int reports = 200'000;
    ProgressChannel channel;
    double last = -1;
    bool isKnown = true;
    connect(&channel, &ProgressChannel::valueChanged, this, [&](double value) {
        last = value;
        isKnown &= value >= 0 && value <= reports;
    });
    channel.start();
    std::atomic<int> running = 2;
    const auto report = [&] {
        for (int i = 0; i < reports; ++i)
            channel.report(i);
        --running;
    };
    std::thread a(report);
    std::thread b(report);
    QTRY_COMPARE(running.load(), 0);
    a.join();
    b.join();
    channel.report(reports);
    channel.stop();
    QVERIFY(isKnown);
    QCOMPARE(last, double(reports));
}

void tst_ProgressChannel::resumesATaskWithItsValues()
{
    ProgressChannel channel;
    double got = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> { got = co_await waitFor(channel, &ProgressChannel::valueChanged); });
    channel.start();
    channel.report(0.5);
    QTRY_COMPARE(got, 0.5);
}

void tst_ProgressChannel::addsUpManyParts()
{
    TotalProgress total;
    QSignalSpy values(&total, &TotalProgress::valueChanged);
    QCOMPARE(total.value(), 0.0);
    const auto light = total.addPart();
    const auto heavy = total.addPart(3);
    light(0.5);
    QCOMPARE(total.value(), 0.125);
    heavy(0.5);
    QCOMPARE(total.value(), 0.5);
    heavy(0.25); // work may have to be done again
    QCOMPARE(total.value(), 0.3125);
    heavy(17);
    light(-1);
    QCOMPARE(total.value(), 0.75);
    light(1);
    QCOMPARE(total.value(), 1.0);
    light(1);
    QCOMPARE(values.size(), 6); // each change, and nothing that is none
    const auto late = total.addPart(4);
    QCOMPARE(total.value(), 0.5);
    late(1);
    QCOMPARE(total.value(), 1.0);
}

void tst_ProgressChannel::endsAtExactlyOne()
{
    constexpr int count = 49;
    TotalProgress total;
    std::vector<std::function<void(double)>> parts;
    for (int i = 0; i < count; ++i)
        parts.push_back(total.addPart(0.1 + i / 7.0));
    for (int step = 1; step <= 100; ++step) {
        for (const auto &part : parts) {
            part(step / 100.0);
            QVERIFY(total.value() > 0 && total.value() <= 1);
        }
    }
    QCOMPARE(total.value(), 1.0);
}

void tst_ProgressChannel::isBelowOneUntilAllIsDone()
{
    TotalProgress total;
    const auto heavy = total.addPart(1e17);
    const auto light = total.addPart(1);
    heavy(1);
    QVERIFY(total.value() < 1);
    light(0.5);
    QVERIFY(total.value() < 1);
    light(1);
    QVERIFY(total.value() == 1);
    light(0);
    QVERIFY(total.value() < 1);
}

void tst_ProgressChannel::refusesPartsThatCannotBeAddedUp()
{
    TotalProgress total;
    for (const double weight : { 0.0, -1.0, std::numeric_limits<double>::infinity() }) {
        QTest::ignoreMessage(QtWarningMsg,
            qPrintable(QString::asprintf(
                "TotalProgress::addPart: a weight of %g counts as 1; it must be a number above 0.", weight)));
        total.addPart(weight)(1);
        QCOMPARE(total.value(), 1.0);
    }
    const auto part = total.addPart();
    QCOMPARE(total.value(), 0.75);
    QTest::ignoreMessage(QtWarningMsg, "TotalProgress: a progress that is not a number is refused.");
    part(std::numeric_limits<double>::quiet_NaN());
    QCOMPARE(total.value(), 0.75);
}

void tst_ProgressChannel::refusesWeightsWithAnInfiniteSum()
{
    TotalProgress total;
    const auto first = total.addPart(1.5e308);
    QTest::ignoreMessage(QtWarningMsg,
        "TotalProgress::addPart: a weight of 1.5e+308 counts as 1; with it the sum of all would be "
        "infinite.");
    const auto second = total.addPart(1.5e308);
    first(0.5);
    QCOMPARE(total.value(), 0.5);
    first(1);
    QVERIFY(total.value() < 1);
    second(1);
    QVERIFY(total.value() == 1);
}

void tst_ProgressChannel::partsMayOutliveTheTotal()
{
    auto total = std::make_unique<TotalProgress>();
    const auto first = total->addPart();
    const auto second = total->addPart();
    connect(total.get(), &TotalProgress::valueChanged, this, [&] { total.reset(); });
    first(0.5); // it is destroyed inside its signal
    QVERIFY(!total);
    second(1);
}

void tst_ProgressChannel::addsUpWorkInTheBackground()
{
    TotalProgress total;
    double last = 0;
    connect(&total, &TotalProgress::valueChanged, this, [&last](double value) { last = value; });
    TaskScope scope;
    for (int i = 0; i < 100; ++i) {
        scope.start([](std::function<void(double)> part) -> Task<> {
            const auto work = [](BackgroundContext &context) {
                for (int step = 1; step <= 10; ++step)
                    context.setProgress(step / 10.0);
            };
            co_await runInBackground(work, part);
        }(total.addPart(i + 1)));
    }
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(last, 1.0);
}

QTEST_GUILESS_MAIN(tst_ProgressChannel)
#include "tst_progresschannel.moc"
