// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/tour/tourbubble.h"

#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {
constexpr int framePixels = 2;
}

TourBubble::TourBubble(QWidget &window)
    : QFrame(&window)
    , m_frame(new QFrame(&window))
    , m_text(new QLabel(this))
    , m_next(new QPushButton(this))
    , m_skip(new QPushButton(tr("Skip"), this))
{
    m_frame->setObjectName(u"tourFrame"_s);
    m_frame->setFrameStyle(QFrame::Box | QFrame::Plain);
    m_frame->setLineWidth(framePixels);
    m_frame->setForegroundRole(QPalette::Highlight);
    m_frame->setAttribute(Qt::WA_TransparentForMouseEvents); // the person may do what the tour says
    setObjectName(u"tourBubble"_s);
    setAccessibleName(tr("Tour"));
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(fontMetrics().averageCharWidth() * 44);
    m_next->setObjectName(u"next"_s);
    m_next->setAutoDefault(true);
    m_skip->setObjectName(u"skip"_s);
    m_skip->setAutoDefault(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_skip);
    row->addWidget(m_next);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_text);
    layout->addLayout(row);
    connect(m_next, &QPushButton::clicked, this, &TourBubble::next);
    connect(m_skip, &QPushButton::clicked, this, &TourBubble::skipped);
    // Wherever in the window the keyboard is: the person may do what the tour says.
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &TourBubble::skipped);
}

TourBubble::~TourBubble()
{
    delete m_frame;
}

void TourBubble::point(QWidget &target, const QString &text, bool isLast)
{
    m_text->setText(text);
    setAccessibleDescription(text);
    m_next->setText(isLast ? tr("Done") : tr("Next"));
    m_skip->setVisible(!isLast);
    layout()->activate();
    const int width = sizeHint().width();
    resize(width, layout()->totalHeightForWidth(width)); // as high as the text is in this width

    for (QWidget *above = target.parentWidget(); above; above = above->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(above))
            area->ensureWidgetVisible(&target, 0, 0); // in a small window it may be below the edge
    }
    const QWidget *window = parentWidget();
    const QRect beside(target.mapTo(window, QPoint()), target.size());
    const int gap = fontMetrics().height();
    QRect place(QPoint(), size());
    const bool fitsRight = beside.right() + gap + width <= window->width();
    const bool fitsLeft = beside.left() - gap - width >= 0;
    if (fitsRight)
        place.moveTopLeft({ beside.right() + gap, beside.top() + gap });
    else if (fitsLeft)
        place.moveTopRight({ beside.left() - gap, beside.top() + gap });
    else // above, or over it if there is no room
        place.moveTopLeft({ beside.center().x() - width / 2, beside.top() - gap / 2 - height() });
    place.moveLeft(std::clamp(place.left(), 0, std::max(0, window->width() - width)));
    place.moveTop(std::clamp(place.top(), 0, std::max(0, window->height() - height())));
    move(place.topLeft());
    m_frame->setGeometry(beside.adjusted(-framePixels, -framePixels, framePixels, framePixels));
    m_frame->show();
    m_frame->raise();
    show();
    raise();
    m_next->setFocus();
}

} // namespace AsyncWidgets
