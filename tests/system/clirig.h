// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

namespace Sidelong {

/// What a run of the program printed and how it ended.
struct CliResult
{
    int code = -1;
    QByteArray out;
    QByteArray err;

    /// The lines of standard output as JSON, each checked.
    std::vector<Json::Document> lines() const
    {
        std::vector<Json::Document> documents;
        for (const QByteArray &line : out.split('\n')) {
            if (line.isEmpty())
                continue;
            Json::Document document;
            if (!document.parse(line))
                qFatal("not JSON: %s", line.constData());
            documents.push_back(std::move(document));
        }
        return documents;
    }
};

// What servers of the tests stream.

inline QByteArray delta(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":" + Json::quoted(text)
        + "},\"finish_reason\":null}]}\n\n";
}

inline const QByteArray streamEnd =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,"
    "\"total_tokens\":15}}\n\ndata: [DONE]\n\n";

/// A server that streams these texts and ends well.
inline ScriptedServer::Script streaming(const QList<QByteArray> &texts)
{
    return [texts](QTcpSocket &socket, const QByteArray &) {
        QByteArray stream;
        for (const QByteArray &text : texts)
            stream += delta(text);
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(stream + streamEnd)
                     + "0\r\n\r\n");
    };
}

/// A server that streams a beginning and then says nothing more.
inline ScriptedServer::Script stalling(const QByteArray &text)
{
    return [text](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(delta(text)));
    };
}

/// The real sidelong-cli with a data directory and a configuration of its own.
class CliRig
{
public:
    CliRig()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
        m_environment.insert(QStringLiteral("HOME"), m_dir.path());
        m_environment.insert(QStringLiteral("XDG_DATA_HOME"),
                             m_dir.filePath(QStringLiteral("xdg")));
        m_environment.insert(QStringLiteral("XDG_CONFIG_HOME"),
                             m_dir.filePath(QStringLiteral("xdg")));
    }

    QString path(const QString &name) const { return m_dir.filePath(name); }
    QString dataDir() const { return path(QStringLiteral("data")); }
    void setEnvironment(const QString &name, const QString &value)
    {
        m_environment.insert(name, value);
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(name));
        file.write(bytes);
    }
    /// One provider "p" at \a url without a key.
    void configure(const QUrl &url, const QByteArray &more = {}) const
    {
        write(QStringLiteral("config.json"),
              "{\"providers\":{\"p\":{\"dialect\":\"openai-chat\",\"base_url\":\"" + url.toEncoded()
                  + "\"" + more + "}}}");
    }

    /// Makes \a process the program with both global options, to be started.
    void prepare(QProcess &process, const QStringList &arguments) const
    {
        process.setProcessEnvironment(m_environment);
        QStringList all = {QStringLiteral("--data-dir"), dataDir()};
        if (QFile::exists(path(QStringLiteral("config.json"))))
            all += {QStringLiteral("--config"), path(QStringLiteral("config.json"))};
        process.setProgram(qEnvironmentVariable("SIDELONG_CLI"));
        process.setArguments(all + arguments);
    }
    std::unique_ptr<QProcess> start(const QStringList &arguments) const
    {
        auto process = std::make_unique<QProcess>();
        prepare(*process, arguments);
        process->start();
        return process;
    }

    /// Runs it to its end; the event loop goes on, so servers of the test answer.
    CliResult run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        const auto process = start(arguments);
        process->write(input);
        process->closeWriteChannel();
        return ended(*process);
    }

    static CliResult ended(QProcess &process)
    {
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; },
                             60'000))
            process.kill();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -9,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

private:
    QTemporaryDir m_dir;
    QProcessEnvironment m_environment;
};

} // namespace Sidelong
