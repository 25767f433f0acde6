// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace Sidelong {

class ElidedLabel;

/// The line at the foot of the window: spent today and this month (simulated calls apart), the
/// streams that are live, and where keys are kept.
class SpendingLine : public QWidget
{
    Q_OBJECT

public:
    explicit SpendingLine(Session *session, QWidget *parent = nullptr);

    /// Asks the store again.
    void refresh();
    void setLive(int streams);
    QString text() const; ///< All that it says.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void askMoney(qint64 sinceMs, qint64 untilMs, QLabel *label, const QString &what);
    void askSimulated(qint64 sinceMs, qint64 untilMs);
    void showKeyPlace();

    Session *m_session;
    QLabel *m_today;
    QLabel *m_month;
    QLabel *m_simulated;
    QLabel *m_live;
    ElidedLabel *m_keys;
    QTimer m_soon; ///< A run's end writes several rows: asked once.
    QTimer m_minute; ///< Midnight comes without a run.
};

} // namespace Sidelong
