// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/timeline.h"

#include "ui/controls/labels.h"
#include "ui/timeline/eventloopstrip.h"
#include "ui/timeline/tasksview.h"

#include <asyncwidgets/taskmodel.h>

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

Timeline::Timeline(TaskModel &model, QWidget *parent)
    : Panel(parent)
    , m_tasks(new TasksView(&model, this))
    , m_eventLoop(new EventLoopStrip(this))
{
    setObjectName(u"timeline"_s);
    setAccessibleName(tr("Timeline"));
    auto *title = new QLabel(tr("Timeline"), this);
    title->setFont(boldFont(font()));
    auto *picture = new QToolButton(this);
    picture->setObjectName(u"savePicture"_s);
    picture->setText(tr("Save picture"));
    picture->setAutoRaise(true);
    picture->setFocusPolicy(Qt::StrongFocus);
    auto *top = new QHBoxLayout;
    top->addWidget(title);
    top->addStretch();
    top->addWidget(picture);
    const int gap = fontMetrics().height() / 2;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap * 3 / 2, gap * 3 / 4, gap * 3 / 2, gap);
    layout->setSpacing(gap / 2);
    layout->addLayout(top);
    layout->addWidget(m_tasks, 1);
    layout->addWidget(m_eventLoop);
    m_eventLoop->setTaskModel(&model);
    connect(m_tasks, &TasksView::showCodeRequested, this, &Timeline::taskChosen);
    connect(picture, &QToolButton::clicked, this, &Timeline::pictureRequested);
}

} // namespace AsyncWidgets
