// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// asyncwidgets-gdb.py: what GDB tells of the tasks of a process and of a core dump.

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <initializer_list>

using namespace Qt::StringLiterals;

namespace {

const QString paused = QStringLiteral(PAUSED_PROGRAM);
const QString script = QStringLiteral(DEBUGGER_SCRIPT);

/// What a program prints, its errors included.
QString outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(240'000))
        return program + u": "_s + process.errorString();
    return QString::fromUtf8(process.readAll());
}

/// What GDB prints when it runs \a commands, and may load the scripts beside the programs in \a folder by itself.
QString gdb(const QString &folder, const QStringList &program, std::initializer_list<QString> commands)
{
    // Or GDB may tell of a new thread in the middle of a line that the program writes.
    QStringList arguments { u"-nx"_s, u"-batch"_s, u"-iex"_s, u"set print thread-events off"_s, u"-iex"_s,
        u"add-auto-load-safe-path "_s + folder };
    for (const QString &command : commands)
        arguments << u"-ex"_s << command;
    return outputOf(u"gdb"_s, arguments << u"--args"_s << program);
}

QString gdb(std::initializer_list<QString> commands, const QStringList &arguments = {})
{
    return gdb(QFileInfo(paused).path(), QStringList { paused } + arguments, commands);
}

/// The lines of the tasks in what dumpTasks() or GDB says, without what only one of them knows: the numbers, and for
/// how long.
QStringList tasksIn(const QString &text, const QString &begin, const QString &end)
{
    static const QRegularExpression ornament(uR"(^ *\d+  |, for [0-9.]+ s(?=, ))"_s);
    const qsizetype first = text.indexOf(begin);
    const qsizetype last = text.indexOf(end, first);
    QStringList tasks;
    for (QString line : text.mid(first, last - first).split(u'\n')) {
        if (line.contains(u" resumed "_s))
            tasks += line.remove(ornament);
    }
    return tasks;
}

} // namespace

class tst_Debugger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsWhatDumpTasksTells_data();
    void tellsWhatDumpTasksTells();
    void showsWhoWaitsForATask();
    void showsTheLocalsOfATask();
    void saysThatThereAreNoLocalsWithoutDebugInformation();
    void saysWhenTheScriptDoesNotFitTheLibrary();
    void saysWhenNothingRuns();
    void readsAHundredThousandTasksInLargeBlocks();
    void tellsWhatTheHandbookShows();

private:
    [[nodiscard]] QString fileOf(const char *name) const
    {
        return m_folder.filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] QString numberOf(const QString &beginOfLine) const;

    QTemporaryDir m_folder; // with a core dump, and the program without its symbols
    QString m_live; // what the program and GDB said when it was made
};

void tst_Debugger::initTestCase()
{
    if (QStandardPaths::findExecutable(u"gdb"_s).isEmpty())
        QSKIP("There is no gdb on this machine.");
    if (!outputOf(u"gdb"_s, { u"-nx"_s, u"-batch"_s, u"-ex"_s, u"python print(6 * 7)"_s }).contains(u"42"_s))
        QSKIP("The gdb of this machine has no Python.");
    m_live = gdb({ u"run"_s, u"echo == live\\n"_s, u"asyncwidgets tasks"_s, u"echo == end\\n"_s,
        u"generate-core-file "_s + fileOf("core") });
    if (!QFile::exists(fileOf("core")))
        QSKIP(qPrintable(u"GDB may not run a program here, or not dump its core:\n"_s + m_live));
}

void tst_Debugger::tellsWhatDumpTasksTells_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("of a process") << u"live"_s;
    QTest::newRow("of a core dump") << u"core"_s;
    QTest::newRow("without symbols") << u"stripped"_s;
}

void tst_Debugger::tellsWhatDumpTasksTells()
{
    QFETCH(const QString, place);
    QString told = m_live;
    if (place == u"core"_s) {
        told = gdb({ u"core-file "_s + fileOf("core"), u"echo == core\\n"_s, u"asyncwidgets tasks"_s,
            u"echo == end\\n"_s });
    } else if (place == u"stripped"_s) {
        if (QStandardPaths::findExecutable(u"strip"_s).isEmpty())
            QSKIP("There is no strip on this machine.");
        QCOMPARE(outputOf(u"strip"_s, { u"-o"_s, fileOf("stripped"), paused }), QString());
        QVERIFY(QFile::copy(script, fileOf("stripped-gdb.py")));
        told = gdb(m_folder.path(), { fileOf("stripped") },
            { u"core-file "_s + fileOf("core"), u"info line main"_s, u"echo == stripped\\n"_s,
                u"asyncwidgets tasks"_s, u"echo == end\\n"_s });
        QVERIFY2(told.contains(u"Function \"main\" not defined."_s), qPrintable(told));
    }

    const QStringList expected = tasksIn(m_live, u"== here\n"_s, u"== live\n"_s);
    QVERIFY2(expected.size() > 50, qPrintable(m_live));
    const QStringList shown = tasksIn(told, u"== "_s + place + u'\n', u"== end\n"_s);
    QVERIFY2(!shown.isEmpty(), qPrintable(told));
    QCOMPARE(shown, expected); // tells the first line that differs
}

/// Of the first task in the list whose line begins so, as GDB has numbered it.
QString tst_Debugger::numberOf(const QString &beginOfLine) const
{
    const QRegularExpression line(uR"(\n *(\d+) +)"_s + QRegularExpression::escape(beginOfLine));
    return line.match(m_live).captured(1);
}

void tst_Debugger::showsWhoWaitsForATask()
{
    const int outermost = numberOf(u"all: "_s).toInt();
    QVERIFY(outermost > 0);
    const QString told = gdb({ u"core-file "_s + fileOf("core"), u"echo == task\\n"_s,
        u"asyncwidgets task %1"_s.arg(outermost + 2), u"asyncwidgets task 100000"_s,
        u"asyncwidgets task all"_s });
    static const QRegularExpression position(uR"( at \w+\.cpp:\d+)"_s);
    QStringList lines = told.mid(told.indexOf(u"== task\n"_s)).remove(position).split(u'\n');
    QVERIFY2(lines.size() > 5, qPrintable(told));
    QCOMPARE(lines[1], u"%1  click: Waiting for button.clicked, not resumed yet"_s.arg(outermost + 2, 4));
    QCOMPARE(lines[2],
        u"      awaited by %1  clickBelow: Waiting for click, not resumed yet"_s.arg(outermost + 1));
    QCOMPARE(lines[3], u"      awaited by %1  all: Waiting for all of 3, not resumed yet"_s.arg(outermost));
    QVERIFY(told.contains(u"There is no task 100000: \"asyncwidgets tasks\" lists all."_s));
    QVERIFY(told.contains(u"Which one? Give a number of \"asyncwidgets tasks\"."_s));
}

void tst_Debugger::showsTheLocalsOfATask()
{
#if !defined(__GNUC__) || defined(__clang__)
    QSKIP("Only g++ describes the frames of coroutines to debuggers in every build.");
#else
    const QString told
        = gdb({ u"core-file "_s + fileOf("core"), u"asyncwidgets task "_s + numberOf(u"goes on: "_s) });
    QVERIFY2(told.contains(u"\nsender = @0x"_s), qPrintable(told));
    QVERIFY2(told.contains(u"\nnumber = 9\n"_s), qPrintable(told));
    QVERIFY2(told.contains(u"\ntext = "_s), qPrintable(told));
    QVERIFY2(told.contains(u"\"text 9\""_s), qPrintable(told));
    QVERIFY2(!told.contains(u"_Coro"_s), qPrintable(told));
#endif
}

void tst_Debugger::saysThatThereAreNoLocalsWithoutDebugInformation()
{
    if (!QFile::exists(fileOf("stripped")))
        QSKIP("There is no program without symbols.");
    const QString told = gdb(m_folder.path(), { fileOf("stripped") },
        { u"core-file "_s + fileOf("core"), u"asyncwidgets task 1"_s });
    QVERIFY2(told.contains(u"There is no debug information of its code, and so its locals cannot be read."_s),
        qPrintable(told));
}

void tst_Debugger::saysWhenTheScriptDoesNotFitTheLibrary()
{
    QFile original(script);
    QVERIFY(original.open(QIODevice::ReadOnly));
    QFile other(fileOf("other.py"));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(original.readAll().replace("TaskRecord.m_wait", "TaskRecord.m_renamed"));
    other.close();
    const QString told
        = gdb({ u"core-file "_s + fileOf("core"), u"source "_s + other.fileName(), u"asyncwidgets tasks"_s });
    QVERIFY2(told.contains(u"This script does not fit the library in the process, which has no "
                           "\"TaskRecord.m_renamed\": use the script of the library's own version."_s),
        qPrintable(told));
}

void tst_Debugger::saysWhenNothingRuns()
{
    const QString told = gdb({ u"asyncwidgets tasks"_s });
    QVERIFY2(told.contains(u"There is no task: the program does not run, or has no Async Widgets in it."_s),
        qPrintable(told));
}

void tst_Debugger::readsAHundredThousandTasksInLargeBlocks()
{
    const QString told = gdb({ u"run"_s, u"asyncwidgets tasks"_s,
                                 u"python memory = Memory(); print(sum(1 for task in all_tasks(memory)), "
                                 "'tasks,', memory.reads < 1000)"_s },
        { u"100000"_s });
    QCOMPARE(told.count(u"click: Waiting for button.clicked at "_s), 100'000);
    QVERIFY2(told.contains(u"\n100000 tasks, True\n"_s), qPrintable(told.right(500)));
}

void tst_Debugger::tellsWhatTheHandbookShows()
{
#if !defined(__GNUC__) || defined(__clang__)
    QSKIP("The locals that it shows are those of g++.");
#else
    QFile handbook(QStringLiteral(HANDBOOK));
    QVERIFY(handbook.open(QIODevice::ReadOnly));
    static const QRegularExpression transcript(uR"(```console\n\$ gdb -batch (.*) 24-outside\n(.*?)```\n)"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch shown = transcript.match(QString::fromUtf8(handbook.readAll()));
    QVERIFY(shown.hasMatch());
    const QString program = QStringLiteral(HANDBOOK_PROGRAM);
    const QStringList arguments = QStringList { u"-nx"_s, u"-iex"_s,
        u"add-auto-load-safe-path "_s + QFileInfo(program).path(), u"-batch"_s }
            + QProcess::splitCommand(QString(shown.captured(1)).replace(u'\'', u'"'))
        << program;
    // What differs from machine to machine.
    const auto normal = [](QString text) {
        static const QRegularExpression address(u"0x[0-9a-f]+"_s);
        static const QRegularExpression path(u"\\S+/24-outside\\.cpp\\n"_s);
        return text.replace(address, u"0x"_s).replace(path, u"24-outside.cpp\n"_s);
    };
    const QString told = normal(outputOf(u"gdb"_s, arguments));
    QCOMPARE(told.mid(told.indexOf(u"Thread 1 (0x)\n"_s)), normal(shown.captured(2)));
#endif
}

QTEST_GUILESS_MAIN(tst_Debugger)
#include "tst_debugger.moc"
