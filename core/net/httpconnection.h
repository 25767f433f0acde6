// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httprequestreader.h"
#include "core/net/httpresponse.h"

#include <QTcpSocket>
#include <QTimer>

namespace Sidelong {

/// One client of an HttpServer: reads its requests one at a time and hands each to the handler;
/// the next is not looked at before the answer has ended and the client has taken most of it.
/// Deletes itself when the socket is closed. Internal to the server.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    /// \a options and \a handler must outlive it. \a isExcess: answer 503 and close.
    HttpConnection(qintptr descriptor, const HttpServerOptions &options, const HttpHandler &handler,
                   bool isExcess, QObject *parent);
    ~HttpConnection() override;

    void send(QByteArrayView bytes);
    void responseEnded(bool keepAlive);
    void reset();
    qint64 bufferedBytes() const { return m_socket.bytesToWrite(); }
    bool isWritable() const;

private:
    enum class Phase { Idle, Head, Body, Responding, Closing };

    void readAvailable();
    void advance();
    void dispatch();
    void answer(const HttpRejection &rejection);
    HttpResponse *makeResponse();
    void setPhase(Phase phase);
    void bytesTaken();
    void closeWhenWritten();
    void timedOut();
    void closed();

    const HttpServerOptions &m_options;
    const HttpHandler &m_handler;
    HttpRequestReader m_reader;
    QTcpSocket m_socket;
    QTimer m_timer;
    HttpResponse *m_response = nullptr;
    Phase m_phase = Phase::Idle;
    bool m_isStalled = false; ///< The answer was told to wait for drained().
    bool m_isShut = false; ///< Our side of the connection is closed.
};

} // namespace Sidelong
