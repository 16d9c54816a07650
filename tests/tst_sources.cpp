// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Looks in all sources, and in the examples of the documentation, for what g++ 11 and 12 compile wrongly.

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

/// The first group of each match.
QStringList groups(const QRegularExpression &expression, const QString &source)
{
    QStringList found;
    for (const QRegularExpressionMatch &match : expression.globalMatch(source))
        found.append(match.captured(1));
    return found;
}

/// The conditions that contain a co_await or co_yield.
QStringList waitingConditions(const QString &source)
{
    // In balanced parentheses, without the bodies of lambdas.
    static const QRegularExpression condition(
        uR"(\b(?:if|while|for|switch)\s*(\((?:[^(){}]++|\{[^{};]*\}|(?1))*\)))"_s);
    return groups(condition, source).filter(QRegularExpression(uR"(\bco_(?:await|yield)\b)"_s));
}

/// The lambdas, by what they capture, that own something and are written inside a co_await expression.
QStringList owningLambdas(const QString &source)
{
    static const QRegularExpression lambda(uR"((?<=[(,{\s])\[([^\[\]]*)\]\s*[({])"_s);
    static const QRegularExpression harmless(uR"(^\s*(?:&.*|this|\w+ = &\w+)?\s*$)"_s);
    QStringList found;
    static const QRegularExpression call(uR"(\bco_await\s+[\w:.>-]+\s*(\((?:[^()]++|(?1))*\)))"_s);
    const QStringList calls = groups(call, source);
    for (const QString &arguments : calls) {
        for (const QRegularExpressionMatch &match : lambda.globalMatch(arguments)) {
            const QStringList captures = match.captured(1).split(u',');
            for (const QString &capture : captures) {
                if (!harmless.match(capture).hasMatch())
                    found.append(match.captured(1));
            }
        }
    }
    return found;
}

} // namespace

class tst_Sources final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheShapes_data();
    void findsTheShapes();
    void haveNoneOfThem_data();
    void haveNoneOfThem();
};

void tst_Sources::findsTheShapes_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("if") << u"if (!co_await ask())"_s << true;
    QTest::newRow("while") << u"while (co_await f(g(x)) > 1) {"_s << true;
    QTest::newRow("do") << u"do { } while (\n    co_await f());"_s << true;
    QTest::newRow("for") << u"for (; co_await f();)"_s << true;
    QTest::newRow("switch") << u"switch (co_await whenAny(a(), b()).index())"_s << true;
    QTest::newRow("co_yield") << u"if (co_yield nextChange)"_s << true;
    QTest::newRow("braces") << u"if (co_await f({ 1, 2 }))"_s << true;
    QTest::newRow("in a lambda") << u"for (const auto &f : { [](int x) { co_await g(x); } })"_s << false;
    QTest::newRow("behind a condition") << u"if (isSure(x))\n    co_await f();"_s << false;
    QTest::newRow("named") << u"const bool isSure = co_await ask();\nif (isSure)"_s << false;
    QTest::newRow("a lambda that owns") << u"co_await f(x, [text](int) { return text; })"_s << true;
    QTest::newRow("all by value") << u"co_await f([=] { })"_s << true;
    QTest::newRow("the second lambda") << u"co_await f([](int a) { g(a); }, [&a, text = b] { });"_s << true;
    QTest::newRow("inside another wait") << u"co_await whenAny(f(), g([text] { }))"_s << true;
    QTest::newRow("a member's") << u"co_await m_tasks.start([text]() -> Task<> { })"_s << true;
    QTest::newRow("references") << u"co_await f([&a, &b](int) { }, [&] { }, [this] { }, [] { });"_s << false;
    QTest::newRow("an element") << u"co_await f(list[i], list[i](1));"_s << false;
    QTest::newRow("a lambda that has a name") << u"const auto g = [text] { };\nco_await f(g);"_s << false;
}

void tst_Sources::findsTheShapes()
{
    QFETCH(const QString, source);
    QFETCH(const bool, isFound);
    QCOMPARE(!(waitingConditions(source) + owningLambdas(source)).isEmpty(), isFound);
}

void tst_Sources::haveNoneOfThem_data()
{
    QTest::addColumn<QString>("fileName");
    const QDir top(QStringLiteral(ASYNCWIDGETS_SOURCE));
    for (const QString &folder : { u"app"_s, u"core"_s, u"ui"_s, u"tests"_s, u"resources"_s, u".github"_s }) {
        QDirIterator files(top.filePath(folder), { u"*.cpp"_s, u"*.h"_s, u"*.md"_s }, QDir::Files,
            QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString name = top.relativeFilePath(files.next());
            // These have the shapes on purpose.
            if (name != u"tests/tst_sources.cpp"_s && !name.startsWith(u"tests/compilers/"_s)
                && name != u"tests/tst_compileerrors.cpp"_s)
                QTest::newRow(qPrintable(name)) << top.filePath(name);
        }
    }
    QTest::newRow("README.md") << top.filePath(u"README.md"_s);
}

void tst_Sources::haveNoneOfThem()
{
    QFETCH(const QString, fileName);
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QString source = QString::fromUtf8(file.readAll());
    source.remove(QRegularExpression(uR"("(?:[^"\\\n]|\\.)*")"_s)); // a text is no code
    QCOMPARE(waitingConditions(source), QStringList());
    QCOMPARE(owningLambdas(source), QStringList());
}

QTEST_GUILESS_MAIN(tst_Sources)
#include "tst_sources.moc"
