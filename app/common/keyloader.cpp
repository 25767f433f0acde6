// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/keyloader.h"

#include "core/base/whenfinished.h"

namespace Sidelong {

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
        whenFinished(m_finder.find(provider.name, *provider.key, provider.environmentKey), this,
                     [this, name = provider.name](const Result<FoundKey> &key) {
                         m_keys.insert(name, key);
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
