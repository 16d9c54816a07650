// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "program.h"

#include <numeric>
#include <random>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Tests::Random {

int senderOf(int channel)
{
    return channel == 0 ? 0 : channel - 1;
}

QString channelName(int channel)
{
    static const QStringList names { u"s0.valueChanged"_s, u"s0.named"_s, u"s1.moved"_s,
        u"s2.valueChanged"_s };
    return names[channel];
}

QString valueText(int channel, int value)
{
    const QString text = QString::number(value);
    return channel == 1 ? u"n"_s + text : channel == 2 ? text + u" mm"_s : text;
}

namespace {

/// Makes programs in which the same few senders, scopes and tasks meet again and again. Each byte decides one thing.
class Generator
{
public:
    explicit Generator(std::span<const quint8> bytes)
        : m_bytes(bytes)
        , m_favourite(below(channelCount))
    {
    }

    Program program()
    {
        Program steps;
        while (steps.size() < 28 && !m_bytes.empty()) {
            const bool isFirst = steps.size() < 2;
            steps.push_back(action(0,
                isFirst ? Statement::Start
                        : pick<Statement::Kind>({ { 44, Statement::Emit }, { 22, Statement::Start },
                              { 9, Statement::CancelTask }, { 4, Statement::CancelScope },
                              { 1, Statement::DestroyScope }, { 5, Statement::DestroySender },
                              { 7, Statement::CreateSender }, { m_hasCut ? 0 : 2, Statement::Disconnect },
                              { 8, Statement::TurnEventLoop } })));
        }
        return steps;
    }

private:
    template<typename T>
    struct Chance
    {
        int weight;
        T value;
    };

    int below(int end) ///< at most 256; 0 when no byte is left
    {
        if (m_bytes.empty())
            return 0;
        const quint8 byte = m_bytes.front();
        m_bytes = m_bytes.subspan(1);
        return byte % end;
    }
    template<typename T>
    T pick(const std::vector<Chance<T>> &chances)
    {
        const int sum = std::accumulate(chances.begin(), chances.end(), 0,
            [](int total, const Chance<T> &chance) { return total + chance.weight; });
        int left = below(sum);
        for (const Chance<T> &chance : chances) {
            left -= chance.weight;
            if (left < 0)
                return chance.value;
        }
        return chances.back().value;
    }

    Statement statement(Statement::Kind kind)
    {
        Statement made;
        made.kind = kind;
        made.number = ++m_lastStatement;
        return made;
    }

    Statement action(int depth, Statement::Kind kind)
    {
        Statement made = statement(kind);
        switch (kind) {
        case Statement::Start:
            made.target = scope();
            made.body.push_back(body(depth + 1));
            break;
        case Statement::CancelTask:
            made.target = 1 + below(m_lastTask + 2);
            break;
        case Statement::CancelScope:
        case Statement::DestroyScope:
            made.target = scope();
            break;
        case Statement::DestroySender:
        case Statement::CreateSender:
            made.target = 1 + below(senderCount - 1);
            break;
        case Statement::Disconnect:
            m_hasCut = true;
            [[fallthrough]];
        default:
            made.target = channel();
        }
        return made;
    }

    Statement::Kind anyAction(int depth)
    {
        return pick<Statement::Kind>({ { 40, Statement::Emit }, { canNest(depth) ? 16 : 0, Statement::Start },
            { 18, Statement::CancelTask }, { 8, Statement::CancelScope }, { 4, Statement::DestroyScope },
            { 8, Statement::DestroySender }, { 8, Statement::CreateSender },
            { m_hasCut ? 0 : 5, Statement::Disconnect } });
    }

    Body body(int depth)
    {
        Body made;
        made.number = ++m_lastTask;
        std::vector<int> streams;
        const int count = 1 + below(7);
        for (int i = 0; i < count; ++i) {
            const auto kind = pick<Statement::Kind>(
                { { 52, Statement::Await }, { 28, Statement::Emit }, { 7, Statement::OpenStream },
                    { 5, Statement::OpenScope }, { 6, Statement::Guard }, { 2, Statement::Throw } });
            if (kind == Statement::Emit) {
                made.statements.push_back(action(depth, anyAction(depth)));
                continue;
            }
            Statement next = statement(kind);
            if (kind == Statement::Await) {
                next.catches = below(2) == 0;
                next.awaited = expression(depth, 0, streams);
            } else if (kind == Statement::OpenStream) {
                next.target = channel();
                streams.push_back(next.number);
                m_streams.push_back(next.number);
            } else if (kind == Statement::OpenScope) {
                m_scopes.push_back(next.number);
            } else if (kind == Statement::Guard) {
                for (int n = 1 + below(2); n > 0; --n)
                    next.atEnd.push_back(action(depth, anyAction(depth)));
            }
            made.statements.push_back(std::move(next));
        }
        return made;
    }

    Expression expression(int depth, int level, const std::vector<int> &streams)
    {
        const int nesting = level < 2 ? 1 : 0;
        // A stream of another task may be gone before a later branch begins, so only a lone wait may name it.
        const bool canReadAny = level == 0 && !m_streams.empty();
        const int reading = streams.empty() ? (canReadAny ? 4 : 0) : 24;
        Expression made;
        made.kind = pick<Expression::Kind>({ { 44, Expression::Signal }, { reading, Expression::Next },
            { canNest(depth) ? 16 : 0, Expression::Child }, { 4, Expression::Turn }, { 8, Expression::End },
            { 3, Expression::Join }, { 4 * nesting, Expression::Timeout }, { 14 * nesting, Expression::Any },
            { 14 * nesting, Expression::All } });
        if (made.kind == Expression::Next && canReadAny && (streams.empty() || below(4) == 0))
            made.target = m_streams[std::size_t(below(int(m_streams.size())))];
        else if (made.kind == Expression::Next)
            made.target = streams[std::size_t(below(int(streams.size())))];
        else if (made.kind == Expression::Signal)
            made.target = channel();
        else if (made.kind == Expression::End)
            made.target = 1 + below(m_lastTask + 2);
        else if (made.kind == Expression::Join)
            made.target = scope();
        else if (made.kind == Expression::Child)
            made.child.push_back(body(depth + 1));
        const bool isSeveral = made.kind == Expression::Any || made.kind == Expression::All;
        const int count = isSeveral ? 1 + below(3) : made.kind == Expression::Timeout ? 1 : 0;
        for (int i = 0; i < count; ++i)
            made.branches.push_back(expression(depth, level + 1, streams));
        return made;
    }

    int channel() { return below(2) == 0 ? m_favourite : below(channelCount); }
    int scope()
    {
        if (m_scopes.empty() || below(2) == 0)
            return below(globalScopeCount);
        return m_scopes[std::size_t(below(int(m_scopes.size())))];
    }
    bool canNest(int depth) const { return depth < 4 && m_lastTask < 20; }

    std::span<const quint8> m_bytes; // that are left
    const int m_favourite; // of the channels
    bool m_hasCut = false;
    int m_lastTask = 0;
    int m_lastStatement = globalScopeCount; // scopes have numbers of the same kind
    std::vector<int> m_scopes;
    std::vector<int> m_streams;
};

/// Writes a program as indented lines.
class Writer
{
public:
    QStringList lines;

    void write(const Statement &statement, const QString &indent)
    {
        const QString number = QString::number(statement.target);
        const auto line = [&](const QString &words) {
            lines.append(u"%1%2 %3"_s.arg(indent).arg(statement.number).arg(words));
        };
        switch (statement.kind) {
        case Statement::Await:
            line((statement.catches ? u"try to wait for "_s : u"wait for "_s) + wordsOf(statement.awaited));
            writeChildren(statement.awaited, indent + u"    "_s);
            break;
        case Statement::Throw:
            line(u"throw"_s);
            break;
        case Statement::OpenStream:
            line(u"local stream of "_s + channelName(statement.target));
            break;
        case Statement::OpenScope:
            line(u"local scope"_s);
            break;
        case Statement::Guard:
            line(u"local that does in its destructor:"_s);
            for (const Statement &action : statement.atEnd)
                write(action, indent + u"    "_s);
            break;
        case Statement::Start:
            line(u"start t%1 in scope %2:"_s.arg(statement.body[0].number).arg(number));
            write(statement.body[0], indent + u"    "_s);
            break;
        case Statement::Emit:
            line(u"emit "_s + channelName(statement.target));
            break;
        case Statement::CancelTask:
            line(u"cancel t"_s + number);
            break;
        case Statement::CancelScope:
            line(u"cancel scope "_s + number);
            break;
        case Statement::DestroyScope:
            line(u"destroy scope "_s + number);
            break;
        case Statement::DestroySender:
            line(u"destroy s"_s + number);
            break;
        case Statement::CreateSender:
            line(u"create s%1 if it is gone"_s.arg(number));
            break;
        case Statement::Disconnect:
            line(u"disconnect "_s + channelName(statement.target));
            break;
        case Statement::TurnEventLoop:
            line(u"turn the event loop"_s);
            break;
        }
    }

private:
    void write(const Body &body, const QString &indent)
    {
        for (const Statement &statement : body.statements)
            write(statement, indent);
    }
    static QString wordsOf(const Expression &expression)
    {
        QStringList branches;
        for (const Expression &branch : expression.branches)
            branches.append(wordsOf(branch));
        const QString list = u'(' + branches.join(u", "_s) + u')';
        switch (expression.kind) {
        case Expression::Signal:
            return channelName(expression.target);
        case Expression::Next:
            return u"the next of stream %1"_s.arg(expression.target);
        case Expression::Child:
            return u't' + QString::number(expression.child[0].number);
        case Expression::Turn:
            return u"a turn"_s;
        case Expression::End:
            return u"the end of t%1"_s.arg(expression.target);
        case Expression::Join:
            return u"the end of all in scope %1"_s.arg(expression.target);
        case Expression::Timeout:
            return u"at most a turn"_s + list;
        case Expression::Any:
            return u"any"_s + list;
        case Expression::All:
            return u"all"_s + list;
        }
        return {};
    }
    void writeChildren(const Expression &expression, const QString &indent)
    {
        for (const Body &child : expression.child) {
            lines.append(u"%1t%2:"_s.arg(indent).arg(child.number));
            write(child, indent + u"    "_s);
        }
        for (const Expression &branch : expression.branches)
            writeChildren(branch, indent);
    }
};

/// Counts down to what is to be left out: a statement, or a branch, or a combinator around its first branch.
class Simplifier
{
public:
    explicit Simplifier(int index)
        : m_left(index)
    {
    }
    bool simplify(std::vector<Statement> &statements)
    {
        for (std::size_t i = 0; i < statements.size(); ++i) {
            if (m_left-- == 0) {
                statements.erase(statements.begin() + qsizetype(i));
                return true;
            }
            Statement &statement = statements[i];
            for (Body &body : statement.body) {
                if (simplify(body.statements))
                    return true;
            }
            if (simplify(statement.atEnd)
                || (statement.kind == Statement::Await && simplify(statement.awaited)))
                return true;
        }
        return false;
    }

private:
    bool simplify(Expression &expression)
    {
        for (Body &child : expression.child) {
            if (simplify(child.statements))
                return true;
        }
        for (std::size_t i = 0; i < expression.branches.size(); ++i) {
            if (m_left-- == 0) {
                if (expression.branches.size() == 1)
                    expression = Expression(expression.branches[0]);
                else
                    expression.branches.erase(expression.branches.begin() + qsizetype(i));
                return true;
            }
            if (simplify(expression.branches[i]))
                return true;
        }
        return false;
    }

    int m_left;
};

} // namespace

Program programFrom(std::span<const quint8> bytes)
{
    return Generator(bytes).program();
}

Program randomProgram(unsigned seed)
{
    std::mt19937 engine(seed);
    std::vector<quint8> bytes(60 + engine() % 500);
    for (quint8 &byte : bytes)
        byte = quint8(engine());
    return programFrom(bytes);
}

QStringList inWords(const Program &program)
{
    Writer writer;
    for (const Statement &step : program)
        writer.write(step, {});
    return writer.lines;
}

bool simplify(Program &program, int index)
{
    return Simplifier(index).simplify(program);
}

} // namespace AsyncWidgets::Tests::Random
