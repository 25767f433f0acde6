// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"

#include "ui/common/hairline.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/settings/providercard.h"

#include <QDesktopServices>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int contentWidth = 720;

QLabel *sectionTitle(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    return label;
}

/// A path that can be selected and copied, also by keyboard.
QLineEdit *pathField(const QString &path, const QString &what, QWidget *parent)
{
    auto *field = new QLineEdit(path, parent);
    field->setReadOnly(true);
    field->setAccessibleName(what);
    field->setCursorPosition(0);
    return field;
}

} // namespace

SettingsPage::SettingsPage(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_content(new QWidget(this))
{
    auto *head = new QLabel(tr("Settings"), this);
    setLook(head, "tone", u"title"_s);
    head->setFixedHeight(52);
    head->setContentsMargins(Space::page, 0, 0, 0);
    m_content->setMaximumWidth(contentWidth);
    auto *sections = new QVBoxLayout(m_content);
    sections->setContentsMargins(Space::page, Space::page, Space::page, Space::page);
    sections->setSpacing(Space::pane);
    makeProviders(sections);
    sections->addSpacing(Space::pane);
    makeAppearance(sections);
    sections->addSpacing(Space::pane);
    makeData(sections);
    sections->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    scroll->setWidget(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::Line, this));
    layout->addWidget(scroll, 1);
}

void SettingsPage::makeProviders(QVBoxLayout *layout)
{
    layout->addWidget(sectionTitle(tr("Providers"), m_content));
    m_cardLayout = new QVBoxLayout;
    m_cardLayout->setSpacing(Space::pane);
    layout->addLayout(m_cardLayout);
    auto *add = new QPushButton(tr("&Add provider …"), m_content);
    layout->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this, add] { offerProviders(add); });
    addCard(u"openai"_s);
    addCard(u"anthropic"_s);
    for (const ProviderSettings &settings : m_session->services().configuration.providers) {
        if (!hasCard(settings.name))
            addCard(settings.name);
    }
    // A preset may come into use elsewhere; own entries begin here and have their card already.
    connect(m_session, &Session::providersChanged, this, [this] {
        for (const ProviderSettings &settings : m_session->services().configuration.providers) {
            if (!settings.preset.isEmpty() && !hasCard(settings.name))
                addCard(settings.name);
        }
    });
}

void SettingsPage::makeAppearance(QVBoxLayout *layout)
{
    Theme *theme = m_session->services().theme;
    layout->addWidget(sectionTitle(tr("Appearance"), m_content));
    m_appearance = new SegmentedControl(m_content);
    m_appearance->addSegment(tr("System"), tr("As the desktop is"));
    m_appearance->addSegment(tr("Light"));
    m_appearance->addSegment(tr("Dark"));
    m_appearance->setAccessibleName(tr("Appearance"));
    m_appearance->setCurrent(static_cast<int>(theme->mode()));
    layout->addWidget(m_appearance, 0, Qt::AlignLeft);
    connect(m_appearance, &SegmentedControl::chosen, this, [this, theme](int index) {
        theme->setMode(static_cast<Theme::Mode>(index));
        Q_EMIT appearanceChosen();
    });
    connect(theme, &Theme::schemeChanged, m_appearance,
            [this, theme] { m_appearance->setCurrent(static_cast<int>(theme->mode())); });
}

void SettingsPage::makeData(QVBoxLayout *layout)
{
    const Services &services = m_session->services();
    layout->addWidget(sectionTitle(tr("Data"), m_content));
    auto *form = new QFormLayout;
    form->setSpacing(Space::control);
    form->addRow(tr("History, answers and log"),
                 pathField(services.dataDir, tr("Data folder"), m_content));
    form->addRow(tr("Configuration"),
                 pathField(services.configFile, tr("Configuration file"), m_content));
    layout->addLayout(form);
    auto *open = new QPushButton(tr("Open the data &folder"), m_content);
    layout->addWidget(open, 0, Qt::AlignLeft);
    connect(open, &QPushButton::clicked, this,
            [dir = services.dataDir] { QDesktopServices::openUrl(QUrl::fromLocalFile(dir)); });
}

ProviderCard *SettingsPage::addCard(const QString &name)
{
    auto *card = new ProviderCard(m_session, name, m_content);
    m_cardLayout->addWidget(card);
    m_cards.append(card);
    connect(card, &ProviderCard::nameChanged, this, [this, card](const QString &now) {
        if (!now.isEmpty())
            return;
        m_cards.removeOne(card);
        card->hide();
        card->deleteLater();
    });
    return card;
}

bool SettingsPage::hasCard(const QString &name) const
{
    return std::any_of(m_cards.cbegin(), m_cards.cend(),
                       [&](const ProviderCard *card) { return card->providerName() == name; });
}

void SettingsPage::offerProviders(QWidget *below)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Provider &preset : ProviderRegistry::presets()) {
        if (hasCard(preset.name) || !Dialect::isSpoken(preset.protocol))
            continue;
        menu->addAction(preset.title, this, [this, name = preset.name] {
            addCard(name)->setFocus(Qt::OtherFocusReason);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("OpenAI-&compatible server"), this,
                    [this] { addCard({})->setFocus(Qt::OtherFocusReason); });
    menu->popup(below->mapToGlobal(QPoint(0, below->height() + Space::chip)));
}

} // namespace Sidelong
