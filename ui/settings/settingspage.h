// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace Sidelong {

class ProviderCard;
class SegmentedControl;

/// Providers with their keys, the appearance, and where things are kept.
class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsPage(Session *session, QWidget *parent = nullptr);

    QList<ProviderCard *> cards() const { return m_cards; }

Q_SIGNALS:
    /// The user chose; the theme is set already.
    void appearanceChosen();

private:
    void makeProviders(QVBoxLayout *layout);
    void makeAppearance(QVBoxLayout *layout);
    void makeData(QVBoxLayout *layout);
    ProviderCard *addCard(const QString &name);
    void beginCard(const QString &name);
    void offerProviders();
    void showTrouble();
    bool hasCard(const QString &name) const;

    Session *m_session;
    QWidget *m_content;
    QScrollArea *m_scroll;
    QVBoxLayout *m_cardLayout = nullptr;
    QPushButton *m_add = nullptr;
    QLabel *m_trouble = nullptr; ///< Of the keychain, said once for all cards.
    QList<ProviderCard *> m_cards;
    SegmentedControl *m_appearance = nullptr;
};

} // namespace Sidelong
