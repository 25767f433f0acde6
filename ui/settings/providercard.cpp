// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/providercard.h"

#include "ui/common/theme.h"
#include "ui/workbench/keyprefix.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

#include <functional>

using namespace Qt::StringLiterals;

namespace Sidelong {

ProviderCard::ProviderCard(Session *session, const QString &name, QWidget *parent)
    : QWidget(parent), m_session(session), m_name(name)
{
    const Provider *provider = session->providers().find(name);
    m_isOwn = name.isEmpty() || (provider && provider->preset.isEmpty());
    m_title = new QLabel(provider ? provider->title : tr("OpenAI-compatible server"), this);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    auto *head = new QHBoxLayout;
    head->setSpacing(Space::control);
    head->addWidget(m_title);
    if (provider && !m_isOwn) {
        auto *address = new QLabel(provider->baseUrl.toDisplayString(), this);
        setLook(address, "tone", u"muted"_s);
        head->addWidget(address);
    }
    head->addStretch();
    if (m_isOwn || (name != "openai"_L1 && name != "anthropic"_L1)) {
        auto *remove = new QPushButton(tr("Remove"), this);
        setLook(remove, "kind", u"flat"_s);
        remove->setAccessibleName(tr("Remove %1").arg(m_title->text()));
        head->addWidget(remove);
        connect(remove, &QPushButton::clicked, this, &ProviderCard::removeEntry);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::paneWide, Space::pane, Space::paneWide, Space::paneWide);
    layout->setSpacing(Space::control);
    layout->addLayout(head);
    if (m_isOwn)
        makeOwnFields(layout);
    makeKeyRow(layout);
    connect(session, &Session::keyChanged, this, [this](const QString &changed) {
        if (changed == m_name)
            showKey();
    });
    showKey();
    showModels();
}

void ProviderCard::makeOwnFields(QVBoxLayout *layout)
{
    const Provider *provider = m_session->providers().find(m_name);
    m_nameField = new QLineEdit(m_name, this);
    m_nameField->setPlaceholderText(tr("work"));
    m_nameField->setAccessibleName(tr("Name"));
    m_address = new QLineEdit(provider ? provider->baseUrl.toDisplayString() : QString(), this);
    m_address->setPlaceholderText(u"http://127.0.0.1:8000/v1"_s);
    m_address->setAccessibleName(tr("Base URL"));
    auto *form = new QFormLayout;
    form->setSpacing(Space::control);
    form->addRow(tr("Name"), m_nameField);
    form->addRow(tr("Base URL"), m_address);
    layout->addLayout(form);
}

void ProviderCard::makeKeyRow(QVBoxLayout *layout)
{
    m_key = new QLineEdit(this);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setAccessibleName(tr("API key of %1").arg(m_title->text()));
    m_test = new QPushButton(tr("Test"), this);
    m_test->setToolTip(tr("Keep what is written here and ask the provider for its models"));
    m_forget = new QPushButton(tr("Remove key"), this);
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::control);
    row->addWidget(m_key, 1);
    row->addWidget(m_test);
    row->addWidget(m_forget);
    m_keyPlace = new QLabel(this);
    m_keyPlace->setWordWrap(true);
    setLook(m_keyPlace, "tone", u"caption"_s);
    m_answer = new QLabel(this);
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addLayout(row);
    layout->addWidget(m_keyPlace);
    layout->addWidget(m_answer);
    connect(m_key, &QLineEdit::returnPressed, m_test, &QPushButton::click);
    connect(m_test, &QPushButton::clicked, this, &ProviderCard::saveAndTest);
    connect(m_forget, &QPushButton::clicked, this, &ProviderCard::forgetKey);
}

void ProviderCard::showKey()
{
    const KeyState state = m_session->key(m_name);
    const Provider *provider = m_session->providers().find(m_name);
    const QString variable = provider ? provider->environmentKey : QString();
    QString place;
    QString inField = tr("API key");
    bool removable = false;
    switch (state.source) {
    case KeyState::Source::Reading:
        place = m_name.isEmpty() ? tr("A key is only needed where the server asks for one.")
                                 : tr("Looking for the key …");
        break;
    case KeyState::Source::None:
        place = variable.isEmpty() ? tr("No key yet.")
                                   : tr("No key yet. %1 is not set either.").arg(variable);
        break;
    case KeyState::Source::NotNeeded:
        place = tr("This entry sends no key. Write one here if the server asks for it.");
        break;
    case KeyState::Source::Keychain:
        place = tr("The key is kept in the system keychain.");
        inField = tr("•••••••• (write another to replace it)");
        removable = true;
        break;
    case KeyState::Source::Environment:
        place = tr("The key comes from the environment variable %1.").arg(state.variable);
        inField = tr("•••••••• (write one to use it instead)");
        break;
    case KeyState::Source::ThisRun:
        place = m_session->keyringTrouble().isEmpty()
            ? tr("Keeping the key …")
            : tr("The key is kept for this run only. %1").arg(m_session->keyringTrouble());
        inField = u"••••••••"_s;
        removable = true;
        break;
    }
    m_keyPlace->setText(place);
    m_key->setPlaceholderText(inField);
    m_forget->setVisible(removable);
}

void ProviderCard::showModels()
{
    const qsizetype count = m_session->models(m_name).size();
    if (count > 0)
        say(count == 1 ? tr("1 model is listed.") : tr("%1 models are listed.").arg(count),
            u"muted"_s);
    else
        say({}, u"muted"_s);
}

std::optional<ProviderSettings> ProviderCard::settings()
{
    const QMap<QString, ProviderSettings> &known = m_session->services().configuration.providers;
    ProviderSettings settings = known.value(m_name);
    settings.name = m_name;
    if (m_isOwn) {
        settings.name = m_nameField->text().trimmed();
        settings.baseUrl = m_address->text().trimmed();
        if (settings.dialect.isEmpty())
            settings.dialect = u"openai-chat"_s;
    } else if (settings.preset.isEmpty()) {
        settings.preset = m_name;
    }
    if (settings.name.isEmpty() || settings.name.contains(u'/') || settings.name.contains(u' ')) {
        say(tr("The name is what stands before the slash in “name/model”: a word without blanks "
               "and slashes."),
            u"error"_s);
        return std::nullopt;
    }
    if (settings.name != m_name && m_session->providers().find(settings.name)) {
        say(tr("There is a provider named “%1” already. Choose another name.").arg(settings.name),
            u"error"_s);
        return std::nullopt;
    }
    if (!settings.key && (!m_isOwn || !m_key->text().trimmed().isEmpty()))
        settings.key = KeySetting{KeySetting::Source::Keychain, settings.name};
    return settings;
}

void ProviderCard::saveAndTest()
{
    keep([this] {
        const QString written = cleanKey(m_key->text());
        if (!written.isEmpty()) {
            m_session->setKey(m_name, Secret(written.toUtf8()));
            m_key->clear();
        }
        test();
    });
}

void ProviderCard::keep(const std::function<void()> &then)
{
    const std::optional<ProviderSettings> wanted = settings();
    if (!wanted)
        return;
    const QString before = m_name;
    const bool isNewKey = !m_key->text().trimmed().isEmpty();
    const auto known = m_session->services().configuration.providers.constFind(before);
    const bool isKnown = known != m_session->services().configuration.providers.cend();
    // A preset without anything of the user's needs no entry.
    if ((isKnown && *known == *wanted) || (!m_isOwn && !isKnown && !isNewKey)) {
        then();
        return;
    }
    m_session->saveProvider(*wanted).then(
        this, [this, then, before, name = wanted->name](const Result<void> &saved) {
            if (!saved) {
                say(saved.failure().message, u"error"_s);
                return;
            }
            m_name = name;
            if (m_isOwn)
                m_title->setText(name);
            if (!before.isEmpty() && before != name)
                m_session->removeProvider(before);
            if (before != name)
                Q_EMIT nameChanged(name);
            then();
        });
}

void ProviderCard::test()
{
    const Provider *provider = m_session->providers().find(m_name);
    if (!provider)
        return;
    const KeyState key = m_session->key(m_name);
    if (provider->key && key.secret.isEmpty() && key.source == KeyState::Source::None) {
        say(tr("There is no key to test with. Paste it into the field above."), u"error"_s);
        return;
    }
    say(tr("Asking %1 …").arg(provider->title), u"muted"_s);
    m_test->setEnabled(false);
    const int asked = ++m_asked;
    m_session->test(*provider, key.secret)
        .then(this, [this, asked](const Result<QList<ListedModel>> &models) {
            if (asked == m_asked)
                tested(models);
        });
}

void ProviderCard::tested(const Result<QList<ListedModel>> &models)
{
    m_test->setEnabled(true);
    if (!models) {
        say(models.failure().message, u"error"_s);
        return;
    }
    m_session->keepModels(m_name, *models);
    say(models->size() == 1 ? tr("Works: 1 model.") : tr("Works: %1 models.").arg(models->size()),
        u"good"_s);
}

void ProviderCard::forgetKey() { m_session->removeKey(m_name); }

void ProviderCard::removeEntry()
{
    if (m_name.isEmpty()) {
        Q_EMIT nameChanged({});
        return;
    }
    m_session->removeProvider(m_name).then(this, [this](const Result<void> &removed) {
        if (removed)
            Q_EMIT nameChanged({});
        else
            say(removed.failure().message, u"error"_s);
    });
}

void ProviderCard::say(const QString &text, const QString &tone)
{
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    setLook(m_answer, "tone", tone);
}

void ProviderCard::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(palette.color(ColorRole::Line));
    painter.setBrush(palette.color(ColorRole::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Space::cardRadius,
                            Space::cardRadius);
}

} // namespace Sidelong
