// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <functional>

namespace Sidelong {

/// A small file that remembers the window: written half a second after the last change, on the
/// pool, whole or not at all. What is still to be written when the object goes is written then.
class StateFile : public QObject
{
    Q_OBJECT

public:
    explicit StateFile(const QString &path, QObject *parent = nullptr);
    ~StateFile() override;

    /// Blocks; for before the window is there. Empty where there is nothing to read.
    static QByteArray read(const QString &path);
    void write(const QByteArray &bytes);
    /// Asks for the bytes when they are about to be written, so that a change costs nothing by
    /// itself. \a bytes is called on this thread, at the latest when the object goes.
    void writeLater(std::function<QByteArray()> bytes);

Q_SIGNALS:
    /// Could not be written; \a sentence says where and why.
    void failed(const QString &sentence);

private:
    void begin();

    QString m_path;
    std::function<QByteArray()> m_next; ///< Nothing: all is written.
    QTimer m_delay;
    QFuture<QString> m_writing; ///< Answers with what went wrong, or nothing.
};

} // namespace Sidelong
