// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Wait for a click": any signal can be waited for, and the first of several.

#include "models/button.h"
#include "scenarios/waitforclick.h"
#include "ui/bindings/bindings.h"
#include "ui/cards/card.h"
#include "ui/controls/buttons.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

class WaitForClickCard final : public Card
{
    Q_OBJECT

public:
    WaitForClickCard(const CardInfo &info, StageModels &models, QObject *parent);
    ~WaitForClickCard() override;

    void start() override;
    void proceed() override { isRunning() ? m_button.click() : start(); }
    [[nodiscard]] QString sentence() const override;
    QWidget *makeControls(QWidget *parent) override;
    void finishDemo() override { m_button.click(); }

private:
    Button m_button;
    bool m_waitsForEither = false; // the next task
    bool m_isEither = false; // the latest task
};

extern const CardInfo waitForClickCard {
    .name = "click",
    .title = QT_TRANSLATE_NOOP("AsyncWidgets", "Wait for a click"),
    .hue = 340,
    .file = "waitforclick.cpp",
    .function = "waitForClick",
    .tour = QT_TRANSLATE_NOOP("AsyncWidgets", "One is waiting for a click."),
    .make = makeCard<WaitForClickCard>,
};

WaitForClickCard::WaitForClickCard(const CardInfo &info, StageModels &models, QObject *parent)
    : Card(info, models, parent)
{
    m_button.setObjectName(u"button"_s); // what the task says that it waits for
    m_button.setDescription(tr("Continue"));
}

WaitForClickCard::~WaitForClickCard()
{
    scope().cancel(); // while the button is there
}

void WaitForClickCard::start()
{
    if (isRunning())
        return;
    Output &output = nextOutput();
    m_isEither = m_waitsForEither;
    follow(m_isEither ? scope().start(waitForClickOrChange(m_button, models().slider, output), output.name())
                      : scope().start(waitForClick(m_button, output), output.name()));
}

QString WaitForClickCard::sentence() const
{
    switch (task().state()) {
    case TaskState::Ready:
        return tr("Press Start, then Continue.");
    case TaskState::Working:
    case TaskState::Waiting:
        return m_isEither ? tr("Waiting for Continue or the slider.") : tr("Waiting for Continue.");
    case TaskState::Finished:
        return m_isEither ? tr("The first of the two was enough.") : tr("It continued inside your click.");
    case TaskState::Cancelled:
        return tr("Cancelled: no longer listening.");
    case TaskState::Failed:
        return task().reason();
    }
    Q_UNREACHABLE();
}

QWidget *WaitForClickCard::makeControls(QWidget *parent)
{
    auto *controls = new QWidget(parent);
    auto *startButton = new QPushButton(tr("Start"), controls);
    startButton->setObjectName(u"start"_s);
    auto *continueButton = new QPushButton(controls);
    continueButton->setObjectName(u"continue"_s);
    bind(m_button, *continueButton);
    auto *cancelButton = new QPushButton(tr("Cancel"), controls);
    cancelButton->setObjectName(u"cancel"_s);
    auto *orChange = new QCheckBox(tr("&or the slider"), controls);
    orChange->setObjectName(u"orChange"_s);
    orChange->setChecked(m_waitsForEither);
    for (QPushButton *button : { startButton, continueButton, cancelButton })
        letShrink(*button);
    auto *row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(startButton);
    row->addWidget(continueButton);
    row->addWidget(cancelButton);
    row->addWidget(orChange);
    row->addStretch();

    const auto show = [this, startButton, continueButton, cancelButton] {
        showOneOf(isRunning() ? *continueButton : *startButton, { startButton, continueButton });
        enable(*cancelButton, isRunning(), isRunning() ? *continueButton : *startButton);
    };
    connect(this, &Card::changed, controls, show);
    show();
    connect(startButton, &QPushButton::clicked, this, &WaitForClickCard::start);
    connect(startButton, &QPushButton::clicked, this, &Card::activated);
    connect(cancelButton, &QPushButton::clicked, this, &Card::cancel);
    connect(orChange, &QCheckBox::toggled, this, [this](bool isChecked) { m_waitsForEither = isChecked; });
    return controls;
}

} // namespace AsyncWidgets

#include "waitforclickcard.moc"
