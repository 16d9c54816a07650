// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/meanwhilecard.h"

#include "scenarios/countprimes.h"
#include "ui/bindings/bindings.h"
#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/controls/progressbar.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

extern const CardInfo meanwhileCard {
    .name = "primes",
    .title = QT_TRANSLATE_NOOP("AsyncWidgets", "Meanwhile"),
    .hue = 185,
    .file = "countprimes.cpp",
    .function = "countPrimes",
    .tour = QT_TRANSLATE_NOOP("AsyncWidgets", "One counts primes."),
    .make = makeCard<MeanwhileCard>,
};

namespace {

/// A request as a row: the question, how far it is and how to stop it, then the answer.
class RequestRow final : public QWidget
{
public:
    RequestRow(std::shared_ptr<MeanwhileCard::Request> request, QWidget *parent)
        : QWidget(parent)
        , m_request(std::move(request))
        , m_text(new QLabel(this))
        , m_bar(new ProgressBar(this))
        , m_cancel(new QPushButton(MeanwhileCard::tr("Cancel"), this))
    {
        m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_bar->setAccessibleName(MeanwhileCard::tr("Progress"));
        m_bar->setMaximumHeight(fontMetrics().height() + 4);
        bind(m_request->progress, *m_bar);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_text, 1);
        row->addWidget(m_bar, 1);
        row->addWidget(m_cancel);
        connect(m_cancel, &QPushButton::clicked, this, [this] { m_request->task.cancel(); });
        show();
    }

    void showState()
    {
        const bool isAnswered = !m_request->answer.isEmpty();
        m_text->setText(m_request->question() + (isAnswered ? u"\n"_s + m_request->answer : QString()));
        m_bar->setVisible(!isAnswered);
        m_cancel->setVisible(!isAnswered);
    }

private:
    const std::shared_ptr<MeanwhileCard::Request> m_request;
    QLabel *m_text;
    ProgressBar *m_bar;
    QPushButton *m_cancel;
};

/// All requests, the newest on top.
class RequestList final : public QScrollArea
{
public:
    RequestList(MeanwhileCard &card, QWidget *parent)
        : QScrollArea(parent)
        , m_card(card)
    {
        setObjectName(u"requests"_s);
        setAccessibleName(MeanwhileCard::tr("Requests"));
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        auto *list = new QWidget(this);
        m_hint = new QLabel(
            MeanwhileCard::tr("Each request and its answer appear here, as In [1] and Out [1]."), list);
        m_hint->setWordWrap(true);
        m_layout = new QVBoxLayout(list);
        m_layout->addWidget(m_hint);
        m_layout->addStretch();
        setWidget(list);
        list->setAutoFillBackground(false);
        viewport()->setAutoFillBackground(false);
        connect(&card, &Card::changed, this, [this] { showRequests(); });
        showRequests();
    }

private:
    void showRequests()
    {
        std::map<int, RequestRow *> gone = std::exchange(m_rows, {});
        for (const auto &request : m_card.requests()) {
            RequestRow *&row = m_rows[request->number];
            if (const auto found = gone.find(request->number); found != gone.end()) {
                row = found->second;
                gone.erase(found);
            } else {
                row = new RequestRow(request, widget());
                m_layout->insertWidget(0, row);
            }
            row->showState();
        }
        for (const auto &[number, row] : gone)
            row->deleteLater();
        m_hint->setVisible(m_rows.empty());
    }

    MeanwhileCard &m_card;
    std::map<int, RequestRow *> m_rows;
    QLabel *m_hint;
    QVBoxLayout *m_layout;
};

} // namespace

QString MeanwhileCard::Request::question() const
{
    return MeanwhileCard::tr("In [%1]: primes below %2")
        .arg(QLocale().toString(number), QLocale().toString(limit));
}

MeanwhileCard::MeanwhileCard(const CardInfo &info, StageModels &models, QObject *parent)
    : Card(info, models, parent)
{
    connect(this, &Card::changed, this, &MeanwhileCard::endCancelled);
}

MeanwhileCard::~MeanwhileCard()
{
    scope().cancel(); // while the requests are there
}

void MeanwhileCard::setLimit(int limit)
{
    if (limit == m_limit || limit < 2 || limit > maximumPrimesLimit)
        return;
    m_limit = limit;
    Q_EMIT limitChanged(limit);
}

void MeanwhileCard::start()
{
    endCancelled();
    if (m_requests.size() >= maximumRequests) {
        const auto answered = std::find_if(m_requests.begin(), m_requests.end(),
            [](const auto &request) { return !request->answer.isEmpty(); });
        if (answered != m_requests.end())
            m_requests.erase(answered);
    }
    const auto &request = m_requests.emplace_back(std::make_shared<Request>());
    request->number = ++m_number;
    request->limit = m_limit;
    request->output = &nextOutput();
    request->output->print(request->question());
    request->task = scope().start(answer(*this, request), request->output->name());
    follow(request->task);
}

Task<> MeanwhileCard::answer(MeanwhileCard &card, std::shared_ptr<Request> request)
{
    const PrimeCount found = co_await countPrimes(request->limit, request->progress);
    const QLocale locale;
    card.end(*request,
        tr("Out [%1]: %2  (%3 ms)")
            .arg(locale.toString(request->number), locale.toString(found.count),
                locale.toString(found.milliseconds)));
}

void MeanwhileCard::end(Request &request, const QString &answer)
{
    request.answer = answer;
    std::exchange(request.output, nullptr)->print(answer);
}

void MeanwhileCard::endCancelled()
{
    // However a request was cancelled: here, by its own button or in the timeline.
    for (const auto &request : m_requests) {
        if (!request->task.isDone() || !request->answer.isEmpty())
            continue;
        end(*request,
            request->task.state() == TaskState::Cancelled
                ? tr("Out [%1]: cancelled").arg(QLocale().toString(request->number))
                : tr("Out [%1]: %2").arg(QLocale().toString(request->number), request->task.reason()));
    }
}

QString MeanwhileCard::state() const
{
    if (const int count = tasks().count(); count > 1)
        return tr("Working: %1").arg(QLocale().toString(count));
    return tasks().isEmpty() ? Card::state() : stateText(TaskState::Working);
}

QString MeanwhileCard::sentence() const
{
    if (m_requests.empty())
        return tr("Run one while the others wait.");
    const Request &latest = *m_requests.back();
    if (!latest.answer.isEmpty())
        return latest.answer;
    if (latest.task.isDone() && latest.task.state() == TaskState::Cancelled)
        return tr("Out [%1]: cancelled").arg(QLocale().toString(latest.number));
    //: %1 is the number of the request, %2 a percentage
    return tr("In [%1]: %2")
        .arg(QLocale().toString(latest.number),
            QLocale().toString(qRound(latest.progress.value() * 100)) + QLocale().percent());
}

QWidget *MeanwhileCard::makeControls(QWidget *parent)
{
    auto *controls = new QWidget(parent);
    auto *limit = new QSpinBox(controls);
    limit->setObjectName(u"limit"_s);
    limit->setRange(2, static_cast<int>(maximumPrimesLimit));
    limit->setGroupSeparatorShown(true);
    limit->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    limit->setValue(m_limit);
    auto *label = new QLabel(tr("Pr&imes below"), controls);
    label->setBuddy(limit);
    limit->setAccessibleName(tr("Primes below"));
    auto *runButton = new QPushButton(tr("Run"), controls);
    runButton->setObjectName(u"start"_s);
    auto *cancelButton = new QPushButton(tr("Cancel"), controls);
    cancelButton->setObjectName(u"cancel"_s);
    limit->setMinimumWidth(
        limit->fontMetrics().horizontalAdvance(limit->text()) + 2 * limit->fontMetrics().height());
    letShrink(*runButton);
    letShrink(*cancelButton);
    auto *row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label);
    row->addWidget(limit, 1);
    row->addWidget(runButton);
    row->addWidget(cancelButton);

    const auto show = [this, cancelButton, runButton] { enable(*cancelButton, isRunning(), *runButton); };
    connect(this, &Card::changed, controls, show);
    show();
    connect(this, &MeanwhileCard::limitChanged, limit, &QSpinBox::setValue);
    connect(limit, &QSpinBox::valueChanged, this, &MeanwhileCard::setLimit);
    connect(runButton, &QPushButton::clicked, this, &MeanwhileCard::start);
    connect(runButton, &QPushButton::clicked, this, &Card::activated);
    connect(cancelButton, &QPushButton::clicked, this, &Card::cancel);
    return controls;
}

QWidget *MeanwhileCard::makeDetails(QWidget *parent)
{
    return new RequestList(*this, parent);
}

void MeanwhileCard::beginDemo()
{
    const int chosen = m_limit;
    m_limit = 1'000'000; // answered at once, on any machine
    start();
    m_limit = chosen;
}

} // namespace AsyncWidgets
