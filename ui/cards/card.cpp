// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/card.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace AsyncWidgets {

QString stateText(TaskState state)
{
    switch (state) {
    case TaskState::Ready:
        return Card::tr("Ready");
    case TaskState::Working:
        return Card::tr("Working");
    case TaskState::Waiting:
        return Card::tr("Waiting");
    case TaskState::Finished:
        return Card::tr("Finished");
    case TaskState::Cancelled:
        return Card::tr("Cancelled");
    case TaskState::Failed:
        return Card::tr("Failed");
    }
    Q_UNREACHABLE();
}

Card::Card(const QString &title, const QString &explanation, QWidget *parent)
    : QFrame(parent)
    , m_state(new QLabel(this))
    , m_notice(new QLabel(this))
    , m_content(new QVBoxLayout)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    auto *heading = new QLabel(title, this);
    QFont bold = font();
    bold.setBold(true);
    heading->setFont(bold);
    m_state->setObjectName(QStringLiteral("state"));
    m_state->setAccessibleName(tr("State"));

    auto *explained = new QLabel(explanation, this);
    explained->setWordWrap(true);
    m_notice->setObjectName(QStringLiteral("notice"));
    m_notice->setWordWrap(true);
    m_notice->setAccessibleName(tr("What to notice"));
    QFont italic = font();
    italic.setItalic(true);
    m_notice->setFont(italic);

    auto *top = new QHBoxLayout;
    top->addWidget(heading);
    top->addStretch();
    top->addWidget(m_state);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(5);
    layout->addLayout(top);
    layout->addWidget(explained);
    layout->addLayout(m_content);
    layout->addWidget(m_notice);
    setState(stateText(TaskState::Ready));
}

QString Card::state() const
{
    return m_state->text();
}

QString Card::notice() const
{
    return m_notice->text();
}

void Card::setState(const QString &text)
{
    m_state->setText(text);
}

void Card::setNotice(const QString &text)
{
    m_notice->setText(text);
}

} // namespace AsyncWidgets
