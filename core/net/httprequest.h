// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <utility>

namespace Sidelong {

/// Names are matched without regard to case and kept as they came.
class HttpHeaders
{
public:
    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<std::pair<QByteArray, QByteArray>> list) : m_list(list) { }

    void append(QByteArray name, QByteArray value)
    {
        m_list.emplace_back(std::move(name), std::move(value));
    }
    /// The first of that name; null where there is none.
    QByteArray value(QByteArrayView name) const
    {
        for (const auto &[key, value] : m_list) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }
    const QList<std::pair<QByteArray, QByteArray>> &list() const { return m_list; }

    friend bool operator==(const HttpHeaders &, const HttpHeaders &) = default;

private:
    QList<std::pair<QByteArray, QByteArray>> m_list;
};

/// All times in milliseconds; 0 = none.
struct Timeouts
{
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds firstToken{30'000}; ///< Streamed calls only.
    std::chrono::milliseconds idle{30'000}; ///< Streamed calls only.
    std::chrono::milliseconds total{600'000};

    friend bool operator==(const Timeouts &, const Timeouts &) = default;
};

/// What leaves the machine, but for the secret, which joins at the last moment.
struct HttpRequest
{
    QByteArray method = "POST";
    QUrl url;
    HttpHeaders headers;
    QByteArray body;
    /// The header that carries the key: name and what stands before it ("Bearer ").
    QByteArray secretHeader;
    QByteArray secretPrefix;
    Secret secret;
    QString proxy; ///< "http://host:port" or "socks5://host:port"; empty = the system's.
    QString caFile; ///< A PEM file of further authorities; empty = none.
};

} // namespace Sidelong
