// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Runs random programs with the library and with a simple model of its rules, and compares after every step everything
/// that can be seen: the transcript with the order of all continuations and destructors, states, results and reasons of
/// the tasks, what scopes and streams hold, connections, and frames.
///
/// ASYNCWIDGETS_TEST_SEED is the seed of the first program, ASYNCWIDGETS_TEST_PROGRAMS how many there are.

#include "random/model.h"
#include "random/player.h"
#include "testsupport.h"

#include <algorithm>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace AsyncWidgets::Tests::Random;
using namespace Qt::StringLiterals;

namespace {

/// Keeps the warnings of tasks that fail, while it lives.
class Warnings final
{
public:
    Warnings()
    {
        s_words.clear();
        m_before
            = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &words) {
                  s_words.append(type == QtWarningMsg ? words : u"not a warning: "_s + words);
              });
    }
    ~Warnings() { qInstallMessageHandler(m_before); }
    Q_DISABLE_COPY_MOVE(Warnings)

    static QStringList sorted()
    {
        QStringList words = s_words;
        words.sort();
        return words;
    }

private:
    inline static QStringList s_words;
    QtMessageHandler m_before;
};

/// One run of a program by both.
class Run
{
public:
    explicit Run(const Program &program)
        : m_program(program)
    {
    }

    /// What the library did otherwise than the model, in words; empty if nothing.
    QString difference()
    {
        for (const Statement &step : m_program) {
            m_model.perform(step);
            if (step.kind == Statement::TurnEventLoop)
                m_player.turnEventLoop(m_model.turns());
            else
                m_player.perform(step);
            if (const QString words = compared(u"after step %1"_s.arg(step.number)); !words.isEmpty())
                return words;
        }
        m_model.finish();
        m_player.finish();
        return compared(u"at the end"_s);
    }

private:
    QString compared(const QString &when) const
    {
        const QStringList report = QStringList(m_player.report()) + Warnings::sorted();
        const QString seen = (m_player.log() + report).join(u'\n');
        const QString expected = (m_model.log() + QStringList(m_model.report())).join(u'\n');
        if (seen == expected)
            return {};
        return u"The library, %1:\n%2\n\nThe model:\n%3"_s.arg(when, seen, expected);
    }

    const Program &m_program;
    const Warnings m_warnings;
    Model m_model;
    Player m_player;
};

/// Leaves out whatever does not matter for the failure.
Program simplified(Program program)
{
    for (int index = 0;;) {
        Program simpler = program;
        if (!simplify(simpler, index))
            return program;
        if (Run(simpler).difference().isEmpty())
            ++index;
        else
            program = std::move(simpler);
    }
}

unsigned numberFrom(const char *variable, unsigned otherwise)
{
    bool isNumber = false;
    const uint number = qEnvironmentVariable(variable).toUInt(&isNumber);
    return isNumber ? number : otherwise;
}

} // namespace

class tst_Random : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheRules_data();
    void followsTheRules();
};

void tst_Random::followsTheRules_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("count");
    const unsigned first = numberFrom("ASYNCWIDGETS_TEST_SEED", 1);
    const unsigned end = first + numberFrom("ASYNCWIDGETS_TEST_PROGRAMS", 4000);
    qInfo("programs with the seeds %u to %u", first, end - 1);
    for (unsigned seed = first; seed < end; seed += 500) {
        QTest::addRow("%u and following", seed) << seed << std::min(end - seed, 500U);
    }
}

void tst_Random::followsTheRules()
{
    QFETCH(const unsigned, seed);
    QFETCH(const unsigned, count);
    for (unsigned i = 0; i < count; ++i) {
        const Program program = randomProgram(seed + i);
        if (Run(program).difference().isEmpty())
            continue;
        qInfo("the program with the seed %u is being simplified", seed + i); // which may crash as well
        const Program simple = simplified(program);
        QFAIL(qPrintable(u"ASYNCWIDGETS_TEST_SEED=%1, the program, simplified:\n%2\n\n%3"_s.arg(seed + i).arg(
            inWords(simple).join(u'\n'), Run(simple).difference())));
    }
}

QTEST_GUILESS_MAIN(tst_Random)
#include "tst_random.moc"
