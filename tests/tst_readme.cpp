// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// core/README.md shows the programs in tests/examples and what they print, core/RECIPES.md those in tests/recipes: both
/// must be so.

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

QString contentsOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A program as the document shows it: a link to its file, its text, and what it prints.
const QRegularExpression &shownProgram()
{
    static const QRegularExpression expression(
        uR"(\(\.\./tests/([^)]+)\.cpp\):\n\n```cpp\n(.*?)```\n\n```text\n(.*?)```\n)"_s,
        QRegularExpression::DotMatchesEverythingOption);
    return expression;
}

} // namespace

class tst_Readme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryProgramOnce_data();
    void showsEveryProgramOnce();
    void showsTheProgramsAsTheyAre_data() { addPrograms(); }
    void showsTheProgramsAsTheyAre();
    void showsWhatTheProgramsPrint_data() { addPrograms(); }
    void showsWhatTheProgramsPrint();

private:
    void addPrograms() const;

    const QStringList m_documents { contentsOf(QStringLiteral(CORE "/README.md")),
        contentsOf(QStringLiteral(CORE "/RECIPES.md")) };
};

void tst_Readme::addPrograms() const
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("output");
    for (const QRegularExpressionMatch &match : shownProgram().globalMatch(m_documents.join(u'\n')))
        QTest::newRow(qPrintable(match.captured(1)))
            << match.captured(1) << match.captured(2) << match.captured(3);
}

void tst_Readme::showsEveryProgramOnce_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("document");
    QTest::newRow("handbook") << u"examples"_s << m_documents[0];
    QTest::newRow("recipes") << u"recipes"_s << m_documents[1];
}

void tst_Readme::showsEveryProgramOnce()
{
    QFETCH(QString, folder);
    QFETCH(QString, document);
    QStringList shown;
    for (const QRegularExpressionMatch &match : shownProgram().globalMatch(document))
        shown += match.captured(1) + u".cpp"_s;
    QStringList there = QDir(QStringLiteral(PROGRAM_SOURCES "/") + folder)
                            .entryList({ u"*.cpp"_s }, QDir::Files, QDir::Name);
    for (QString &name : there)
        name.prepend(folder + u'/');
    QCOMPARE(shown, there);
    QCOMPARE(document.count(u"```cpp"_s), shown.size()); // and no code that nobody compiles
}

void tst_Readme::showsTheProgramsAsTheyAre()
{
    QFETCH(QString, program);
    QFETCH(QString, text);
    QString source = contentsOf(QStringLiteral(PROGRAM_SOURCES "/%1.cpp").arg(program));
    source.remove(0, source.indexOf(u"\n\n"_s) + 2); // the licence
    QCOMPARE(text, source);
}

void tst_Readme::showsWhatTheProgramsPrint()
{
    QFETCH(QString, program);
    QFETCH(QString, output);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_FORCE_STDERR_LOGGING"_s, u"1"_s);
    const QTemporaryDir runtimeFolder; // without one Qt says that it chooses its own
    environment.insert(u"XDG_RUNTIME_DIR"_s, runtimeFolder.path());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(PROGRAMS "/%1").arg(program), QStringList());
    QVERIFY2(process.waitForFinished(), qPrintable(process.errorString()));
    static const QRegularExpression duration(
        uR"(for [\d.]+ s\b)"_s); // the only thing that differs from run to run
    static const QRegularExpression platform(
        uR"(^This plugin does not support [^\n]*\n)"_s, QRegularExpression::MultilineOption); // offscreen
    QCOMPARE(QString::fromUtf8(process.readAll()).remove(platform).replace(duration, u"for 0.0 s"_s), output);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_Readme)
#include "tst_readme.moc"
