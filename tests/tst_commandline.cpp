// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The application as a process: good and bad command lines, the demo, the picture.

#include "machine.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtGui/QImage>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

struct Run
{
    int exitCode = -1;
    QString output;
    QString error;
};

Run run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(ASYNCWIDGETS_PROGRAM), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return { process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError()) };
}

} // namespace

class tst_commandline final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsItsOptionsAndVersion();
    void refusesBadInput_data();
    void refusesBadInput();
    void theDemoPrintsEveryLineInOrder();
    void savesAPicture();
    void leavesToQtWhatIsForQt();
    void speaksTheLanguageOfTheSystem();
    void answersInTheRequestedLanguage();

private:
    QTemporaryDir m_home; // for the settings
};

void tst_commandline::initTestCase()
{
    qputenv("XDG_CONFIG_HOME", m_home.path().toLocal8Bit());
    qputenv("XDG_RUNTIME_DIR", m_home.path().toLocal8Bit());
}

void tst_commandline::tellsItsOptionsAndVersion()
{
    const Run help = run({ u"--help"_s });
    QCOMPARE(help.exitCode, 0);
    for (const QString &option : { u"--demo"_s, u"--screenshot"_s, u"--steps"_s, u"--step-delay"_s,
             u"--language"_s, u"--reset-settings"_s })
        QVERIFY2(help.output.contains(option), qPrintable(option));
    const Run version = run({ u"--version"_s });
    QCOMPARE(version.exitCode, 0);
    QCOMPARE(version.output, u"asyncwidgets %1\n"_s.arg(QStringLiteral(ASYNCWIDGETS_VERSION)));
}

void tst_commandline::refusesBadInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("words"); // that the one line must contain
    QTest::newRow("unknown option") << QStringList({ u"--nonsense"_s })
                                    << QStringList({ u"nonsense"_s, u"--help"_s });
    QTest::newRow("argument") << QStringList({ u"file.txt"_s }) << QStringList({ u"file.txt"_s });
    QTest::newRow("no number") << QStringList({ u"--steps"_s, u"ten"_s })
                               << QStringList({ u"ten"_s, u"1"_s, u"1000000"_s });
    QTest::newRow("too few steps") << QStringList({ u"--steps"_s, u"0"_s })
                                   << QStringList({ u"\"0\""_s, u"1000000"_s });
    QTest::newRow("too many steps") << QStringList({ u"--steps"_s, u"1000001"_s })
                                    << QStringList({ u"1000001"_s });
    QTest::newRow("too long a step") << QStringList({ u"--step-delay"_s, u"10001"_s })
                                     << QStringList({ u"10001"_s, u"0"_s, u"10000"_s });
    QTest::newRow("negative step") << QStringList({ u"--step-delay=-1"_s }) << QStringList({ u"-1"_s });
    QTest::newRow("overflow") << QStringList({ u"--steps"_s, u"99999999999999"_s })
                              << QStringList({ u"99999999999999"_s });
    QTest::newRow("no folder") << QStringList({ u"--screenshot"_s, u"/no/such/folder/a.png"_s })
                               << QStringList({ u"/no/such/folder/a.png"_s });
    if (QFileInfo::exists(u"/proc/version"_s)) { // a folder that looks writable to root
        QTest::newRow("no such folder for anybody")
            << QStringList({ u"--screenshot"_s, u"/proc/a.png"_s }) << QStringList({ u"/proc/a.png"_s });
    }
    QTest::newRow("no picture") << QStringList({ u"--demo"_s, u"--screenshot"_s, u"a.txt"_s })
                                << QStringList({ u"a.txt"_s, u".png"_s });
    QTest::newRow("missing value") << QStringList({ u"--steps"_s }) << QStringList({ u"steps"_s });
    QTest::newRow("language") << QStringList({ u"--language"_s, u"klingon"_s })
                              << QStringList({ u"klingon"_s });
    QTest::newRow("theme") << QStringList({ u"--theme"_s, u"pink"_s })
                           << QStringList({ u"pink"_s, u"dark"_s });
}

void tst_commandline::refusesBadInput()
{
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, words);
    const Run refused = run(arguments);
    QCOMPARE(refused.exitCode, 2);
    QCOMPARE(refused.output, QString());
    QCOMPARE(refused.error.count(u'\n'), 1);
    for (const QString &word : words)
        QVERIFY2(refused.error.contains(word), qPrintable(refused.error));
}

void tst_commandline::theDemoPrintsEveryLineInOrder()
{
    const QString picture = m_home.filePath(u"demo.png"_s);
    const Run demo
        = run({ u"--demo"_s, u"--steps"_s, u"5"_s, u"--step-delay"_s, u"10"_s, u"--screenshot"_s, picture });
    QCOMPARE(demo.exitCode, 0);
    const QStringList lines = demo.output.split(u'\n');
    const auto compare = [&lines](const QString &task, const QString &who) {
        QStringList expected;
        for (int i = 0; i < 10; ++i) {
            expected.append(u"[%1] did work %2"_s.arg(task).arg(i));
            expected.append(u"[%1] %2 continued with value %3"_s.arg(task, who).arg((i + 1) * 7));
        }
        QCOMPARE(lines.filter(u"[%1] "_s.arg(task)), expected);
    };
    compare(u"coroutine"_s, u"async function"_s);
    compare(u"generator"_s, u"generator function"_s);
    compare(u"state machine"_s, u"state machine"_s);
    QCOMPARE(lines.filter(u"[click] "_s).last(), u"[click] continued after a click"_s);
    QCOMPARE(lines.filter(u"[background] "_s).last(), u"[background] finished the last step"_s);
    QVERIFY(!QImage(picture).isNull());
}

void tst_commandline::savesAPicture()
{
    const QString picture = m_home.filePath(u"window.png"_s);
    const Run once = run({ u"--screenshot"_s, picture });
    QCOMPARE(once.exitCode, 0);
    QVERIFY(QImage(picture).width() >= 900);
}

void tst_commandline::leavesToQtWhatIsForQt()
{
    const QString picture = m_home.filePath(u"plain.png"_s);
    const QString reversed = m_home.filePath(u"reversed.png"_s);
    QCOMPARE(run({ u"--screenshot"_s, picture, u"-style"_s, u"fusion"_s }).exitCode, 0);
    QCOMPARE(run({ u"-reverse"_s, u"--screenshot"_s, reversed, u"-style=fusion"_s }).exitCode, 0);
    // The title, in large letters, is on the left in one of them, and on the right in the other.
    const auto hasTitleLeft = [](const QString &fileName) {
        const QImage image(fileName);
        for (int x = 10; x < 30; ++x) {
            for (int y = 8; y < 28; ++y) {
                if (qGray(image.pixel(x, y)) < 40)
                    return true;
            }
        }
        return false;
    };
    QVERIFY(hasTitleLeft(picture));
    QVERIFY(!hasTitleLeft(reversed));
}

void tst_commandline::speaksTheLanguageOfTheSystem()
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"de_DE.UTF-8"_s);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(ASYNCWIDGETS_PROGRAM), { u"--help"_s });
    QVERIFY(process.waitForFinished());
    const QString help = QString::fromUtf8(process.readAllStandardOutput());
    if (help.contains(u"Shows the version."_s))
        QSKIP("Built without translations.");
    QVERIFY2(help.contains(u"Zeigt die Version."_s), qPrintable(help));
}

void tst_commandline::answersInTheRequestedLanguage()
{
    const QString help = run({ u"--language"_s, u"de"_s, u"--help"_s }).output;
    if (help.contains(u"Shows the version."_s))
        QSKIP("Built without translations.");
    QVERIFY2(help.contains(u"Zeigt die Version."_s), qPrintable(help));
    QCOMPARE(run({ u"-language"_s, u"de"_s, u"--help"_s }).output, help); // Qt's way to write options
    const Run refused = run({ u"--steps"_s, u"zehn"_s, u"--language=de"_s });
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.error.contains(u"keine ganze Zahl"_s), qPrintable(refused.error));
}

ASYNCWIDGETS_TEST_MAIN(tst_commandline, QCoreApplication)
#include "tst_commandline.moc"
