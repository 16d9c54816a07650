// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The three lanes: ten units of work that pause until the slider changes, written as a coroutine, as a generator and as
/// an explicit state machine.

#include "scenarios/changesliderstatus.h"
#include "scenarios/changeslidertentimes.h"
#include "ui/cards/card.h"

#include <asyncwidgets/yieldforchange.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QPointer>

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

class ChangeSliderCard final : public Card
{
    Q_OBJECT

public:
    /// Starts the work in one of the three ways.
    using Starter = TaskHandle<> (*)(ChangeSliderCard &card, IntSlider &slider, Output &output);

    template<Starter starter>
    static Card *make(const CardInfo &info, StageModels &models, QObject *parent)
    {
        return new ChangeSliderCard(info, starter, models, parent);
    }
    static TaskHandle<> startCoroutine(ChangeSliderCard &card, IntSlider &slider, Output &output);
    static TaskHandle<> startGenerator(ChangeSliderCard &card, IntSlider &slider, Output &output);
    static TaskHandle<> startStateMachine(ChangeSliderCard &card, IntSlider &slider, Output &output);

    ChangeSliderCard(const CardInfo &info, Starter starter, StageModels &models, QObject *parent);
    ~ChangeSliderCard() override;

    void start() override;
    [[nodiscard]] StateMachine *machine() const override { return m_machine; }
    [[nodiscard]] int units() const override { return sliderChanges; }
    [[nodiscard]] QString state() const override;
    [[nodiscard]] QString sentence() const override;

private:
    Starter m_starter;
    Html m_status; // what the latest task says
    QPointer<StateMachine> m_machine;
};

extern const CardInfo coroutineCard {
    .name = "coroutine",
    .title = QT_TRANSLATE_NOOP("AsyncWidgets", "Coroutine"),
    .place = CardInfo::Place::Lane,
    .hue = 210,
    .file = "changeslidertentimes_coroutine.cpp",
    .function = "changeSliderTenTimes",
    .prints = "async function continued with value %1",
    .make = ChangeSliderCard::make<ChangeSliderCard::startCoroutine>,
};

extern const CardInfo generatorCard {
    .name = "generator",
    .title = QT_TRANSLATE_NOOP("AsyncWidgets", "Generator"),
    .place = CardInfo::Place::Lane,
    .hue = 22,
    .file = "changeslidertentimes_generator.cpp",
    .function = "changeSliderTenTimesGenerator",
    .prints = "generator function continued with value %1",
    .make = ChangeSliderCard::make<ChangeSliderCard::startGenerator>,
};

extern const CardInfo stateMachineCard {
    .name = "state machine",
    .title = QT_TRANSLATE_NOOP("AsyncWidgets", "State machine"),
    .place = CardInfo::Place::Lane,
    .hue = 280,
    .file = "changeslidertentimes_statemachine.cpp",
    .function = "ChangeSliderTenTimes::transition",
    .prints = "state machine continued with value %1",
    .make = ChangeSliderCard::make<ChangeSliderCard::startStateMachine>,
};

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

ChangeSliderCard::ChangeSliderCard(
    const CardInfo &info, Starter starter, StageModels &models, QObject *parent)
    : Card(info, models, parent)
    , m_starter(starter)
{
    connect(
        &m_status, &Html::valueChanged, this, [this] { this->models().status.setValue(m_status.value()); });
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

#include "changeslidercards.moc"
