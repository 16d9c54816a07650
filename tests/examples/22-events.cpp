// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Lines are drawn by dragging: press, moves, release; Esc takes a line back.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QWidget>

using namespace AsyncWidgets;

class Canvas final : public QWidget
{
public:
    QList<QLine> lines;

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).drawLines(lines); }
};

Task<> escape(QWidget &widget)
{
    for (;;) {
        const auto key = co_await waitForEvent<QKeyEvent>(widget, QEvent::KeyPress);
        if (key->key() == Qt::Key_Escape)
            co_return;
    }
}

Task<> drag(Canvas &canvas)
{
    const auto press = co_await waitForEvent<QMouseEvent>(canvas, QEvent::MouseButtonPress);
    const QPoint start = press->position().toPoint();
    auto moves = streamOfEvents<QMouseEvent>(canvas, QEvent::MouseMove, QEvent::MouseButtonRelease);
    canvas.lines.append(QLine(start, start));
    bool isDragging = true;
    while (isDragging) {
        const auto next = co_await whenAny(moves.next(), escape(canvas));
        if (next.index() == 0) {
            const auto &move = std::get<0>(next);
            canvas.lines.last().setP2(move->position().toPoint());
            isDragging = move->type() == QEvent::MouseMove;
        } else {
            canvas.lines.removeLast();
            isDragging = false;
        }
        canvas.update();
    }
    qInfo() << "the lines are" << canvas.lines;
}

Task<> draw(Canvas &canvas)
{
    for (;;)
        co_await drag(canvas);
}

void send(QWidget &widget, QEvent::Type type, QPointF place)
{
    QMouseEvent event(type, place, place, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &event);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Canvas canvas;
    TaskScope tasks;
    tasks.start(draw(canvas));

    send(canvas, QEvent::MouseButtonPress, { 10, 10 });
    send(canvas, QEvent::MouseMove, { 20, 15 });
    send(canvas, QEvent::MouseButtonRelease, { 30, 20 });

    send(canvas, QEvent::MouseButtonPress, { 50, 50 });
    send(canvas, QEvent::MouseMove, { 60, 60 });
    QKeyEvent esc(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &esc);
}
