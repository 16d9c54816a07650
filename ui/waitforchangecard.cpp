// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/waitforchangecard.h"

#include "scenarios/changesliderstatus.h"
#include "scenarios/changeslidertentimes.h"
#include "ui/bindings.h"

#include <asyncwidgets/yieldforchange.h>

#include <QtCore/QLocale>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSlider>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

constexpr Way allWays[] = { Way::Coroutine, Way::Generator, Way::StateMachine };

QString inLocale(int number)
{
    return QLocale().toString(number);
}

QString wayText(Way way)
{
    switch (way) {
    case Way::Coroutine:
        return WaitForChangeCard::tr("Coroutine");
    case Way::Generator:
        return WaitForChangeCard::tr("Generator");
    case Way::StateMachine:
        return WaitForChangeCard::tr("State machine");
    }
    Q_UNREACHABLE();
}

/// The name of a way's tasks: the same in every language, since the transcript is.
QString taskName(Way way, int number)
{
    const QString name = way == Way::Coroutine ? u"coroutine"_s
        : way == Way::Generator                ? u"generator"_s
                                               : u"state machine"_s;
    return number == 1 ? name : u"%1 %2"_s.arg(name).arg(number);
}

QString sourceFile(Way way)
{
    switch (way) {
    case Way::Coroutine:
        return u"changeslidertentimes_coroutine.cpp"_s;
    case Way::Generator:
        return u"changeslidertentimes_generator.cpp"_s;
    case Way::StateMachine:
        return u"changeslidertentimes_statemachine.cpp"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

WaitForChangeCard::WaitForChangeCard(QWidget *parent)
    : Card(tr("Wait for a change"),
          tr("A task does ten units of work and pauses after each until you move the slider."), parent)
    , m_ways(new QButtonGroup(this))
    , m_dots(new QLabel(this))
    , m_start(new QPushButton(tr("Start"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"waitForChange"_s);
    m_slider.setObjectName(u"slider"_s);
    m_slider.setDescription(tr("Slider"));

    auto *ways = new QHBoxLayout;
    for (const Way way : allWays) {
        auto *button = new QRadioButton(wayText(way), this);
        button->setObjectName(QString::fromLatin1(way == Way::Coroutine ? "coroutine"
                : way == Way::Generator                                 ? "generator"
                                                                        : "stateMachine"));
        m_ways->addButton(button, static_cast<int>(way));
        ways->addWidget(button);
    }
    ways->addStretch();
    m_ways->button(static_cast<int>(Way::Coroutine))->setChecked(true);

    auto *hint = new QLabel(tr("Change me"), this);
    auto *slider = new QSlider(Qt::Horizontal, this);
    slider->setObjectName(u"slider"_s);
    hint->setBuddy(slider);
    bind(m_slider, *slider);
    auto *value = new QLabel(this);
    value->setObjectName(u"value"_s);
    value->setAccessibleName(tr("Value"));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    value->setMinimumWidth(fontMetrics().horizontalAdvance(u"000"_s));
    value->setText(inLocale(m_slider.value()));
    connect(&m_slider, &IntSlider::valueChanged, value,
        [value](int number) { value->setText(inLocale(number)); });
    auto *row = new QHBoxLayout;
    row->addWidget(hint);
    row->addWidget(slider, 1);
    row->addWidget(value);

    auto *status = new QLabel(this);
    status->setObjectName(u"html"_s);
    status->setAccessibleName(tr("HTML"));
    status->setWordWrap(true);
    bind(m_status, *status);

    m_dots->setObjectName(u"dots"_s);
    m_dots->setAccessibleName(tr("Changes"));
    m_start->setObjectName(u"start"_s);
    m_start->setDefault(true);
    m_cancel->setObjectName(u"cancel"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_dots);
    buttons->addStretch();
    buttons->addWidget(m_start);
    buttons->addWidget(m_cancel);

    content()->addLayout(ways);
    content()->addLayout(row);
    content()->addWidget(status);
    content()->addLayout(buttons);

    setTabOrder(slider, m_start); // as they are seen
    setTabOrder(m_start, m_cancel);
    connect(m_ways, &QButtonGroup::idToggled, this, [this](int, bool isChosen) {
        if (isChosen)
            wayChanged();
    });
    connect(m_start, &QPushButton::clicked, this, &WaitForChangeCard::start);
    connect(m_cancel, &QPushButton::clicked, this, &WaitForChangeCard::cancel);
    connect(slider, &QSlider::sliderPressed, this, &WaitForChangeCard::touch);
    refresh();
}

WaitForChangeCard::~WaitForChangeCard() = default;

Way WaitForChangeCard::way() const
{
    return static_cast<Way>(m_ways->checkedId());
}

void WaitForChangeCard::setWay(Way way)
{
    m_ways->button(static_cast<int>(way))->setChecked(true);
}

WaitForChangeCard::Run *WaitForChangeCard::shown() const
{
    Run *latest = nullptr;
    for (const auto &run : m_runs) {
        if (run->way == way() && (!latest || latest->task.isDone() || !run->task.isDone()))
            latest = run.get();
    }
    return latest;
}

void WaitForChangeCard::start()
{
    // What has ended makes room; the one that is shown is about to be replaced.
    std::erase_if(m_runs, [this](const auto &run) { return run->task.isDone() && run->way == way(); });

    const Way chosen = way();
    Run &run = *m_runs.emplace_back(std::make_unique<Run>());
    run.way = chosen;
    const QString name = taskName(chosen, ++m_started[static_cast<std::size_t>(chosen)]);
    run.output.setName(name);
    Q_EMIT outputAdded(&run.output);
    switch (chosen) {
    case Way::Coroutine:
        run.task = m_tasks.start(changeSliderTenTimes(m_slider, run.output, run.status), name);
        break;
    case Way::Generator: {
        const auto drive = yieldForChange(m_slider, &IntSlider::valueChanged);
        run.task = m_tasks.start(drive(changeSliderTenTimesGenerator)(run.output, run.status), name);
        break;
    }
    case Way::StateMachine: {
        auto machine = std::make_unique<ChangeSliderTenTimes>(m_slider, run.output, run.status);
        m_machine = machine.get();
        run.task = m_tasks.start(std::move(machine), name);
        Q_EMIT machineStarted(m_machine);
        break;
    }
    }
    Q_EMIT taskStarted(run.task);
    touch();
    refresh();
}

void WaitForChangeCard::cancel()
{
    if (const Run *run = shown())
        run->task.cancel();
    refresh();
}

void WaitForChangeCard::wayChanged()
{
    touch();
    refresh();
}

void WaitForChangeCard::touch()
{
    const Run *run = shown();
    Q_EMIT touched(sourceFile(way()), run ? run->task : TaskHandle());
}

void WaitForChangeCard::refresh()
{
    const Run *run = shown();
    const TaskState now = run ? run->task.state() : TaskState::Ready;
    const int changes = run ? run->task.resumptions() : 0;
    const bool isLive = run && !run->task.isDone();
    const TaskHandle before = std::exchange(m_shown, run ? run->task : TaskHandle());
    if (isLive && before.isDone() && before != m_shown)
        Q_EMIT shownInstead(before, m_shown);

    setState(isLive ? tr("%1 %2/%3").arg(stateText(now), inLocale(changes), inLocale(sliderChanges))
                    : stateText(now));
    m_dots->setText(QString(changes, u'●') + QString(sliderChanges - changes, u'○'));
    if (!run)
        m_status.setValue(tr("Press <b>Start</b>, then change the slider ten times."));
    else if (now == TaskState::Cancelled) // its last word was that it waits
        m_status.setValue(tr("Cancelled before change <b>%1</b> of <b>%2</b>.")
                .arg(inLocale(changes + 1), inLocale(sliderChanges)));
    else
        m_status.setValue(run->status.value());
    m_cancel->setEnabled(isLive);

    switch (now) {
    case TaskState::Ready:
        setNotice(tr("Start one, two or all three ways: each change resumes every task that waits."));
        break;
    case TaskState::Working:
    case TaskState::Waiting:
        setNotice(tr("The task is paused at the marked line; the window is not."));
        break;
    case TaskState::Finished:
        setNotice(tr("Every change was seen, in order: compare the output."));
        break;
    case TaskState::Cancelled:
        setNotice(tr("The paused task was unwound at once; nothing of it is left."));
        break;
    case TaskState::Failed:
        setNotice(run->task.reason());
        break;
    }
}

} // namespace AsyncWidgets
