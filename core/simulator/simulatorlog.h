// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QMap>

namespace Sidelong {

/// What the simulator was asked, for GET /simulator/requests: how often per path and model, and
/// the headers of the last requests, in which keys are replaced by the beginning of their SHA-256.
class SimulatorLog
{
public:
    void add(const HttpServerRequest &request, const QByteArray &model);
    int total() const { return m_total; }
    /// {"total","paths":{…},"models":{…},"last":[{"n","method","path","model","headers":[[n,v]…]}]}
    QByteArray toJson() const;

private:
    struct Entry
    {
        int number;
        QByteArray method;
        QByteArray path;
        QByteArray model;
        HttpHeaders headers;
    };

    int m_total = 0;
    QMap<QByteArray, int> m_paths;
    QMap<QByteArray, int> m_models;
    QList<Entry> m_last;
};

} // namespace Sidelong
