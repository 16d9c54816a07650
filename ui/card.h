// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The frame of each card in the window: a heading with the state, one sentence of explanation, and what to notice.

#pragma once

#include "models/output.h" // whole, since it goes through a signal

#include <asyncwidgets/taskhandle.h>

#include <QtWidgets/QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// The state's word in the language of the window.
[[nodiscard]] QString stateText(TaskState state);

/// A card holds one idea. Its tasks live in it and end with it.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &title, const QString &explanation, QWidget *parent = nullptr);

    [[nodiscard]] QString state() const; ///< as the heading says it
    [[nodiscard]] QString notice() const;

    /// Looks at its tasks and shows where they stand.
    virtual void refresh() = 0;

Q_SIGNALS:
    /// The person works with this card: its source file is of interest, and the task that it shows, if any.
    void touched(const QString &sourceFile, const AsyncWidgets::TaskHandle &task);
    void taskStarted(const AsyncWidgets::TaskHandle &task);
    /// The card shows \a other now, since the task that it has shown is over.
    void shownInstead(const AsyncWidgets::TaskHandle &ended, const AsyncWidgets::TaskHandle &other);
    /// A task of this card will print here. The object lives as long as its task.
    void outputAdded(AsyncWidgets::Output *output);

protected:
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    void setState(const QString &text);
    void setNotice(const QString &text);
    virtual void touch() = 0; ///< emits touched()

private:
    QLabel *m_state;
    QLabel *m_notice;
    QVBoxLayout *m_content;
};

} // namespace AsyncWidgets
