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

/// "Simulated answers. Paste a key to go live": there while every column is simulated, or one lacks
/// its key. Knows whose key it is where its beginning says so and asks otherwise, tests it, and
/// offers the models, again on request. Keeps its height while one types.
class GoLiveBar : public QWidget
{
    Q_OBJECT

public:
    explicit GoLiveBar(Session *session, QWidget *parent = nullptr);

    QLineEdit *keyField() const { return m_key; }
    /// A column waits for a key of \a provider; empty: none does.
    void setMissing(const QString &provider);

Q_SIGNALS:
    /// The key works and is in use; \a models are what \a provider offers. Emitted only while the
    /// bar is seen, and once more whenever the user asks for the models.
    void wentLive(const QString &provider, const QList<Sidelong::ListedModel> &models);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fillProviders();
    void layOut();
    void showText();
    void keyEdited(const QString &text);
    QString providerName() const;
    std::optional<Provider> provider() const;
    void test();
    void tested(const Provider &provider, const Secret &key,
                const Result<QList<ListedModel>> &models);
    void use(const Provider &provider, const Secret &key, const QList<ListedModel> &models);
    void offerModels();
    void checkOffer(const QString &provider);
    void sayWhatHappens();
    void say(const QString &text, const QString &tone);

    Session *m_session;
    QLabel *m_text;
    QLineEdit *m_key;
    QComboBox *m_provider; ///< Seen where the key does not say whose it is.
    QPushButton *m_test;
    QPushButton *m_choose; ///< Seen once a key works.
    QLabel *m_answer;
    QString m_missing; ///< The provider that a column waits for.
    QString m_recognised; ///< Whose key the field holds, where it says so itself.
    QString m_live; ///< The provider that went live, and what it offers.
    QList<ListedModel> m_models;
    int m_asked = 0; ///< Answers of earlier questions are not heard.
};

} // namespace Sidelong
