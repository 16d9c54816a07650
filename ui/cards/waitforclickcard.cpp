// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/waitforclickcard.h"

#include "models/intslider.h"
#include "scenarios/waitforclick.h"
#include "ui/bindings/bindings.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

WaitForClickCard::WaitForClickCard(IntSlider &slider, QWidget *parent)
    : Card(
          tr("Wait for a click"), tr("A task can wait for any signal, and for the first of several."), parent)
    , m_slider(slider)
    , m_orChange(new QCheckBox(tr("Or a change of the slider"), this))
    , m_start(new QPushButton(tr("Start"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"waitForClick"_s);
    m_button.setObjectName(u"button"_s);
    m_button.setDescription(tr("Continue"));
    m_output.setName(u"click"_s);
    m_orChange->setObjectName(u"orChange"_s);
    m_start->setObjectName(u"start"_s);
    m_cancel->setObjectName(u"cancel"_s);
    auto *button = new QPushButton(this);
    button->setObjectName(u"continue"_s);
    bind(m_button, *button);

    auto *row = new QHBoxLayout;
    row->addWidget(m_orChange);
    row->addStretch();
    row->addWidget(m_start);
    row->addWidget(button);
    row->addWidget(m_cancel);
    content()->addLayout(row);

    setTabOrder(m_start, button); // as they are seen
    setTabOrder(button, m_cancel);
    connect(m_start, &QPushButton::clicked, this, &WaitForClickCard::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_task.cancel();
        refresh();
    });
    refresh();
}

void WaitForClickCard::start()
{
    Q_EMIT outputAdded(&m_output);
    m_waitsForEither = m_orChange->isChecked();
    m_task = m_waitsForEither
        ? m_tasks.start(waitForClickOrChange(m_button, m_slider, m_output), m_output.name())
        : m_tasks.start(waitForClick(m_button, m_output), m_output.name());
    Q_EMIT taskStarted(m_task);
    touch();
    refresh();
}

void WaitForClickCard::touch()
{
    Q_EMIT touched(u"waitforclick.cpp"_s, m_task);
}

void WaitForClickCard::refresh()
{
    const bool isLive = m_task.isValid() && !m_task.isDone();
    setState(stateText(m_task.state()));
    m_start->setEnabled(!isLive);
    m_button.setEnabled(isLive);
    m_cancel->setEnabled(isLive);
    switch (m_task.state()) {
    case TaskState::Ready:
        setNotice(tr("Press Start, then Continue whenever you like."));
        break;
    case TaskState::Working:
    case TaskState::Waiting:
        setNotice(m_waitsForEither ? tr("Press Continue or move the slider: the first one counts.")
                                   : tr("The task waits for Continue, and costs nothing meanwhile."));
        break;
    case TaskState::Finished:
        setNotice(m_waitsForEither ? tr("It went on at the first of the two, and the other wait has ended.")
                                   : tr("It went on inside your click, in the line after the wait."));
        break;
    case TaskState::Cancelled:
        setNotice(tr("The wait has ended at once, and nothing listens to Continue any more."));
        break;
    case TaskState::Failed:
        setNotice(m_task.reason());
        break;
    }
}

} // namespace AsyncWidgets
