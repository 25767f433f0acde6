// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keyfinder.h"

#include <QCoreApplication>

#include <algorithm>

namespace Sidelong {

namespace {

struct KeyText
{
    Q_DECLARE_TR_FUNCTIONS(KeyFinder)
};

/// What the continuation needs to know, by value: it may outlive the finder.
struct KeySearch
{
    QString title; ///< Of the provider, for people.
    QString entry; ///< Empty: the environment alone.
    QString variable; ///< Empty: the keychain alone.
    QByteArray variableContent;
};

QString lookedSentence(const KeySearch &search, bool isKeychainUsable)
{
    if (search.entry.isEmpty())
        return KeyText::tr("No key for %1: the environment variable %2 is not set.")
            .arg(search.title, search.variable);
    if (!isKeychainUsable && search.variable.isEmpty())
        return KeyText::tr("No key for %1: the system keychain could not be read.")
            .arg(search.title);
    if (!isKeychainUsable)
        return KeyText::tr("No key for %1: the system keychain could not be read, and the "
                           "environment variable %2 is not set.")
            .arg(search.title, search.variable);
    if (search.variable.isEmpty())
        return KeyText::tr("No key for %1: the system keychain has no entry “%2”.")
            .arg(search.title, search.entry);
    return KeyText::tr("No key for %1: the system keychain has no entry “%2”, and the environment "
                       "variable %3 is not set.")
        .arg(search.title, search.entry, search.variable);
}

QString notFoundSentence(const KeySearch &search, bool isKeychainUsable)
{
    const QString next = search.variable.isEmpty()
        ? KeyText::tr("Paste one in Settings.")
        : KeyText::tr("Paste one in Settings, or set %1.").arg(search.variable);
    return lookedSentence(search, isKeychainUsable) + u' ' + next;
}

/// A line break is what a pasted key brings along; inside, it would become a header of its own.
Result<FoundKey> checkedKey(const QByteArray &bytes, FoundKey::Origin origin, const QString &name,
                            const QString &title)
{
    const bool isPlain = std::ranges::all_of(bytes, [](char c) { return c > 0x20 && c < 0x7f; });
    if (!isPlain)
        return Failure{.kind = FailureKind::NoKey,
                       .message = KeyText::tr("The key for %1 in “%2” holds blanks or characters "
                                              "that no key has. Set it anew.")
                                      .arg(title, name)};
    return FoundKey{.secret = Secret(bytes), .origin = origin, .name = name};
}

Result<FoundKey> concludeSearch(const KeySearch &search,
                                const Result<std::optional<Secret>> &fromKeychain)
{
    if (fromKeychain && *fromKeychain) {
        const QByteArray bytes = (*fromKeychain)->reveal().trimmed();
        if (!bytes.isEmpty())
            return checkedKey(bytes, FoundKey::Origin::Keychain, search.entry, search.title);
    }
    if (!search.variableContent.isEmpty())
        return checkedKey(search.variableContent, FoundKey::Origin::Environment, search.variable,
                          search.title);
    if (!fromKeychain && fromKeychain.failure().kind == FailureKind::Cancelled)
        return fromKeychain.failure();
    return Failure{.kind = FailureKind::NoKey,
                   .message = notFoundSentence(search, static_cast<bool>(fromKeychain)),
                   .detail = fromKeychain ? QString() : fromKeychain.failure().message};
}

} // namespace

KeyFinder::KeyFinder(SecretStore &store, const QProcessEnvironment &environment)
    : m_store(store), m_environment(environment)
{
}

QFuture<Result<FoundKey>> KeyFinder::find(const QString &provider, const KeySetting &setting,
                                          const QString &fallbackVariable,
                                          const QString &title) const
{
    const QString shown = title.isEmpty() ? provider : title;
    const auto held = m_held.constFind(provider);
    if (held != m_held.cend())
        return QtFuture::makeReadyFuture(
            checkedKey(held->reveal().trimmed(), FoundKey::Origin::ThisRun, provider, shown));

    const bool isKeychain = setting.source == KeySetting::Source::Keychain;
    KeySearch search{.title = shown,
                     .entry = isKeychain ? setting.name : QString(),
                     .variable = isKeychain ? fallbackVariable : setting.name,
                     .variableContent = {}};
    if (!search.variable.isEmpty())
        search.variableContent = m_environment.value(search.variable).toUtf8().trimmed();
    if (!isKeychain)
        return QtFuture::makeReadyFuture(concludeSearch(search, std::optional<Secret>()));
    return m_store.read(setting.name)
        .then([search = std::move(search)](const Result<std::optional<Secret>> &result) {
            return concludeSearch(search, result);
        });
}

void KeyFinder::holdForThisRun(const QString &provider, const Secret &secret)
{
    m_held.insert(provider, secret);
}

void KeyFinder::forget(const QString &provider) { m_held.remove(provider); }

} // namespace Sidelong
