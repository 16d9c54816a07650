// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/updateinbackgroundcard.h"

#include "scenarios/updateinbackground.h"
#include "ui/bindings/bindings.h"
#include "ui/controls/buttons.h"
#include "ui/controls/progressbar.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QSettings>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

extern const CardInfo updateInBackgroundCard {
    .name = "background",
    .title = QT_TRANSLATE_NOOP("AsyncWidgets", "Update in the background"),
    .hue = 145,
    .file = "updateinbackground.cpp",
    .function = "updateInBackground",
    .tour = QT_TRANSLATE_NOOP("AsyncWidgets", "One is waiting for a thread that moves the bar."),
    .isWorker = true,
    .make = makeCard<UpdateInBackgroundCard>,
};

UpdateInBackgroundCard::UpdateInBackgroundCard(const CardInfo &info, StageModels &models, QObject *parent)
    : Card(info, models, parent)
{
    m_work.setObjectName(u"worker"_s); // what the task says that it waits for
    connect(&m_work, &BackgroundProgress::stateChanged, this, &Card::changed);
}

UpdateInBackgroundCard::~UpdateInBackgroundCard()
{
    scope().cancel(); // while the worker is there
}

void UpdateInBackgroundCard::setSteps(int steps)
{
    if (steps == m_steps || steps < BackgroundProgress::minimumSteps
        || steps > BackgroundProgress::maximumSteps)
        return;
    m_steps = steps;
    Q_EMIT stepsChanged();
    Q_EMIT changed();
}

void UpdateInBackgroundCard::setStepDelay(int milliseconds)
{
    if (milliseconds == m_stepDelay || milliseconds < 0
        || milliseconds > BackgroundProgress::maximumStepDelay)
        return;
    m_stepDelay = milliseconds;
    Q_EMIT stepsChanged();
    Q_EMIT changed();
}

void UpdateInBackgroundCard::start()
{
    if (isRunning() || isBusy()) // a cancelled worker ends a moment later
        return;
    Output &output = nextOutput();
    follow(scope().start(
        updateInBackground(m_work, m_progress, output, m_steps, std::chrono::milliseconds(m_stepDelay)),
        output.name()));
}

void UpdateInBackgroundCard::pauseOrResume()
{
    if (m_work.state() == BackgroundProgress::State::Paused)
        m_work.resume();
    else
        m_work.pause();
}

QString UpdateInBackgroundCard::state() const
{
    if (!isRunning())
        return Card::state();
    return m_work.state() == BackgroundProgress::State::Paused ? tr("Paused") : stateText(TaskState::Working);
}

QString UpdateInBackgroundCard::sentence() const
{
    switch (task().state()) {
    case TaskState::Ready:
        //: %1 is the number of steps, %2 that of milliseconds
        return tr("%1 steps of %2 ms.").arg(QLocale().toString(m_steps), QLocale().toString(m_stepDelay));
    case TaskState::Working:
    case TaskState::Waiting:
        return m_work.state() == BackgroundProgress::State::Paused ? tr("Paused in mid-step.")
                                                                   : tr("A thread moves the bar.");
    case TaskState::Finished:
        return tr("The worker has finished.");
    case TaskState::Cancelled:
        return tr("Cancelled within one step.");
    case TaskState::Failed:
        return task().reason();
    }
    Q_UNREACHABLE();
}

QWidget *UpdateInBackgroundCard::makeControls(QWidget *parent)
{
    auto *controls = new QWidget(parent);
    auto *bar = new ProgressBar(controls);
    bar->setObjectName(u"progress"_s);
    bar->setAccessibleName(tr("Progress"));
    bind(m_progress, *bar);
    auto *startButton = new QPushButton(tr("Start"), controls);
    startButton->setObjectName(u"start"_s);
    auto *pauseButton = new QPushButton(tr("Pause"), controls);
    pauseButton->setObjectName(u"pause"_s);
    auto *resumeButton = new QPushButton(tr("Resume"), controls);
    resumeButton->setObjectName(u"resume"_s);
    auto *cancelButton = new QPushButton(tr("Cancel"), controls);
    cancelButton->setObjectName(u"cancel"_s);
    bar->setMinimumWidth(bar->fontMetrics().height() * 4);
    for (QPushButton *button : { startButton, pauseButton, resumeButton, cancelButton })
        letShrink(*button);
    auto *row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(bar, 1);
    row->addWidget(startButton);
    row->addWidget(pauseButton);
    row->addWidget(resumeButton);
    row->addWidget(cancelButton);

    const auto show = [this, startButton, pauseButton, resumeButton, cancelButton] {
        QWidget *next = !isRunning()                              ? startButton
            : m_work.state() == BackgroundProgress::State::Paused ? resumeButton
                                                                  : pauseButton;
        showOneOf(*next, { startButton, pauseButton, resumeButton });
        enable(*cancelButton, isRunning(), *next);
    };
    connect(this, &Card::changed, controls, show);
    show();
    connect(startButton, &QPushButton::clicked, this, &UpdateInBackgroundCard::start);
    connect(startButton, &QPushButton::clicked, this, &Card::activated);
    connect(pauseButton, &QPushButton::clicked, this, &UpdateInBackgroundCard::pauseOrResume);
    connect(resumeButton, &QPushButton::clicked, this, &UpdateInBackgroundCard::pauseOrResume);
    connect(cancelButton, &QPushButton::clicked, this, &Card::cancel);
    return controls;
}

QWidget *UpdateInBackgroundCard::makeDetails(QWidget *parent)
{
    auto *details = new QWidget(parent);
    auto *steps = new QSpinBox(details);
    steps->setObjectName(u"steps"_s);
    steps->setRange(BackgroundProgress::minimumSteps, BackgroundProgress::maximumSteps);
    steps->setGroupSeparatorShown(true);
    steps->setAccessibleName(tr("Steps"));
    auto *delay = new QSpinBox(details);
    delay->setObjectName(u"stepDelay"_s);
    delay->setRange(0, BackgroundProgress::maximumStepDelay);
    delay->setGroupSeparatorShown(true);
    delay->setSuffix(tr(" ms"));
    delay->setAccessibleName(tr("Time per step"));
    auto *form = new QFormLayout(details);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("St&eps"), steps);
    form->addRow(tr("Time pe&r step"), delay);

    const auto show = [this, steps, delay] {
        steps->setValue(m_steps);
        delay->setValue(m_stepDelay);
        steps->setEnabled(!isRunning());
        delay->setEnabled(!isRunning());
    };
    connect(this, &UpdateInBackgroundCard::stepsChanged, details, show);
    connect(this, &Card::changed, details, show);
    show();
    connect(steps, &QSpinBox::valueChanged, this, &UpdateInBackgroundCard::setSteps);
    connect(delay, &QSpinBox::valueChanged, this, &UpdateInBackgroundCard::setStepDelay);
    return details;
}

void UpdateInBackgroundCard::save(QSettings &settings) const
{
    settings.setValue(u"steps"_s, m_steps);
    settings.setValue(u"stepDelay"_s, m_stepDelay);
}

void UpdateInBackgroundCard::restore(const QSettings &settings)
{
    bool isNumber = false;
    if (const int steps = settings.value(u"steps"_s).toInt(&isNumber); isNumber)
        setSteps(steps);
    if (const int delay = settings.value(u"stepDelay"_s).toInt(&isNumber); isNumber)
        setStepDelay(delay);
}

} // namespace AsyncWidgets
