// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDebug>
#include <QMetaType>

#include <utility>

namespace Sidelong {

/// A key or token. Prints as "***"; the bytes come out only through reveal(), which is called
/// where a header is written and nowhere else.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes) : m_bytes(std::move(bytes)) { }

    bool isEmpty() const { return m_bytes.isEmpty(); }
    const QByteArray &reveal() const { return m_bytes; }

    friend bool operator==(const Secret &, const Secret &) = default;
    friend QDebug operator<<(QDebug debug, const Secret &) { return debug << "***"; }

private:
    QByteArray m_bytes;
};

} // namespace Sidelong

Q_DECLARE_METATYPE(Sidelong::Secret)
