// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Sidelong {

/// "Simulated answers. Paste a key to go live": there while every column is simulated. Knows whose
/// key it is where its beginning says so and asks otherwise, tests it, and offers the models.
class GoLiveBar : public QWidget
{
    Q_OBJECT

public:
    explicit GoLiveBar(Session *session, QWidget *parent = nullptr);

    QLineEdit *keyField() const { return m_key; }

Q_SIGNALS:
    /// The key works and is in use; \a models are what \a provider offers.
    void wentLive(const QString &provider, const QList<Sidelong::ListedModel> &models);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void keyEdited(const QString &text);
    void test();
    void tested(const Provider &provider, const Secret &key,
                const Result<QList<ListedModel>> &models);
    void use(const Provider &provider, const Secret &key, const QList<ListedModel> &models);
    void say(const QString &text, const QString &tone);

    Session *m_session;
    QLineEdit *m_key;
    QComboBox *m_provider;
    QPushButton *m_test;
    QLabel *m_answer;
    int m_asked = 0; ///< Answers of earlier questions are not heard.
};

} // namespace Sidelong
