// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The whole window in the hands of somebody who presses everything for a long time. Every ten seconds it says what there
/// is, so that what grows can be told from what has reached its bound, and from memory that the allocator only keeps.
///
///     asyncwidgets_soak --seconds 3600 --rate 200 --fill
///
/// It also looks whether the event loop has turned in the midst of a stall that the window's monitor tells: such a one is
/// false, and the program fails.
///
/// The memory "in use" is what was allocated and not freed. "resident" is what the system has given; malloc_trim() has
/// returned to it what it could.

#include "machine.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/mainwindow.h"
#include "ui/output/outputbar.h"
#include "ui/output/outputpane.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTimer>
#include <QtGui/QWheelEvent>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <deque>
#include <map>
#include <random>
#include <utility>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#include <unistd.h>
#endif

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

qsizetype entriesOf(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
}

int rowsOf(const TaskModel &model, const QModelIndex &parent = {})
{
    int rows = model.rowCount(parent);
    for (int row = model.rowCount(parent) - 1; row >= 0; --row)
        rows += rowsOf(model, model.index(row, 0, parent));
    return rows;
}

class Soak final
{
public:
    Soak(int rate, quint32 seed, bool saysClasses)
        : m_random(seed)
        , m_perTick(std::max(1, rate / 100))
        , m_saysClasses(saysClasses)
    {
        m_window.show();
        QObject::connect(&m_ticks, &QTimer::timeout, &m_window, [this] { tick(); });
        m_ticks.setInterval(1000 * m_perTick / rate);
        QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, &m_window,
            [this] { turn(); });
        QObject::connect(&m_window.models().stalls, &StallMonitor::stalled, &m_window,
            [this](const Stall &stall) { m_told.push_back(stall); });
        QObject::connect(&m_reports, &QTimer::timeout, &m_window, [this] { report(); });
        m_elapsed.start();
        std::printf("seconds  events  resident MB  in use MB  lines  tasks shown  filter  objects  frames"
                    "  threads  files  stalls  false\n");
        report();
    }

    [[nodiscard]] int falseStalls() const { return m_falseStalls; }

    void start(int secondsBetweenReports)
    {
        m_ticks.start();
        m_reports.start(1000 * secondsBetweenReports);
        report();
    }

    /// So that the output has reached its bound before anything else is counted.
    void fillOutput()
    {
        Output output;
        output.setName(u"filler"_s);
        m_window.output().pane().addOutput(&output);
        for (int i = 0; i < OutputPane::maximumLines; ++i)
            output.print(u"line %1 of what was printed before"_s.arg(i));
        auto &text = *m_window.output().pane().findChild<QPlainTextEdit *>();
        while (text.blockCount() < OutputPane::maximumLines)
            QTest::qWait(10);
    }

private:
    /// A number from 0 to one less than \a end.
    int below(int end) { return static_cast<int>(m_random() % static_cast<std::mt19937::result_type>(end)); }

    template<typename Container>
    auto anyOf(const Container &things)
    {
        return *std::next(std::begin(things), below(static_cast<int>(std::size(things))));
    }

    /// The event loop turns.
    void turn()
    {
        m_turns.push_back(std::chrono::steady_clock::now());
        if (m_turns.size() > 100'000)
            m_turns.pop_front();
    }

    /// A stall in the midst of which the event loop has turned is none.
    void compareStalls()
    {
        for (const Stall &stall : std::exchange(m_told, {})) {
            constexpr auto edge = 20ms; // when a turn began is known to a tick of the system
            const auto inside = std::lower_bound(m_turns.begin(), m_turns.end(), stall.begin + edge);
            const bool isFalse = inside != m_turns.end() && *inside < stall.begin + stall.duration - edge;
            ++m_stalls;
            m_falseStalls += int(isFalse);
            const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(stall.duration);
            std::printf("%s of %lld ms: %s\n", isFalse ? "False stall" : "Stall",
                static_cast<long long>(milliseconds.count()), qPrintable(stall.culprit()));
        }
    }

    void tick()
    {
        compareStalls();
        for (int i = 0; i < m_perTick; ++i, ++m_events)
            act();
    }

    /// One thing that a person may do.
    void act()
    {
        const QWidgetList windows = QApplication::topLevelWidgets();
        for (QWidget *window : windows) { // it could do harm to what is on the disk
            if (auto *dialog = qobject_cast<QFileDialog *>(window))
                dialog->reject();
        }
        if (QWidget *popup = QApplication::activePopupWidget()) {
            QTest::keyClick(popup, below(2) == 0 ? Qt::Key_Escape : Qt::Key_Down);
            return;
        }
        keepItShort();
        const int what = below(100);
        if (what < 40)
            press();
        else if (what < 60)
            turnTheWheel();
        else if (what < 90)
            type();
        else if (what < 91)
            m_window.resize(900 + below(500), 600 + below(400));
        else
            m_window.models().slider.setValue(below(101));
    }

    QWidget *anyWidget()
    {
        QWidgetList visible;
        const auto all = m_window.findChildren<QWidget *>();
        std::copy_if(all.begin(), all.end(), std::back_inserter(visible), [this](const QWidget *widget) {
            return widget->isVisible() && widget->isEnabled() && widget->window() == &m_window;
        });
        return anyOf(visible);
    }

    /// Blocking takes a second each time, and without the lines that "Clear" takes away the output is not at its bound.
    static bool isLeftAlone(const QWidget &widget)
    {
        const auto *button = qobject_cast<const QAbstractButton *>(&widget);
        return button && (button->objectName() == u"block" || button->text() == u"Clear");
    }

    void press()
    {
        QWidget *widget = anyWidget();
        if (isLeftAlone(*widget))
            return;
        const QPoint place(below(std::max(1, widget->width())), below(std::max(1, widget->height())));
        const auto button = below(20) == 0 ? Qt::RightButton : Qt::LeftButton;
        if (below(20) == 0)
            QTest::mouseDClick(widget, button, {}, place);
        else
            QTest::mouseClick(widget, button, {}, place);
    }

    void turnTheWheel()
    {
        QWidget *widget = anyWidget();
        const QPointF place = widget->rect().center();
        QWheelEvent event(place, widget->mapToGlobal(place), {}, { 0, below(2) == 0 ? 120 : -120 },
            Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(widget, &event);
    }

    void type()
    {
        static constexpr std::array keys { Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Space, Qt::Key_Return,
            Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_PageUp, Qt::Key_PageDown,
            Qt::Key_Home, Qt::Key_End, Qt::Key_Delete, Qt::Key_Escape, Qt::Key_A, Qt::Key_1, Qt::Key_F1,
            Qt::Key_Backspace };
        QWidget *widget = QApplication::focusWidget();
        if (!widget)
            widget = &m_window;
        if (isLeftAlone(*widget))
            return;
        QTest::keyClick(widget, anyOf(keys), below(10) == 0 ? Qt::ControlModifier : Qt::KeyboardModifiers());
    }

    /// Nothing may compute for minutes: this runs beside other work.
    void keepItShort()
    {
        auto &meanwhile = *m_window.findChild<MeanwhileCard *>();
        meanwhile.setLimit(std::min(meanwhile.limit(), 100'000));
        auto &background = *m_window.findChild<UpdateInBackgroundCard *>();
        background.setSteps(std::min(background.steps(), 200));
    }

    void report()
    {
#ifdef __GLIBC__
        malloc_trim(0);
        const struct mallinfo2 memory = mallinfo2();
        const double inUse = static_cast<double>(memory.uordblks + memory.hblkhd) / 1e6;
        QFile statm(u"/proc/self/statm"_s);
        const double resident = statm.open(QIODevice::ReadOnly)
            ? statm.readAll().split(' ').value(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE))
                / 1e6
            : 0;
#else
        const double inUse = 0;
        const double resident = 0;
#endif
        std::printf("%7lld %7lld %12.1f %10.1f %6d %12d %7d %8lld %7lld %8lld %6lld %7d %6d\n",
            static_cast<long long>(m_elapsed.elapsed() / 1000), m_events, resident, inUse,
            m_window.output().pane().findChild<QPlainTextEdit *>()->blockCount(),
            rowsOf(m_window.models().tasks), m_window.output().pane().findChild<QComboBox *>()->count(),
            static_cast<long long>(m_window.findChildren<QObject *>().size()),
            static_cast<long long>(Detail::CoroutineRecord::liveFrames()),
            static_cast<long long>(entriesOf(u"/proc/self/task"_s)),
            static_cast<long long>(entriesOf(u"/proc/self/fd"_s)), m_stalls, m_falseStalls);
        if (m_saysClasses)
            reportClasses();
        std::fflush(stdout);
    }

    /// Which objects there are more of than at the last report.
    void reportClasses()
    {
        std::map<QByteArray, int> counts;
        const auto objects = m_window.findChildren<QObject *>();
        for (const QObject *object : objects)
            ++counts[object->metaObject()->className()];
        for (const auto &[name, count] : counts) {
            if (count > m_counts[name])
                std::printf("        %s %d, +%d\n", name.constData(), count, count - m_counts[name]);
        }
        m_counts = std::move(counts);
    }

    std::mt19937 m_random;
    int m_perTick;
    long long m_events = 0;
    std::deque<std::chrono::steady_clock::time_point> m_turns; // of the event loop
    std::vector<Stall> m_told; // since the last tick
    int m_stalls = 0;
    int m_falseStalls = 0;
    bool m_saysClasses;
    std::map<QByteArray, int> m_counts;
    QElapsedTimer m_elapsed;
    MainWindow m_window;
    QTimer m_ticks;
    QTimer m_reports;
};

} // namespace

int main(int argc, char **argv)
{
    Tests::setUpMachine();
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({ { u"seconds"_s, u"How long it runs."_s, u"number"_s, u"10"_s },
        { u"rate"_s, u"How many things are done in a second."_s, u"number"_s, u"200"_s },
        { u"report"_s, u"The seconds between two reports."_s, u"number"_s, u"10"_s },
        { u"seed"_s, u"Of what is done."_s, u"number"_s, u"1"_s },
        { u"classes"_s, u"Also says of which classes there are more objects than before."_s },
        { u"fill"_s, u"Fills the output up to its bound first."_s } });
    parser.process(application);
    const auto number
        = [&parser](const QString &option) { return std::max(1, parser.value(option).toInt()); };

    Soak soak(number(u"rate"_s), static_cast<quint32>(number(u"seed"_s)), parser.isSet(u"classes"_s));
    if (parser.isSet(u"fill"_s))
        soak.fillOutput();
    soak.start(number(u"report"_s));
    QTimer::singleShot(
        std::chrono::seconds(number(u"seconds"_s)), &application, [] { QCoreApplication::exit(0); });
    QApplication::exec();
    return soak.falseStalls() == 0 ? 0 : 1;
}
