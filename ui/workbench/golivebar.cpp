// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/golivebar.h"

#include "ui/common/theme.h"
#include "ui/workbench/keyprefix.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Sidelong {

GoLiveBar::GoLiveBar(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_key(new QLineEdit(this)),
      m_provider(new QComboBox(this)), m_test(new QPushButton(tr("&Test and use"), this)),
      m_answer(new QLabel(this))
{
    auto *text = new QLabel(tr("Simulated answers. Paste a key to go live"), this);
    text->setBuddy(m_key);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(tr("API key"));
    m_key->setAccessibleName(tr("API key"));
    m_key->setFixedWidth(200);
    m_provider->setAccessibleName(tr("Whose key this is"));
    m_provider->addItem(tr("Whose key is it?"));
    for (const Provider &preset : ProviderRegistry::presets()) {
        if (!preset.local && Dialect::isSpoken(preset.protocol))
            m_provider->addItem(preset.title, preset.name);
    }
    m_provider->hide();
    m_test->setEnabled(false);
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->hide();

    auto *row = new QHBoxLayout;
    row->setSpacing(Space::control);
    row->addWidget(text);
    row->addWidget(m_key);
    row->addWidget(m_provider);
    row->addWidget(m_test);
    row->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::pane + 3, Space::control, Space::pane, Space::control);
    layout->setSpacing(Space::chip);
    layout->addLayout(row);
    layout->addWidget(m_answer);
    connect(m_key, &QLineEdit::textChanged, this, &GoLiveBar::keyEdited);
    connect(m_provider, &QComboBox::activated, this, [this] { keyEdited(m_key->text()); });
    connect(m_key, &QLineEdit::returnPressed, m_test, &QPushButton::click);
    connect(m_test, &QPushButton::clicked, this, &GoLiveBar::test);
}

void GoLiveBar::keyEdited(const QString &text)
{
    const QString key = cleanKey(text);
    const QString preset = presetOfKey(key);
    const int known = preset.isEmpty() ? -1 : m_provider->findData(preset);
    if (known >= 0)
        m_provider->setCurrentIndex(known);
    m_provider->setVisible(!key.isEmpty());
    m_test->setEnabled(!key.isEmpty() && m_provider->currentIndex() > 0);
    ++m_asked;
    const bool ask = !key.isEmpty() && m_provider->currentIndex() == 0;
    say(ask ? tr("Many providers give keys that begin like this one. Choose whose it is.")
            : QString(),
        u"muted"_s);
}

void GoLiveBar::test()
{
    const QString name = m_provider->currentData().toString();
    const Secret key(cleanKey(m_key->text()).toUtf8());
    Provider provider;
    if (const Provider *configured = m_session->providers().find(name)) {
        provider = *configured;
    } else {
        const QList<Provider> presets = ProviderRegistry::presets();
        const auto it = std::find_if(presets.cbegin(), presets.cend(),
                                     [&](const Provider &preset) { return preset.name == name; });
        if (it == presets.cend())
            return;
        provider = *it;
    }
    m_test->setEnabled(false);
    say(tr("Asking %1 …").arg(provider.title), u"muted"_s);
    const int asked = ++m_asked;
    m_session->test(provider, key)
        .then(this, [this, provider, key, asked](const Result<QList<ListedModel>> &models) {
            if (asked == m_asked)
                tested(provider, key, models);
        });
}

void GoLiveBar::tested(const Provider &provider, const Secret &key,
                       const Result<QList<ListedModel>> &models)
{
    m_test->setEnabled(true);
    if (!models) {
        say(models.failure().message, u"error"_s);
        return;
    }
    if (m_session->services().configuration.providers.contains(provider.name)) {
        use(provider, key, *models);
        return;
    }
    ProviderSettings settings;
    settings.name = provider.name;
    settings.preset = provider.preset.isEmpty() ? provider.name : provider.preset;
    settings.key = KeySetting{KeySetting::Source::Keychain, provider.name};
    m_session->saveProvider(settings).then(
        this, [this, provider, key, list = *models](const Result<void> &saved) {
            if (saved)
                use(provider, key, list);
            else
                say(saved.failure().message, u"error"_s);
        });
}

void GoLiveBar::use(const Provider &provider, const Secret &key, const QList<ListedModel> &models)
{
    m_session->setKey(provider.name, key);
    m_session->keepModels(provider.name, models);
    m_key->clear();
    m_provider->setCurrentIndex(0);
    say(tr("%1 works. Choose one of its %2 models; it takes the place of the simulated ones.")
            .arg(provider.title)
            .arg(models.size()),
        u"good"_s);
    Q_EMIT wentLive(provider.name, models);
}

void GoLiveBar::say(const QString &text, const QString &tone)
{
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    setLook(m_answer, "tone", tone);
}

void GoLiveBar::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), palette.tint(ColorRole::Warning, ColorRole::Window, 0.10));
    painter.fillRect(QRect(0, 0, 3, height()), palette.color(ColorRole::Warning));
    painter.fillRect(QRect(0, height() - 1, width(), 1), palette.color(ColorRole::Line));
}

} // namespace Sidelong
