// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/lane.h"

#include "ui/cards/cards.h"
#include "ui/code/codeexcerpt.h"
#include "ui/code/codepane.h"
#include "ui/controls/announce.h"
#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/controls/scrollpastcontrols.h"
#include "ui/stage/dots.h"
#include "ui/stage/statediagram.h"
#include "ui/theme/colors.h"

#include <asyncwidgets/statemachine.h>

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtCore/QTimerEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolTip>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <unordered_set>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

constexpr int clockInterval = 200; // ms
constexpr int leastRows = 4; // of code: the paused statement and the line after it
constexpr int leastCompactRows = 2;

} // namespace

Lane::Lane(Card &card, QWidget *parent)
    : Panel(parent)
    , m_card(card)
    , m_title(new ColoredLabel([this](const QPalette &) { return color(); }, this))
    , m_count(new QuietLabel(QString(), this))
    , m_links(new QWidget(this))
    , m_fold(new LinkButton(QString(), m_links))
    , m_fullFile(new LinkButton(tr("F&ull file"), m_links))
    , m_code(new CodeExcerpt(this))
    , m_diagram(new StateDiagram(this))
    , m_foot(new QWidget(this))
    , m_start(new QPushButton(tr("Start"), m_foot))
    , m_cancel(new QPushButton(tr("Cancel"), m_foot))
    , m_printed(new QWidget(this))
    , m_printedLine(new ElidedLabel(QString(), m_printed))
{
    setObjectName(card.name());
    setAccessibleName(card.title());
    m_title->setText(card.title());
    m_title->setFont(boldFont(font()));
    const int gap = fontMetrics().height() / 2;
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gap / 2, 0, gap / 2, 0); // in line with the other panels
    top->addWidget(m_title);
    top->addWidget(m_count);
    top->addStretch();
    if (card.units() > 0) {
        m_dots = new Dots(card.units(), this);
        top->addWidget(m_dots);
    }

    m_fold->setObjectName(u"fold"_s);
    m_fullFile->setObjectName(u"fullFile"_s);
    m_start->setObjectName(u"start"_s);
    m_cancel->setObjectName(u"cancel"_s);
    auto *links = new QHBoxLayout(m_links);
    links->setContentsMargins(gap / 2, 0, gap / 2, 0);
    links->addWidget(m_fold);
    links->addStretch();
    links->addWidget(m_fullFile);
    letShrink(*static_cast<QPushButton *>(m_start));
    letShrink(*static_cast<QPushButton *>(m_cancel));
    const bool isLane = card.info().place == CardInfo::Place::Lane;
    m_start->setVisible(isLane);
    m_cancel->setVisible(isLane);

    m_code->setSource(CodePane::source(card.fileName()), QString::fromLatin1(card.info().function));
    m_code->setMinimumHeight(m_code->heightForRows(leastRows));
    m_diagram->setVisible(card.machine() != nullptr);
    auto *printedCaption = new QuietLabel(tr("printed"), m_printed);
    m_printedLine->setObjectName(u"printed"_s);
    m_printedLine->setFont(codeFont(font()));
    m_printedLine->setColor(textColor);
    m_printedLine->setElideMode(Qt::ElideLeft); // it ends with the value
    auto *printedRow = new QHBoxLayout(m_printed);
    printedRow->setContentsMargins(gap / 2, 0, 0, 0);
    printedRow->addWidget(printedCaption);
    printedRow->addWidget(m_printedLine, 1);
    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(gap / 2, 0, gap / 2, 0);
    foot->addStretch();
    foot->addWidget(m_start);
    foot->addWidget(m_cancel);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(gap / 2);
    layout->addLayout(top);
    layout->addWidget(m_links);
    layout->addWidget(m_code, 1);
    layout->addWidget(m_diagram);
    layout->addWidget(m_printed);
    layout->addWidget(m_foot);

    connect(m_fold, &QAbstractButton::clicked, this, [this] { m_code->setFolded(!m_code->isFolded()); });
    connect(m_code, &CodeExcerpt::foldedChanged, this, &Lane::showFold);
    connect(m_code, &CodeExcerpt::toolTipRequested, this, &Lane::showToolTip);
    connect(
        m_fullFile, &QAbstractButton::clicked, this, [this] { Q_EMIT fullFileRequested(m_card.fileName()); });
    connect(m_start, &QAbstractButton::clicked, &card, &Card::start);
    connect(m_start, &QAbstractButton::clicked, &card, &Card::activated);
    connect(m_cancel, &QAbstractButton::clicked, &card, &Card::cancel);
    connect(&card, &Card::changed, this, &Lane::showCard);
    connect(&card, &Card::machineMade, this, [this](StateMachine *machine) {
        m_diagram->setMachine(machine);
        m_diagram->setVisible(m_room != Room::ForOneLine);
    });
    connect(&card, &Card::resumed, this, [this] {
        m_value = m_card.arrivedValue();
        m_code->flash();
        showPill();
        Q_EMIT valueArrived();
    });
    connect(&card, &Card::taskStarted, this, [this] { m_value.clear(); });
    const auto showPrinted = [this, printedCaption] {
        m_printedLine->setText(m_card.lastLine());
        printedCaption->setVisible(!m_card.lastLine().isEmpty());
    };
    connect(&card, &Card::printed, this, showPrinted);
    showPrinted();
    setRoom(Room::Enough);
    showFold();
    showColors();
    showCard();
}

QColor Lane::color() const
{
    return hueColor(m_card.info().hue, palette());
}

void Lane::showColors()
{
    setStrip(color(), Qt::TopEdge);
    m_code->setAccent(color());
    m_diagram->setColor(color());
    if (m_dots)
        m_dots->setColor(color());
}

void Lane::showFold()
{
    const bool isFolded = m_code->isFolded();
    m_fold->setText((isFolded ? (isRightToLeft() ? u"◂ "_s : u"▸ "_s) : u"▾ "_s)
        + (isFolded ? tr("li&cence, includes: %Ln lines", nullptr, m_code->foldedLines())
                    : tr("fold li&cence, includes")));
    m_fold->setAccessibleName(isFolded ? tr("Show the whole file") : tr("Fold"));
}

void Lane::setMoment(std::optional<TaskTrace::Time> moment)
{
    m_moment = moment;
    m_diagram->setMoment(moment);
    showCard();
}

const TaskTrace::Track *Lane::pastTrack() const
{
    const TaskTrace &trace = m_card.models().trace;
    const TaskTrace::Track *latest = nullptr;
    std::unordered_set<TaskTrace::TrackId> own;
    trace.visitTracks([&](const TaskTrace::Track &track) {
        const bool isOwn = cardOfTask(track.name) == &m_card.info() || own.contains(track.parent);
        if (!isOwn || track.begin > *m_moment)
            return;
        own.insert(track.id);
        const TaskTrace::Step *step = trace.stepAt(track.id, *m_moment);
        const bool isHere = step && m_card.isInFile(QString::fromUtf8(step->to.file_name()));
        if (isHere && (!latest || latest->end() <= *m_moment || track.end() > *m_moment))
            latest = trace.track(track.id);
    });
    return latest;
}

void Lane::showPast()
{
    m_clock.stop();
    m_code->setMarks({});
    const TaskTrace &trace = m_card.models().trace;
    const TaskTrace::Track *track = pastTrack();
    const TaskTrace::Step *step = track ? trace.stepAt(track->id, *m_moment) : nullptr;
    if (!step) {
        m_code->setCurrentLine(0, false);
        m_code->setPill({}, {});
        if (m_dots)
            m_dots->setDone(0);
        describe(*this, tr("Not started at that moment"));
        return;
    }
    const int line = static_cast<int>(step->to.line());
    QString value = trace.text(step->value);
    int resumptions = -1; // the first step is its start
    trace.visitSteps(track->begin, *m_moment, [&](const TaskTrace::Step &one) {
        if (one.track == track->id && one.begin <= *m_moment)
            resumptions += static_cast<int>(one.count);
    });
    if (m_dots)
        m_dots->setDone(std::clamp(resumptions, 0, m_card.units()));
    const bool wasPaused = step->state == TaskState::Waiting;
    m_code->setCurrentLine(wasPaused ? line : static_cast<int>(step->from.line()), wasPaused);
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(*m_moment - step->end);
    m_code->setPill(pillOf(value, line),
        wasPaused ? tr("paused %1 · %2").arg(TaskModel::elapsedText(elapsed), trace.text(step->waitingFor))
                  : stateText(step->state));
    describe(*this, stateText(step->state));
}

QString Lane::pillOf(const QString &value, int line) const
{
    const QString variable = value.isEmpty() ? QString() : m_code->variableAt(line);
    return variable.isEmpty() ? value : u"%1 = %2"_s.arg(variable, value);
}

void Lane::showCard()
{
    if (m_moment) {
        showPast();
        return;
    }
    const std::vector<TaskHandle<>> running = m_card.running();
    const TaskHandle shown = m_card.task();
    const TaskHandle paused = m_card.pausedTask();

    std::vector<CodeExcerpt::Mark> marks;
    for (const TaskHandle<> &task : running) {
        const TaskHandle here = m_card.pausedTask(task);
        if (here.isValid() && here.state() == TaskState::Waiting)
            marks.push_back({ here.line(), taskColor(task.name(), palette()), task.name() });
    }
    m_code->setMarks(std::move(marks));
    // The line of the last pause stays when the task has ended, but nothing is marked there any more.
    const bool isPaused = paused.isValid() && paused.state() == TaskState::Waiting;
    const int line = paused.isValid() ? paused.line() : 0;
    m_code->setCurrentLine(line, isPaused);
    m_count->setText(
        running.size() > 1 ? tr("%Ln running", nullptr, static_cast<int>(running.size())) : QString());
    if (m_dots)
        m_dots->setDone(
            static_cast<int>(std::min<quint64>(shown.resumptions(), static_cast<quint64>(m_card.units()))));
    enable(*m_cancel, !running.empty(), *m_start);
    showPill();
    if (isPaused)
        m_clock.start(clockInterval, Qt::CoarseTimer, this);
    else
        m_clock.stop();

    // In words, for whoever does not see it; another state is announced.
    QStringList words { m_card.state() };
    if (running.size() > 1)
        words.append(m_count->text());
    if (isPaused)
        //: of a task: %1 is a line's number, %2 what it waits for
        words.append(tr("paused at line %1 for %2").arg(line).arg(paused.waitingFor()));
    if (!m_value.isEmpty())
        words.append(tr("last value %1").arg(m_value));
    describe(*this, words.join(u", "_s));
    const QString before = std::exchange(m_state, stateText(shown.state()));
    if (!before.isEmpty() && m_state != before)
        announce(*this, u"%1: %2"_s.arg(m_card.title(), m_state));
}

void Lane::showPill()
{
    if (m_moment)
        return;
    const TaskHandle paused = m_card.pausedTask();
    const QString value = pillOf(m_value, m_code->currentLine());
    if (!paused.isValid() || paused.state() != TaskState::Waiting) {
        m_code->setPill(value, m_card.sentence());
        return;
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - paused.since());
    //: of a task: %1 is a time, such as "2.4 s", %2 what it waits for, such as "slider.valueChanged"
    m_code->setPill(value, tr("paused %1 · %2").arg(TaskModel::elapsedText(elapsed), paused.waitingFor()));
}

void Lane::showToolTip(int line, const QPoint &globalPosition)
{
    std::vector<TaskHandle<>> paused;
    for (const TaskHandle<> &task : m_card.running()) {
        const TaskHandle here = m_card.pausedTask(task);
        if (here.isValid() && here.line() == line && here.state() == TaskState::Waiting)
            paused.push_back(here);
    }
    QToolTip::showText(
        globalPosition, CodePane::sentences(paused), m_code->viewport(), m_code->lineRect(line));
}

void Lane::setRoom(Room room)
{
    m_room = room;
    const bool isForOneLine = room == Room::ForOneLine;
    const int gap = fontMetrics().height() / 2;
    const int top = room == Room::Enough ? gap * 5 / 4 : gap * 3 / 4; // below the strip
    layout()->setContentsMargins(gap, top, gap, isForOneLine ? gap / 2 : gap);
    // The links take the place of the printed line: the output at the bottom of the window shows that, too.
    const bool isLow = room == Room::Little;
    auto *foot = static_cast<QHBoxLayout *>(m_foot->layout());
    auto *all = static_cast<QVBoxLayout *>(layout());
    if (isLow)
        foot->insertWidget(0, m_links, 1);
    else
        all->insertWidget(1, m_links);
    m_printed->setVisible(room == Room::Enough);
    m_links->setVisible(!isForOneLine);
    m_foot->setVisible(!isForOneLine);
    m_diagram->setVisible(!isForOneLine && m_diagram->hasMachine());
    m_code->setMinimumHeight(m_code->heightForRows(isForOneLine ? leastCompactRows : leastRows));
    if (isForOneLine)
        m_code->setFolded(true);
}

void Lane::showDetails()
{
    if (m_details)
        return;
    m_details = m_card.makeDetails(this);
    if (!m_details)
        return;
    scrollPastControls(*m_details);
    auto *all = static_cast<QVBoxLayout *>(layout());
    auto *row = new QHBoxLayout;
    all->insertLayout(all->indexOf(m_code), row, 1);
    all->removeWidget(m_code);
    row->addWidget(m_code, 3);
    row->addWidget(m_details, 2);
}

QPoint Lane::arrowTarget() const
{
    const QRect line = m_code->lineRect(m_code->currentLine());
    const int y = line.isEmpty()
        ? m_code->height() / 2
        : std::clamp(line.top() + m_code->fontMetrics().lineSpacing() / 2, 0, m_code->height());
    return m_code->mapTo(this, QPoint(0, y));
}

void Lane::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showColors();
        showCard(); // the marks, in the colours of the new palette
    }
}

void Lane::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_clock.timerId())
        showPill();
    else
        Panel::timerEvent(event);
}

void Lane::mousePressEvent(QMouseEvent *event)
{
    Panel::mousePressEvent(event);
    Q_EMIT chosen();
}

} // namespace AsyncWidgets
