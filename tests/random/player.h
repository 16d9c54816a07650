// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Runs a program of the random test with the library: its tasks are coroutines.

#pragma once

#include "../testsupport.h"
#include "program.h"

#include <array>
#include <map>
#include <memory>
#include <set>

namespace AsyncWidgets::Tests::Random {

class Stream;
class TextWait;

class Player
{
public:
    Player();
    ~Player();
    Q_DISABLE_COPY_MOVE(Player)

    void perform(const Statement &action); ///< anything but the statements of tasks only
    void turnEventLoop(int times);
    void finish(); ///< destroys the scopes and then the senders
    [[nodiscard]] const QStringList &log() const { return m_log; }
    [[nodiscard]] QString report() const; ///< in the words of Model::report()

private:
    struct OwnedScope
    {
        std::unique_ptr<TaskScope> scope = std::make_unique<TaskScope>();
        bool isDying = false;
    };

    Task<QString> play(const Body &body);
    [[nodiscard]] TextWait prepare(const Expression &expression);
    [[nodiscard]] Sender *senderFor(int channel) const;
    void destroyScope(int number);
    void write(const Body &body, const Statement &statement, const QString &words);

    const qint64 m_framesBefore = Detail::CoroutineRecord::liveFrames();
    QStringList m_log;
    std::set<int> m_continued; // the waits that are over
    QStringList m_mistakes;
    std::array<std::unique_ptr<Sender>, senderCount> m_senders;
    std::map<int, OwnedScope> m_scopes; // that exist
    std::map<int, Stream *> m_streams;
    std::map<int, TaskHandle<>> m_tasks;
};

} // namespace AsyncWidgets::Tests::Random
