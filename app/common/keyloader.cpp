// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/keyloader.h"

#include "core/base/whenfinished.h"

#include <QCoreApplication>

namespace Sidelong {

namespace {

/// The window has Settings; a terminal has a command of its own, where a keychain can take it.
Result<FoundKey> withCommand(const Result<FoundKey> &key, const Provider &provider)
{
    if (key || key.failure().kind != FailureKind::NoKey || !key.failure().detail.isEmpty()
        || provider.key->source != KeySetting::Source::Keychain)
        return key;
    Failure failure = key.failure();
    failure.message += u' '
        + QCoreApplication::translate("KeyLoader", "Here, “sidelong-cli key set %1” sets it.")
              .arg(provider.name);
    return failure;
}

} // namespace

KeyLoader::KeyLoader(QObject *parent)
    : QObject(parent), m_finder(m_store, QProcessEnvironment::systemEnvironment())
{
}

void KeyLoader::load(const QList<Provider> &providers, std::function<void(const Keys &)> done)
{
    m_keys.clear();
    m_done = std::move(done);
    m_open = 1; // ours, so that no answer that is there already ends it early
    for (const Provider &provider : providers) {
        if (!provider.key)
            continue;
        ++m_open;
        whenFinished(
            m_finder.find(provider.name, *provider.key, provider.environmentKey, provider.title),
            this, [this, provider](const Result<FoundKey> &key) {
                m_keys.insert(provider.name, withCommand(key, provider));
                endIfComplete();
            });
    }
    QMetaObject::invokeMethod(this, &KeyLoader::endIfComplete, Qt::QueuedConnection);
}

void KeyLoader::endIfComplete()
{
    if (--m_open == 0)
        m_done(m_keys);
}

} // namespace Sidelong
