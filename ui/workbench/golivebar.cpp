// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/golivebar.h"

#include "core/base/whenfinished.h"
#include "ui/common/flowlayout.h"
#include "ui/common/format.h"
#include "ui/common/theme.h"
#include "ui/workbench/keyprefix.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QString liveSentence(const QString &title, qsizetype models)
{
    if (models == 0)
        return GoLiveBar::tr("%1 takes the key but lists no models. Add one by its name with "
                             "“+ Add model”.")
            .arg(title);
    if (models == 1)
        return GoLiveBar::tr("%1 works. Choose its model; it takes the place of the simulated "
                             "ones.")
            .arg(title);
    return GoLiveBar::tr("%1 works. Choose one of its %2 models; it takes the place of the "
                         "simulated ones.")
        .arg(title, formatTokens(models));
}

} // namespace

GoLiveBar::GoLiveBar(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_text(new QLabel(this)), m_key(new QLineEdit(this)),
      m_provider(new QComboBox(this)), m_test(new QPushButton(tr("&Test and use"), this)),
      m_choose(new QPushButton(tr("&Choose a model"), this)), m_answer(new QLabel(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setBuddy(m_key);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(tr("API key"));
    m_key->setAccessibleName(tr("API key"));
    m_key->setFixedWidth(200);
    fillProviders();
    m_provider->hide();
    m_test->setEnabled(false);
    m_test->setAccessibleName(tr("Test and use the key"));
    m_choose->hide();
    m_choose->setAccessibleName(tr("Choose a model"));
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layOut();
    showText();
    sayWhatHappens();
    connect(m_key, &QLineEdit::textChanged, this, &GoLiveBar::keyEdited);
    connect(m_provider, &QComboBox::activated, this, [this] { keyEdited(m_key->text()); });
    connect(m_key, &QLineEdit::returnPressed, m_test, &QPushButton::click);
    connect(m_test, &QPushButton::clicked, this, &GoLiveBar::test);
    connect(m_choose, &QPushButton::clicked, this, &GoLiveBar::offerModels);
    connect(session, &Session::keyChanged, this, &GoLiveBar::checkOffer);
}

void GoLiveBar::fillProviders()
{
    m_provider->setAccessibleName(tr("Whose key this is"));
    m_provider->addItem(tr("Whose key is it?"));
    for (const Provider &preset : ProviderRegistry::presets()) {
        if (!preset.local && Dialect::isSpoken(preset.protocol))
            m_provider->addItem(preset.title, preset.name);
    }
}

void GoLiveBar::layOut()
{
    auto *row = new FlowLayout;
    row->addWidget(m_text);
    row->addWidget(m_key);
    row->addWidget(m_test);
    row->addWidget(m_choose);
    // The second line has its place from the beginning: what comes while one types moves nothing.
    m_answer->setMinimumHeight(m_provider->sizeHint().height());
    auto *second = new QHBoxLayout;
    second->setSpacing(Space::control);
    second->addWidget(m_provider, 0, Qt::AlignTop);
    second->addWidget(m_answer, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::pane + 3, Space::control, Space::pane, Space::control);
    layout->setSpacing(Space::chip);
    layout->addLayout(row);
    layout->addLayout(second);
    setTabOrder(m_key, m_provider);
    setTabOrder(m_provider, m_test);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void GoLiveBar::setMissing(const QString &provider)
{
    if (m_missing == provider)
        return;
    m_missing = provider;
    const Provider *known = m_session->providers().find(provider);
    if (known && m_provider->findData(provider) < 0)
        m_provider->addItem(known->title, provider);
    showText();
    keyEdited(m_key->text());
}

void GoLiveBar::showText()
{
    const Provider *known = m_session->providers().find(m_missing);
    m_text->setText(known ? tr("No key for %1. Paste one to go live").arg(known->title)
                          : tr("Simulated answers. Paste a key to go live"));
    setAccessibleName(m_text->text());
}

void GoLiveBar::keyEdited(const QString &text)
{
    const QString key = cleanKey(text);
    const QString preset = presetOfKey(key);
    const int known = preset.isEmpty() ? -1 : m_provider->findData(preset);
    const bool asks = !key.isEmpty() && known < 0;
    m_recognised = known < 0 ? QString() : preset;
    if (key.isEmpty())
        m_provider->setCurrentIndex(0);
    else if (asks && !m_missing.isEmpty() && m_provider->currentIndex() == 0)
        m_provider->setCurrentIndex(m_provider->findData(m_missing));
    m_provider->setVisible(asks);
    m_test->setEnabled(!key.isEmpty() && !providerName().isEmpty());
    ++m_asked;
    if (!m_recognised.isEmpty())
        say(tr("This is a key of %1.").arg(m_provider->itemText(known)), u"muted"_s);
    else if (asks && providerName().isEmpty())
        say(tr("Choose whose key this is."), u"muted"_s);
    else
        sayWhatHappens();
}

QString GoLiveBar::providerName() const
{
    return m_recognised.isEmpty() ? m_provider->currentData().toString() : m_recognised;
}

std::optional<Provider> GoLiveBar::provider() const
{
    const QString name = providerName();
    if (const Provider *configured = m_session->providers().find(name))
        return *configured;
    const QList<Provider> presets = ProviderRegistry::presets();
    const auto it = std::find_if(presets.cbegin(), presets.cend(),
                                 [&](const Provider &preset) { return preset.name == name; });
    return it == presets.cend() ? std::nullopt : std::optional(*it);
}

void GoLiveBar::test()
{
    const QString written = cleanKey(m_key->text());
    const std::optional<Provider> whose = provider();
    if (!whose)
        return;
    if (const QString trouble = keyTrouble(written); !trouble.isEmpty()) {
        say(trouble, u"error"_s);
        return;
    }
    const Secret key(written.toUtf8());
    m_test->setEnabled(false);
    say(tr("Asking %1…").arg(whose->title), u"muted"_s);
    const int asked = ++m_asked;
    whenFinished(m_session->test(*whose, key), this,
                 [this, whose, key, asked](const Result<QList<ListedModel>> &models) {
                     if (asked == m_asked)
                         tested(*whose, key, models);
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
    const QMap<QString, ProviderSettings> &known = m_session->services().configuration.providers;
    const bool isKnown = known.contains(provider.name);
    // An entry that finds its key elsewhere would not find this one after a restart.
    if (isKnown && provider.key && provider.key->source == KeySetting::Source::Keychain) {
        use(provider, key, *models);
        return;
    }
    ProviderSettings settings = known.value(provider.name);
    settings.name = provider.name;
    if (!isKnown)
        settings.preset = provider.preset.isEmpty() ? provider.name : provider.preset;
    settings.key = KeySetting{KeySetting::Source::Keychain, provider.name};
    const auto take = [this, provider, key, list = *models](const Result<void> &saved) {
        if (saved)
            use(provider, key, list);
        else
            say(saved.failure().message, u"error"_s);
    };
    whenFinished(m_session->saveProvider(settings), this, take);
}

void GoLiveBar::use(const Provider &provider, const Secret &key, const QList<ListedModel> &models)
{
    m_session->setKey(provider.name, key);
    m_session->keepModels(provider.name, models);
    m_key->clear();
    m_live = provider.name;
    m_models = models;
    m_choose->setVisible(!models.isEmpty());
    QString sentence = liveSentence(provider.title, models.size());
    if (!m_session->keyringTrouble().isEmpty())
        sentence +=
            u' ' + tr("The system keychain cannot be used: the key is kept for this run only.");
    say(sentence, u"good"_s);
    // The list opens by itself only where the user is looking.
    if (isVisible())
        offerModels();
}

void GoLiveBar::offerModels()
{
    if (!m_models.isEmpty())
        Q_EMIT wentLive(m_live, m_models);
}

void GoLiveBar::checkOffer(const QString &provider)
{
    if (m_key->text().isEmpty() && m_live.isEmpty())
        sayWhatHappens();
    if (provider != m_live || m_session->key(provider).source != KeyState::Source::None)
        return;
    m_live.clear();
    m_models.clear();
    m_choose->hide();
    sayWhatHappens();
}

/// While nobody asks: where a key is already, or what will be done with one.
void GoLiveBar::sayWhatHappens()
{
    for (const Provider &provider : m_session->providers().providers()) {
        const KeyState key = m_session->key(provider.name);
        if (key.source == KeyState::Source::Environment) {
            say(tr("%1 has a key in %2: “+ Add model” offers its models.")
                    .arg(provider.title, key.variable),
                u"good"_s);
            return;
        }
    }
    say(m_session->keyringTrouble().isEmpty()
            ? tr("It is tested first, and then kept in the system keychain.")
            : tr("It is tested first. Without a system keychain it is kept for this run only."),
        u"muted"_s);
}

void GoLiveBar::say(const QString &text, const QString &tone)
{
    m_answer->setText(text);
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
