// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The application as a process: good and bad command lines, the demo, the picture.

#include "machine.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QImage>
#include <QtTest/QTest>

#ifdef Q_OS_UNIX
#include <sys/types.h>

#include <csignal>
#endif

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

struct Run
{
    int exitCode = -1;
    QString output;
    QString error;
};

Run resultOf(QProcess &process)
{
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return { process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError()) };
}

Run run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(ASYNCWIDGETS_PROGRAM), arguments);
    return resultOf(process);
}

#ifdef Q_OS_UNIX
/// Lets a shell run the program. In \a script, "$@" is the program and its arguments.
Run runInShell(const QString &script, const QStringList &arguments)
{
    QProcess process;
    process.start(u"/bin/sh"_s,
        QStringList { u"-c"_s, script, u"sh"_s, QStringLiteral(ASYNCWIDGETS_PROGRAM) } + arguments);
    return resultOf(process);
}

/// The mask of the signals that the process handles ("SigCgt") or ignores ("SigIgn"), as Linux tells it.
quint64 signalsOf(const QProcess &process, const QByteArray &field)
{
    QFile status(u"/proc/%1/status"_s.arg(process.processId()));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    const qsizetype begin = all.indexOf(field + ":\t");
    return begin < 0 ? 0 : all.mid(begin + field.size() + 2, 16).toULongLong(nullptr, 16);
}

bool handles(const QProcess &process, int signal)
{
    return (signalsOf(process, "SigCgt") >> (signal - 1)) & 1;
}

void send(const QProcess &process, int signal)
{
    ::kill(static_cast<pid_t>(process.processId()), signal);
}
#endif

} // namespace

class tst_commandline final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsItsOptionsAndVersion();
    void refusesBadInput_data();
    void refusesBadInput();
    void saysSoWhenNobodyCanReadWhatItPrints_data();
    void saysSoWhenNobodyCanReadWhatItPrints();
    void aPictureIsWholeOrNotThere();
    void savesTheSettingsWhenItIsAskedToEnd_data();
    void savesTheSettingsWhenItIsAskedToEnd();
    void endsAtOnceWhenItIsAskedTwice();
    void leavesOffWhatNohupHasSwitchedOff();
    void saysWhenTheSettingsCannotBeSaved();
    void theDemoPrintsEveryLineInOrder();
    void savesAPicture();
    void leavesToQtWhatIsForQt();
    void speaksTheLanguageOfTheSystem();
    void answersInTheRequestedLanguage();

private:
    [[nodiscard]] QString savedSteps() const;

    QTemporaryDir m_home; // for the settings
};

void tst_commandline::initTestCase()
{
    qputenv("XDG_CONFIG_HOME", m_home.path().toLocal8Bit());
    qputenv("XDG_RUNTIME_DIR", m_home.path().toLocal8Bit());
#ifdef Q_OS_UNIX
    for (const int each :
        { SIGHUP, SIGINT, SIGTERM }) // a shell in the background, or nohup, switches some of them off
        std::signal(each, SIG_DFL);
#endif
}

QString tst_commandline::savedSteps() const
{
    const QSettings settings(m_home.filePath(u"asyncwidgets/asyncwidgets.conf"_s), QSettings::IniFormat);
    return settings.value(u"steps"_s).toString();
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

void tst_commandline::saysSoWhenNobodyCanReadWhatItPrints_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("arguments");
    const QStringList demo { u"--demo"_s, u"--steps"_s, u"5"_s, u"--step-delay"_s, u"10"_s };
    for (const QStringList &arguments :
        { QStringList { u"--help"_s }, QStringList { u"--version"_s }, demo }) {
        const QByteArray option = arguments.first().toUtf8();
        QTest::addRow("%s, a full disk", option.data()) << u"exec \"$@\" >/dev/full"_s << arguments;
        QTest::addRow("%s, closed", option.data()) << u"exec \"$@\" >&-"_s << arguments;
        QTest::addRow("%s, closed, and nothing to read", option.data())
            << u"exec \"$@\" <&- >&-"_s << arguments;
    }
}

void tst_commandline::saysSoWhenNobodyCanReadWhatItPrints()
{
#ifndef Q_OS_UNIX
    QSKIP("This needs a shell.");
#else
    if (!QFileInfo::exists(u"/dev/full"_s))
        QSKIP("There is no full disk here.");
    QFETCH(const QString, script);
    QFETCH(const QStringList, arguments);
    const Run lost = runInShell(script, arguments);
    QCOMPARE(lost.exitCode, 1);
    QVERIFY2(lost.error.startsWith(u"The output could not be written: "_s), qPrintable(lost.error));
    QCOMPARE(lost.error.count(u'\n'), 1);
    QCOMPARE(runInShell(script + u" 2>/dev/full"_s, arguments).exitCode, 1); // nobody can be told either
    QCOMPARE(runInShell(script + u" 2>&-"_s, arguments).exitCode, 1);
#endif
}

void tst_commandline::aPictureIsWholeOrNotThere()
{
#ifndef Q_OS_UNIX
    QSKIP("This needs a shell.");
#else
    const QTemporaryDir folder;
    const QString picture = folder.filePath(u"window.png"_s);
    // No file may be larger than 4 KB, and whoever tries is told so instead of being killed.
    const QString script = u"trap '' XFSZ; ulimit -f 8; exec \"$@\""_s;
    const Run run = runInShell(script, { u"--screenshot"_s, picture });
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.error.contains(picture), qPrintable(run.error));
    QCOMPARE(run.error.count(u'\n'), 1);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());

    QImage before(10, 10, QImage::Format_RGB32);
    before.fill(Qt::green);
    QVERIFY(before.save(picture));
    QCOMPARE(runInShell(script, { u"--screenshot"_s, picture }).exitCode, 1);
    QCOMPARE(QImage(picture).size(), before.size());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList { u"window.png"_s });
#endif
}

void tst_commandline::savesTheSettingsWhenItIsAskedToEnd_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("steps");
#ifdef Q_OS_LINUX
    QTest::newRow("SIGTERM") << SIGTERM << u"41"_s;
    QTest::newRow("SIGINT") << SIGINT << u"42"_s;
    QTest::newRow("SIGHUP") << SIGHUP << u"43"_s;
#else
    QTest::newRow("none") << 0 << QString();
#endif
}

void tst_commandline::savesTheSettingsWhenItIsAskedToEnd()
{
#ifndef Q_OS_LINUX
    QSKIP("Only Linux tells when the program is ready for it.");
#else
    QFETCH(const int, signal);
    QFETCH(const QString, steps);
    QProcess process;
    process.start(QStringLiteral(ASYNCWIDGETS_PROGRAM), { u"--steps"_s, steps });
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY(handles(process, signal) || process.state() == QProcess::NotRunning);
    send(process, signal);
    const Run ended = resultOf(process);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(ended.error, QString());
    QCOMPARE(savedSteps(), steps);
#endif
}

void tst_commandline::endsAtOnceWhenItIsAskedTwice()
{
#ifndef Q_OS_LINUX
    QSKIP("Only Linux tells when the program is ready for it.");
#else
    QProcess process;
    process.start(QStringLiteral(ASYNCWIDGETS_PROGRAM), { u"--steps"_s, u"44"_s });
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY(handles(process, SIGTERM));
    send(process, SIGSTOP); // so that both are there before it does anything
    send(process, SIGTERM);
    send(process, SIGINT);
    send(process, SIGCONT);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QVERIFY(savedSteps() != u"44"_s);
#endif
}

void tst_commandline::leavesOffWhatNohupHasSwitchedOff()
{
#ifndef Q_OS_LINUX
    QSKIP("Only Linux tells when the program is ready for it.");
#else
    QProcess process;
    process.start(u"/bin/sh"_s,
        { u"-c"_s, u"trap '' HUP; exec \"$@\""_s, u"sh"_s, QStringLiteral(ASYNCWIDGETS_PROGRAM), u"--steps"_s,
            u"45"_s });
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY(handles(process, SIGTERM));
    QVERIFY(!handles(process, SIGHUP));
    send(process, SIGHUP);
    send(process, SIGTERM);
    QCOMPARE(resultOf(process).exitCode, 0);
    QCOMPARE(savedSteps(), u"45"_s);
#endif
}

void tst_commandline::saysWhenTheSettingsCannotBeSaved()
{
#ifndef Q_OS_LINUX
    QSKIP("Only Linux tells when the program is ready for it.");
#else
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"asyncwidgets"_s)); // where the folder of the settings should be
    QVERIFY(file.open(QIODevice::WriteOnly));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_CONFIG_HOME"_s, folder.path());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(ASYNCWIDGETS_PROGRAM), QStringList());
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY(handles(process, SIGTERM));
    send(process, SIGTERM);
    const Run run = resultOf(process);
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.error.contains(u"could not be saved"_s), qPrintable(run.error));
#endif
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
    QCOMPARE(run({ u"--screenshot"_s, picture, u"-style"_s, u"fusion"_s, u"--language=en"_s }).exitCode, 0);
    QCOMPARE(
        run({ u"-reverse"_s, u"--screenshot"_s, reversed, u"-style=fusion"_s, u"--language=en"_s }).exitCode,
        0);
    // The title, in large letters, is on the left in one of them, and on the right in the other.
    const auto hasTitleLeft = [](const QString &fileName) {
        const QImage image(fileName);
        const int larger = Tests::isOnStrangeMachine() ? 3 : 1; // scale and resolution
        for (int x = 10 * larger; x < 30 * larger; ++x) {
            for (int y = 8 * larger; y < 28 * larger; ++y) {
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
