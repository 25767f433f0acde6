// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run.h"

#include <QStringList>

namespace Sidelong {

/// A message of the prompt as it is edited: its text. What else it has (images, reasoning, calls
/// of tools and their results) goes with it as it came.
struct PromptTurn
{
    Role role = Role::User;
    QString text;
    QList<ContentPart> parts = {}; ///< All of the message, where it is more than its text.

    friend bool operator==(const PromptTurn &, const PromptTurn &) = default;
};

/// What is sent of a turn, and back. The text of the turn stands for the message's texts.
Message messageOf(const PromptTurn &turn);
PromptTurn turnOf(const Message &message);

/// A column of the Workbench: a variant, and what tells it from the others on screen.
struct WorkbenchColumn
{
    int id = 0; ///< Unique in the document, never used again.
    int series = 0; ///< Its colour, kept while others come and go.
    QString target; ///< "provider/model"
    Parameters overrides;
    std::optional<QList<PromptTurn>> turns; ///< A prompt of its own.

    friend bool operator==(const WorkbenchColumn &, const WorkbenchColumn &) = default;
};

/// What the Workbench holds: the prompt, the parameters and the columns. A value.
struct WorkbenchDocument
{
    static constexpr int maxColumns = 8;

    QString title;
    QList<PromptTurn> turns = {{Role::System, {}}, {Role::User, {}}};
    Parameters parameters;
    QList<WorkbenchColumn> columns;
    int nextId = 1;

    friend bool operator==(const WorkbenchDocument &, const WorkbenchDocument &) = default;

    /// Adds a column in the first free colour and returns its id; 0 where there are maxColumns.
    int addColumn(const QString &target);
    void removeColumn(int id);
    WorkbenchColumn *column(int id);
    const WorkbenchColumn *column(int id) const;

    /// The turns that say something, as messages.
    static PromptContent content(const QList<PromptTurn> &turns);
    static QList<PromptTurn> turnsOf(const QList<Message> &messages);
    /// Whether a turn of the user says something.
    static bool hasQuestion(const QList<PromptTurn> &turns);
    const QList<PromptTurn> &turnsOf(const WorkbenchColumn &column) const;

    /// The run that these columns make now: one variant each, in their order. Without an id.
    RunRequest request(const QList<int> &columnIds) const;
    /// What sets \a id apart from the other columns, a few words each ("temperature 0.2", "own
    /// prompt"): only what differs.
    QStringList differences(int id) const;

    QByteArray toJson() const;
    /// Nothing where \a json is not what toJson() writes.
    static std::optional<WorkbenchDocument> fromJson(const QByteArray &json);
    /// The prompt and the columns of a run as it was asked, the first maxColumns of them.
    static WorkbenchDocument ofRun(const StoredRun &run);
};

/// What a variant of a stored run sent, as a run of this variant alone; byte for byte, whatever
/// the Workbench can edit of it.
RunRequest askedOf(const StoredRun &run, const VariantRecord &variant);

/// The words of one parameter each, in a fixed order: "temperature 0.2", "max 4,096 tokens" …
QStringList describe(const Parameters &parameters);

} // namespace Sidelong
