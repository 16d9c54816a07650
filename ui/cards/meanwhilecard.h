// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Meanwhile": other requests run and answer while everything else waits or works.

#pragma once

#include "models/floatprogress.h"
#include "ui/cards/card.h"

#include <asyncwidgets/task.h>

#include <memory>
#include <vector>

namespace AsyncWidgets {

class MeanwhileCard final : public Card
{
    Q_OBJECT

public:
    /// One question and its answer.
    struct Request
    {
        int number = 0;
        qint64 limit = 0;
        FloatProgress progress;
        Output *output = nullptr; // until it is answered
        TaskHandle<> task;
        QString answer; // empty until there is one
        [[nodiscard]] QString question() const; ///< "In [1]: primes below 1,000"
    };

    MeanwhileCard(const CardInfo &info, StageModels &models, QObject *parent);
    ~MeanwhileCard() override;

    [[nodiscard]] int limit() const { return m_limit; }
    void setLimit(int limit);
    [[nodiscard]] const std::vector<std::shared_ptr<Request>> &requests() const { return m_requests; }

    void start() override;
    [[nodiscard]] QString state() const override;
    [[nodiscard]] QString sentence() const override;
    QWidget *makeControls(QWidget *parent) override;
    QWidget *makeDetails(QWidget *parent) override;
    void beginDemo() override;

Q_SIGNALS:
    void limitChanged(int limit);

private:
    static Task<> answer(MeanwhileCard &card, std::shared_ptr<Request> request);
    void end(Request &request, const QString &answer);
    void endCancelled();

    static constexpr std::size_t maximumRequests = 50; ///< answered ones above that make room

    std::vector<std::shared_ptr<Request>> m_requests; // the oldest first
    int m_limit = 1'000'000'000; // a second or so
    int m_number = 0;
};

} // namespace AsyncWidgets
