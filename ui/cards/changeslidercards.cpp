// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/changeslidercards.h"

#include "scenarios/changesliderstatus.h"
#include "scenarios/changeslidertentimes.h"

#include <asyncwidgets/yieldforchange.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

QString inLocale(int number)
{
    return QLocale().toString(number);
}

} // namespace

TaskHandle<> ChangeSliderCard::startCoroutine(ChangeSliderCard &card, IntSlider &slider, Output &output)
{
    return card.scope().start(changeSliderTenTimes(slider, output, card.m_status), output.name());
}

TaskHandle<> ChangeSliderCard::startGenerator(ChangeSliderCard &card, IntSlider &slider, Output &output)
{
    const auto drive = yieldForChange(slider, &IntSlider::valueChanged);
    return card.scope().start(drive(changeSliderTenTimesGenerator)(output, card.m_status), output.name());
}

TaskHandle<> ChangeSliderCard::startStateMachine(ChangeSliderCard &card, IntSlider &slider, Output &output)
{
    auto machine = std::make_unique<ChangeSliderTenTimes>(slider, output, card.m_status);
    card.m_machine = machine.get();
    Q_EMIT card.machineMade(machine.get());
    return card.scope().start(std::move(machine), output.name());
}

const CardInfo ChangeSliderCard::coroutine { "coroutine", QT_TRANSLATE_NOOP("AsyncWidgets", "Coroutine"),
    CardInfo::Place::Lane, 210, "changeslidertentimes_coroutine.cpp", "changeSliderTenTimes", "",
    "async function continued with value %1", false, make<startCoroutine> };

const CardInfo ChangeSliderCard::generator { "generator", QT_TRANSLATE_NOOP("AsyncWidgets", "Generator"),
    CardInfo::Place::Lane, 22, "changeslidertentimes_generator.cpp", "changeSliderTenTimesGenerator", "",
    "generator function continued with value %1", false, make<startGenerator> };

const CardInfo ChangeSliderCard::stateMachine { "state machine",
    QT_TRANSLATE_NOOP("AsyncWidgets", "State machine"), CardInfo::Place::Lane, 280,
    "changeslidertentimes_statemachine.cpp", "ChangeSliderTenTimes::transition", "",
    "state machine continued with value %1", false, make<startStateMachine> };

ChangeSliderCard::ChangeSliderCard(
    const CardInfo &info, Starter starter, StageModels &models, QObject *parent)
    : Card(info, models, parent)
    , m_starter(starter)
{
    connect(&m_status, &Html::valueChanged, this, &ChangeSliderCard::showStatus);
    connect(this, &Card::changed, this, [this] {
        if (task().state() == TaskState::Cancelled) // its last word was that it waits
            m_status.setValue(tr("Cancelled before change <b>%1</b> of <b>%2</b>.")
                    .arg(inLocale(static_cast<int>(task().resumptions()) + 1), inLocale(sliderChanges)));
    });
}

ChangeSliderCard::~ChangeSliderCard()
{
    scope().cancel(); // while its label is there
}

void ChangeSliderCard::start()
{
    Output &output = nextOutput();
    follow(m_starter(*this, models().slider, output));
}

void ChangeSliderCard::showStatus()
{
    models().status.setValue(m_status.value());
}

int ChangeSliderCard::units() const
{
    return sliderChanges;
}

QString ChangeSliderCard::state() const
{
    const TaskHandle shown = task();
    if (!shown.isValid() || shown.isDone())
        return stateText(shown.state());
    return tr("%1 %2/%3")
        .arg(stateText(shown.state()), inLocale(static_cast<int>(shown.resumptions())),
            inLocale(sliderChanges));
}

QString ChangeSliderCard::sentence() const
{
    switch (task().state()) {
    case TaskState::Ready:
        return tr("Not started yet.");
    case TaskState::Working:
    case TaskState::Waiting:
        return {}; // the marked line says it
    case TaskState::Finished:
        return tr("Finished: every change arrived, in order.");
    case TaskState::Cancelled:
        return tr("Cancelled: unwound at once.");
    case TaskState::Failed:
        return tr("Failed: %1").arg(task().reason());
    }
    Q_UNREACHABLE();
}

} // namespace AsyncWidgets
