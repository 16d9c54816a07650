// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "comparison.h"

#include "model.h"
#include "player.h"

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Tests::Random {

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
        const QStringList seenReport = QStringList(m_player.report()) + Warnings::sorted();
        const QStringList expectedReport(m_model.report());
        if (m_player.log() == m_model.log() && seenReport.join(u'\n') == expectedReport.join(u'\n'))
            return {};
        return u"The library, %1:\n%2\n\nThe model:\n%3"_s.arg(
            when, (m_player.log() + seenReport).join(u'\n'), (m_model.log() + expectedReport).join(u'\n'));
    }

    const Program &m_program;
    const Warnings m_warnings;
    Model m_model;
    Player m_player;
};

} // namespace

QString differenceIn(const Program &program)
{
    return Run(program).difference();
}

Program simplified(Program program, const std::function<bool(const Program &)> &fails)
{
    for (int index = 0;;) {
        Program simpler = program;
        if (!simplify(simpler, index))
            return program;
        if (fails(simpler))
            program = std::move(simpler);
        else
            ++index;
    }
}

} // namespace AsyncWidgets::Tests::Random
