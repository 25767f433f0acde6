// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"

#include "ui/common/hairline.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/settings/providercard.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFormLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QTextDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int contentWidth = 720;
constexpr int settingsHeadHeight = 44; ///< As on the Workbench, and so the title's left edge.
constexpr int settingsLeft = 19;

QLabel *sectionTitle(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    return label;
}

/// A path that can be selected and copied, also by keyboard; no field, as nobody writes here.
QLabel *pathLabel(const QString &path, const QString &what, QWidget *parent)
{
    auto *label = new QLabel(path, parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // however long it is
    label->setAccessibleName(what);
    label->setToolTip(Qt::convertFromPlainText(path, Qt::WhiteSpaceNormal));
    return label;
}

} // namespace

SettingsPage::SettingsPage(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_content(new QWidget(this)),
      m_scroll(new QScrollArea(this))
{
    auto *head = new QLabel(tr("Settings"), this);
    setLook(head, "tone", u"title"_s);
    head->setFixedHeight(settingsHeadHeight);
    head->setContentsMargins(settingsLeft, 0, 0, 0);
    m_content->setMaximumWidth(contentWidth);
    auto *sections = new QVBoxLayout(m_content);
    sections->setContentsMargins(settingsLeft, Space::page, Space::page, Space::page);
    sections->setSpacing(Space::pane);
    makeProviders(sections);
    sections->addSpacing(Space::pane);
    makeAppearance(sections);
    sections->addSpacing(Space::pane);
    makeData(sections);
    sections->addStretch();
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_scroll->setWidget(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::Line, this));
    layout->addWidget(m_scroll, 1);
}

void SettingsPage::makeProviders(QVBoxLayout *layout)
{
    layout->addWidget(sectionTitle(tr("Providers"), m_content));
    m_trouble = new QLabel(m_content);
    m_trouble->setWordWrap(true);
    m_trouble->setTextFormat(Qt::PlainText);
    setLook(m_trouble, "tone", u"warning"_s);
    layout->addWidget(m_trouble);
    connect(m_session, &Session::keyChanged, this, &SettingsPage::showTrouble);
    showTrouble();
    m_cardLayout = new QVBoxLayout;
    m_cardLayout->setSpacing(Space::pane);
    layout->addLayout(m_cardLayout);
    m_add = new QPushButton(tr("&Add provider…"), m_content);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, &SettingsPage::offerProviders);
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

void SettingsPage::showTrouble()
{
    const QString trouble = m_session->keyringTrouble();
    m_trouble->setText(
        tr("The system keychain cannot be used: keys are kept for this run only. %1").arg(trouble));
    m_trouble->setVisible(!trouble.isEmpty());
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
    connect(theme, &Theme::modeChanged, m_appearance,
            [this](Theme::Mode mode) { m_appearance->setCurrent(static_cast<int>(mode)); });
}

void SettingsPage::makeData(QVBoxLayout *layout)
{
    const Services &services = m_session->services();
    layout->addWidget(sectionTitle(tr("Data"), m_content));
    auto *form = new QFormLayout;
    form->setSpacing(Space::control);
    form->addRow(tr("History, answers and log"),
                 pathLabel(services.dataDir, tr("Data folder"), m_content));
    form->addRow(tr("Configuration"),
                 pathLabel(services.configFile, tr("Configuration file"), m_content));
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
    QWidget *last = nullptr;
    for (ProviderCard *each : std::as_const(m_cards))
        last = each->orderTabs(last);
    setTabOrder(last, m_add);
    connect(card, &ProviderCard::nameChanged, this, [this, card](const QString &now) {
        if (!now.isEmpty())
            return;
        m_cards.removeOne(card);
        card->hide();
        card->deleteLater();
    });
    return card;
}

void SettingsPage::beginCard(const QString &name)
{
    ProviderCard *card = addCard(name);
    card->show();
    // It has its place once the layouts, up to the scroll area's, have heard of it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    m_scroll->ensureWidgetVisible(card);
    card->setFocus(Qt::OtherFocusReason);
}

bool SettingsPage::hasCard(const QString &name) const
{
    return std::any_of(m_cards.cbegin(), m_cards.cend(),
                       [&](const ProviderCard *card) { return card->providerName() == name; });
}

void SettingsPage::offerProviders()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Provider &preset : ProviderRegistry::presets()) {
        if (hasCard(preset.name) || !Dialect::isSpoken(preset.protocol))
            continue;
        menu->addAction(preset.title, this, [this, name = preset.name] { beginCard(name); });
    }
    menu->addSeparator();
    menu->addAction(tr("OpenAI-&compatible server"), this, [this] { beginCard({}); });
    menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height() + Space::chip)));
}

} // namespace Sidelong
