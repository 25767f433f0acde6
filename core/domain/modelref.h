// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <optional>

namespace Sidelong {

/// A model of a provider, written "provider/model" and split at the first slash.
struct ModelRef
{
    QString provider;
    QString model;

    friend bool operator==(const ModelRef &, const ModelRef &) = default;

    bool isValid() const { return !provider.isEmpty() && !model.isEmpty(); }
    QString toString() const { return provider + u'/' + model; }

    static std::optional<ModelRef> fromString(const QString &text)
    {
        const qsizetype slash = text.indexOf(u'/');
        ModelRef ref{text.left(slash), slash < 0 ? QString() : text.mid(slash + 1)};
        return ref.isValid() ? std::optional(ref) : std::nullopt;
    }
};

} // namespace Sidelong

Q_DECLARE_METATYPE(Sidelong::ModelRef)
