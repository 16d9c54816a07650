// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/updateinbackgroundcard.h"

#include "scenarios/updateinbackground.h"
#include "ui/bindings/bindings.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

UpdateInBackgroundCard::UpdateInBackgroundCard(QWidget *parent)
    : Card(tr("Update in the background"),
          tr("A thread does the work and moves the bar; the main thread stays free."), parent)
    , m_bar(new QProgressBar(this))
    , m_steps(new QSpinBox(this))
    , m_stepDelay(new QSpinBox(this))
    , m_start(new QPushButton(tr("Start"), this))
    , m_pause(new QPushButton(tr("Pause"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"updateInBackground"_s);
    m_output.setName(u"background"_s);
    m_work.setObjectName(u"worker"_s);
    m_start->setObjectName(u"start"_s);
    m_pause->setObjectName(u"pause"_s);
    m_cancel->setObjectName(u"cancel"_s);

    m_bar->setObjectName(u"progress"_s);
    m_bar->setAccessibleName(tr("Progress"));
    bind(m_progress, *m_bar);

    m_steps->setObjectName(u"steps"_s);
    m_steps->setRange(BackgroundProgress::minimumSteps, BackgroundProgress::maximumSteps);
    m_steps->setGroupSeparatorShown(true);
    m_steps->setValue(100);
    m_stepDelay->setObjectName(u"stepDelay"_s);
    m_stepDelay->setRange(0, BackgroundProgress::maximumStepDelay);
    m_stepDelay->setGroupSeparatorShown(true);
    m_stepDelay->setValue(200);
    m_stepDelay->setSuffix(tr(" ms"));
    auto *stepsLabel = new QLabel(tr("Steps"), this);
    stepsLabel->setBuddy(m_steps);
    m_steps->setAccessibleName(stepsLabel->text());
    auto *delayLabel = new QLabel(tr("Each"), this);
    delayLabel->setBuddy(m_stepDelay);
    m_stepDelay->setAccessibleName(delayLabel->text());

    auto *numbers = new QHBoxLayout;
    numbers->addWidget(stepsLabel);
    numbers->addWidget(m_steps);
    numbers->addSpacing(6);
    numbers->addWidget(delayLabel);
    numbers->addWidget(m_stepDelay);
    numbers->addStretch();
    auto *row = new QHBoxLayout;
    row->addWidget(m_bar, 1);
    row->addWidget(m_start);
    row->addWidget(m_pause);
    row->addWidget(m_cancel);
    content()->addLayout(numbers);
    content()->addLayout(row);

    connect(m_start, &QPushButton::clicked, this, &UpdateInBackgroundCard::start);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_work.state() == BackgroundProgress::State::Paused)
            m_work.resume();
        else
            m_work.pause();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_task.cancel(); // and with the task its work
        refresh();
    });
    connect(&m_work, &BackgroundProgress::stateChanged, this, &UpdateInBackgroundCard::refresh);
    connect(&m_progress, &FloatProgress::valueChanged, this, &UpdateInBackgroundCard::refresh);
    refresh();
}

int UpdateInBackgroundCard::steps() const
{
    return m_steps->value();
}

void UpdateInBackgroundCard::setSteps(int steps)
{
    m_steps->setValue(steps);
}

int UpdateInBackgroundCard::stepDelay() const
{
    return m_stepDelay->value();
}

void UpdateInBackgroundCard::setStepDelay(int milliseconds)
{
    m_stepDelay->setValue(milliseconds);
}

void UpdateInBackgroundCard::start()
{
    Q_EMIT outputAdded(&m_output);
    m_task = m_tasks.start(updateInBackground(m_work, m_progress, m_output, m_steps->value(),
                               std::chrono::milliseconds(m_stepDelay->value())),
        m_output.name());
    Q_EMIT taskStarted(m_task);
    touch();
    refresh();
}

void UpdateInBackgroundCard::touch()
{
    Q_EMIT touched(u"updateinbackground.cpp"_s, m_task);
}

void UpdateInBackgroundCard::refresh()
{
    const bool isLive = m_task.isValid() && !m_task.isDone();
    const bool isPaused = m_work.state() == BackgroundProgress::State::Paused;
    const bool isBusy
        = m_work.state() != BackgroundProgress::State::Idle; // a cancelled worker ends a moment later
    const QString percent = m_bar->text(); // the same number in both places
    m_start->setEnabled(!isLive && !isBusy);
    m_pause->setEnabled(isLive && isBusy);
    m_pause->setText(isPaused ? tr("Resume") : tr("Pause"));
    m_cancel->setEnabled(isLive);
    m_steps->setEnabled(!isLive);
    m_stepDelay->setEnabled(!isLive);
    if (isLive && isPaused) {
        setState(tr("Paused %1").arg(percent));
        setNotice(tr("The thread is paused in the middle of its step."));
        return;
    }
    if (isLive) {
        setState(tr("Working %1").arg(percent));
        setNotice(tr("The bar moves by itself. Everything else still answers."));
        return;
    }
    setState(stateText(m_task.state()));
    switch (m_task.state()) {
    case TaskState::Finished:
        setNotice(tr("Done: the task went on when the worker told that it had finished."));
        break;
    case TaskState::Cancelled:
        setNotice(tr("Cancelled within one step; you can start again."));
        break;
    case TaskState::Failed:
        setNotice(m_task.reason());
        break;
    default:
        setNotice(tr("Press Start, then use the other cards while the bar moves."));
        break;
    }
}

} // namespace AsyncWidgets
