// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/domain/chatevent.h"

namespace Sidelong {

/// Puts *** where a server repeats the key it was sent ("Incorrect API key sk-…"): what a server
/// says is stored as it came, and a key reaches neither disk nor screen. The one gate for it.
///
/// A key is looked for in one piece at a time; one that a model spells out over several fragments
/// of its answer is not found.
class SecretMask
{
public:
    explicit SecretMask(const Secret &secret);

    void apply(ChatEvent &event) const;
    void apply(Failure &failure) const;
    void apply(QString &text) const;

private:
    friend struct EventMasker;
    void apply(QByteArray &bytes) const;
    void apply(ContentPart &part) const;

    QByteArray m_bytes; ///< Empty: there is nothing to look for.
    QString m_text;
    bool m_isWord = false; ///< Too short to be told from a word that a model may write.
};

} // namespace Sidelong
