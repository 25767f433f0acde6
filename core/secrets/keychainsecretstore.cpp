// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keychainsecretstore.h"

#include <QCoreApplication>
#include <QPromise>
#include <QTimer>

#include <functional>
#include <qt6keychain/keychain.h>

namespace Sidelong {

namespace {

struct KeychainText
{
    Q_DECLARE_TR_FUNCTIONS(Keychain)
};

Failure keychainFailure(const QKeychain::Job &job)
{
    QString message;
    switch (job.error()) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        message = KeychainText::tr("The keyring refused access. Unlock it and try again, or put "
                                   "the key into an environment variable.");
        break;
    default:
        message = KeychainText::tr("No usable keyring is running. Start or unlock one (GNOME "
                                   "Keyring, KWallet), or put the key into an environment "
                                   "variable.");
    }
    return {.kind = FailureKind::Storage, .message = message, .detail = job.errorString()};
}

/// Answers one future exactly once: by its job, its timer, or the end of the store.
template <typename T>
class PendingKey : public QObject
{
public:
    using Reader = std::function<Result<T>(const QKeychain::Job &)>;

    PendingKey(QKeychain::Job *job, Reader reader, std::chrono::milliseconds timeout,
               QObject *parent)
        : QObject(parent)
    {
        m_promise.start();
        connect(job, &QKeychain::Job::finished, this,
                [this, reader = std::move(reader)](QKeychain::Job *done) { end(reader(*done)); });
        m_timer.setSingleShot(true);
        m_timer.callOnTimeout(this, [this, timeout] {
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(timeout).count();
            end(Failure{.kind = FailureKind::Storage,
                        .message =
                            KeychainText::tr("The keyring did not answer within %n second(s). It "
                                             "may be waiting for its password window.",
                                             nullptr, static_cast<int>(seconds))});
        });
        m_timer.start(timeout);
    }
    ~PendingKey() override
    {
        answer(Failure{.kind = FailureKind::Cancelled,
                       .message = KeychainText::tr("The keyring was closed before it answered.")});
    }
    Q_DISABLE_COPY_MOVE(PendingKey)

    QFuture<Result<T>> future() { return m_promise.future(); }

private:
    void end(Result<T> result)
    {
        m_timer.stop();
        answer(std::move(result));
        deleteLater();
    }
    void answer(Result<T> result)
    {
        if (m_isAnswered)
            return;
        m_isAnswered = true;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    QPromise<Result<T>> m_promise;
    QTimer m_timer;
    bool m_isAnswered = false;
};

/// The job has no parent: libsecret calls it back however late it answers, so that only the job
/// itself knows when it may go. It deletes itself then.
template <typename T>
QFuture<Result<T>> startKeychainJob(QKeychain::Job *job, const QString &entry,
                                    std::function<Result<T>(const QKeychain::Job &)> reader,
                                    std::chrono::milliseconds timeout, QObject *parent)
{
    job->setInsecureFallback(false);
    job->setKey(entry);
    auto *pending = new PendingKey<T>(job, std::move(reader), timeout, parent);
    QFuture<Result<T>> future = pending->future();
    job->start();
    return future;
}

Result<void> readNothing(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound)
        return {};
    return keychainFailure(job);
}

} // namespace

KeychainSecretStore::KeychainSecretStore(const QString &service, std::chrono::milliseconds timeout,
                                         QObject *parent)
    : QObject(parent), m_service(service), m_timeout(timeout)
{
}

QFuture<Result<std::optional<Secret>>> KeychainSecretStore::read(const QString &entry)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    return startKeychainJob<std::optional<Secret>>(
        job, entry,
        [job](const QKeychain::Job &done) -> Result<std::optional<Secret>> {
            if (done.error() == QKeychain::EntryNotFound)
                return std::optional<Secret>();
            if (done.error() != QKeychain::NoError)
                return keychainFailure(done);
            return std::optional(Secret(job->binaryData()));
        },
        m_timeout, this);
}

QFuture<Result<void>> KeychainSecretStore::write(const QString &entry, const Secret &secret)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    // As text, so that other tools of the desktop show it as what it is.
    job->setTextData(QString::fromUtf8(secret.reveal()));
    return startKeychainJob<void>(job, entry, readNothing, m_timeout, this);
}

QFuture<Result<void>> KeychainSecretStore::remove(const QString &entry)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    return startKeychainJob<void>(job, entry, readNothing, m_timeout, this);
}

} // namespace Sidelong
