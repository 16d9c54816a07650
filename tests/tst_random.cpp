// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Runs random programs with the library and with a simple model of its rules, and compares after every step everything
/// that can be seen: the transcript with the order of all continuations and destructors, states, results and reasons of
/// the tasks, what scopes and streams hold, connections, and frames.
///
/// ASYNCWIDGETS_TEST_SEED is the seed of the first program, ASYNCWIDGETS_TEST_PROGRAMS how many there are.

#include "random/comparison.h"
#include "testsupport.h"

#include <algorithm>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace AsyncWidgets::Tests::Random;
using namespace Qt::StringLiterals;

namespace {

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
        if (differenceIn(program).isEmpty())
            continue;
        qInfo("the program with the seed %u is being simplified", seed + i); // which may crash as well
        const Program simple
            = simplified(program, [](const Program &simpler) { return !differenceIn(simpler).isEmpty(); });
        QFAIL(qPrintable(u"ASYNCWIDGETS_TEST_SEED=%1, the program, simplified:\n%2\n\n%3"_s.arg(seed + i).arg(
            inWords(simple).join(u'\n'), differenceIn(simple))));
    }
}

QTEST_GUILESS_MAIN(tst_Random)
#include "tst_random.moc"
