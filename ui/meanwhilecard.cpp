// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/meanwhilecard.h"

#include "models/floatprogress.h"
#include "scenarios/countprimes.h"
#include "ui/bindings.h"

#include <QtCore/QLocale>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

/// One question and its answer: a row of the card.
class MeanwhileCard::Request final : public QWidget
{
public:
    Request(int requestNumber, qint64 requestLimit, QWidget *parent)
        : QWidget(parent)
        , number(requestNumber)
        , limit(requestLimit)
        , m_text(new QLabel(this))
        , m_bar(new QProgressBar(this))
        , cancel(new QPushButton(MeanwhileCard::tr("Cancel"), this))
    {
        m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_text->setText(question());
        m_bar->setAccessibleName(MeanwhileCard::tr("Progress"));
        m_bar->setMaximumHeight(fontMetrics().height() + 4);
        bind(progress, *m_bar);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_text, 1);
        row->addWidget(m_bar, 1);
        row->addWidget(cancel);
    }

    [[nodiscard]] QString question() const
    {
        return MeanwhileCard::tr("In [%1]: primes below %2")
            .arg(QLocale().toString(number), QLocale().toString(limit));
    }
    [[nodiscard]] QString answerTo(const PrimeCount &found) const
    {
        return MeanwhileCard::tr("Out [%1]: %2  (%3 ms)")
            .arg(QLocale().toString(number), QLocale().toString(found.count),
                QLocale().toString(found.milliseconds));
    }
    void showEnd(const QString &text)
    {
        m_text->setText(question() + u"\n"_s + text);
        m_bar->hide();
        cancel->hide();
        m_isAnswered = true;
    }
    [[nodiscard]] bool isAnswered() const { return m_isAnswered; }

    const int number;
    const qint64 limit;
    FloatProgress progress;
    TaskHandle task;

private:
    QLabel *m_text;
    QProgressBar *m_bar;
    bool m_isAnswered = false;

public:
    QPushButton *cancel;
};

MeanwhileCard::MeanwhileCard(QWidget *parent)
    : Card(tr("Meanwhile"), tr("Real computations run and answer while everything else waits or works."),
          parent)
    , m_limit(new QSpinBox(this))
    , m_run(new QPushButton(tr("Run"), this))
    , m_hint(new QLabel(tr("Each request and its answer appear here, as In [1] and Out [1]."), this))
    , m_rows(new QVBoxLayout)
{
    setObjectName(u"meanwhile"_s);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    m_output.setName(u"primes"_s);

    m_limit->setObjectName(u"limit"_s);
    m_limit->setRange(2, static_cast<int>(maximumPrimesLimit));
    m_limit->setGroupSeparatorShown(true);
    m_limit->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_limit->setValue(1'000'000);
    auto *label = new QLabel(tr("Primes below"), this);
    label->setBuddy(m_limit);
    m_limit->setAccessibleName(label->text());
    m_run->setObjectName(u"run"_s);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_limit);
    row->addWidget(m_run);
    row->addStretch();

    auto *list = new QWidget(this);
    m_rows->setContentsMargins(8, 4, 8, 4);
    m_rows->setSpacing(4);
    m_rows->addWidget(m_hint);
    m_rows->addStretch();
    list->setLayout(m_rows);
    auto *area = new QScrollArea(this);
    area->setObjectName(u"requests"_s);
    area->setAccessibleName(tr("Requests"));
    area->setFrameShape(QFrame::StyledPanel); // so that its free space reads as room for answers
    area->setWidgetResizable(true);
    area->setWidget(list);
    area->setMinimumHeight(2 * fontMetrics().lineSpacing() + 12); // one question and its answer
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    content()->addLayout(row);
    content()->addWidget(area, 1);
    connect(m_run, &QPushButton::clicked, this, &MeanwhileCard::run);
    refresh();
}

MeanwhileCard::~MeanwhileCard()
{
    m_tasks.cancel(); // while the rows are there
}

void MeanwhileCard::run()
{
    if (m_requests.size() >= maximumRows) {
        const auto answered = std::find_if(
            m_requests.begin(), m_requests.end(), [](const auto &request) { return request->task.isDone(); });
        if (answered != m_requests.end())
            m_requests.erase(answered);
    }
    Q_EMIT outputAdded(&m_output);
    Request &request
        = *m_requests.emplace_back(std::make_unique<Request>(++m_number, m_limit->value(), this));
    m_hint->hide();
    m_rows->insertWidget(0, &request); // the newest on top
    setTabOrder(m_run, request.cancel);
    connect(request.cancel, &QPushButton::clicked, this, [this, &request] {
        request.task.cancel();
        refresh();
    });
    m_output.print(request.question());
    request.task = m_tasks.start(answer(request), m_number == 1 ? u"primes"_s : u"primes %1"_s.arg(m_number));
    Q_EMIT taskStarted(request.task);
    touch();
    refresh();
}

Task<> MeanwhileCard::answer(Request &request)
{
    const PrimeCount found = co_await countPrimes(request.limit, request.progress);
    request.showEnd(request.answerTo(found));
    m_output.print(request.answerTo(found));
}

void MeanwhileCard::touch()
{
    Q_EMIT touched(u"countprimes.cpp"_s, m_requests.empty() ? TaskHandle() : m_requests.back()->task);
}

void MeanwhileCard::refresh()
{
    // However a request was cancelled, by its button or in the table.
    for (const auto &request : m_requests) {
        if (request->task.isDone() && !request->isAnswered()) {
            const QString end = request->task.state() == TaskState::Cancelled
                ? tr("Out [%1]: cancelled").arg(QLocale().toString(request->number))
                : tr("Out [%1]: %2").arg(QLocale().toString(request->number), request->task.reason());
            request->showEnd(end);
            m_output.print(end);
        }
    }
    if (const int working = m_tasks.count()) {
        setState(tr("Working: %1").arg(QLocale().toString(working)));
        setNotice(tr("Each request has a thread of its own, and the window answers all the same."));
    } else if (m_requests.empty()) {
        setState(stateText(TaskState::Ready));
        setNotice(tr("Run several at once, while the other cards wait and work."));
    } else {
        setState(stateText(m_requests.back()->task.state()));
        setNotice(m_requests.back()->task.state() == TaskState::Finished
                ? tr("Each answer came back to the line after its wait.")
                : tr("The request was asked to stop, and nobody waits for it."));
    }
}

} // namespace AsyncWidgets
