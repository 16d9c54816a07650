// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/eventloopstrip.h"

#include "ui/timeline/latencyplot.h"

#include <asyncwidgets/taskmodel.h>

#include <QtCore/QLocale>
#include <QtCore/QTimerEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets {

EventLoopStrip::EventLoopStrip(QWidget *parent)
    : QWidget(parent)
    , m_plot(new LatencyPlot(m_probe.log(), this))
    , m_paused(new QLabel(this))
    , m_names(new QLabel(this))
    , m_numbers(new QLabel(this))
{
    auto *title = new QLabel(tr("Event loop"), this);
    QFont bold = font();
    bold.setBold(true);
    title->setFont(bold);
    auto *resetButton = new QPushButton(tr("Reset"), this);
    resetButton->setObjectName(u"resetLatency"_s);
    m_names->setText(QStringList { tr("now"), tr("p50"), tr("p99"), tr("longest") }.join(u'\n'));
    m_names->setForegroundRole(QPalette::PlaceholderText);
    m_numbers->setObjectName(u"latencyNumbers"_s);
    m_numbers->setAccessibleName(tr("Latency"));
    m_numbers->setTextFormat(Qt::PlainText);
    m_numbers->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto *left = new QVBoxLayout;
    left->setSpacing(2);
    left->addWidget(title);
    left->addWidget(m_paused);
    left->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(left);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_names);
    layout->addWidget(m_numbers);
    layout->addWidget(resetButton);
    connect(resetButton, &QPushButton::clicked, this, &EventLoopStrip::reset);
    showNumbers();
    // Wide enough for a blocked loop, so that the plot does not jump.
    m_numbers->setMinimumWidth(m_numbers->fontMetrics().horizontalAdvance(formatLatency(10s)));
    m_paused->setMinimumWidth(m_paused->fontMetrics().horizontalAdvance(tr("Paused tasks: %1").arg(999)));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void EventLoopStrip::setTaskModel(const TaskModel *model)
{
    m_model = model;
}

void EventLoopStrip::reset()
{
    m_probe.reset();
    showNumbers();
    m_plot->update();
}

QString EventLoopStrip::numbers() const
{
    const QStringList names = m_names->text().split(u'\n');
    const QStringList values = m_numbers->text().split(u'\n');
    QStringList lines;
    for (qsizetype i = 0; i < names.size(); ++i)
        lines.append(names[i] + u' ' + values[i]);
    return lines.join(u'\n');
}

void EventLoopStrip::showNumbers()
{
    const LatencyLog &log = m_probe.log();
    m_numbers->setText(QStringList { formatLatency(log.latest()), formatLatency(log.quantile(0.5)),
        formatLatency(log.quantile(0.99)), formatLatency(log.longest()) }
            .join(u'\n'));
    m_numbers->setAccessibleDescription(numbers());
    const int paused = m_model ? m_model->waitingCount() : 0;
    m_paused->setText(tr("Paused tasks: %1").arg(QLocale().toString(paused)));
}

void EventLoopStrip::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_frame.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    showNumbers();
    m_plot->update();
}

void EventLoopStrip::showEvent(QShowEvent *event)
{
    m_probe.start();
    m_frame.start(200, Qt::CoarseTimer, this);
    QWidget::showEvent(event);
}

void EventLoopStrip::hideEvent(QHideEvent *event)
{
    m_probe.stop();
    m_frame.stop();
    QWidget::hideEvent(event);
}

} // namespace AsyncWidgets
