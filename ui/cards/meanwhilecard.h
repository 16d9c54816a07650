// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Meanwhile": other requests run and answer while everything else waits or works.

#pragma once

#include "models/output.h"
#include "ui/cards/card.h"

#include <asyncwidgets/taskscope.h>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;
QT_END_NAMESPACE

namespace AsyncWidgets {

class MeanwhileCard final : public Card
{
    Q_OBJECT

public:
    explicit MeanwhileCard(QWidget *parent = nullptr);
    ~MeanwhileCard() override;

    [[nodiscard]] const TaskScope &tasks() const { return m_tasks; }
    void refresh() override;

protected:
    void touch() override;

private:
    class Request;

    void run();
    Task<> answer(Request &request);

    static constexpr std::size_t maximumRows = 50; ///< answered requests above that make room

    Output m_output;
    QSpinBox *m_limit;
    QPushButton *m_run;
    QLabel *m_hint; // instead of requests, until there is one
    QVBoxLayout *m_rows;
    std::vector<std::unique_ptr<Request>> m_requests;
    int m_number = 0;
    TaskScope m_tasks; // last: its tasks end before what they use
};

} // namespace AsyncWidgets
