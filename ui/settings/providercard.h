// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace Sidelong {

/// One provider of the Settings page: its key, where that is kept, and the test in words. An entry
/// of the user's own has its name and address here too.
class ProviderCard : public QWidget
{
    Q_OBJECT

public:
    /// \a name empty: a new entry that speaks the OpenAI protocol, saved at the first test.
    ProviderCard(Session *session, const QString &name, QWidget *parent = nullptr);

    QString providerName() const { return m_name; }
    /// Tab comes here from \a after (null: from wherever it does); returns what it leaves from.
    QWidget *orderTabs(QWidget *after);

Q_SIGNALS:
    /// It has another name, or is gone (empty).
    void nameChanged(const QString &name);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *makeHead();
    void makeOwnFields(QVBoxLayout *layout);
    void makeKeyRow(QVBoxLayout *layout);
    void showNames();
    void showKey();
    void showTest();
    void setBusy(bool busy);
    QString keyPlace(const KeyState &state) const;
    void showModels();
    void saveAndTest();
    void keep(const QString &key, const std::function<void()> &then);
    void kept(const QString &name, const std::function<void()> &then);
    void test();
    void tested(const Result<QList<ListedModel>> &models);
    void forgetKey();
    void removeEntry();
    void say(const QString &text, const QString &tone);
    /// What is written here, or why it cannot be, as a configuration failure.
    Result<ProviderSettings> settings(const QString &key) const;

    Session *m_session;
    QString m_name;
    bool m_isOwn = false;
    QLabel *m_title = nullptr;
    QPushButton *m_remove = nullptr; ///< Null for those that are always here.
    QLineEdit *m_nameField = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_key = nullptr;
    QLabel *m_keyPlace = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_forget = nullptr;
    QLabel *m_answer = nullptr;
    bool m_isBusy = false; ///< Something was asked, and the answer is waited for.
    bool m_returnsFocus = false; ///< To the Test button, when it can be pressed again.
    bool m_waitsForKey = false; ///< A test was asked for before the key was read.
};

} // namespace Sidelong
