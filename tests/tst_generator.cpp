// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests Generator and yieldForChange(): values are sent in, and the rules are those of a task that waits.

#include "testsupport.h"

#include <QtCore/QRegularExpression>

#include <array>
#include <memory>
#include <optional>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

/// Logs a click after the other.
Generator<void> logClicks(QStringList &log)
{
    for (int i = 0;; ++i) {
        co_yield nextChange;
        log.append(u"click %1"_s.arg(i));
    }
}

template<std::size_t alignment>
struct alignas(alignment) Aligned
{
    [[nodiscard]] bool isAligned() const { return reinterpret_cast<quintptr>(this) % alignment == 0; }
    std::array<char, alignment> room {};
};

struct ThrowsAtItsEnd
{
    ThrowsAtItsEnd() = default;
    Q_DISABLE_COPY_MOVE(ThrowsAtItsEnd)
    ~ThrowsAtItsEnd() noexcept(false) { throw std::runtime_error("from a destructor"); }
};

/// The first of its locals to be destroyed throws.
Generator<void> throwAtTheEnd(QStringList &log, std::shared_ptr<int> held)
{
    const Trace trace(log, u"g"_s);
    const auto local = std::move(held);
    const ThrowsAtItsEnd thrower;
    co_yield nextChange;
}

/// Counts itself, if what it holds is aligned.
template<std::size_t alignment>
Generator<void> countAligned(int &count, Aligned<alignment> parameter)
{
    const Aligned<alignment> local;
    co_yield nextChange;
    count += local.isAligned() && parameter.isAligned() ? 1 : 0;
}

} // namespace

class tst_Generator : public TaskTest
{
    Q_OBJECT

    /// Logs \a times the value that it is sent.
    Generator<int> logValues(QString name, int times)
    {
        const Trace trace(log, name);
        for (int i = 0; i < times; ++i) {
            log.append(u"%1 works %2"_s.arg(name).arg(i));
            const int value = co_yield nextChange;
            log.append(u"%1 got %2"_s.arg(name).arg(value));
        }
    }

private Q_SLOTS:
    void isSentEachChange();
    void isSentNothingATupleOrAConvertedValue();
    void decoratesAFunctionWithArguments();
    void decoratesAMemberFunction();
    void runsNothingBeforeItIsStarted();
    void canBeDrivenByHand();
    void canBeACombinedBranch();
    void tellsThatItHasBeenMovedAway();
    void failsWithItsException_data();
    void failsWithItsException();
    void isCancelledByItself();
    void showsWhereItHasYielded();
    void copiesValuesThatAreMoveOnlyInside();
    void tellsOfAMemberThatIsNoSignal();
    void tellsOfAGeneratorThatHasBeenMovedAway();
    void tellsOfAMissingValue();
    void forgetsAValueThatWasSentTooEarly();
    void refusesToAdvanceItself();
    void canBeAdvancedAfterItsEnd();
    void keepsTheAlignmentOfItsLocals();
    void isDestroyedThoughADestructorThrows();
};

void tst_Generator::isSentEachChange()
{
    const TaskHandle task
        = scope->start(yieldForChange(*sender, &Sender::valueChanged)(logValues(u"g"_s, 2)));
    QCOMPARE(task.kind(), TaskKind::Generator);
    EXPECT_LOG("g works 0");
    sender->setValue(4);
    EXPECT_LOG("g got 4", "g works 1");
    sender->setValue(5);
    EXPECT_LOG("g got 5", "~g");
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(2));
}

void tst_Generator::isSentNothingATupleOrAConvertedValue()
{
    const auto logMove = [this]() -> Generator<std::tuple<int, QString, double>> {
        const auto moved = co_yield nextChange;
        log.append(u"moved %1 %2"_s.arg(std::get<0>(moved)).arg(std::get<1>(moved)));
    };
    const auto logHalf = [this]() -> Generator<double> {
        const double value = co_yield nextChange;
        log.append(u"half %1"_s.arg(value / 2));
    };
    Sender *const pointer = sender.get();
    scope->start(yieldForChange(pointer, &Sender::clicked)(logClicks(log)));
    scope->start(
        yieldForChange(pointer, &Sender::valueChanged)(logClicks(log))); // does not look at the value
    scope->start(yieldForChange(pointer, &Sender::secretClick)(logClicks(log))); // nor at the private tag
    scope->start(yieldForChange(pointer, &Sender::moved)(logMove()));
    scope->start(yieldForChange(pointer, &Sender::valueChanged)(logHalf()));
    Q_EMIT sender->clicked();
    EXPECT_LOG("click 0");
    sender->setValue(3);
    EXPECT_LOG("click 0", "half 1.5");
    sender->emitSecretClick();
    EXPECT_LOG("click 0");
    Q_EMIT sender->moved(1, u"mm"_s, 0);
    EXPECT_LOG("moved 1 mm");
}

void tst_Generator::decoratesAFunctionWithArguments()
{
    const auto logOne = [](QStringList &log_, QString name) -> Generator<int> {
        log_.append(u"%1 %2"_s.arg(name).arg(co_yield nextChange));
    };
    const auto f = yieldForChange(*sender, &Sender::valueChanged)(logOne);
    scope->start(f(log, u"a"_s));
    scope->start(f(log, u"b"_s));
    sender->setValue(1);
    EXPECT_LOG("a 1", "b 1");
}

void tst_Generator::decoratesAMemberFunction()
{
    scope->start(yieldForChange(*sender, &Sender::valueChanged)(&tst_Generator::logValues)(*this, u"g"_s, 1));
    sender->setValue(7);
    EXPECT_LOG("g works 0", "g got 7", "~g");
}

void tst_Generator::runsNothingBeforeItIsStarted()
{
    {
        auto generator = logValues(u"g"_s, 1);
        auto task = yieldForChange(*sender, &Sender::valueChanged)(std::move(generator));
        QCOMPARE(task.record().kind(), TaskKind::Generator);
        QTest::ignoreMessage(QtWarningMsg,
            QRegularExpression(
                u"^Task \"logValues\" of .*tst_generator\\.cpp:[0-9]+ was destroyed without"_s));
    }
    EXPECT_LOG();
}

void tst_Generator::canBeDrivenByHand()
{
    auto generator = logValues(u"g"_s, 2);
    QVERIFY(generator.advance());
    generator.send(1);
    QVERIFY(generator.advance());
    auto moved = std::move(generator);
    moved.send(2);
    QVERIFY(!moved.advance());
    EXPECT_LOG("g works 0", "g got 1", "g works 1", "g got 2", "~g");
}

void tst_Generator::canBeACombinedBranch()
{
    scope->start([&]() -> Task<> {
        const auto first
            = co_await whenAny(yieldForChange(*sender, &Sender::valueChanged)(logValues(u"g"_s, 9)),
                waitFor(*sender, &Sender::clicked));
        log.append(u"first %1"_s.arg(first.index()));
    });
    sender->setValue(1);
    Q_EMIT sender->clicked();
    EXPECT_LOG("g works 0", "g got 1", "g works 1", "~g", "first 1");
}

void tst_Generator::tellsThatItHasBeenMovedAway()
{
    Generator<int> generator = logValues(u"g"_s, 1);
    QVERIFY(generator.pausedAt().line() > 0);
    Generator<int> moved = std::move(generator);
    const QString words = u"This Generator has been moved away: drive each generator once."_s;
    QCOMPARE(
        wordsOf([&] { static_cast<void>(generator.advance()); }), words); // NOLINT(bugprone-use-after-move)
    QCOMPARE(wordsOf([&] { generator.send(1); }), words);
    QCOMPARE(wordsOf([&] { static_cast<void>(generator.pausedAt()); }), words);
    QVERIFY(moved.advance());
}

void tst_Generator::failsWithItsException_data()
{
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("before its first yield") << true;
    QTest::newRow("after it") << false;
}

void tst_Generator::failsWithItsException()
{
    QFETCH(const bool, atOnce);
    const auto fail = [&]() -> Generator<int> {
        if (atOnce)
            throw std::runtime_error("0");
        const int value = co_yield nextChange;
        throw std::runtime_error(std::to_string(value));
    };
    QTest::ignoreMessage(QtWarningMsg, atOnce ? "Task \"g\" failed: 0" : "Task \"g\" failed: 4");
    const TaskHandle task = scope->start(yieldForChange(*sender, &Sender::valueChanged)(fail()), u"g"_s);
    try {
        sender->setValue(4);
    } catch (...) {
        QFAIL("the exception has reached the emission");
    }
    QCOMPARE(task.state(), TaskState::Failed);
}

void tst_Generator::isCancelledByItself()
{
    TaskHandle task;
    const auto cancel = [&]() -> Generator<int> {
        const Trace trace(log, u"g"_s);
        co_yield nextChange;
        task.cancel();
        log.append(u"runs on"_s);
        co_yield nextChange;
        log.append(u"never"_s);
    };
    task = scope->start(yieldForChange(*sender, &Sender::valueChanged)(cancel()));
    sender->setValue(1);
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("runs on", "~g");
}

void tst_Generator::showsWhereItHasYielded()
{
    const int first = __LINE__ + 2;
    const auto yieldTwice = []() -> Generator<int> {
        co_yield nextChange;
        co_yield nextChange;
    };
    const TaskHandle task = scope->start(yieldForChange(*sender, &Sender::valueChanged)(yieldTwice()));
    QCOMPARE(task.line(), first);
    QVERIFY(task.fileName().endsWith(u"tst_generator.cpp"_s));
    QCOMPARE(task.waitingFor(), u"AsyncWidgets::Tests::Sender.valueChanged"_s);
    sender->setValue(1);
    QCOMPARE(task.line(), first + 1);
}

void tst_Generator::copiesValuesThatAreMoveOnlyInside()
{
    const auto own = [this]() -> Generator<QString> {
        const auto owned = std::make_unique<QString>(co_yield nextChange);
        log.append(*owned);
    };
    scope->start(yieldForChange(*sender, &Sender::named)(own()));
    Q_EMIT sender->named(u"name"_s);
    EXPECT_LOG("name");
}

void tst_Generator::tellsOfAMemberThatIsNoSignal()
{
    const auto drive = yieldForChange(*sender, &Sender::notASignal);
    scope->start(attempt([&] { return drive(logValues(u"g"_s, 1)); }));
    QCOMPARE(log.mid(0, 2), (QStringList { u"g works 0"_s, u"~g"_s }));
    QVERIFY2(log[2].contains(u"not a signal"_s), qPrintable(log[2]));
}

void tst_Generator::tellsOfAGeneratorThatHasBeenMovedAway()
{
    Generator<int> generator = logValues(u"g"_s, 1);
    const auto drive = yieldForChange(*sender, &Sender::valueChanged);
    scope->start(drive(std::move(generator)));
    scope->start(attempt([&] { return drive(std::move(generator)); }));
    EXPECT_LOG("g works 0", "This Generator has been moved away: drive each generator once.");
}

void tst_Generator::tellsOfAMissingValue()
{
    Generator<int> generator = logValues(u"g"_s, 1);
    QVERIFY(generator.advance());
    QCOMPARE(wordsOf([&] { static_cast<void>(generator.advance()); }),
        u"The generator goes on without a value: send() it one first."_s);
    EXPECT_LOG("g works 0", "~g");
}

void tst_Generator::forgetsAValueThatWasSentTooEarly()
{
    Generator<int> generator = logValues(u"g"_s, 2);
    generator.send(1);
    QVERIFY(generator.advance()); // the first co_yield begins here
    QCOMPARE(wordsOf([&] { static_cast<void>(generator.advance()); }),
        u"The generator goes on without a value: send() it one first."_s);
    EXPECT_LOG("g works 0", "~g");
}

void tst_Generator::refusesToAdvanceItself()
{
    std::optional<Generator<void>> generator;
    const auto advances = [&]() -> Generator<void> {
        log.append(wordsOf([&] { static_cast<void>(generator->advance()); }));
        co_yield nextChange;
        log.append(u"goes on"_s);
    };
    generator.emplace(advances());
    QVERIFY(generator->advance());
    QVERIFY(!generator->advance());
    EXPECT_LOG("This Generator is running: its own function cannot advance it.", "goes on");
}

void tst_Generator::canBeAdvancedAfterItsEnd()
{
    Generator<int> generator = logValues(u"g"_s, 0);
    QVERIFY(!generator.advance());
    QVERIFY(!generator.advance());
    EXPECT_LOG("~g");
}

void tst_Generator::keepsTheAlignmentOfItsLocals()
{
    const auto drive = yieldForChange(*sender, &Sender::clicked);
    int aligned = 0;
    for (int i = 0; i < 20; ++i) {
        scope->start(drive(countAligned<16>(aligned, {})));
        scope->start(drive(countAligned<32>(aligned, {})));
        scope->start(drive(countAligned<64>(aligned, {})));
    }
    Q_EMIT sender->clicked();
    QCOMPARE(aligned, 60);
}

void tst_Generator::isDestroyedThoughADestructorThrows()
{
    const auto held = std::make_shared<int>();
    {
        QTest::ignoreMessage(QtWarningMsg, "Generator \"throwAtTheEnd\" failed: from a destructor");
        Generator<void> generator = throwAtTheEnd(log, held);
        QVERIFY(generator.advance());
    }
    EXPECT_LOG("~g");
    QCOMPARE(held.use_count(), 1);

    const TaskHandle task
        = scope->start(yieldForChange(*sender, &Sender::clicked)(throwAtTheEnd(log, held)), u"driver"_s);
    QTest::ignoreMessage(QtWarningMsg, "Generator \"throwAtTheEnd\" failed: from a destructor");
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(held.use_count(), 1);

    // At its own end it is an exception like any other.
    QTest::ignoreMessage(QtWarningMsg, "Task \"driver\" failed: from a destructor");
    scope->start(yieldForChange(*sender, &Sender::clicked)(throwAtTheEnd(log, held)), u"driver"_s);
    Q_EMIT sender->clicked();
    QCOMPARE(held.use_count(), 1);
}

QTEST_GUILESS_MAIN(tst_Generator)
#include "tst_generator.moc"
