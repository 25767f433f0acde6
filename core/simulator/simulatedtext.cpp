// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedtext.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <iterator>

namespace Sidelong {

namespace {

// {t} is the topic, {T} the same with a capital, {a} and {b} are words of the prompt, {f} the
// topic as a name in code.
constexpr const char *introductions[] = {
    "The short answer: {t} is worth the effort when it removes a decision that people would "
    "otherwise make again and again. What follows is how I would approach it, and where I would "
    "stop.",
    "There are two honest ways to look at {t}: from the outside, as something people rely on, and "
    "from the inside, as a set of trade-offs. Most confusion comes from mixing the two.",
    "Let me start with what matters in practice. {T} looks simple in a sketch and becomes "
    "interesting the moment real load, real users and real deadlines meet it.",
    "{T} is easiest to understand through a small example. Once that is clear, the general rule "
    "follows almost by itself.",
};

constexpr const char *headings[] = {
    "The idea behind {t}",     "How it works in practice",
    "What usually goes wrong", "A small example",
    "Choosing the right size", "What to measure",
    "When not to use it",      "A checklist",
};

constexpr const char *paragraphs[] = {
    "At its core, {t} answers one question: what should happen next, given what is already known? "
    "Keeping that question in view prevents most over-engineering, because every added part has "
    "to improve the answer.",
    "Begin with the plainest version that could work. It will be wrong in ways that teach you "
    "something, and it gives everybody the same thing to point at when they talk about {a}.",
    "A good test is to explain {a} to a colleague without a diagram. If it takes more than two "
    "minutes, the boundary is probably in the wrong place, and {b} ends up doing two jobs at "
    "once.",
    "The costs are easy to underestimate. Someone has to keep {a} in step with {b}, and that work "
    "never appears in the first plan. Budget for it from the beginning rather than after the "
    "first incident.",
    "Failures tend to come in pairs. One part slows down, the other keeps waiting, and suddenly "
    "the whole chain looks broken although a single timeout would have contained it.",
    "Two numbers tell most of the story: how long the slowest tenth takes, and how often the "
    "result has to be corrected afterwards. Averages hide both of them.",
    "It helps to write down what is deliberately left out. A short list of things that {t} will "
    "not do is worth more than a long list of things it might do one day.",
    "Scale changes the picture, but later than most people expect. Until the simple approach "
    "hurts measurably, extra machinery around {b} only makes the next change harder.",
    "Once it runs, resist the urge to tune everything. Change one thing, look at the effect for a "
    "day, and keep a note of what you learned; those notes are the real documentation.",
    "Seen from the user's side, predictability beats raw speed. People forgive a second of "
    "waiting; they do not forgive getting a different answer to the same question.",
};

constexpr const char *bullets[] = {
    "**Start small.** One case, end to end, before the second one begins.",
    "**Name the owner.** Somebody decides what happens to {a} when things go wrong.",
    "**Make it visible.** A single page with the current state saves many meetings.",
    "**Fail early.** Refuse bad input at the door, with a sentence that says what would be right.",
    "**Keep a way back.** Every change to {t} should be reversible within minutes.",
    "**Measure first.** Without a baseline, improvement is only an opinion.",
    "**Limit the waiting.** Give {b} a deadline, and decide beforehand what happens after it.",
    "**Write it down.** Future readers include yourself, half a year from now.",
};

constexpr const char *examples[] = {
    "```python\n"
    "def {f}(items, limit=3):\n"
    "    \"\"\"Return the best items first, at most `limit` of them.\"\"\"\n"
    "    ranked = sorted(items, key=lambda item: item.score, reverse=True)\n"
    "    return [item for item in ranked if item.is_ready][:limit]\n"
    "```",
    "```python\n"
    "from time import monotonic\n\n"
    "def {f}(step, deadline_s=2.0):\n"
    "    started = monotonic()\n"
    "    while monotonic() - started < deadline_s:\n"
    "        if (result := step()) is not None:\n"
    "            return result\n"
    "    raise TimeoutError(\"no result within the deadline\")\n"
    "```",
    "```typescript\n"
    "export async function {f}(load: () => Promise<Item[]>): Promise<Item[]> {\n"
    "  const items = await load();\n"
    "  return items.filter((item) => item.ready).slice(0, 3);\n"
    "}\n"
    "```",
};

constexpr const char *closings[] = {
    "If you only remember one thing: keep {t} small enough to explain, and let measurements decide "
    "what grows.",
    "That is the whole of it. Begin with the example above, adapt the limits to your case, and "
    "revisit the decision after a week of real use.",
    "In short, treat {t} as a habit rather than a project, and it will keep paying for itself.",
};

constexpr const char *shorts[] = {
    "{T} comes down to a simple trade: a little discipline early on for far fewer surprises later.",
    "In essence, {t} works because it turns a vague worry into one small, checkable step.",
    "{T} is best understood as a promise about what happens next, kept even when things go wrong.",
};

constexpr const char *thoughts[] = {
    "The question is about {t}, so I should first settle what the reader already knows.",
    "A definition alone would be too dry; an example that shows {a} at work carries further.",
    "I want to mention the usual failure as well, because that is where {b} matters.",
    "How long should this be? A few short sections and a list are easy to scan.",
    "Once more: the claim about {a} holds, and the one about speed needs a caveat.",
    "A piece of code makes it concrete, and it must not need explaining itself.",
    "I will end with the one sentence worth remembering.",
};

QList<QByteArray> meaningfulWords(const QByteArray &prompt)
{
    static const QSet<QByteArray> dull = {
        "a",         "about",      "an",      "and",      "answer",  "are",        "as",
        "at",        "be",         "between", "brief",    "briefly", "but",        "by",
        "can",       "compare",    "could",   "describe", "did",     "difference", "do",
        "does",      "each",       "explain", "first",    "five",    "for",        "four",
        "from",      "generate",   "give",    "good",     "had",     "has",        "have",
        "hello",     "help",       "how",     "i",        "if",      "in",         "into",
        "is",        "it",         "its",     "json",     "just",    "like",       "list",
        "make",      "me",         "might",   "most",     "my",      "need",       "no",
        "not",       "of",         "on",      "one",      "only",    "or",         "our",
        "paragraph", "paragraphs", "please",  "reply",    "say",     "sentence",   "sentences",
        "short",     "should",     "show",    "simple",   "so",      "some",       "summarise",
        "summarize", "tell",       "terms",   "than",     "that",    "the",        "their",
        "them",      "then",       "there",   "these",    "they",    "this",       "three",
        "to",        "two",        "up",      "us",       "use",     "using",      "very",
        "want",      "was",        "we",      "were",     "what",    "when",       "where",
        "which",     "who",        "why",     "will",     "with",    "word",       "words",
        "work",      "works",      "would",   "write",    "you",     "your",
    };
    QList<QByteArray> runs;
    QByteArray run;
    QByteArray word;
    const auto endRun = [&] {
        if (!run.isEmpty())
            runs.append(std::exchange(run, {}));
    };
    for (const char c : QByteArray(prompt.left(2000) + ' ')) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-') {
            word += c;
            continue;
        }
        if (word.isEmpty() || dull.contains(word.toLower()))
            endRun();
        else
            run += (run.isEmpty() ? QByteArray() : QByteArray(" ")) + word;
        word.clear();
        if (c != ' ')
            endRun();
    }
    endRun();
    return runs;
}

/// Fills the slots of a template with the prompt's own words.
class Filler
{
public:
    Filler(const QByteArray &prompt, SimulatedChance &chance)
        : m_topic(simulatedTopic(prompt)), m_words(meaningfulWords(prompt)), m_chance(chance)
    {
        m_words.removeAll(m_topic);
        for (const char *word : {"the simple case", "the input", "the next step"})
            m_words.append(word);
        m_name = m_topic.toLower();
        for (char &c : m_name) {
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
                c = '_';
        }
        if (m_name.front() >= '0' && m_name.front() <= '9')
            m_name.prepend("use_");
    }

    QByteArray fill(const char *text)
    {
        QByteArray capital = m_topic;
        capital[0] = capital.first(1).toUpper()[0];
        QByteArray out(text);
        out.replace("{t}", m_topic).replace("{T}", capital).replace("{f}", m_name);
        out.replace("{a}", word()).replace("{b}", word());
        return out;
    }

private:
    QByteArray word() { return m_words[m_chance.below(static_cast<int>(m_words.size()))]; }

    QByteArray m_topic;
    QByteArray m_name;
    QList<QByteArray> m_words;
    SimulatedChance &m_chance;
};

/// Deals the entries of a list in a random order, each once before any comes again.
class Deck
{
public:
    template <std::size_t N>
    Deck(const char *const (&entries)[N], SimulatedChance &chance)
        : m_entries(std::begin(entries), std::end(entries)), m_chance(chance)
    {
    }

    const char *next()
    {
        if (m_left.isEmpty())
            m_left = m_entries;
        return m_left.takeAt(m_chance.below(static_cast<int>(m_left.size())));
    }

private:
    QList<const char *> m_entries;
    QList<const char *> m_left;
    SimulatedChance &m_chance;
};

bool asksForLittle(const QByteArray &prompt)
{
    static constexpr std::array marks = {"one sentence", "one word", "a sentence",
                                         "briefly",      "one line", "single sentence"};
    const QByteArray lower = prompt.toLower();
    return std::any_of(marks.begin(), marks.end(),
                       [&](const char *mark) { return lower.contains(mark); });
}

} // namespace

quint64 SimulatedChance::next()
{
    quint64 z = (m_state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

QByteArray simulatedTopic(const QByteArray &prompt)
{
    const QList<QByteArray> runs = meaningfulWords(prompt);
    if (runs.isEmpty())
        return "the question";
    const auto longest =
        std::max_element(runs.begin(), runs.end(), [](const QByteArray &a, const QByteArray &b) {
            return qMin<qsizetype>(a.size(), 32) < qMin<qsizetype>(b.size(), 32);
        });
    // A run of many words is a clause; its first four still read as a subject.
    return longest->split(' ').first(qMin<qsizetype>(longest->count(' ') + 1, 4)).join(' ');
}

QByteArray simulatedText(const QByteArray &prompt, SimulatedChance &chance, int sections)
{
    Filler filler(prompt, chance);
    if (asksForLittle(prompt) && sections <= 4)
        return filler.fill(Deck(shorts, chance).next());

    Deck heads(headings, chance);
    Deck bodies(paragraphs, chance);
    Deck points(bullets, chance);
    Deck code(examples, chance);
    QByteArray text = filler.fill(Deck(introductions, chance).next()) + "\n\n";
    for (int section = 0; section < sections; ++section) {
        // Two statements: both draw from chance, and operands have no order of their own.
        text += "## " + filler.fill(heads.next()) + "\n\n";
        text += filler.fill(bodies.next()) + "\n\n";
        switch (section % 3) {
        case 0:
            for (int i = 0; i < 3; ++i)
                text += "- " + filler.fill(points.next()) + '\n';
            text += '\n';
            break;
        case 1: text += filler.fill(code.next()) + "\n\n"; break;
        default:
            for (int i = 1; i <= 3; ++i)
                text += QByteArray::number(i) + ". " + filler.fill(points.next()) + '\n';
            text += '\n';
        }
    }
    return text + filler.fill(Deck(closings, chance).next());
}

QByteArray simulatedReasoning(const QByteArray &prompt, SimulatedChance &chance, int tokens)
{
    Filler filler(prompt, chance);
    Deck deck(thoughts, chance);
    QByteArray text;
    while (text.count(' ') < tokens)
        text += (text.isEmpty() ? QByteArray() : QByteArray(" ")) + filler.fill(deck.next());
    return text;
}

QList<QByteArray> simulatedTokens(const QByteArray &text)
{
    constexpr qsizetype longest = 9;
    QList<QByteArray> tokens;
    qsizetype begin = 0;
    for (qsizetype i = 1; i <= text.size(); ++i) {
        const bool isEnd = i == text.size();
        const bool isInside = !isEnd && (static_cast<uchar>(text[i]) & 0xc0) == 0x80;
        const bool isWord = !isEnd && text[i] == ' ' && text[i - 1] != ' ';
        const bool isLine = !isEnd && text[i - 1] == '\n' && text[i] != '\n';
        if (isEnd || (!isInside && (isWord || isLine || i - begin >= longest))) {
            tokens.append(text.mid(begin, i - begin));
            begin = i;
        }
    }
    return tokens;
}

} // namespace Sidelong
