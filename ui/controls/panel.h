// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Panel: the quiet frame around each part of the window.

#pragma once

#include <QtGui/QColor>
#include <QtWidgets/QWidget>

namespace AsyncWidgets {

/// A surface with rounded corners in the palette's Base. To an assistive technology it is a group, of the name that it
/// was given.
class Panel : public QWidget
{
    Q_OBJECT

public:
    explicit Panel(QWidget *parent = nullptr);

    /// A strip of \a color along one edge says whose panel it is; an invalid colour takes it away.
    void setStrip(const QColor &color, Qt::Edge edge);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QColor m_strip;
    Qt::Edge m_edge = Qt::TopEdge;
};

} // namespace AsyncWidgets
